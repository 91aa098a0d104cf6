"""A study: what runs, and everything that can be changed in it first."""

from __future__ import annotations

import datetime
import os
import posixpath
import time
from collections.abc import Callable, Iterator, Mapping, Sequence
from pathlib import Path
from typing import TYPE_CHECKING, Any

from forestall import _engine
from forestall.callables import Finder, Timed
from forestall.documents import Document, Texts
from forestall.errors import InputError
from forestall.result import Result, Told
from forestall.running import Progress, interruptible, shown
from forestall.showing import SYNTHETIC, table_html
from forestall.uncertainty import Distribution, Factor, of_evidence

if TYPE_CHECKING:
    import pandas as pd

    from forestall.evaluation import Evaluation
    from forestall.history import History
    from forestall.lives import Lives
    from forestall.runs import Runs
    from forestall.sweeps import Sweep

__all__ = ["Functions", "Programmes", "Study"]

#: Larger result cubes are kept without strata unless they are asked for.
MOST_BYTES = 2 << 30
LENSES = ("claimed", "controlled", "both")


class Functions(dict[str, Callable[..., Any]]):
    """Functions by programme. A name that is no programme of the study is refused."""

    def __init__(self, kind: str, programmes: Callable[[], Sequence[str]]) -> None:
        super().__init__()
        self._kind, self._programmes = kind, programmes

    def __setitem__(self, programme: str, function: Callable[..., Any]) -> None:
        names = list(self._programmes())
        if programme not in names:
            raise InputError(f"no programme '{programme}' in the study; {_engine.nearest(programme, names)}")
        super().__setitem__(programme, Timed(self._kind, programme, function))


