"""How pictures look: colours, letters, titles, notes below them. White panels, dark text, a light grid."""

from __future__ import annotations

import textwrap
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from functools import cache
from typing import Any

import matplotlib.pyplot as plt
from matplotlib import font_manager
from matplotlib.axes import Axes
from matplotlib.axis import Axis
from matplotlib.figure import Figure, SubFigure
from matplotlib.ticker import FuncFormatter

from forestall.showing import SYNTHETIC, figure

__all__ = [
    "NHS_BLUE",
    "PALETTE",
    "arm_colours",
    "broken",
    "dress",
    "look",
    "new_axes",
    "note_below",
    "number_axis",
    "title_left",
]

PALETTE = ("#12436D", "#28A197", "#801650", "#F46A25", "#3D3D3D", "#A285D1")
NHS_BLUE = "#005EB8"  # of a single series
TODAY = "#3D3D3D"  # of the arm that the others are compared with
TEXT = "#212B32"
GRID = "#E4E8EB"
SMALL, USUAL, LARGE = 9.0, 10.0, 12.0  # points


@cache
def letters() -> tuple[str, ...]:
    """Arial where the machine has it, and the face that matplotlib brings along."""
    there = {font.name for font in font_manager.fontManager.ttflist}
    return tuple(name for name in ("Arial", "DejaVu Sans") if name in there) or ("sans-serif",)


@contextmanager
def look() -> Iterator[None]:
    """What is drawn inside has this package's look; settings of the caller come back afterwards."""
    settings: dict[Any, Any] = {
        "font.family": list(letters()),
        "font.size": USUAL,
        "text.color": TEXT,
        "axes.labelcolor": TEXT,
        "figure.facecolor": "white",
        "legend.frameon": False,
        "legend.fontsize": SMALL,
    }
    plt.draw_if_interactive()  # loads the backend: a notebook's turns showing on, which must outlive these settings
    with plt.rc_context(settings):
        yield


def new_axes(ax: Axes | None, width: float = 8.0, height: float = 4.8) -> Axes:
    """The axes given, or those of a new figure (inches), in this package's look."""
    axes = plt.subplots(figsize=(width, height), layout="constrained")[1] if ax is None else ax
    dress(axes)
    return axes


def dress(axes: Axes) -> None:
    """White panel, dark text of at least nine points, light grid, no frame above and at the right."""
    axes.set_facecolor("white")
    axes.set_axisbelow(True)
    axes.grid(True, color=GRID, linewidth=0.8)
    axes.tick_params(colors=TEXT, labelsize=SMALL, labelfontfamily=list(letters()), length=0)
    for side in ("top", "right"):
        axes.spines[side].set_visible(False)
    for label in (axes.xaxis.label, axes.yaxis.label):
        label.set_color(TEXT)
    for side in ("left", "bottom"):
        axes.spines[side].set_color("#AEB7BD")


def arm_colours(arms: Sequence[str]) -> dict[str, str]:
    """A colour for each arm, by its place among all the arms: the same arm has the same colour in every picture."""
    others = [colour for colour in PALETTE if colour != TODAY]
    return {arm: TODAY if i == 0 else others[(i - 1) % len(others)] for i, arm in enumerate(arms)}


def number_axis(axis: Axis, signed: bool = False) -> None:
    """Thousands separators on an axis, and as many decimals as its steps need; with `signed` a plus before gains."""

    def text(value: float, _: int | None = None) -> str:
        ticks = axis.get_majorticklocs()
        step = abs(ticks[1] - ticks[0]) if len(ticks) > 1 else 1.0
        digits = 0 if step >= 1 else 1 if step >= 0.1 else 2
        shown = figure(value, digits)
        return f"+{shown}" if signed and float(shown.replace(",", "")) > 0 else shown

    axis.set_major_formatter(FuncFormatter(text))


def figure_of(axes: Axes) -> Figure | SubFigure:
    """The figure that axes are part of."""
    found = axes.get_figure()
    assert found is not None
    return found


def _lines(text: str, letters_a_line: int) -> list[str]:
    return textwrap.wrap(text, letters_a_line, break_long_words=False, break_on_hyphens=False)


def broken(text: str, letters_a_line: int) -> str:
    """Text in as few lines as hold at most so many letters, of much the same length."""
    lines = len(_lines(text, letters_a_line))
    widths = range(max(8, len(text) // max(1, lines)), letters_a_line)
    width = next((w for w in widths if len(_lines(text, w)) <= lines), letters_a_line)
    return "\n".join(_lines(text, width))


def _wrapped(text: str, width_inches: float, points: float, bold: bool = False) -> str:
    letters_a_line = int(width_inches * 72 / (points * (0.62 if bold else 0.54)))
    lines = [broken(line, max(24, letters_a_line)) for line in text.splitlines()]
    return "\n".join(lines)


def title_left(where: Axes | Figure, text: str, above: float = 10) -> None:
    """The finding, broken into lines that fit: above a figure, or `above` points over axes that share their figure
    with others.
    """
    found = where if isinstance(where, Figure) else where.get_figure(root=True)
    assert found is not None
    if isinstance(where, Figure) or len(found.axes) == 1:
        shown = _wrapped(text, found.get_figwidth() - 0.2, LARGE, bold=True)
        found.suptitle(shown, x=0.01, ha="left", fontsize=LARGE, fontweight="bold", color=TEXT)
        return
    options: dict[str, Any] = {"fontsize": LARGE, "fontweight": "bold", "color": TEXT, "pad": above}
    where.set_title("", loc="left")
    found.draw_without_rendering()
    inches = where.get_window_extent().width / found.dpi
    where.set_title(_wrapped(text, inches, LARGE, bold=True), loc="left", **options)


def note_below(where: Axes | Figure, *said: str) -> None:
    """Under the figure, what its reader should know; that everyone is synthetic always. A figure with a note of its
    own keeps that. A figure without a layout gets matplotlib's constrained one, so that the note has room.
    """
    found = where if isinstance(where, Figure) else where.get_figure(root=True)
    if found is None or found.get_supxlabel():
        return
    if found.get_layout_engine() is None:
        found.set_layout_engine("constrained")
    text = " ".join([*(one for one in said if one), SYNTHETIC])
    shown = _wrapped(text, found.get_figwidth() - 0.2, SMALL)
    found.supxlabel(shown, x=0.01, ha="left", fontsize=SMALL, color="#3D3D3D")
