"""What pictures over time are drawn from: one measure of the whole place, by year or month."""

from __future__ import annotations

import calendar
from collections.abc import Sequence
from typing import Any, TypeVar

import numpy as np
import xarray as xr
from matplotlib.axes import Axes
from matplotlib.ticker import MaxNLocator

from forestall import _engine
from forestall.errors import InputError
from forestall.findings import Finding
from forestall.measures import Differences, Measures
from forestall.showing import AT_END

MOST_SERIES = 4
Kind = TypeVar("Kind", bound=Measures)


def first_measures(measures: Measures, most: int) -> list[str]:
    """The measures that the study's split screen begins with, or else the first there are."""
    wanted = str(measures.data.attrs.get("split_screen_measures", "")).split()
    found = [name for name in wanted if name in measures.names] or measures.names
    if not found:
        raise InputError("there are no measures here, and nothing to draw")
    return found[:most]


def check_measure(measures: Measures, measure: str) -> str:
    """The measure's name. Raises InputError with the nearest where it is none."""
    if measure not in measures.names:
        raise InputError(f"no measure '{measure}'; {_engine.nearest(measure, measures.names)}")
    return measure


def chosen_arms(measures: Measures, arms: str | Sequence[str] | None) -> list[str]:
    """The arms to draw. Raises InputError for an unknown one, and for more than four."""
    if not measures.arms:
        raise InputError("there are no arms here; draw from the result, or keep the dimension 'arm'")
    chosen = [arms] if isinstance(arms, str) else list(measures.arms if arms is None else arms)
    for arm in chosen:
        if arm not in measures.arms:
            raise InputError(f"no arm '{arm}'; {_engine.nearest(arm, measures.arms)}")
    if not 1 <= len(chosen) <= MOST_SERIES:
        some = ", ".join(repr(arm) for arm in (measures.arms[0], measures.arms[-1]))
        raise InputError(f"{len(chosen)} arms in one picture; choose one to four of them, such as arms=[{some}]")
    return chosen


def whole_place(measures: Measures, measure: str) -> Measures:
    """One measure, added up over strata. Raises InputError where figures are no longer of runs over time."""
    found = measures.only(check_measure(measures, measure)).by()
    odd = set(measures.data[measure].dims) & {"quantile", "bound", "batch", "horizon"}
    if odd:
        raise InputError(f"these are figures by {min(map(str, odd))}, not of runs; draw from the result itself")
    return found


def differences_of(measures: Measures, measure: str) -> Differences:
    """Every other arm less the first, of one measure of the whole place, with standard errors where there are any."""
    check_measure(measures, measure)
    made = measures.only(measure) if isinstance(measures, Differences) else measures.diff(measures=[measure])
    return made.by()


def time_of(measures: Measures) -> str:
    """The dimension of time. Raises InputError where there is none."""
    for time in ("month", "year"):
        if time in measures.data.dims:
            return time
    raise InputError("these figures are not over time; draw from the result itself or its annual()")


def over_time(measures: Kind, period: str) -> Kind:
    """By "year" (whole calendar years) or by "month"."""
    if period not in ("year", "month"):
        raise InputError(f"by={period!r}; draw by 'year' or by 'month'")
    time = time_of(measures)
    if period == "month":
        if time != "month":
            raise InputError("these are whole years; draw months from the result itself")
        return measures
    made = measures if time == "year" else measures.annual()
    if made.data.sizes["year"] == 0:
        raise InputError("no calendar year is whole in this run; draw by='month', or run it longer")
    return made  # type: ignore[return-value]


def time_index(data: xr.Dataset, period: str, when: int | str | None) -> int:
    """Where in the data a year (2030) or month ("2030-03"; of a year its December) is; None stands for the last."""
    labels = [str(label)[: 4 if period == "year" else 7] for label in data[period].values]
    if when is None:
        return len(labels) - 1
    wanted = str(when)[:4] if period == "year" else str(when)[:7]
    wanted += "-12" if period == "month" and len(wanted) == 4 else ""
    if wanted not in labels:
        raise InputError(f"nothing is known of {when!r}; name a {period} from {labels[0]} to {labels[-1]}")
    return labels.index(wanted)


def said_when(variable: xr.DataArray, period: str, index: int) -> str:
    """'in 2030', 'at the end of March 2030'."""
    label = str(variable[period].values[index])
    name = label[:4] if period == "year" else f"{calendar.month_name[int(label[5:7])]} {label[:4]}"
    if variable.attrs.get("cell_note") != AT_END:
        return f"in {name}"
    return f"at the end of {name.removeprefix('December ')}"


def finding_of(bounds: xr.DataArray, arm: str, base: str, period: str, index: int) -> Finding:
    """The difference of an arm at one time. `bounds`: low, mean, high along `bound`, by arm and time."""
    at = bounds.sel(arm=arm).isel({period: index})
    value, low, high = (float(at.sel(bound=name)) for name in ("mean", "low", "high"))
    when = said_when(bounds, period, index)
    return Finding(arm, base, str(bounds.name), bounds.attrs, when, value, low, high)


def runs_of(measures: Measures) -> int:
    """How many draws and replicates there are."""
    return int(np.prod([measures.data.sizes.get(name, 1) for name in ("draw", "replicate")]))


def sample_note(measures: Measures) -> str:
    """What a reader should know of a run of a sample."""
    share = float(measures.data.attrs.get("sample", 1))
    return "" if share >= 1 else f"Scaled up from a sample of {100 * share:g}% of the people."


def time_axis(axes: Axes, labels: np.ndarray[Any, Any], period: str, most: int = 7) -> None:
    """Years as whole numbers, months as 'Apr 2025'; the axis ends where the data do."""
    if len(labels) > 1:
        axes.set_xlim(labels[0], labels[-1])
    if period == "year":
        axes.xaxis.set_major_locator(MaxNLocator(most, integer=True, min_n_ticks=1))
        return
    step = next((n for n in (1, 2, 3, 4, 6, 12, 24, 36, 60) if len(labels) / n <= most), 120)
    ticks = labels[::step]
    names = [f"{calendar.month_abbr[int(str(tick)[5:7])]}\n{str(tick)[:4]}" for tick in ticks]
    axes.set_xticks(ticks, names)
