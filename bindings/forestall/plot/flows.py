"""How people move between the layers of the pyramid in a year, and into the place and out of it."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from matplotlib.axes import Axes
from matplotlib.patches import Patch, PathPatch, Rectangle
from matplotlib.path import Path

from forestall.errors import InputError
from forestall.measures import Differences, Measures
from forestall.plot.end_labels import spread_out
from forestall.plot.layers import layer_titles, mean_of_runs, one_arm
from forestall.plot.looks import SMALL, TEXT, dress, figure_of, look, new_axes, note_below, title_left
from forestall.plot.series import over_time, runs_of, sample_note, time_index
from forestall.showing import figure

if TYPE_CHECKING:
    import xarray as xr

__all__ = ["Flow", "draw_flows", "flows_of"]

UP, DOWN, ELSEWHERE = "#801650", "#28A197", "#8A959C"
SAID = {UP: "Up the pyramid", DOWN: "Down the pyramid", ELSEWHERE: "Into the place and out of it"}
FROM_OUTSIDE = {"births": "Births", "arrivals": "Move in"}
TO_OUTSIDE = {"deaths": "Deaths", "departures": "Move away"}
GAP, BAR = 0.035, 0.012  # of the height and width


@dataclass(frozen=True)
class Flow:
    """People a year from one place to another (titles of layers, or what leads in or out)."""

    source: str
    target: str
    people: float
    colour: str


def draw_flows(
    measures: Measures, arm: str | None = None, year: int | str | None = None, ax: Axes | None = None
) -> Axes:
    """Moves, births, deaths and migration in a calendar year (counts of moves); see `Plots.flows`."""
    chosen = one_arm(measures, arm, 0)
    flows, name = flows_of(measures, chosen, year)
    with look():
        axes = new_axes(ax, 9.5, 6.8)
        dress(axes)
        axes.grid(False)
        left, right = _ends(flows, measures, is_source=True), _ends(flows, measures, is_source=False)
        scale = (1 - GAP * (max(len(left), len(right)) - 1)) / sum(flow.people for flow in flows)
        bottoms_left, bottoms_right = _stack(axes, left, scale, 0.0), _stack(axes, right, scale, 1.0)
        for flow in flows:
            height = flow.people * scale
            bottoms_left[flow.source] -= height
            bottoms_right[flow.target] -= height
            _ribbon(axes, bottoms_left[flow.source], bottoms_right[flow.target], height, flow)
        _frame(axes, name)
        title_left(axes, _title(measures, flows, chosen, name), above=32)
        note_below(axes, *_notes(measures))
    return axes


def flows_of(measures: Measures, arm: str, year: int | str | None = None) -> tuple[list[Flow], str]:
    """The flows of a calendar year (the first whole one) and its name, means over runs. A move is counted at the
    layer that is left, so the variables moves_to_* by layer hold every pair. Raises InputError where they are not
    there.
    """
    if isinstance(measures, Differences):
        raise InputError("flows show moves, not differences; draw them from the result itself")
    titles = layer_titles(measures)
    wanted = [f"moves_to_{layer}" for layer in titles]
    missing = [one for one in wanted if one not in measures.names]
    if missing:
        raise InputError(f"no measure '{missing[0]}', which moves are drawn from; draw from the result itself")
    outside = [one for one in (*FROM_OUTSIDE, *TO_OUTSIDE) if one in measures.names]
    data = over_time(measures.only(*wanted, *outside).by("layer"), "year").data.sel(arm=arm)
    at = 0 if year is None else time_index(data, "year", year)
    data = data.isel(year=at)
    made = _moves(data, titles) + _in_and_out(data, titles)
    if not made:
        raise InputError(f"nobody moves in {int(data['year'])}; draw another year")
    return made, str(int(data["year"]))


def _moves(data: xr.Dataset, titles: dict[str, str]) -> list[Flow]:
    layers, made = list(titles), []
    for i, source in enumerate(layers):
        for j, target in enumerate(layers):
            people = float(mean_of_runs(data[f"moves_to_{target}"].sel(layer=source)))
            if people > 0 and i != j:
                made.append(Flow(titles[source], titles[target], people, UP if j < i else DOWN))
    return made


def _in_and_out(data: xr.Dataset, titles: dict[str, str]) -> list[Flow]:
    made = []
    for name in (*FROM_OUTSIDE, *TO_OUTSIDE):
        for layer, title in titles.items():
            people = float(mean_of_runs(data[name].sel(layer=layer))) if name in data else 0.0
            if people > 0 and name in FROM_OUTSIDE:
                made.append(Flow(FROM_OUTSIDE[name], title, people, ELSEWHERE))
            elif people > 0:
                made.append(Flow(title, TO_OUTSIDE[name], people, ELSEWHERE))
    return made


def _ends(flows: list[Flow], measures: Measures, is_source: bool) -> dict[str, float]:
    """What stands on one side, from the top, with the people who leave or come there."""
    outside = FROM_OUTSIDE if is_source else TO_OUTSIDE
    sums = dict.fromkeys([*layer_titles(measures).values(), *outside.values()], 0.0)
    for flow in flows:
        sums[flow.source if is_source else flow.target] += flow.people
    return {name: people for name, people in sums.items() if people > 0}


def _stack(axes: Axes, ends: dict[str, float], scale: float, x: float) -> dict[str, float]:
    """Draws one side; returns where each stands (its upper edge)."""
    tops, top = {}, 1.0
    for name, people in ends.items():
        tops[name] = top
        axes.add_patch(Rectangle((x - BAR / 2, top - people * scale), BAR, people * scale, color=TEXT, linewidth=0))
        top -= people * scale + GAP
    middles = [tops[name] - people * scale / 2 for name, people in ends.items()]
    places = spread_out(middles, 0.04, -0.05, 1.05)
    side = -1 if x == 0 else 1
    for (name, people), place in zip(ends.items(), places):
        axes.text(x + side * 0.02, place, f"{name}: {figure(people)}", va="center", fontsize=SMALL,
                  ha="right" if side < 0 else "left")  # fmt: skip
    return tops


def _ribbon(axes: Axes, left: float, right: float, height: float, flow: Flow) -> None:
    start, end = BAR / 2, 1 - BAR / 2
    corners = [
        (start, left), (0.5, left), (0.5, right), (end, right),
        (end, right + height), (0.5, right + height), (0.5, left + height), (start, left + height), (start, left),
    ]  # fmt: skip
    curve = [Path.MOVETO, *[Path.CURVE4] * 3, Path.LINETO, *[Path.CURVE4] * 3, Path.CLOSEPOLY]
    ribbon = PathPatch(Path(corners, curve), facecolor=flow.colour, alpha=0.5, edgecolor="white", linewidth=0.5)
    ribbon.set_gid(f"{flow.source} to {flow.target}")
    axes.add_patch(ribbon)
    if height * axes.get_window_extent().height > 1.5 * SMALL * figure_of(axes).dpi / 72:
        axes.text(start + 0.015, left + height / 2, figure(flow.people), va="center", fontsize=SMALL)


def _frame(axes: Axes, year: str) -> None:
    axes.set_xlim(0, 1)
    axes.set_ylim(-0.03, 1.02)
    axes.set_yticks([])
    axes.set_xticks([0, 1], ["Left (moves)", "Entered (moves)"])
    axes.set_xlabel(f"Moves in {year} (who moves twice counts twice); widths to scale")
    axes.spines[["left", "bottom"]].set_visible(False)
    handles = [Patch(color=colour, alpha=0.5, label=text) for colour, text in SAID.items()]
    axes.legend(handles=handles, loc="lower center", bbox_to_anchor=(0.5, 1.0), ncol=3)


def _title(measures: Measures, flows: list[Flow], arm: str, year: str) -> str:
    def way(colour: str, among: list[Flow]) -> float:
        return sum(flow.people for flow in among if flow.colour == colour)

    up, down = way(UP, flows), way(DOWN, flows)
    said = f"{arm}: {figure(up)} moves up the pyramid in {year} and {figure(down)} down"
    first = measures.arms[0]
    if arm == first:
        return said
    base = flows_of(measures, first, year)[0]
    return f"{said} ({first}: {figure(way(UP, base))} up, {figure(way(DOWN, base))} down)"


def _notes(measures: Measures) -> list[str]:
    runs = runs_of(measures)
    spread = f"Means of {runs} runs." if runs > 1 else "One run."
    return ["Each move is counted at the layer that is left.", spread, sample_note(measures)]
