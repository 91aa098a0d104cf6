"""Pictures of a report as SVG that stands in a page: words as words, no time, no chance, no id used twice."""

from __future__ import annotations

import io
import re
from dataclasses import dataclass

import matplotlib.pyplot as plt
import numpy as np
from matplotlib.axes import Axes
from matplotlib.figure import Figure

from forestall.findings import Unit, named, plain, span, unit_of
from forestall.plot.end_labels import End, label_ends
from forestall.plot.looks import NHS_BLUE, PALETTE, SMALL, TEXT, arm_colours, broken, dress, look, number_axis
from forestall.plot.series import time_axis
from forestall.report.facts import Board
from forestall.report.people import Fifths
from forestall.report.words import Change, shown
from forestall.showing import escaped

__all__ = ["Picture", "draw_demand", "draw_difference", "draw_fifths", "draw_path", "short_names"]

HALF_PAGE = (3.5, 2.3)  # inches
LONGEST = 16  # letters at the end of a line


@dataclass(frozen=True)
class Picture:
    """An SVG element, the sentence above it, and what it shows for those who do not see it."""

    name: str
    title: str
    told: str
    svg: str


def _axes() -> Axes:
    axes: Axes = plt.subplots(figsize=HALF_PAGE, layout="constrained")[1]
    dress(axes)
    return axes


def _finished(axes: Axes, name: str, title: str, told: str) -> Picture:
    figure = axes.get_figure(root=True)
    assert isinstance(figure, Figure)
    for label in (axes.xaxis.label, axes.yaxis.label):
        label.set_fontsize(SMALL)
    return Picture(name, title, told, _svg(figure, name, told))


def _svg(figure: Figure, name: str, told: str) -> str:
    made = io.StringIO()
    with plt.rc_context({"svg.fonttype": "none", "svg.hashsalt": "forestall"}):
        figure.savefig(made, format="svg", metadata={"Date": None, "Creator": None, "Format": None, "Type": None})
    plt.close(figure)
    text = made.getvalue()
    text = text[text.index("<svg") :]
    text = re.sub(r"<metadata>.*?</metadata>\s*", "", text, flags=re.DOTALL)
    text = re.sub(r"<!--.*?-->\s*", "", text, flags=re.DOTALL)
    text = re.sub(r'\bid="([^"]+)"', rf'id="{name}-\1"', text)
    text = re.sub(r'(href="#|url\(#)', rf"\1{name}-", text)
    # The font of the page, whichever the machine that drew it has.
    text = re.sub(r"'(Arial|DejaVu Sans)'(, '[^']+')*(, sans-serif)?", "Arial, Helvetica, sans-serif", text)
    labels = f'<title id="{name}-told">{escaped(told)}</title>'
    wide, high = re.search(r'viewBox="0 0 ([\d.]+) ([\d.]+)"', text).groups()  # type: ignore[union-attr]
    head = f'<svg class="picture" role="img" aria-labelledby="{name}-told" viewBox="0 0 {wide} {high}">{labels}'
    return head + text[text.index(">") + 1 :].strip()


def _arms(board: Board) -> dict[str, str]:
    """Arms to draw beside today: the views of the chosen scenario; without pairs, the others shown as well."""
    if board.chosen is None:
        return {}
    if board.chosen.is_pair:
        return {facts.view.arm: facts.view.label for facts in board.views}
    return {view.arm: _short(scenario.title, view.arm) for scenario in board.shown for view in scenario.views[:1]}


def short_names(board: Board) -> list[tuple[str, str]]:
    """Names in the pictures beside the titles that they stand for, where these differ."""
    if board.chosen is None or board.chosen.is_pair:
        return []
    views = [(one.title, view.arm) for one in board.shown for view in one.views[:1]]
    return [(_short(title, arm), title) for title, arm in views if _short(title, arm) != title]


def _short(title: str, arm: str) -> str:
    return title if len(title) <= LONGEST else plain(arm)


def _band(axes: Axes, times: np.ndarray, low: np.ndarray, high: np.ndarray, colour: str, strength: float) -> None:
    axes.fill_between(times, low, high, color=colour, alpha=strength, linewidth=0)
    for edge in (low, high):
        axes.plot(times, edge, color=colour, linewidth=0.7, alpha=0.75)


