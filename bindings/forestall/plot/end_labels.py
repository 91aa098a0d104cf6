"""Names at the ends of lines, instead of a legend; moved apart where they would touch."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

import numpy as np
from matplotlib.axes import Axes

from forestall.plot.looks import SMALL, TEXT, figure_of

__all__ = ["End", "label_ends", "spread_out"]

STROKE = {"arrowstyle": "-", "linewidth": 1.6, "shrinkA": 2, "shrinkB": 0, "relpos": (0, 0.5)}


@dataclass(frozen=True)
class End:
    """The end of a line (in the axes' data), its name and colour."""

    name: str
    x: Any
    y: float
    colour: str


def spread_out(places: Sequence[float], gap: float, low: float, high: float) -> list[float]:
    """Places moved as little as it takes to be `gap` apart, between low and high where they fit."""
    order = sorted(range(len(places)), key=lambda i: places[i])
    blocks: list[tuple[list[float], float]] = []  # wanted places (less what stands below them), and the block's place
    for rank, i in enumerate(order):
        wanted = [places[i] - rank * gap]
        while blocks and blocks[-1][1] > sum(wanted) / len(wanted):
            wanted = blocks.pop()[0] + wanted
        blocks.append((wanted, sum(wanted) / len(wanted)))
    highest = high - (len(places) - 1) * gap
    made, rank = [0.0] * len(places), 0
    for wanted, place in blocks:
        for _ in wanted:
            made[order[rank]] = max(low, min(place, max(low, highest))) + rank * gap
            rank += 1
    return made


def label_ends(axes: Axes, ends: Sequence[End]) -> None:
    """Writes each name at the right of the axes, with a stroke in the line's colour from its end to the name."""
    figure = figure_of(axes)
    figure.draw_without_rendering()  # type: ignore[union-attr]
    box = axes.get_window_extent()
    across = [_number(end.x) for end in ends]
    heights = [axes.transData.transform((x, end.y))[1] for x, end in zip(across, ends)]
    gap = 1.4 * SMALL * figure.dpi / 72
    places = spread_out(heights, gap, box.y0 + gap / 2, box.y1 - gap / 2)
    for end, x, height in zip(ends, across, places):
        axes.annotate(
            end.name,
            xy=(x, end.y),
            xytext=(1.035, (height - box.y0) / box.height),
            textcoords="axes fraction",
            va="center",
            fontsize=SMALL,
            color=TEXT,
            annotation_clip=False,
            arrowprops={**STROKE, "color": end.colour},
        )


def _number(x: Any) -> float:
    """A place on the horizontal axis as matplotlib counts: dates in days since 1970."""
    if isinstance(x, np.datetime64):
        return float((x - np.datetime64("1970-01-01", "ns")) / np.timedelta64(1, "D"))
    return float(x)
