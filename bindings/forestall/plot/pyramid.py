"""The pyramid: people by layer at a date, drawn to scale, one arm beside another."""

from __future__ import annotations

import math
from collections.abc import Sequence
from typing import Any

import matplotlib.pyplot as plt
import numpy as np
import xarray as xr
from matplotlib.axes import Axes

from forestall.errors import InputError
from forestall.findings import lowered
from forestall.measures import Differences, Measures
from forestall.plot.layers import layer_titles, mean_of_runs, one_arm, people_by_layer
from forestall.plot.looks import NHS_BLUE, SMALL, TEXT, USUAL, dress, look, note_below, title_left
from forestall.plot.series import runs_of, said_when, sample_note, time_index, time_of
from forestall.showing import figure

__all__ = ["draw_pyramid"]


def draw_pyramid(
    measures: Measures, when: int | str | None = None, arm: str | None = None, ax: Axes | None = None
) -> Any:
    """People (number and share of all) by layer at the end of a year or month; see `Plots.pyramid`."""
    if isinstance(measures, Differences):
        raise InputError("a pyramid shows people, not differences; draw it from the result itself")
    people, titles = people_by_layer(measures), list(layer_titles(measures).values())
    period = time_of(measures)
    at = time_index(people.to_dataset(), period, when)
    arms = _arms(measures, arm, ax)
    counts = [mean_of_runs(people.sel(arm=one).isel({period: at})) for one in arms]
    with look():
        panels = _panels(ax, len(arms))
        widest = max(count.max() for count in counts)
        for number, (panel, one, count) in enumerate(zip(panels, arms, counts)):
            _draw_one(panel, count, titles if number == 0 else [""] * len(titles), widest)
            panel.set_title(one, loc="left", fontsize=USUAL, color=TEXT)
            panel.set_xlabel("People, to scale", fontsize=SMALL)
        title = _title(people, titles, counts, arms, period, at)
        _name(panels, arms, title)
        runs = runs_of(measures)
        spread = f"Means of {runs} runs." if runs > 1 else "One run."
        note_below(panels[0], "Bars: people, to scale; in brackets their share of all.", spread, sample_note(measures))
    return panels[0] if len(panels) == 1 else np.array(panels)


def _arms(measures: Measures, arm: str | None, ax: Axes | None) -> list[str]:
    chosen = one_arm(measures, arm, -1)
    first = measures.arms[0]
    return [chosen] if ax is not None or chosen == first else [first, chosen]


def _panels(ax: Axes | None, many: int) -> list[Axes]:
    if ax is not None:
        panels = [ax]
    else:
        made = plt.subplots(1, many, figsize=(6.2 + 4.4 * (many - 1), 4.0), layout="constrained", squeeze=False)[1]
        panels = list(made[0])
    for panel in panels:
        dress(panel)
    return panels


def _draw_one(axes: Axes, count: np.ndarray, titles: Sequence[str], widest: float) -> None:
    places = np.arange(len(count))[::-1]
    axes.barh(places, count, left=-count / 2, height=0.92, color=NHS_BLUE)
    for place, people in zip(places, count):
        share = people / count.sum() if count.sum() else 0.0
        text = f"{figure(people)} ({_percent(share)})"
        axes.annotate(text, (widest / 2, place), xytext=(6, 0), textcoords="offset points", va="center", fontsize=SMALL)
    axes.set_yticks(places, titles)
    axes.set_xlim(-widest / 2, widest / 2)
    axes.set_xticks([])
    axes.grid(False)
    axes.spines[["left", "bottom"]].set_visible(False)


def _percent(share: float) -> str:
    return f"{100 * share:.1f}%"


def _title(
    people: xr.DataArray,
    titles: Sequence[str],
    counts: Sequence[np.ndarray],
    arms: Sequence[str],
    period: str,
    at: int,
) -> str:
    count, when = counts[0], said_when(people, period, at)
    bottom, top = (f"{_percent(count[i] / count.sum())} are in '{lowered(titles[i])}'" for i in (-1, 0))
    said = f"{arms[0]}: of {figure(count.sum())} people, {bottom} and {top.replace('are ', '')} {when}"
    if len(arms) < 2:
        return said
    return f"{said}\n{_change(people, titles, arms, period, at)}"


def _change(people: xr.DataArray, titles: Sequence[str], arms: Sequence[str], period: str, at: int) -> str:
    """The layer that changes most, of those told from none where there are any."""
    pair = people.sel(arm=list(arms)).isel({period: at})
    paired = Measures(xr.Dataset({"population": pair})).diff(arms[0])
    bounds = paired.interval().data["population"].sel(arm=arms[1])
    low, mean, high = (bounds.sel(bound=name).values for name in ("low", "mean", "high"))
    told = (low > 0) | (high < 0)
    most = int(np.argmax(np.where(told, np.abs(mean), 0) if told.any() else np.abs(mean)))
    layer, between = lowered(titles[most]), f"{figure(low[most])} to {figure(high[most])}"
    change = f"{figure(abs(mean[most]))} {'fewer' if mean[most] < 0 else 'more'} people in '{layer}'"
    if mean[most] == 0:
        return f"{arms[1]}: as many people in every layer"
    if math.isnan(low[most]):
        return f"{arms[1]}: {change}; one run does not tell this from luck"
    if told.any():
        return f"{arms[1]}: {change} (95% interval of the difference {between})"
    return f"{arms[1]}: no difference in any layer that luck alone would not make (largest: '{layer}', {between})"


def _name(panels: Sequence[Axes], arms: Sequence[str], title: str) -> None:
    if len(panels) == 1:
        title_left(panels[0], title)
        return
    found = panels[0].get_figure(root=True)
    assert found is not None
    title_left(found, title)