class Study:
    """Arms to be compared on the same people with the same luck.

    Read one with `forestall.load`. Its texts can be changed as plain objects (`study.spec`, `study.model`,
    `study.place`, `study.programmes[name]`), its figures by path (`study.set`, `study.scale`); `study.run()`
    returns a Result. Copies are independent.
    """

    def __init__(self, texts: Texts) -> None:
        self._texts = texts
        self._changes: dict[str, tuple[str, float]] = {}
        self.finders: Functions = Functions("finder", lambda: self.programmes.names)
        self.responses: Functions = Functions("response", lambda: self.programmes.names)
        self.stop_rules: Functions = Functions("stop_rule", lambda: self.programmes.names)
        self.uncertain: dict[str, Distribution] = {}
        """Distributions by parameter path, which draws are taken from beside those of the study's own fit.
        A value drawn stands for the parameter's factor where it stands for several figures, else for its value.
        """
        self._known: tuple[str, _engine.Inputs] | None = None
        self._profile: dict[str, float] = {}

    # --- Reading ----------------------------------------------------------------------------------

    @staticmethod
    def read(path: str | os.PathLike[str]) -> Study:
        """A study file, or the folder of a study.yaml. Raises InputError with every problem."""
        found = Path(path)
        if found.is_dir():
            found = found / "study.yaml"
        inputs = _engine.Inputs.read(str(found))
        return Study(Texts(inputs.texts, found.name))

    def copy(self) -> Study:
        """An independent copy, with the same changes, functions and distributions."""
        made = Study(self._texts.copy())
        made._changes = dict(self._changes)
        made.uncertain = dict(self.uncertain)
        for kind in ("finders", "responses", "stop_rules"):
            for name, timed in getattr(self, kind).items():
                dict.__setitem__(getattr(made, kind), name, Timed(timed.kind, name, timed.function))
        return made

    def __getstate__(self) -> dict[str, Any]:
        functions = {
            kind: {name: timed.function for name, timed in getattr(self, kind).items()}
            for kind in ("finders", "responses", "stop_rules")
        }
        return {
            "texts": self._texts.as_dict(),
            "main": self._texts.main,
            "changes": self._changes,
            "uncertain": self.uncertain,
            "functions": functions,
        }

    def __setstate__(self, state: dict[str, Any]) -> None:
        self.__init__(Texts(state["texts"], state["main"]))  # type: ignore[misc]
        self._changes = dict(state["changes"])
        self.uncertain = dict(state["uncertain"])
        for kind, functions in state["functions"].items():
            for name, function in functions.items():
                dict.__setitem__(getattr(self, kind), name, Timed(kind.removesuffix("s"), name, function))

    def inputs(self, draw: int = 0) -> _engine.Inputs:
        """The study as the engine reads it, with the changes made. Raises InputError with every problem."""
        texts = self._texts.as_dict()
        key = str(hash((tuple(sorted(texts.items())), draw)))
        if self._known is None or self._known[0] != key:
            self._known = (key, _engine.Inputs.of_texts(texts, self._texts.main, draw))
        inputs = self._known[1]
        if self._changes:
            inputs = inputs.changed([(path, how, number) for path, (how, number) in self._changes.items()])
        return inputs

    def check(self) -> None:
        """Reads and compiles everything. Raises InputError with every problem; says nothing where there is none."""
        _engine.prepare(self.inputs(), 1)

    # --- What is in it ----------------------------------------------------------------------------

    @property
    def name(self) -> str:
        """Its name, as in result files."""
        return self.inputs().name

    @property
    def title(self) -> str:
        """What it is called in tables."""
        return self.inputs().title

    @property
    def spec(self) -> Document:
        """The study's own text: arms, dates, strata, seed."""
        return self._texts.document(self._texts.main)

    @property
    def model(self) -> Document:
        """The model's text."""
        return self._texts.document(posixpath.normpath(str(self.spec["model"])))

    @property
    def place(self) -> Document:
        """The place's text."""
        return self._texts.document(posixpath.normpath(str(self.spec["place"])))

    @property
    def programmes(self) -> Programmes:
        """The programmes of its arms, by name."""
        return Programmes(self._texts, self)

    @property
    def texts(self) -> Texts:
        """Every text of the study, tables too, by path."""
        return self._texts

    @property
    def arms(self) -> dict[str, list[str]]:
        """The arms, today's first, with the names of their programmes."""
        return {name: list(programmes) for name, _, programmes in self.inputs().arms}

    @property
    def measures(self) -> pd.DataFrame:
        """What is counted: measure, title, unit."""
        import pandas as pd

        return pd.DataFrame(self.inputs().measures, columns=["measure", "title", "unit"])

    @property
    def parameters(self) -> pd.DataFrame:
        """Every figure of model, place and programmes: path (its name for `set` and `scale`), title, unit, low,
        high (the same for a single figure), figures (how many), source, grade, range (factors between which the
        truth may lie), range_is_assumed, distribution, where.
        """
        import pandas as pd

        return pd.DataFrame(self.inputs().parameters())

    def parameter(self, path: str) -> dict[str, Any]:
        """One of them. Raises InputError with the nearest path."""
        for one in self.inputs().parameters():
            if one["path"] == path:
                return dict(one)
        paths = [one["path"] for one in self.inputs().parameters()]
        raise InputError(f"no parameter '{path}'; {_engine.nearest(path, paths)}")

    # --- Changing it ------------------------------------------------------------------------------

    def _change(self, path: str, how: str, number: float) -> Study:
        try:
            number = float(number)
        except (TypeError, ValueError):
            raise InputError(f"{number!r} for '{path}' is no number; give one") from None
        before = dict(self._changes)
        self._changes[path] = (how, number)
        try:
            self.inputs()
        except InputError:
            self._changes = before
            raise
        return self

    def set(self, path: str, value: float) -> Study:
        """Gives a parameter another value, in its own unit. Raises InputError for an unknown path (with the
        nearest), a value that it cannot have, or one value for several figures. Returns the study.
        """
        return self._change(path, "value", value)

    def scale(self, path: str, factor: float) -> Study:
        """Multiplies a parameter (all its figures) by a factor of at least 0. Returns the study."""
        return self._change(path, "factor", factor)

    @property
    def changes(self) -> dict[str, str]:
        """Parameters changed by `set` and `scale`: path, and "= value" or "x factor"."""
        return {path: f"{'=' if how == 'value' else 'x'} {number:g}" for path, (how, number) in self._changes.items()}

    def use_evidence(self, below: str = "", *, everything: bool = False) -> Study:
        """Puts distributions into `uncertain` for what is known to be uncertain: parameters whose source, or the
        programme itself, gives a range. `below`: only paths that begin so, such as "programmes/" (points that
        change model or place take seconds more each: the pasts of everybody are lived anew). `everything`: those
        too whose range is the usual one of their source's grade. Of effects, those of the study's lens. Returns
        the study.
        """
        inputs = self.inputs()
        other = {"claimed": "/controlled", "controlled": "/claimed"}[inputs.lens]
        for one in inputs.parameters():
            if not one["path"].startswith(below) or (one["range_is_assumed"] and not everything):
                continue
            if one["path"].startswith("programmes/") and one["path"].endswith(other):
                continue
            distribution = of_evidence(one)
            if distribution is not None:
                self.uncertain[one["path"]] = Factor(distribution)
        return self

    @property
    def finder(self) -> Finder | None:
        """Your own way of finding people for the only programme that ranks them: a function of (people, month)
        that returns a score each. `finders[programme]` where there are several.
        """
        return next(iter(self.finders.values())).function if self.finders else None  # type: ignore[attr-defined]

    @finder.setter
    def finder(self, function: Finder | None) -> None:
        if function is None:
            self.finders.clear()
            return
        names = self.programmes.names
        if len(names) != 1:
            raise InputError(f"the study has {len(names)} programmes; set `study.finders[name]` of one of {names}")
        self.finders[names[0]] = function

    def save(self, folder: str | os.PathLike[str]) -> Path:
        """Writes the study with all that it names below a new folder, so that `forestall run` runs it. Changes
        made by `set` and `scale` and functions are not in texts; with any, raises InputError. Returns the study's
        file.
        """
        if self._changes or self.finders or self.responses or self.stop_rules:
            raise InputError(
                "changes by path and functions are in no text; change the texts instead (study.spec, study.programmes)"
            )
        top = Path(folder)
        if top.exists() and (not top.is_dir() or any(top.iterdir())):
            raise InputError(f"{top} is there already and is not empty; name a new folder")
        self.inputs()
        texts = self._texts.as_dict()
        up = max((path.split("/").count("..") for path in texts), default=0)
        home = top.joinpath(*(["studies", self.name] if up >= 2 else ["study"] * up))
        main = home / self._texts.main
        for path, text in texts.items():
            target = Path(os.path.normpath(home / path))
            target.parent.mkdir(parents=True, exist_ok=True)
            target.write_text(text, encoding="utf-8")
        return main

    # --- Running it -------------------------------------------------------------------------------

    def _functions(self) -> dict[str, dict[str, Callable[..., Any]]]:
        made: dict[str, dict[str, Callable[..., Any]]] = {}
        for kind in ("finders", "responses", "stop_rules"):
            for programme, function in getattr(self, kind).items():
                made.setdefault(programme, {})[kind.removesuffix("s")] = function
        return made

    def run(
        self,
        *,
        replicates: int | None = None,
        draws: int = 1,
        sample: float = 1.0,
        seed: int | None = None,
        threads: int = 0,
        lens: str | None = None,
        until: datetime.date | str | None = None,
        by: Sequence[str] | None = None,
        progress: Progress = None,
    ) -> Result | Runs:
        """Runs every arm and returns what was counted.

        replicates: how often, each time with its own luck (the study's own number).
        draws: of uncertain parameters: the study's fit, and `uncertain`; 1 stands for the central values.
        sample: share of the people, above 0 and at most 1.
        seed: another seed, another set of lives (the study's own). The same study, seed and version give the same
            figures on any number of threads and any machine of the same kind.
        threads: 0 for all cores.
        lens: "claimed", "controlled" or "both": which evidence on programmes to believe (as the study says).
        until: end the run on this date.
        by: strata to keep ("age", "sex", "imd", "layer"). None: all of the study's; without them where the
            result would take more than 2 GiB, which `notes` of the result then say.
        progress: True, False, or a function of the share done; None: on terminals and in notebooks.

        Raises InputError with every problem, CallableError where a function of yours fails, RunError where the
        machine refuses. Ctrl-C stops it at once, and nothing is kept.
        """
        _check_run(replicates, draws, sample, seed, threads, lens)
        if draws > 1:
            from forestall.sweeps import run_draws

            return run_draws(
                self,
                draws,
                replicates,
                sample=sample,
                seed=seed,
                threads=threads,
                lens=lens,
                until=until,
                by=by,
                progress=progress,
            )
        begun = time.perf_counter()
        inputs = self.inputs()
        runs = replicates if replicates is not None else inputs.replicates
        inputs, notes = _with_options(inputs, lens, until, by, runs)
        with shown(progress, self.title[:40]) as tell:

            def work(stop: _engine.Stop) -> tuple[dict[str, Any], float, float]:
                compiled = _engine.prepare(inputs, threads)
                prepared = time.perf_counter()
                told = _engine.run(
                    inputs,
                    compiled,
                    inputs.seed if seed is None else seed,
                    runs,
                    0,
                    sample,
                    threads,
                    tell,
                    stop,
                    self._functions(),
                )
                return told, prepared - begun, time.perf_counter() - prepared

            told, reading, running = interruptible(work)
        statistics = told["statistics"]
        seconds = [
            ("reading and compiling", reading),
            ("people at the start and warm-up", statistics["seconds_start"]),
            ("lives", statistics["seconds_lives"]),
            ("run in all", running),
        ]
        self._profile = {"reading and compiling": reading, "run": running, **statistics}
        return Result(
            told["results"],
            Told(told["programmes"], told["shared_out"], statistics, told["threads"], seconds, notes),
        )

    def profile(self) -> pd.DataFrame:
        """Where the time of the last run in this process went: what, seconds, calls, people. Functions of yours
        are part of the meetings.
        """
        import pandas as pd

        if not self._profile:
            raise InputError("nothing has been run yet; call run() first")
        one = self._profile
        rows: list[tuple[str, float, int | None, int | None]] = [
            ("reading and compiling", one["reading and compiling"], None, None),
            ("people at the start", one["seconds_start"], None, None),
            ("lives", one["seconds_lives"], None, None),
            ("meetings: choosing whom programmes start", one["seconds_meetings"], None, None),
        ]
        spent = one["seconds_start"] + one["seconds_lives"] + one["seconds_meetings"]
        rows.append(("putting results together", max(0.0, one["run"] - spent), None, None))
        for kind in ("finders", "responses", "stop_rules"):
            for name, timed in getattr(self, kind).items():
                rows.append(
                    (f"  your {timed.kind.replace('_', ' ')} of {name}", timed.seconds, timed.calls, timed.people)
                )
        return pd.DataFrame(rows, columns=["what", "seconds", "calls", "people"])

    # --- What else a study can do -----------------------------------------------------------------

    def sweep(self, **options: Any) -> Sweep:
        """A sweep over parameters of this study; see `forestall.sweeps.Sweep`."""
        from forestall.sweeps import Sweep

        return Sweep(self, **options)

    def until_se(self, measure: str, value: float, **options: Any) -> Runs:
        """Runs replicates until the paired difference is known well enough; see `forestall.sweeps.until_se`."""
        from forestall.sweeps import until_se

        return until_se(self, measure, value, **options)

    def history(self, **options: Any) -> History:
        """Person-level features and outcomes of a time window; see `forestall.history.history_of`."""
        from forestall.history import history_of

        return history_of(self, **options)

    def lives(self, **options: Any) -> Lives:
        """Whose lives the study changes, and single lives side by side; see `forestall.lives.Lives`."""
        from forestall.lives import Lives

        return Lives(self, **options)

    def evaluate(self, **options: Any) -> Evaluation:
        """What evaluation designs would have found; see `forestall.evaluation.evaluate`."""
        from forestall.evaluation import evaluate

        return evaluate(self, **options)

    def describe(self) -> str:
        """The whole study in words, with every figure and its source, as Markdown (ODD and STRESS)."""
        return self.inputs().describe()

    def __repr__(self) -> str:
        inputs = self.inputs()
        return f"<Study '{inputs.title}': {len(inputs.arms)} arms, {inputs.start} to {inputs.end}>"

    def _repr_html_(self) -> str:
        inputs = self.inputs()
        titles = {name: title for name, title, _ in inputs.programmes}
        rows = [
            (name, title, ", ".join(titles[one] for one in programmes) or "none")
            for name, title, programmes in inputs.arms
        ]
        note = (
            f"{inputs.place_title}, {inputs.people:,.0f} people, {inputs.start} to {inputs.end}; {inputs.model_title}. "
            f"{SYNTHETIC}"
        )
        if self._changes:
            note += " Changed: " + ", ".join(f"{path} {what}" for path, what in self.changes.items()) + "."
        return table_html(("arm", "what it is", "programmes"), rows, inputs.title, left=3, note=note)


