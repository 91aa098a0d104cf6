"""One run of a sweep: what decides it, how it is done, what comes back.

A point is a set of changed parameters, a draw, and some replicates. Its key is a digest of everything that
decides its figures; two points of one key have the same figures on any machine of the same kind.
"""

from __future__ import annotations

import hashlib
import json
import threading
import traceback
from collections import OrderedDict
from collections.abc import Callable, Mapping
from dataclasses import asdict, dataclass, field
from typing import Any

import numpy as np

from forestall import _engine

__all__ = ["Bundle", "Packed", "Point", "run_point"]

Change = tuple[str, str, float]  # path, "value" or "factor", number


@dataclass(frozen=True)
class Point:
    """What is changed in the study for one run."""

    changes: tuple[Change, ...] = ()
    draw: int = 0
    """Of the uncertain parameters; 0 stands for the central values."""
    programmes: tuple[tuple[str, tuple[str, ...]], ...] = ()
    """Arms that use only these of their programmes."""
    replicates: int = 1
    first_replicate: int = 0


@dataclass(frozen=True)
class Bundle:
    """A study as it travels: its texts and how it is to be run, the same for all points of a sweep."""

    texts: tuple[tuple[str, str], ...]
    main: str
    changes: tuple[Change, ...] = ()
    functions: bytes = b""
    """Cloudpickled, by programme and kind."""
    seed: int | None = None
    sample: float = 1.0
    lens: str | None = None
    until: tuple[int, int, int] | None = None
    strata: tuple[str, ...] = ()
    measures: tuple[str, ...] = ()
    keep_batches: bool = False

    def digest(self) -> str:
        """The same for the same figures."""
        told = asdict(self)
        told["functions"] = hashlib.sha256(self.functions).hexdigest()
        told["version"] = _engine.version
        return hashlib.sha256(json.dumps(told, sort_keys=True).encode()).hexdigest()


def key_of(digest: str, point: Point) -> str:
    """The key of a point of the bundle with that digest."""
    told = json.dumps([digest, asdict(point)], sort_keys=True)
    return hashlib.sha256(told.encode()).hexdigest()[:40]


@dataclass
class Packed:
    """Figures of a point: plain arrays with their labels, small and quick to send."""

    dims: dict[str, list[str]] = field(default_factory=dict)
    attrs: dict[str, dict[str, str]] = field(default_factory=dict)
    labels: dict[str, tuple[str, str, Any]] = field(default_factory=dict)
    facts: dict[str, str] = field(default_factory=dict)
    arrays: dict[str, np.ndarray[Any, Any]] = field(default_factory=dict)
    seconds: float = 0.0

    def meta(self) -> str:
        """All but the arrays, as JSON."""
        return json.dumps([self.dims, self.attrs, self.labels, self.facts, self.seconds])

    @staticmethod
    def of(meta: str, arrays: Mapping[str, np.ndarray[Any, Any]]) -> Packed:
        """From `meta()` and the arrays."""
        dims, attrs, labels, facts, seconds = json.loads(meta)
        return Packed(dims, attrs, {k: tuple(v) for k, v in labels.items()}, facts, dict(arrays), seconds)


#: Facts that all runs of a study share.
_FACTS = ("title", "study", "model", "place", "version", "seed", "sample", "hash", "programmes_from_month")
_SPLIT = "split_screen_measures"


def _pack(results: _engine.Results, bundle: Bundle) -> Packed:
    facts = results.provenance
    packed = Packed(facts={name: facts[name] for name in (*_FACTS, _SPLIT) if name in facts})
    for name, long_name, units, labels in results.axes:
        packed.labels[name] = (long_name, units, list(labels))
    wanted = set(bundle.measures) or set(facts.get(_SPLIT, "").split())
    if "cost" in wanted:
        wanted.add("programme_cost")
    groups = {"": ""} | ({"difference_by_batch": "batches/"} if bundle.keep_batches else {})
    for group, prefix in groups.items():
        for name, long_name, units, note, axes, values in results.groups[group]:
            if wanted and name not in wanted:
                continue
            kept = [axis for axis in axes if axis != "payer" or "payer" in bundle.strata]
            if kept != list(axes):
                values = values.sum(axis=tuple(i for i, axis in enumerate(axes) if axis not in kept))
            packed.dims[prefix + name] = kept
            packed.attrs[prefix + name] = {"long_name": long_name, "units": units, "cell_note": note}
            packed.arrays[prefix + name] = np.array(values)
    return packed


