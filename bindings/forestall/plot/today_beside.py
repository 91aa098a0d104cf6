"""Today beside another arm over time: months above years, and what the arm changes at the right."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

import matplotlib.pyplot as plt
import numpy as np
import xarray as xr
from matplotlib.axes import Axes

from forestall.errors import InputError
from forestall.findings import named, said_of_luck, span, unit_of
from forestall.measures import Differences, Measures
from forestall.plot import series
from forestall.plot.fan import mark_start
from forestall.plot.looks import (
    PALETTE,
    SMALL,
    TEXT,
    USUAL,
    arm_colours,
    broken,
    dress,
    look,
    note_below,
    number_axis,
    title_left,
)

__all__ = ["draw_today_beside"]

SHARED = "Left and middle panels share their axes; months are from the first programme's start in any arm."
SHORT_MONTHS, MOST_MEASURES = 24, 4


def draw_today_beside(measures: Measures, wanted: str | Sequence[str] | None = None, arm: str | None = None) -> Any:
    """Two rows of three panels for each measure, in its own unit; see `Plots.split_screen`."""
    names = _names(measures, wanted)
    base, chosen = _pair(measures, arm)
    series.over_time(measures.only(names[0]), "month")
    with look():
        size = (11.0, 1.2 + 5.2 * len(names))
        found, panels = plt.subplots(2 * len(names), 3, figsize=size, squeeze=False, layout="constrained", sharex="row")
        said = []
        for number, name in enumerate(names):
            rows = panels[2 * number : 2 * number + 2]
            said.append(_draw_measure(rows, measures, name, base, chosen))
        title_left(found, "\n".join(said))
        draws = measures.data.sizes.get("draw", 1)
        note_below(found, SHARED, said_of_luck(draws), series.sample_note(measures))
    return panels


def _names(measures: Measures, wanted: str | Sequence[str] | None) -> list[str]:
    if isinstance(measures, Differences):
        raise InputError("a split screen shows arms side by side, not differences; draw it from the result itself")
    names = [wanted] if isinstance(wanted, str) else list(wanted or series.first_measures(measures, 2))
    if len(names) > MOST_MEASURES:
        raise InputError(f"{len(names)} measures in one picture; choose one to four of them")
    return [series.check_measure(measures, name) for name in names]


def _pair(measures: Measures, arm: str | None) -> tuple[str, str]:
    if len(measures.arms) < 2:
        raise InputError("there is one arm, and nothing to put beside it; draw a fan")
    base, chosen = measures.arms[0], arm or measures.arms[-1]
    series.chosen_arms(measures, chosen)
    if chosen == base:
        raise InputError(f"'{base}' beside itself; choose one of {', '.join(measures.arms[1:])}")
    return base, chosen


def _draw_measure(rows: Any, measures: Measures, name: str, base: str, arm: str) -> str:
    """Both rows of a measure; returns the finding of the last year."""
    levels, paired = series.whole_place(measures, name), series.differences_of(measures, name)
    sentence = ""
    for row, period in zip(rows, ("month", "year")):
        both = series.over_time(levels, period).mean().data[name].sel(arm=[base, arm])
        bounds = series.over_time(paired, period).interval()[name]
        if period == "month":
            first = min(int(measures.data.attrs.get("programmes_from_month", 0)), both.sizes["month"] - 1)
            both, bounds = (one.isel(month=slice(first, first + SHORT_MONTHS)) for one in (both, bounds))
        else:
            sentence = series.finding_of(bounds, arm, base, period, bounds.sizes["year"] - 1).sentence()
        _draw_row(row, measures, both, bounds.sel(arm=arm), period)
    return sentence


def _draw_row(
    panels: Sequence[Axes], measures: Measures, both: xr.DataArray, bounds: xr.DataArray, period: str
) -> None:
    base, arm = (str(one) for one in both["arm"].values)
    unit, less = unit_of(both.attrs, float(both.max())), unit_of(both.attrs, float(abs(bounds).max()))
    colours, times = arm_colours(measures.arms), both[period].values
    shown = f"years to {times[-1]}" if period == "year" else f"first {len(times)} months"
    for panel in panels:
        dress(panel)
    for panel, one in zip(panels, (base, arm)):
        panel.plot(times, both.sel(arm=one).values / unit.divisor, color=colours[one], linewidth=2)
        panel.set_title(f"{one}, {shown}", loc="left", fontsize=USUAL, color=TEXT)
    panels[1].sharey(panels[0])
    panels[0].autoscale_view()
    panels[1].tick_params(labelleft=False)
    low, mean, high = (bounds.sel(bound=name).values / less.divisor for name in ("low", "mean", "high"))
    _draw_difference(panels[2], times, low, mean, high)
    panels[2].set_title(f"{arm} less {base}", loc="left", fontsize=USUAL, color=TEXT)
    panels[0].set_ylabel(
        broken(f"{named(both.attrs, str(both.name))}, {unit.name} {span(both.attrs, period)}", 26), fontsize=SMALL
    )
    panels[2].set_ylabel(broken(f"Difference, {less.name} {span(both.attrs, period)}", 26), fontsize=SMALL)
    number_axis(panels[0].yaxis)
    number_axis(panels[2].yaxis, signed=True)
    for panel in panels:
        series.time_axis(panel, times, period, 5)
        mark_start(panel, measures, times, period)


def _draw_difference(axes: Axes, times: Any, low: Any, mean: Any, high: Any) -> None:
    colour = PALETTE[2]
    if np.isfinite(low).any():
        axes.fill_between(times, low, high, color=colour, alpha=0.15, linewidth=0)
        for edge in (low, high):
            axes.plot(times, edge, color=colour, linewidth=0.7, alpha=0.8)
    axes.plot(times, mean, color=colour, linewidth=2)
    axes.axhline(0, color=TEXT, linewidth=1)
