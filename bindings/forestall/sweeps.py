"""Sweeps: one study at many values of its parameters, with the same people and the same luck at every point.

>>> sweep = study.sweep(parameters={"programmes/falls/offered/a_month": [100, 200, 400]})   # doctest: +SKIP
>>> result = sweep.run(sample=0.02)                                                         # doctest: +SKIP
"""

from __future__ import annotations

import math
import os
import sys
import warnings
from collections.abc import Iterator, Mapping, Sequence
from contextlib import closing, contextmanager
from typing import TYPE_CHECKING, Any

import numpy as np
import xarray as xr

from forestall import _engine
from forestall.designs import changes_of, ranges_of, values_of_design
from forestall.errors import InputError, RunError
from forestall.executors import answers
from forestall.measures import Measures
from forestall.points import Bundle, Change, Packed, Point, key_of
from forestall.running import Progress
from forestall.runs import Runs, dataset_of
from forestall.store import Store
from forestall.uncertainty import drawn

if TYPE_CHECKING:
    import pandas as pd

    from forestall.study import Study

__all__ = ["Sweep", "SweepResult", "run_draws", "run_many", "spread_of", "until_se"]


def bundle_of(
    study: Study,
    *,
    seed: int | None = None,
    sample: float = 1.0,
    lens: str | None = None,
    until: Any = None,
    by: Sequence[str] | None = None,
    measures: Sequence[str] | None = None,
    keep_batches: bool = False,
) -> Bundle:
    """The study as it travels, checked. Raises InputError with every problem."""
    from forestall.study import _check_run, _date

    _check_run(None, 1, sample, seed, 0, lens)
    inputs = study.inputs()
    unknown = [name for name in by or () if name not in [*inputs.strata, "payer"]]
    if unknown:
        raise InputError(f"by={by!r}: no stratum '{unknown[0]}'; {_engine.nearest(unknown[0], inputs.strata)}")
    functions = study._functions()
    packed = b""
    if functions:
        import cloudpickle

        plain = {
            name: {kind: getattr(one, "function", one) for kind, one in kinds.items()}
            for name, kinds in functions.items()
        }
        packed = cloudpickle.dumps(plain)
    return Bundle(
        tuple(sorted(study.texts.as_dict().items())),
        study.texts.main,
        tuple((path, how, number) for path, (how, number) in study._changes.items()),
        packed,
        seed,
        sample,
        lens,
        _date(until),
        tuple(by or ()),
        tuple(measures or ()),
        keep_batches,
    )


def draw_changes(study: Study, seed: int, draw: int, known: Mapping[str, Mapping[str, Any]]) -> tuple[Change, ...]:
    """What draw number `draw` makes of the study's `uncertain` parameters."""
    if draw == 0:
        return ()
    values = {path: drawn(one, seed, draw, path) for path, one in study.uncertain.items()}
    return changes_of(values, study.uncertain, known)