class Programmes(Mapping[str, Document]):
    """The programmes of a study's arms by name, each a document that can be changed."""

    def __init__(self, texts: Texts, study: Study) -> None:
        self._texts, self._study = texts, study

    def _paths(self) -> dict[str, str]:
        return {name: posixpath.normpath(path) for name, _, path in self._study.inputs().programmes}

    @property
    def names(self) -> list[str]:
        """In the order in which the study first names them."""
        return list(self._paths())

    def __getitem__(self, name: str) -> Document:
        paths = self._paths()
        if name not in paths:
            raise KeyError(f"no programme '{name}' in the study; {_engine.nearest(name, list(paths))}")
        return self._texts.document(paths[name])

    def __iter__(self) -> Iterator[str]:
        return iter(self._paths())

    def __len__(self) -> int:
        return len(self._paths())

    def add(self, programme: Document | str, arm: str, **use: Any) -> None:
        """Adds a programme (a document or its text) to an arm, a new one where it is not there yet. `use`: what
        the arm says of it, such as starts="2026-04-01".
        """
        document = programme if isinstance(programme, Document) else Document(programme, "programme.yaml")
        name = str(document["name"])
        path = self._paths().get(name) or f"programmes/{name}.yaml"
        document = document.copy()
        if document.sources_text is not None:
            sources = f"{name}_sources.yaml"
            self._texts.put(posixpath.join(posixpath.dirname(path), sources), document.sources_text)
            document["sources"] = sources
        elif "sources" in document and path not in self._texts:
            document["sources"] = _source_path(self._texts, str(document["sources"]), path)
        self._texts.put(path, document.text)
        arms = self._study.spec["arms"]
        if arm not in arms:
            arms[arm] = {"title": arm.replace("_", " ").capitalize()}
        if arms[arm] is None:
            arms[arm] = {}
        used = arms[arm].setdefault("programmes", [])
        used.append({"file": path, **use})


