"""The split screen: today beside other arms, the next months above the years to come."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import TYPE_CHECKING, Any

from forestall.showing import SYNTHETIC, figure, table_html, table_text

if TYPE_CHECKING:
    import pandas as pd

__all__ = ["SplitScreen"]


class SplitScreen:
    """Figures of today and differences of the other arms, by horizon, with 95% intervals of the luck of those
    simulated. Prints as a table, shows as one in a notebook; `to_df()` for figures.
    """

    def __init__(
        self, told: Mapping[str, Any], title: str, notes: Sequence[str] = (), intervals: str | None = None
    ) -> None:
        self.title = title
        self.notes = list(notes)
        self._intervals = intervals or _NOTE_OF_LUCK
        self.first_arm: str = told["first_arm"]
        self.arms: list[str] = list(told["arms"])
        self._horizons = told["horizons"]
        self._rows = told["rows"]

    def to_df(self) -> pd.DataFrame:
        """One row a measure, horizon and arm: today's figure, the difference, its interval, whether it is told
        from none.
        """
        import pandas as pd

        rows = []
        for measure, title, unit, today, differences in self._rows:
            for (horizon, is_short, _, _), figure_today, arms in zip(self._horizons, today, differences):
                for arm, (value, low, high) in zip(self.arms, arms):
                    told = low is not None and not low <= 0 <= high
                    rows.append(
                        (measure, title, unit, horizon, bool(is_short), arm, figure_today, value, low, high, told)
                    )
        names = ["measure", "title", "unit", "horizon", "is_short_term", "arm", "today", "difference", "low", "high"]
        return pd.DataFrame(rows, columns=[*names, "is_told_from_none"])

    def _lines(self) -> list[tuple[str, ...]]:
        lines: list[tuple[str, ...]] = []
        for _, title, unit, today, differences in self._rows:
            scale, name = (1000, f"{title}, thousand {_money(unit)}") if unit.startswith("gbp") else (1, title)
            lines.append((name, "", *("" for _ in self.arms)))
            for (horizon, _, _, _), figure_today, arms in zip(self._horizons, today, differences):
                cells = [_cell(cell[0], cell[1], cell[2], scale) for cell in arms]
                lines.append((f"  {horizon}", figure(figure_today / scale), *cells))
        return lines

    def __str__(self) -> str:
        table = table_text(("", self.first_arm, *self.arms), self._lines())
        return "\n".join([self.title, table, self._note()])

    __repr__ = __str__

    def _note(self) -> str:
        return " ".join([self._intervals, SYNTHETIC, *self.notes])

    def _repr_html_(self) -> str:
        heads = ("", self.first_arm, *self.arms)
        return table_html(heads, self._lines(), self.title, note=self._note())

    def plot(self, **options: Any) -> Any:
        """The same as a picture; see `Result.plot.split_screen`."""
        from forestall.plot.split_screen import draw_split_screen

        return draw_split_screen(self, **options)


def _money(unit: str) -> str:
    return "pounds" if unit.startswith("gbp") else unit


_NOTE_OF_LUCK = (
    "In brackets: 95% intervals of the luck of those simulated; what is not known of the effects is not in them."
)


def _cell(value: float, low: float | None, high: float | None, scale: float) -> str:
    text = figure(value / scale)
    if not text.startswith("-") and text != "0":
        text = "+" + text
    return (
        text
        if low is None or high is None or low == high
        else f"{text} [{figure(low / scale)} to {figure(high / scale)}]"
    )