class Sweep:
    """Points of a study to be run.

    parameters: by path, a list of values, (low, high), or a distribution; see `study.parameters` for the paths.
        A value stands for the parameter's own unit; for the factor on it where the parameter is several figures
        (a table), or the distribution is a `Factor`.
    design: "factorial" (every combination of lists), "latin_hypercube", "sobol" or "random" (with `points`); or
        a list of dictionaries of values, one a point. None: factorial for lists alone, else latin_hypercube.
    draws: of the study's uncertain parameters at every point; 1 stands for the central values.
    replicates: of luck at every point and draw.

    Raises InputError with every path that is unknown and every value that makes no sense.
    """

    def __init__(
        self,
        study: Study,
        parameters: Mapping[str, Any] | None = None,
        *,
        design: str | Sequence[Mapping[str, float]] | None = None,
        points: int | None = None,
        draws: int = 1,
        replicates: int | None = None,
        design_seed: int = 1,
    ) -> None:
        self.study = study.copy()
        inputs = self.study.inputs()
        self._known = {one["path"]: one for one in inputs.parameters()}
        ranges_of(self.study.uncertain, self._known)
        self.replicates = inputs.replicates if replicates is None else replicates
        self.draws = draws
        self._ranges = ranges_of(parameters or {}, self._known)
        if design is None:
            open_ended = any(not isinstance(one, list) for one in self._ranges.values())
            design = "latin_hypercube" if open_ended else "factorial"
        if isinstance(design, str):
            self.values = values_of_design(self._ranges, design, points, design_seed)
        else:
            paths = {path: [value] for row in design for path, value in row.items()}
            ranges_of(paths, self._known)
            self.values = [dict(row) for row in design]
        self.finished: dict[str, Packed] = {}
        """Finished points by key: what a stopped run leaves, and the next one goes on from."""
        self.failures: dict[str, str] = {}

    def __len__(self) -> int:
        return len(self.values) * self.draws

    @property
    def table(self) -> pd.DataFrame:
        """One row a point, one column a parameter."""
        import pandas as pd

        return pd.DataFrame(self.values).rename_axis("point")

    def points(self, bundle: Bundle) -> list[tuple[str, int, int, Point]]:
        """(key, point number, draw number, point) of all, in order."""
        digest = bundle.digest()
        seed = self.study.inputs().seed if bundle.seed is None else bundle.seed
        made = []
        for number, values in enumerate(self.values):
            own = changes_of(values, self._ranges, self._known)
            paths = {path for path, _, _ in own}
            for draw in range(self.draws):
                number_of_draw = draw + 1 if self.draws > 1 else 0
                drawn_ones = draw_changes(self.study, seed, number_of_draw, self._known)
                changes = own + tuple(one for one in drawn_ones if one[0] not in paths)
                # Luck of its own for each draw, the same at every point: the spread over draws then holds both.
                point = Point(changes, number_of_draw, (), self.replicates, draw * self.replicates)
                made.append((key_of(digest, point), number, draw, point))
        return made

    def check(self, bundle: Bundle) -> None:
        """The first and the last point read and changed here, so that a mistake is told before anything runs."""
        for _, _, _, point in {0: self.points(bundle)[0], 1: self.points(bundle)[-1]}.values():
            self.study.inputs().changed(list(point.changes))

    def run(
        self,
        *,
        sample: float = 1.0,
        seed: int | None = None,
        lens: str | None = None,
        until: Any = None,
        by: Sequence[str] | None = None,
        measures: Sequence[str] | None = None,
        executor: Any = None,
        threads: int = 0,
        store: str | os.PathLike[str] | None = None,
        extend: SweepResult | None = None,
        part: tuple[int, int] | None = None,
        progress: Progress = None,
    ) -> SweepResult:
        """Runs the points that are missing and returns all. The figures are the same wherever points run.

        measures: those to keep (those of the study's table). by: strata to keep ("age", "sex", "imd", "layer",
        "payer"; none). executor: None for threads of this process, any concurrent.futures.Executor, or a Dask
        client. store: a folder of finished points, shared by any number of processes. extend: an earlier result,
        whose points are not run again. part: (k, n) runs the k-th of n parts, from 1.

        A point that fails is told in `result.failures`, and the rest go on; where all fail, raises RunError.
        Ctrl-C keeps what is finished in this sweep (and the store): run again to go on.
        """
        bundle = bundle_of(self.study, seed=seed, sample=sample, lens=lens, until=until, by=by, measures=measures)
        self.check(bundle)
        wanted = self.points(bundle)
        if part is not None:
            k, n = part
            if not 1 <= k <= n:
                raise InputError(f"part={part!r}; give (k, n) with k from 1 to n")
            wanted = wanted[k - 1 :: n]
        shelf = Store(store) if store is not None else None
        if extend is not None:
            self.finished.update(extend.packed)
        self.failures = {}
        _run_missing(
            bundle,
            {key: point for key, _, _, point in wanted},
            self.finished,
            self.failures,
            shelf,
            executor,
            threads,
            progress,
            self.study.title,
        )
        return SweepResult(self, bundle, wanted)