def _source_path(texts: Texts, written: str, programme: str) -> str:
    """How a programme that is new to a study names the sources: those that lie with the other programmes (or with
    the study) under the name that it gives.
    """
    name = posixpath.basename(written)
    found = [path for path in texts.paths() if posixpath.basename(path) == name]
    found.sort(key=lambda path: ("programmes" not in path, path.count("/")))
    if not found:
        return written
    depth = "x/" * 8  # paths may begin with ..; from a place deep enough they all are below one top
    return posixpath.relpath(depth + found[0], posixpath.dirname(depth + programme))


def _check_run(
    replicates: int | None, draws: int, sample: float, seed: int | None, threads: int, lens: str | None
) -> None:
    from forestall.errors import Problem

    problems = []

    def refuse(what: str, why: str, remedy: str) -> None:
        problems.append(Problem("", 0, 0, what, why, remedy))

    def is_whole(value: Any) -> bool:
        return isinstance(value, int) and not isinstance(value, bool)

    if replicates is not None and not (is_whole(replicates) and 1 <= replicates <= 100_000):
        refuse(f"replicates={replicates!r}", "a study is run at least once, and at most 100,000 times", "try 5")
    if not (is_whole(draws) and 1 <= draws <= 100_000):
        refuse(f"draws={draws!r}", "draws are a whole number from 1 to 100,000", "try 20")
    if not (isinstance(sample, (int, float)) and 0 < sample <= 1):
        refuse(f"sample={sample!r}", "a sample is a share of the people, above 0 and at most 1", "try 0.1")
    if seed is not None and not (is_whole(seed) and 0 <= seed <= 2**62):
        refuse(f"seed={seed!r}", "a seed is a whole number of at least 0", "try 1")
    if not (is_whole(threads) and 0 <= threads <= 1024):
        refuse(f"threads={threads!r}", "threads are a whole number; 0 stands for all cores", "leave it out")
    if lens is not None and lens not in LENSES:
        refuse(f"lens={lens!r}", "a lens is the evidence to believe", f"use one of {', '.join(LENSES)}")
    if problems:
        raise InputError(problems)