def _colours(board: Board, arms: dict[str, str]) -> dict[str, str]:
    """The same for an arm in every picture of the report; one series alone is NHS blue."""
    made = arm_colours([board.base_label, *arms.values()])
    return made if arms else {board.base_label: NHS_BLUE}


def draw_demand(board: Board, measure: str, name: str, title: str) -> Picture:
    """A measure by year, today beside the scenarios, with bands over the runs where there are several."""
    arms, ends = _arms(board), []
    data = board.result.annual().only(measure).by().data[measure]
    unit = unit_of(data.attrs, float(data.max()))
    years, colours = data["year"].values, _colours(board, arms)
    with look():
        axes = _axes()
        for arm, called in {board.base: board.base_label, **arms}.items():
            values = (
                data.sel(arm=arm).transpose("draw", "replicate", "year").values.reshape(-1, len(years)) / unit.divisor
            )
            if len(values) > 1:
                for low, high, strength in ((10, 90, 0.10), (25, 75, 0.18)):
                    edges = np.percentile(values, [low, high], axis=0)
                    _band(axes, years, edges[0], edges[1], colours[called], strength)
            line = values.mean(axis=0)
            axes.plot(years, line, color=colours[called], linewidth=2, marker="o" if len(years) == 1 else "")
            ends.append(End(called, years[-1], float(line[-1]), colours[called]))
        axes.set_ylabel(broken(f"{named(data.attrs, measure)}, {unit.name} {span(data.attrs, 'year')}", 34))
        axes.set_ylim(0, axes.get_ylim()[1])
        _by_year(axes, years, ends)
        return _finished(axes, name, title, _told_levels(board, measure, arms, title))


def draw_difference(board: Board, measure: str, name: str, title: str, arms: dict[str, str] | None = None) -> Picture:
    """What scenarios change by year, with 95% intervals."""
    arms, ends = arms or _arms(board), []
    bounds = board.changes.by_year(measure)
    unit = unit_of(bounds.attrs, float(abs(bounds).max()))
    years, colours = bounds["year"].values, _colours(board, arms)
    with look():
        axes = _axes()
        for arm, called in arms.items():
            low, line, high = (bounds.sel(arm=arm, bound=one).values / unit.divisor for one in ("low", "mean", "high"))
            if np.isfinite(low).any():
                _band(axes, years, low, high, colours[called], 0.14)
            axes.plot(years, line, color=colours[called], linewidth=2, marker="o" if len(years) == 1 else "")
            ends.append(End(called, years[-1], float(line[-1]), colours[called]))
        axes.axhline(0, color=TEXT, linewidth=1)
        if not float(abs(bounds).max()) > 0:
            axes.set_ylim(-1, 1)
            axes.set_yticks([0])
        axes.set_ylabel(broken(f"Change from {_lowered_base(board)}, {unit.name} {span(bounds.attrs, 'year')}", 34))
        _by_year(axes, years, ends, signed=True)
        return _finished(axes, name, title, _told_differences(board, measure, arms, title))


def _lowered_base(board: Board) -> str:
    return "today" if board.base == "today" else f"'{_short(board.base_title, board.base)}'"


def _by_year(axes: Axes, years: np.ndarray, ends: list[End], signed: bool = False) -> None:
    time_axis(axes, years, "year", 3)
    number_axis(axes.yaxis, signed)
    axes.tick_params(axis="x", pad=5)
    if len(axes.get_yticks()) > 1:
        axes.locator_params(axis="y", nbins=5)
    label_ends(axes, ends)