def _run_missing(
    bundle: Bundle,
    points: Mapping[str, Point],
    finished: dict[str, Packed],
    failures: dict[str, str],
    shelf: Store | None,
    executor: Any,
    threads: int,
    progress: Progress,
    title: str,
) -> None:
    missing = {}
    for key, point in points.items():
        if key in finished:
            continue
        packed = shelf.take(key) if shelf is not None else None
        if packed is not None:
            finished[key] = packed
        else:
            missing[key] = point
    with _counted(progress, len(points), len(points) - len(missing), title) as tell:
        if missing:
            with closing(answers(bundle.digest(), bundle, missing, executor, threads)) as coming:
                for key, (kind, told) in coming:
                    if kind == "done":
                        finished[key] = told
                        if shelf is not None:
                            shelf.put(key, told)
                    elif kind == "failed":
                        failures[key] = told
                    tell()
    if failures and not any(key in finished for key in points):
        raise RunError(f"all {len(failures)} points failed; the first: {next(iter(failures.values()))}")
    if failures:
        first = next(iter(failures.values())).strip().splitlines()[-1]
        warnings.warn(f"{len(failures)} of {len(points)} points failed; the first: {first}", stacklevel=3)


@contextmanager
def _counted(progress: Progress, total: int, done: int, title: str) -> Iterator[Any]:
    """A bar of points, with their rate and the time left."""
    count = [done]
    if callable(progress):
        listener = progress

        def call() -> None:
            count[0] += 1
            listener(count[0] / total)

        yield call
        return
    if progress is None:
        progress = sys.stderr.isatty() or "ipykernel" in sys.modules
    if not progress:
        yield lambda: None
        return
    from tqdm import tqdm

    with tqdm(total=total, initial=done, desc=title[:40], unit="point", leave=False) as bar:
        yield bar.update


class SweepResult(Measures):
    """Figures of the whole place by point (and draw), arm, replicate and month; the parameters of each point are
    coordinates along `point`.
    """

    def __init__(self, sweep: Sweep, bundle: Bundle, wanted: Sequence[tuple[str, int, int, Point]]) -> None:
        self.sweep = sweep
        self.packed = {key: sweep.finished[key] for key, *_ in wanted if key in sweep.finished}
        self.failures = {number: sweep.failures[key] for key, number, _, _ in wanted if key in sweep.failures}
        """Why points failed, by their number."""
        complete = [
            number
            for number in dict.fromkeys(number for _, number, _, _ in wanted)
            if all(key in self.packed for key, other, _, _ in wanted if other == number)
        ]
        whole = {number: [self.packed[key] for key, other, _, _ in wanted if other == number] for number in complete}
        parts = [dataset_of(draws, ["draw"]) for draws in whole.values()]
        if not parts:
            raise RunError("no point is finished")
        data = xr.concat(parts, xr.DataArray(complete, dims="point", name="point"), combine_attrs="override")
        if bundle.sample != 1:
            with xr.set_options(keep_attrs=True):
                data = data / bundle.sample
        for path in dict.fromkeys(path for row in sweep.values for path in row):
            values = [sweep.values[number].get(path, np.nan) for number in complete]
            unit = sweep._known[path]["unit"]
            data = data.assign_coords({path: ("point", values, {"units": unit})})
        super().__init__(data)

    @property
    def table(self) -> pd.DataFrame:
        """One row a finished point, one column a parameter."""
        return self.sweep.table.loc[self.data["point"].values]

    @property
    def seconds(self) -> float:
        """What the points took on their workers, in all."""
        return sum(one.seconds for one in self.packed.values())

    def at(self, point: int) -> Runs:
        """The runs of one point."""
        return Runs(self.data.sel(point=point, drop=True))

    def effects(self, measure: str, arm: str | None = None) -> pd.DataFrame:
        """One row a point: its parameters, and what an arm (the last) changes of a measure over the whole run,
        against the first arm: mean over draws and replicates.
        """
        arm = arm or self.arms[-1]
        change = self.diff().only(measure).by().total().mean().data[measure].sel(arm=arm)
        table = self.table.copy()
        table[f"difference in {measure}"] = change.values
        return table


