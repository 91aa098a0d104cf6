"""What an outcome depends on most: its change when each parameter stands at its low and its high end."""

from __future__ import annotations

import textwrap
from typing import TYPE_CHECKING

import numpy as np
from matplotlib.axes import Axes

from forestall.errors import InputError
from forestall.plot.looks import PALETTE, SMALL, TEXT, look, new_axes, note_below, number_axis, title_left
from forestall.showing import figure

if TYPE_CHECKING:
    import pandas as pd

__all__ = ["draw_tornado"]

COLUMNS = ("path", "title", "low", "high")
LOW, HIGH = PALETTE[0], PALETTE[3]


def draw_tornado(table: pd.DataFrame, ax: Axes | None = None, unit: str = "", most: int = 12) -> Axes:
    """Bars from the change of an outcome at a parameter's low end to that at its high end, widest first.

    table: columns path, title, low, high (changes of the outcome, in `unit`). At most `most` parameters are drawn;
    the note says how many are left out. Raises InputError where a column is missing or there is nothing to draw.
    """
    rows = _sorted(table, most)
    places = np.arange(len(rows))[::-1]
    with look():
        axes = new_axes(ax, 8.5, 1.9 + 0.42 * len(rows))
        lows, highs = (rows[end].to_numpy(dtype=float) for end in ("low", "high"))
        digits = _digits(max(np.abs(lows).max(), np.abs(highs).max()))
        for end, values, others, colour in (("low", lows, highs, LOW), ("high", highs, lows, HIGH)):
            bars = axes.barh(places, values, height=0.66, color=colour, label=f"Parameter at its {end} end")
            for bar, value, other in zip(bars, values, others):
                bar.set_zorder(2 if abs(value) > abs(other) else 2.5)  # the shorter in front, where both go one way
        for place, low, high in zip(places, lows, highs):
            _write(axes, float(place), low, high, digits)
        axes.axvline(0, color=TEXT, linewidth=1)
        axes.set_yticks(places, [textwrap.fill(str(title), 38) for title in rows["title"]])
        axes.set_xlabel(f"Change of the outcome{f', {unit}' if unit else ''}")
        axes.margins(x=0.22)
        number_axis(axes.xaxis, signed=True)
        axes.legend(loc="lower left", bbox_to_anchor=(0, 1), ncol=2, borderaxespad=0.2, handlelength=1.2)
        title_left(axes, _title(rows, unit, digits), above=28)
        note_below(axes, _note(len(table) - len(rows)))
    return axes


def _sorted(table: pd.DataFrame, most: int) -> pd.DataFrame:
    missing = [name for name in COLUMNS if name not in table.columns]
    if missing:
        raise InputError(f"no column '{missing[0]}'; a tornado needs {', '.join(COLUMNS)}")
    if most < 1:
        raise InputError(f"most={most}; draw one parameter at least")
    known = table.dropna(subset=["low", "high"])
    if known.empty:
        raise InputError("no parameter with a change at both its ends, and nothing to draw")
    widths = (known["high"].astype(float) - known["low"].astype(float)).abs()
    return known.loc[widths.sort_values(ascending=False, kind="stable").index].head(most)


def _write(axes: Axes, place: float, low: float, high: float, digits: int) -> None:
    """The end's name and figure beside each end; both beside the longer bar where both changes go one way."""
    texts = {"low": f"low {_signed(low, digits)}", "high": f"high {_signed(high, digits)}"}
    first, last = ("low", "high") if low <= high else ("high", "low")
    least, most = min(low, high), max(low, high)
    if least < 0 < most or least == most == 0:
        _annotate(axes, least, place, texts[first], "right")
        _annotate(axes, most, place, texts[last], "left")
    elif most > 0:
        _annotate(axes, most, place, f"{texts[first]}, {texts[last]}", "left")
    else:
        _annotate(axes, least, place, f"{texts[first]}, {texts[last]}", "right")


def _annotate(axes: Axes, value: float, place: float, text: str, side: str) -> None:
    away = 4 if side == "left" else -4
    axes.annotate(
        text, (value, place), xytext=(away, 0), textcoords="offset points", ha=side, va="center", fontsize=SMALL
    )


def _note(left_out: int) -> str:
    if left_out == 1:
        return "1 parameter with a narrower bar is left out."
    return f"{left_out} parameters with narrower bars are left out." if left_out else ""


def _digits(largest: float) -> int:
    return 0 if largest >= 100 else 1 if largest >= 10 else 2


def _signed(value: float, digits: int) -> str:
    shown = figure(value, digits)
    return f"+{shown}" if value > 0 and shown.strip("0.") else shown


def _title(rows: pd.DataFrame, unit: str, digits: int) -> str:
    first = rows.iloc[0]
    low, high = (_signed(one, digits) for one in sorted((float(first["low"]), float(first["high"]))))
    between = f"{low} to {high} {unit}".rstrip()
    return f"The outcome depends most on '{first['title']}': between its ends, {between}"
