"""Which parameters matter: one at a time (tornado), Morris' screening, Sobol's shares of variance (SALib)."""

from __future__ import annotations

from collections.abc import Mapping
from typing import TYPE_CHECKING, Any

import numpy as np

from forestall.designs import ranges_of
from forestall.errors import InputError
from forestall.sweeps import Sweep, SweepResult
from forestall.uncertainty import Distribution

if TYPE_CHECKING:
    import pandas as pd

    from forestall.study import Study

__all__ = ["morris", "sobol", "tornado"]


def _ranges(study: Study, parameters: Mapping[str, Any] | None) -> dict[str, Any]:
    given = study.uncertain if parameters is None else parameters
    if not given:
        raise InputError("no parameters to vary; give some, or call study.use_evidence() first")
    known = {one["path"]: one for one in study.inputs().parameters()}
    ranges = ranges_of(given, known)
    listed = [path for path, one in ranges.items() if not isinstance(one, Distribution)]
    if listed:
        raise InputError(f"'{listed[0]}' is a list of values; give (low, high) or a distribution")
    return ranges


def _outcomes(
    result: SweepResult, sweep: Sweep, measure: str, arm: str | None
) -> np.ndarray[Any, np.dtype[np.float64]]:
    if result.failures:
        first = next(iter(result.failures.items()))
        raise InputError(f"point {first[0]} failed, and the design needs all: {first[1]}")
    return np.asarray(result.effects(measure, arm).iloc[:, -1], dtype=float)


def _ends(one: Distribution) -> tuple[float, float]:
    return one.quantile(0.025), one.quantile(0.975)


def tornado(
    study: Study,
    measure: str,
    parameters: Mapping[str, Any] | None = None,
    *,
    arm: str | None = None,
    **options: Any,
) -> pd.DataFrame:
    """What becomes of a difference (an arm, the last, less the first, over the whole run) when one parameter at a
    time goes to either end of its 95% range (the study's `uncertain`). Two runs a parameter and one as it is, all
    with the same luck; what parameters do together is left out. Options are those of `Sweep.run`.

    Columns path, title, at_low, at_high (the values), low, high (the change of the difference); attrs["central"].
    `forestall.plot.tornado.draw_tornado` draws it.
    """
    import pandas as pd

    ranges = _ranges(study, parameters)
    points: list[dict[str, float]] = [{}]
    for path, one in ranges.items():
        points += [{path: value} for value in _ends(one)]
    sweep = Sweep(study, ranges, design=points, replicates=options.pop("replicates", None))
    effects = _outcomes(sweep.run(measures=[measure], **options), sweep, measure, arm)
    titles = {one["path"]: one["title"] for one in study.inputs().parameters()}
    rows = []
    for i, (path, one) in enumerate(ranges.items()):
        low, high = effects[1 + 2 * i] - effects[0], effects[2 + 2 * i] - effects[0]
        rows.append((path, titles[path], *_ends(one), low, high))
    made = pd.DataFrame(rows, columns=["path", "title", "at_low", "at_high", "low", "high"])
    widths = (made["high"] - made["low"]).abs()
    made = made.iloc[np.argsort(-widths.values, kind="stable")].reset_index(drop=True)
    made.attrs = {"central": float(effects[0]), "measure": measure}
    return made


def _problem(ranges: Mapping[str, Distribution]) -> dict[str, Any]:
    """Shares from 0 to 1, which each distribution turns into values: any distribution fits any design."""
    return {"num_vars": len(ranges), "names": list(ranges), "bounds": [[0.0, 1.0]] * len(ranges)}


def _swept(
    study: Study,
    ranges: Mapping[str, Distribution],
    shares: Any,
    measure: str,
    arm: str | None,
    options: dict[str, Any],
) -> np.ndarray[Any, np.dtype[np.float64]]:
    edge = 0.005  # the ends of a distribution without ends
    values = [
        {path: one.quantile(float(np.clip(share, edge, 1 - edge))) for (path, one), share in zip(ranges.items(), row)}
        for row in shares
    ]
    sweep = Sweep(study, ranges, design=values, replicates=options.pop("replicates", None))
    return _outcomes(sweep.run(measures=[measure], **options), sweep, measure, arm)


def morris(
    study: Study,
    measure: str,
    parameters: Mapping[str, Any] | None = None,
    *,
    arm: str | None = None,
    trajectories: int = 10,
    design_seed: int = 1,
    **options: Any,
) -> pd.DataFrame:
    """Morris' screening: which of many parameters move a difference at all, at trajectories x (parameters + 1)
    points. Columns path, mu_star (mean size of the effect of a step), sigma (how much it depends on the others),
    mu_star_conf. Source: Morris 1991, doi:10.1080/00401706.1991.10484804; Campolongo 2007,
    doi:10.1016/j.envsoft.2006.10.004; computed by SALib. Options are those of `Sweep.run`.
    """
    import pandas as pd
    from SALib.analyze import morris as analysis
    from SALib.sample import morris as design

    ranges = _ranges(study, parameters)
    problem = _problem(ranges)
    shares = design.sample(problem, trajectories, num_levels=4, seed=design_seed)
    effects = _swept(study, ranges, shares, measure, arm, options)
    told = analysis.analyze(problem, shares, effects, num_levels=4, seed=design_seed)
    made = pd.DataFrame({"path": list(ranges), **{k: told[k] for k in ("mu_star", "sigma", "mu_star_conf")}})
    return made.sort_values("mu_star", ascending=False, ignore_index=True)


def sobol(
    study: Study,
    measure: str,
    parameters: Mapping[str, Any] | None = None,
    *,
    arm: str | None = None,
    base_points: int = 64,
    design_seed: int = 1,
    **options: Any,
) -> pd.DataFrame:
    """Sobol's indices: which share of a difference's variance each parameter explains by itself (S1) and with
    all that it does together with others (ST), at base_points x (parameters + 2) points. Columns path, S1,
    S1_conf, ST, ST_conf (halves of 95% intervals). Source: Saltelli 2010, doi:10.1016/j.cpc.2009.09.018; computed
    by SALib. Options are those of `Sweep.run`.
    """
    import pandas as pd
    from SALib.analyze import sobol as analysis
    from SALib.sample import sobol as design

    if base_points & (base_points - 1) or base_points < 2:
        raise InputError(f"base_points={base_points}; give a power of 2, such as 64")
    ranges = _ranges(study, parameters)
    problem = _problem(ranges)
    shares = design.sample(problem, base_points, calc_second_order=False, seed=design_seed)
    effects = _swept(study, ranges, shares, measure, arm, options)
    if effects.std() == 0:
        raise InputError(f"nothing that was varied changes the difference in {measure}; vary other parameters")
    centred = (effects - effects.mean()) / effects.std()
    told = analysis.analyze(problem, centred, calc_second_order=False, seed=design_seed)
    made = pd.DataFrame({"path": list(ranges), **{k: told[k] for k in ("S1", "S1_conf", "ST", "ST_conf")}})
    return made.sort_values("ST", ascending=False, ignore_index=True)