def _check_one(name: str, value: Any) -> None:
    if not (isinstance(value, int) and not isinstance(value, bool) and value >= 1):
        raise InputError(f"{name}={value!r}; give a whole number of at least 1")


def run_many(
    study: Study,
    draws: int,
    replicates: int | None = None,
    *,
    extend: Runs | None = None,
    executor: Any = None,
    threads: int = 0,
    store: str | os.PathLike[str] | None = None,
    progress: Progress = None,
    **options: Any,
) -> Runs:
    """Many draws of a study's uncertain parameters, `replicates` of luck each.

    extend: an earlier answer of the same study and options, whose draws are not run again: the result is the
    same as if all had been run at once. Options are those of `Sweep.run`: sample, seed, lens, until, by, measures.
    """
    _check_one("draws", draws)
    sweep = Sweep(study, draws=draws, replicates=replicates)
    if not study.uncertain and not study.inputs().has_fit:
        raise InputError(
            "nothing in the study is uncertain, so all draws would be alike; call study.use_evidence(), or put "
            "distributions into study.uncertain"
        )
    bundle = bundle_of(sweep.study, **options)
    sweep.check(bundle)
    wanted = sweep.points(bundle)
    if extend is not None:
        sweep.finished.update(getattr(extend, "packed", {}))
    shelf = Store(store) if store is not None else None
    points = {key: point for key, _, _, point in wanted}
    _run_missing(bundle, points, sweep.finished, sweep.failures, shelf, executor, threads, progress, study.title)
    packed = {key: sweep.finished[key] for key, *_ in wanted if key in sweep.finished}
    data = dataset_of(list(packed.values()), ["draw"])
    if bundle.sample != 1:
        with xr.set_options(keep_attrs=True):
            data = data / bundle.sample
    numbers = [draw + 1 for key, _, draw, _ in wanted if key in packed]
    made = Runs(data.assign_coords(draw=("draw", numbers)))
    made.packed = packed  # type: ignore[attr-defined]
    return made


def run_draws(study: Study, draws: int, replicates: int | None, **options: Any) -> Runs:
    """What `study.run(draws=...)` does."""
    runs = run_many(study, draws, replicates, **options)
    if runs.replicates > 1 and len(runs.arms) > 1:
        runs.notes.append(_told_spread(runs))
    return runs


def _told_spread(runs: Runs) -> str:
    measure = runs.data.attrs.get("split_screen_measures", "").split(" ")[0] or runs.names[0]
    table = spread_of(runs, measure).set_index("what")["share"]
    title = runs.data[measure].attrs.get("long_name", measure)
    share = table["luck"]
    return f"Of the spread of one run's difference in {title.lower()}, {share:.0%} is luck, the rest the parameters."


def spread_of(runs: Measures, measure: str, arm: str | None = None) -> pd.DataFrame:
    """How much of the spread of a difference (an arm less the first, over the whole run) is luck, and how much
    is not knowing the parameters: rows luck, parameters, in all; columns variance, share, sd.

    Variance components of a one-way layout (draws, replicates within them), by the analysis of variance; the
    parameters' is 0 where the draws differ less than luck alone would make them. Raises InputError unless there
    are two draws and two replicates.
    """
    import pandas as pd

    data = runs.diff().only(measure).by().total().data[measure]
    arm = arm or runs.arms[-1]
    if arm not in data["arm"].values:
        raise InputError(f"no arm '{arm}' with a difference; {_engine.nearest(arm, list(data['arm'].values))}")
    sizes = runs.data.sizes
    if sizes.get("draw", 1) < 2 or sizes.get("replicate", 1) < 2:
        raise InputError("telling luck from not knowing needs two draws and two replicates at least")
    table = data.sel(arm=arm).transpose("draw", "replicate").values
    draws, replicates = table.shape
    within = float(table.var(axis=1, ddof=1).mean())
    between = max(0.0, float(table.mean(axis=1).var(ddof=1)) - within / replicates)
    whole = within + between
    rows = [("luck", within), ("parameters", between), ("in all", whole)]
    made = pd.DataFrame(rows, columns=["what", "variance"])
    made["share"] = made["variance"] / whole if whole > 0 else np.nan
    made["sd"] = np.sqrt(made["variance"])
    made.attrs = {"measure": measure, "arm": arm, "draws": draws, "replicates": replicates}
    return made


