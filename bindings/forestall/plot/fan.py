"""A measure over time, arm by arm, with the spread of the runs; or what arms change, with its interval."""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np
import xarray as xr
from matplotlib.axes import Axes

from forestall.findings import amount, counted, is_money, lowered, named, said_of_luck, span, unit_of
from forestall.measures import Differences, Measures
from forestall.plot import series
from forestall.plot.end_labels import End, label_ends
from forestall.plot.looks import (
    NHS_BLUE,
    TEXT,
    arm_colours,
    broken,
    look,
    new_axes,
    note_below,
    number_axis,
    title_left,
)

__all__ = ["draw_fan"]


def draw_fan(
    measures: Measures,
    measure: str,
    arms: str | Sequence[str] | None = None,
    differences: bool = False,
    by: str = "year",
    when: int | str | None = None,
    ax: Axes | None = None,
) -> Axes:
    """A measure in its own unit (money: thousand or million pounds) by year or month; see `Plots.fan`."""
    with look():
        if differences or isinstance(measures, Differences):
            return _draw_differences(measures, measure, arms, by, when, ax)
        return _draw_levels(measures, measure, arms, by, when, ax)


def _draw_levels(
    measures: Measures, measure: str, arms: str | Sequence[str] | None, by: str, when: int | str | None, ax: Axes | None
) -> Axes:
    chosen = series.chosen_arms(measures, arms)
    data = series.over_time(series.whole_place(measures, measure), by)
    variable, runs = data[measure], series.runs_of(data)
    unit = unit_of(variable.attrs, float(abs(variable).max()))
    title = _title_of_levels(measures, variable, chosen, by, when)
    axes = new_axes(ax)
    colours, ends = arm_colours(measures.arms), []
    times = variable[by].values
    for arm in chosen:
        colour = NHS_BLUE if len(chosen) == 1 else colours[arm]
        values = _by_run(variable.sel(arm=arm) / unit.divisor, by)
        if runs > 1:
            for low, high, strength in ((10, 90, 0.10), (25, 75, 0.18)):
                _band(axes, times, *np.percentile(values, [low, high], axis=0), colour=colour, strength=strength)
        line = values.mean(axis=0)
        axes.plot(times, line, color=colour, linewidth=2, marker="o" if len(times) == 1 else "", label=arm)
        ends.append(End(arm, times[-1], float(line[-1]), colour))
    axes.set_ylabel(broken(f"{named(variable.attrs, measure)}, {unit.name} {span(variable.attrs, by)}", 42))
    spread = f"Lines: means of {runs} runs; bands: the middle 50% and 80% of the runs." if runs > 1 else ""
    _finish(axes, measures, times, by, ends, title, spread or "One run: how much of it is luck is not shown.")
    return axes


def _draw_differences(
    measures: Measures, measure: str, arms: str | Sequence[str] | None, by: str, when: int | str | None, ax: Axes | None
) -> Axes:
    paired = series.over_time(series.differences_of(measures, measure), by)
    base = paired.base
    chosen = series.chosen_arms(paired, [arm for arm in _listed(arms) if arm != base] if arms is not None else None)
    bounds = paired.interval()[measure]
    unit = unit_of(bounds.attrs, float(abs(bounds).max()))
    finding = series.finding_of(bounds, chosen[-1], base, by, series.time_index(paired.data, by, when))
    axes = new_axes(ax)
    colours, ends, times = arm_colours([base, *paired.arms]), [], bounds[by].values
    for arm in chosen:
        colour = NHS_BLUE if len(chosen) == 1 else colours[arm]
        low, mean, high = (bounds.sel(arm=arm, bound=one).values / unit.divisor for one in ("low", "mean", "high"))
        if np.isfinite(low).any():
            _band(axes, times, low, high, colour=colour, strength=0.14)
        axes.plot(times, mean, color=colour, linewidth=2, marker="o" if len(times) == 1 else "", label=arm)
        ends.append(End(arm, times[-1], float(mean[-1]), colour))
    axes.axhline(0, color=TEXT, linewidth=1)
    what = f"{named(bounds.attrs, measure)}: difference from {base}"
    axes.set_ylabel(broken(f"{what}, {unit.name} {span(bounds.attrs, by)}", 42))
    known = bool(np.isfinite(bounds.sel(bound="low")).any())
    note = said_of_luck(paired.data.sizes.get("draw", 1)) if known else "No interval: one run, and figures by stratum."
    _finish(axes, measures, times, by, ends, finding.sentence(), note, signed=True)
    return axes


def _listed(arms: str | Sequence[str]) -> list[str]:
    return [arms] if isinstance(arms, str) else list(arms)


def _by_run(variable: xr.DataArray, by: str) -> np.ndarray:
    luck = [name for name in ("draw", "replicate") if name in variable.dims]
    values = variable.transpose(*luck, by).values
    return np.asarray(values, dtype=float).reshape(-1, variable.sizes[by])


def _band(axes: Axes, times: np.ndarray, low: np.ndarray, high: np.ndarray, *, colour: str, strength: float) -> None:
    axes.fill_between(times, low, high, color=colour, alpha=strength, linewidth=0)
    for edge in (low, high):
        axes.plot(times, edge, color=colour, linewidth=0.7, alpha=0.75)


def _title_of_levels(
    measures: Measures, variable: xr.DataArray, chosen: Sequence[str], by: str, when: int | str | None
) -> str:
    measure, index = str(variable.name), series.time_index(variable.to_dataset(), by, when)
    base = measures.arms[0]
    compared = [arm for arm in chosen if arm != base]
    if compared:
        paired = series.over_time(series.differences_of(measures, measure), by)
        return series.finding_of(paired.interval()[measure], compared[-1], base, by, index).sentence()
    line = _by_run(variable.sel(arm=chosen[0]), by).mean(axis=0)
    attrs = variable.attrs
    what = f" ({lowered(named(attrs, measure))})" if is_money(attrs) else f" {counted(attrs, measure)}"
    said = f"{chosen[0]}: {amount(attrs, line[0])}{what} {series.said_when(variable, by, 0)}"
    return f"{said}, {amount(attrs, line[index])} {series.said_when(variable, by, index)}" if index else said


def _finish(
    axes: Axes,
    measures: Measures,
    times: np.ndarray,
    by: str,
    ends: Sequence[End],
    title: str,
    note: str,
    signed: bool = False,
) -> None:
    number_axis(axes.yaxis, signed)
    series.time_axis(axes, times, by)
    axes.set_xlabel("Year" if by == "year" else "Month")
    mark_start(axes, measures, times, by)
    title_left(axes, title)
    note_below(axes, note, series.sample_note(measures))
    label_ends(axes, ends)


def mark_start(axes: Axes, measures: Measures, times: np.ndarray, by: str) -> None:
    """A dotted line where the first programme starts, in pictures by month."""
    start = int(measures.data.attrs.get("programmes_from_month", 0))
    if by != "month":
        return
    months = measures.data["month"].values
    if not 0 < start < len(months) or not times[0] < months[start] <= times[-1]:
        return
    axes.axvline(months[start], color=TEXT, linewidth=1, linestyle=":")
    axes.annotate(
        "programmes start",
        xy=(months[start], 1),
        xycoords=("data", "axes fraction"),
        xytext=(3, -3),
        textcoords="offset points",
        va="top",
        fontsize=9,
    )