def draw_path(board: Board, name: str, title: str) -> Picture:
    """What the chosen scenario has cost more than today so far, month by month."""
    largest = max(float(np.nanmax(np.abs(one.path.so_far))) for one in board.views if one.path)
    unit = unit_of({"units": board.unit}, largest)
    if not unit.is_money and largest >= 1e7:
        unit = Unit(1e6, f"million {unit.name}", True)
    divisor, unit_name = unit.divisor, unit.name
    with look():
        axes, ends = _axes(), []
        colours = arm_colours([board.base_label, *(facts.view.label for facts in board.views)])
        for facts in board.views:
            if facts.path is None:
                continue
            colour = NHS_BLUE if len(board.views) == 1 else colours[facts.view.label]
            path = facts.path
            low, high, line = (one / divisor for one in (path.low, path.high, path.so_far))
            if np.isfinite(low).any():
                axes.fill_between(path.months, low, high, color=colour, alpha=0.14, linewidth=0)
            axes.plot(path.months, line, color=colour, linewidth=2)
            ends.append(
                End(facts.view.label if len(board.views) > 1 else "So far", path.months[-1], float(line[-1]), colour)
            )
        axes.axhline(0, color=TEXT, linewidth=1)
        axes.set_ylabel(f"Cost above {_lowered_base(board)} so far,\n{unit_name}")
        axes.set_xlim(path.months[board.changes.starts], path.months[-1])
        axes.xaxis.set_major_locator(plt.matplotlib.dates.YearLocator(max(1, 5 * round(len(path.months) / 240))))  # type: ignore[attr-defined]
        axes.xaxis.set_major_formatter(plt.matplotlib.dates.DateFormatter("%Y"))  # type: ignore[attr-defined]
        number_axis(axes.yaxis, signed=True)
        label_ends(axes, ends)
        told = f"{title}. Line: care and programmes less today's, added up month by month; band: 95% interval."
        return _finished(axes, name, title, told)


def draw_fifths(board: Board, fifths: Fifths, name: str, title: str) -> Picture:
    """Shares of need and of starts by deprivation fifth."""
    with look():
        axes = _axes()
        places, width = np.arange(5), 0.38
        for side, values, colour, label in (
            (-1, fifths.needed, PALETTE[4], "of the need"),
            (1, fifths.started, PALETTE[1], "of those who start"),
        ):
            where = places + side * width / 2
            axes.bar(where, [100 * one for one in values], width, color=colour, label=label)
            for x, one in zip(where, values):
                axes.annotate(
                    f"{100 * one:.0f}",
                    (x, 100 * one),
                    xytext=(0, 2),
                    textcoords="offset points",
                    ha="center",
                    fontsize=SMALL,
                )
        axes.set_xticks(places, ["1 most\ndeprived", "2", "3", "4", "5 least\ndeprived"])
        axes.set_ylabel("Share, percent")
        axes.set_ylim(0, 100 * max(*fifths.needed, *fifths.started) * 1.25)
        axes.grid(False, axis="x")
        axes.legend(loc="upper left", ncol=2, borderaxespad=0, handlelength=1, columnspacing=1)
        pairs = "; ".join(
            f"fifth {i + 1}: {need:.0%} of the need, {got:.0%} of those who start"
            for i, (need, got) in enumerate(zip(fifths.needed, fifths.started))
        )
        return _finished(axes, name, title, f"{title}. By fifth, 1 the most deprived: {pairs}.")


def _told_levels(board: Board, measure: str, arms: dict[str, str], title: str) -> str:
    years = board.changes.years
    said = []
    for arm, called in {board.base: board.base_label, **arms}.items():
        values = [
            f"{shown(board.changes.level(measure, arm, board.changes.year(year)))} in {year}"
            for year in (years[0], years[-1])
        ]
        said.append(f"{called}: {', '.join(values)}")
    bands = "Bands hold the middle half and the middle 80% of the runs." if board.runs > 1 else "One run, so no bands."
    return f"Line chart by year. {title}. {'; '.join(said)}. {bands}"


def _told_differences(board: Board, measure: str, arms: dict[str, str], title: str) -> str:
    """The differences of the first and last year of programmes, with intervals, beside the title."""
    bounds = board.changes.by_year(measure)
    attrs, years = bounds.attrs, bounds["year"].values
    said = []
    for arm, called in arms.items():
        for place in sorted({len(years) // 2, len(years) - 1}):
            low, value, high = (
                float(bounds.sel(arm=arm, bound=one).isel(year=place)) for one in ("low", "mean", "high")
            )
            unit = str(attrs.get("units", ""))
            one = Change(measure, named(attrs, measure), unit, unit.startswith("gbp"), "", value, low, high)
            said.append(f"{called} in {years[place]}: {one.phrase()}")
    return f"Line chart of change from today by year, with 95% intervals. {title}. {'; '.join(said)}."