def until_se(
    study: Study,
    measure: str,
    value: float,
    *,
    arm: str | None = None,
    months: int | None = None,
    most: int = 200,
    threads: int = 0,
    executor: Any = None,
    progress: Progress = None,
    **options: Any,
) -> Runs:
    """Runs replicates until the standard error of a paired difference (an arm, the last, less the first) is at
    most `value`, of the whole place; over the first `months` of programmes, or the whole run.

    Returns the runs. Their `reached` says whether it is known well enough, `se` how well, and `more` how many
    more replicates it would take by what has been seen (0 where none). Stops at `most` replicates. Options are
    those of `Sweep.run`.
    """
    if not value > 0:
        raise InputError(f"a standard error of {value}; give one above 0")
    _check_one("most", most)
    bundle = bundle_of(study, measures=[measure], keep_batches=True, **options)
    digest = bundle.digest()
    workers = threads or os.cpu_count() or 1
    finished: dict[str, Packed] = {}
    keys: list[str] = []
    goal = min(most, max(2, workers))
    while True:
        points = {}
        while len(keys) < goal:
            point = Point(replicates=1, first_replicate=len(keys))
            keys.append(key_of(digest, point))
            points[keys[-1]] = point
        failures: dict[str, str] = {}
        _run_missing(bundle, points, finished, failures, None, executor, threads, progress, study.title)
        if failures:
            raise RunError(next(iter(failures.values())))
        runs = _replicates([finished[key] for key in keys], bundle.sample)
        se = _se_of(runs, measure, arm, months)
        needed = math.ceil(len(keys) * (se / value) ** 2)
        if se <= value or len(keys) >= most:
            break
        # Half-way there at most: an early guess of the error is a rough one.
        goal = min(most, max(len(keys) + workers, min(needed, 2 * len(keys))))
    runs.se, runs.reached = se, se <= value  # type: ignore[attr-defined]
    runs.more = 0 if se <= value else max(0, needed - len(keys))  # type: ignore[attr-defined]
    said = f"{len(keys)} replicates give a standard error of {se:,.2f} in {measure}"
    if not runs.reached:  # type: ignore[attr-defined]
        said += f"; about {runs.more:,} more would give {value:,.2f}"  # type: ignore[attr-defined]
    runs.notes.append(said + ".")
    return runs


def _replicates(packed: Sequence[Packed], sample: float) -> Runs:
    """Single replicates put side by side."""

    def joined(prefix: str) -> xr.Dataset:
        data = dataset_of(packed, ["run"], prefix).isel(replicate=0, drop=True).rename(run="replicate")
        with xr.set_options(keep_attrs=True):
            return data / sample if sample != 1 else data

    return Runs(joined(""), joined("batches/"))


def _se_of(runs: Runs, measure: str, arm: str | None, months: int | None) -> float:
    change = runs.diff().only(measure).by()
    start = int(runs.data.attrs.get("programmes_from_month", 0))
    change = change.total() if months is None else change.first_months(months, start)
    arm = arm or runs.arms[-1]
    if arm not in runs.arms[1:]:
        raise InputError(f"no arm '{arm}' with a difference; {_engine.nearest(arm, runs.arms[1:])}")
    return float(change.se().data[measure].sel(arm=arm))