_held: OrderedDict[str, Bundle] = OrderedDict()
_read: OrderedDict[tuple[str, int], _engine.Inputs] = OrderedDict()
_lock = threading.Lock()
_MOST_HELD = 4


def hold(digest: str, bundle: Bundle) -> None:
    """Keeps a bundle in this process for the points to come."""
    with _lock:
        _held[digest] = bundle
        _held.move_to_end(digest)
        while len(_held) > _MOST_HELD:
            _held.popitem(last=False)


def _inputs(digest: str, bundle: Bundle, draw: int) -> _engine.Inputs:
    with _lock:
        known = _read.get((digest, draw))
    if known is None:
        known = _engine.Inputs.of_texts(dict(bundle.texts), bundle.main, draw)
        if bundle.changes:
            known = known.changed(list(bundle.changes))
        strata = [name for name in known.strata if name in bundle.strata]
        known = known.with_options(bundle.lens, bundle.until, strata, False)
        with _lock:
            _read[(digest, draw)] = known
            while len(_read) > _MOST_HELD:
                _read.popitem(last=False)
    return known


def run_point(digest: str, bundle: Bundle, point: Point, stop: _engine.Stop | None = None) -> Packed:
    """Runs a point on the thread that calls, the engine on one thread too."""
    import time

    begun = time.perf_counter()
    inputs = _inputs(digest, bundle, 0)
    if point.draw and inputs.has_fit:
        inputs = _inputs(digest, bundle, point.draw)
    if point.changes:
        inputs = inputs.changed(list(point.changes))
    if point.programmes:
        inputs = inputs.with_programmes({arm: list(names) for arm, names in point.programmes})
    compiled = _engine.prepare(inputs, 1)
    told = _engine.run(
        inputs,
        compiled,
        inputs.seed if bundle.seed is None else bundle.seed,
        point.replicates,
        point.first_replicate,
        bundle.sample,
        1,
        None,
        stop or _engine.Stop(),
        _functions(bundle),
    )
    packed = _pack(told["results"], bundle)
    packed.seconds = time.perf_counter() - begun
    return packed


def _functions(bundle: Bundle) -> dict[str, dict[str, Callable[..., Any]]]:
    if not bundle.functions:
        return {}
    import cloudpickle

    from forestall.callables import Timed

    by_programme = cloudpickle.loads(bundle.functions)
    return {
        programme: {kind: Timed(kind, programme, function) for kind, function in kinds.items()}
        for programme, kinds in by_programme.items()
    }


#: What a worker answers: "done" with Packed, "failed" with the reason, "missing" where it lacks the study.
Answer = tuple[str, Any]


def answer(digest: str, point: Point, bundle: Bundle | None = None) -> Answer:
    """What a worker does with a point. It keeps the bundle, so that it need be sent only once."""
    if bundle is not None:
        hold(digest, bundle)
    with _lock:
        bundle = _held.get(digest)
    if bundle is None:
        return "missing", None
    return attempt(digest, bundle, point)


def attempt(digest: str, bundle: Bundle, point: Point, stop: _engine.Stop | None = None) -> Answer:
    """Runs a point; a failure becomes an answer, so that other points go on."""
    from forestall.errors import ForestallError, Stopped

    try:
        return "done", run_point(digest, bundle, point, stop)
    except Stopped:
        return "stopped", None
    except ForestallError as error:
        return "failed", f"{type(error).__name__}: {error}"
    except Exception:
        return "failed", traceback.format_exc(limit=-3)