def _date(until: datetime.date | str | None) -> tuple[int, int, int] | None:
    if until is None:
        return None
    try:
        date = until if isinstance(until, datetime.date) else datetime.date.fromisoformat(str(until))
    except ValueError:
        raise InputError(f"until={until!r} is no date; write year-month-day, as in '2030-01-01'") from None
    return date.year, date.month, date.day


def _cells(inputs: _engine.Inputs, strata: Sequence[str]) -> float:
    sizes = {"age": 6, "sex": 2, "imd": 5, "layer": 5}
    cells = 1.0
    for name in strata:
        cells *= sizes.get(name, 4)
    return cells


def _with_options(
    inputs: _engine.Inputs,
    lens: str | None,
    until: datetime.date | str | None,
    by: Sequence[str] | None,
    runs: int,
) -> tuple[_engine.Inputs, list[str]]:
    """The study as it is to be run, and what readers of the result should be told."""
    notes = []
    if by is not None:
        unknown = [name for name in by if name not in inputs.strata]
        if unknown:
            raise InputError(
                f"by={list(by)!r}: no stratum '{unknown[0]}'; {_engine.nearest(unknown[0], inputs.strata)}"
            )
        by = [name for name in inputs.strata if name in by]
    inputs = inputs.with_options(lens=lens, until=_date(until), strata=by)
    months = (inputs.end.year - inputs.start.year) * 12 + inputs.end.month - inputs.start.month
    measures = len(inputs.measures) + 20
    needed = _cells(inputs, inputs.strata) * months * measures * len(inputs.arms) * runs * 8
    if by is None and needed > MOST_BYTES:
        inputs = inputs.with_options(strata=[name for name in inputs.strata if name == "layer"])
        notes.append(
            f"Strata other than the layer were left out: the result would have taken {needed / 2**30:.0f} GiB. "
            "Ask for them by name (by=[...])."
        )
    return inputs, notes
