"""The best mix of programmes for a sum of money: which of them, and how large each (Optuna)."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

import numpy as np

from forestall import _engine
from forestall.errors import InputError
from forestall.points import Point, key_of
from forestall.running import Progress
from forestall.runs import Runs, dataset_of
from forestall.sweeps import _run_missing, bundle_of

if TYPE_CHECKING:
    import pandas as pd

    from forestall.study import Study

__all__ = ["Mix", "Mixes", "best_mix"]


@dataclass(frozen=True)
class Mix:
    """How large each programme is: the factor on its places; 0: not at all."""

    sizes: Mapping[str, float]
    cost: float
    """Of the programmes over the run, in the study's money."""
    effect: float
    """The difference in the measure over the run; below 0: fewer."""
    standard_error: float


class Mixes:
    """Every mix that was tried, with its cost and effect."""

    def __init__(self, tried: Sequence[Mix], budget: float, measure: str, fewer: bool) -> None:
        self.tried = list(tried)
        self.budget, self.measure, self._sign = budget, measure, 1 if fewer else -1

    @property
    def best(self) -> Mix:
        """The mix within the budget with the best effect. Raises InputError where none is within it."""
        affordable = [mix for mix in self.tried if mix.cost <= self.budget]
        if not affordable:
            cheapest = min(mix.cost for mix in self.tried)
            raise InputError(
                f"no mix that was tried costs {self.budget:,.0f} or less; the cheapest costs {cheapest:,.0f}"
            )
        return min(affordable, key=lambda mix: (self._sign * mix.effect, mix.cost))

    def to_df(self) -> pd.DataFrame:
        """One row a mix: the size of each programme, cost, effect, standard_error, is_affordable."""
        import pandas as pd

        rows = [
            {
                **mix.sizes,
                "cost": mix.cost,
                "effect": mix.effect,
                "standard_error": mix.standard_error,
                "is_affordable": mix.cost <= self.budget,
            }
            for mix in self.tried
        ]
        return pd.DataFrame(rows)


def best_mix(
    study: Study,
    budget: float,
    measure: str,
    *,
    arm: str | None = None,
    sizes: Sequence[float] = (0, 0.5, 1, 2),
    trials: int = 40,
    fewer: bool = True,
    together: int = 4,
    design_seed: int = 1,
    executor: Any = None,
    threads: int = 0,
    progress: Progress = None,
    **options: Any,
) -> Mixes:
    """Looks for the sizes of an arm's programmes (the last arm's) that change a measure most for a budget over
    the whole run: Optuna's tree-structured Parzen estimator with the budget as a constraint. The same luck for
    every mix, so they differ by care alone. `fewer`: less of the measure is better. `together`: mixes asked for
    at a time, which decides what is tried (the number of threads does not). Options are those of `Sweep.run`.

    The first mixes tried are none larger than written, each alone, and all together. An optimum of a noisy search
    looks better than it is: run the best again with another seed.
    """
    import optuna

    arms = study.arms
    arm = arm or list(arms)[-1]
    if arm not in arms or not arms[arm]:
        raise InputError(f"arm '{arm}' has no programmes; {_engine.nearest(arm, [one for one in arms if arms[one]])}")
    names = arms[arm]
    known = {one["path"]: one for one in study.inputs().parameters()}
    places = {name: [p for p in _places(name) if p in known] for name in names}
    unlimited = [name for name in names if not places[name]]
    if unlimited and any(size not in (0, 1) for size in sizes):
        sizes_of = {name: [0.0, 1.0] if name in unlimited else [float(s) for s in sizes] for name in names}
    else:
        sizes_of = {name: [float(s) for s in sizes] for name in names}
    bundle = bundle_of(study, measures=[measure, "cost"], keep_batches=True, **options)
    digest = bundle.digest()
    finished: dict[str, Any] = {}
    tried: dict[str, Mix] = {}

    def point_of(mix: Mapping[str, float]) -> Point:
        changes = [(path, "factor", size) for name, size in mix.items() for path in places[name] if size not in (0, 1)]
        kept = tuple(name for name in names if mix[name] > 0)
        # Arms other than the first and this one are left without programmes: they cost time and say nothing.
        others = tuple((other, ()) for other in list(arms)[1:] if other != arm)
        return Point(tuple(changes), 0, ((arm, kept), *others), study.inputs().replicates)

    def evaluated(mixes: Sequence[Mapping[str, float]]) -> list[Mix]:
        points = {key_of(digest, point_of(mix)): point_of(mix) for mix in mixes}
        failures: dict[str, str] = {}
        _run_missing(bundle, points, finished, failures, None, executor, threads, progress, study.title)
        made = []
        for sizes in mixes:
            key = key_of(digest, point_of(sizes))
            if key in failures:
                raise InputError(f"mix {dict(sizes)} failed: {failures[key]}")
            if key not in tried:
                tried[key] = _mix_of(sizes, finished[key], bundle.sample, measure, arm)
            made.append(tried[key])
        return made

    optuna.logging.set_verbosity(optuna.logging.WARNING)
    sampler = optuna.samplers.TPESampler(
        seed=design_seed,
        n_startup_trials=max(8, len(names)),
        multivariate=True,
        constant_liar=True,
    )
    search = optuna.create_study(direction="minimize" if fewer else "maximize", sampler=sampler)
    for mix in _first(names, sizes_of):
        search.enqueue_trial(mix)
    batch = max(1, together)
    done = 0
    while done < trials:
        asked = [search.ask() for _ in range(min(batch, trials - done))]
        mixes = [{name: trial.suggest_categorical(name, sizes_of[name]) for name in names} for trial in asked]
        for trial, found in zip(asked, evaluated(mixes)):
            trial.set_constraint("budget", found.cost - budget)
            search.tell(trial, found.effect)
        done += len(asked)
    return Mixes(list(tried.values()), budget, measure, fewer)


def _places(name: str) -> list[str]:
    return [f"programmes/{name}/offered/{word}" for word in ("a_month", "at_once")]


def _first(names: Sequence[str], sizes_of: Mapping[str, Sequence[float]]) -> list[dict[str, float]]:
    def has(name: str, size: float) -> float:
        return size if size in sizes_of[name] else max(sizes_of[name])

    alone = [{other: has(other, 1.0 if other == name else 0.0) for other in names} for name in names]
    return [*alone, {name: has(name, 1.0) for name in names}]


def _mix_of(sizes: Mapping[str, float], packed: Any, sample: float, measure: str, arm: str) -> Mix:
    data = dataset_of([packed], ["draw"]) / sample
    batches = dataset_of([packed], ["draw"], "batches/") / sample
    change = Runs(data, batches).diff().total().by()
    cost = float(change.data["programme_cost"].sel(arm=arm).mean()) if "programme_cost" in change.data else 0.0
    effect = float(change.mean().data[measure].sel(arm=arm))
    error = float(change.se().data[measure].sel(arm=arm)) if measure in change.data else np.nan
    return Mix(dict(sizes), cost, effect, error)
