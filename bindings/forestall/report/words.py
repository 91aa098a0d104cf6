"""Numbers in words, no more exact than they are known."""

from __future__ import annotations

import math
import re
from dataclasses import dataclass

from forestall.findings import counted, lowered, plain
from forestall.showing import figure

__all__ = ["Change", "listed", "money_cell", "month_name", "payer_name", "plural", "pounds", "shown", "signed"]

MINUS = "\N{MINUS SIGN}"
_PAYERS = {
    "nhs_acute": "Hospitals (NHS)",
    "primary_care": "General practice (NHS)",
    "community": "Community and mental health services (NHS)",
    "ambulance": "Ambulance service (NHS)",
    "council": "Council (adult social care)",
    "self_funder": "People who pay for their own care",
}
_MONTHS = (
    "January February March April May June July August September October November December"
).split()  # fmt: skip


def payer_name(payer: str) -> str:
    """What a board calls a payer."""
    return _PAYERS.get(payer, plain(payer))


def month_name(month: object) -> str:
    """'December 2025' of a date."""
    text = str(month)
    return f"{_MONTHS[int(text[5:7]) - 1]} {text[:4]}"


def listed(parts: list[str]) -> str:
    """'a, b and c'."""
    return parts[0] if len(parts) == 1 else ", ".join(parts[:-1]) + " and " + parts[-1] if parts else ""


def plural(number: float, one: str, many: str) -> str:
    """'1 month', '3 months'."""
    return f"{figure(number)} {one if number == 1 else many}"


def step_of(value: float, half: float = math.nan) -> float:
    """What to round to: two figures of half an interval's width, or three of the number itself."""
    known = half == half and half > 0
    size = half if known else abs(value)
    if size == 0 or not math.isfinite(size):
        return 1.0
    step = 10.0 ** (math.floor(math.log10(size)) - (1 if known else 2))
    return max(step, 1.0) if abs(value) >= 10 or half >= 10 else max(step, 0.01)


def shown(value: float, step: float | None = None) -> str:
    """A number rounded to a step (three figures), with thousands separators: '1,020', '\N{MINUS SIGN}40'."""
    if value != value:
        return "\N{EN DASH}"
    step = step or step_of(value)
    digits = max(0, -math.floor(math.log10(step)))
    text = figure(round(value / step) * step, digits)
    return text.replace("-", MINUS)


def signed(value: float, step: float | None = None) -> str:
    """The same with a plus before gains."""
    text = shown(value, step)
    return text if value <= 0 or text.strip("0.,") == "" else f"+{text}"


def symbol_of(unit: str) -> str:
    """The sign of a study's money."""
    return "£" if unit.startswith("gbp") else "$" if "dollar" in unit else ""


def prices_of(unit: str) -> str:
    """'2023/24 prices', where the unit says so."""
    year = re.fullmatch(r"gbp_(\d{4})_(\d{2})", unit)
    return f"{year[1]}/{year[2]} prices" if year else "prices of no stated year"


def pounds(value: float, step: float | None = None, short: bool = False, sign: str = "£", scale: float = 0) -> str:
    """Money in millions, or as it is: '£4.2 million', '£530,000'; `short`: '£4.2m'. `scale`: the largest figure that
    it stands beside, which decides on millions.
    """
    size, step = abs(value), step or step_of(value)
    if max(size, step, scale) >= 1e6:
        digits = min(2, max(0, 6 - math.floor(math.log10(step))))
        text = figure(round(size / step) * step / 1e6, digits) + ("m" if short else " million")
    else:
        text = figure(round(size / max(step, 1.0)) * max(step, 1.0))
    nothing = not text.strip("0.,m ilon")
    return (MINUS if value < 0 and not nothing else "") + sign + text


def money_cell(value: float, step: float | None = None, sign: str = "£", scale: float = 0) -> str:
    """Money with its sign, as tables show it: '+£1.6m'."""
    text = pounds(value, step, short=True, sign=sign, scale=scale)
    return text if value <= 0 or not re.search("[1-9]", text) else f"+{text}"


@dataclass(frozen=True)
class Change:
    """A difference from the first arm over a period, with its 95% interval (not numbers where none is known)."""

    measure: str
    title: str
    unit: str
    is_money: bool
    when: str
    value: float
    low: float = math.nan
    high: float = math.nan
    today: float = math.nan

    @property
    def has_interval(self) -> bool:
        """Whether it is known how much of it luck could make."""
        return self.low == self.low

    @property
    def is_same(self) -> bool:
        """Whether nothing at all differs among those simulated."""
        return self.value == 0 and (not self.has_interval or self.low == self.high == 0)

    @property
    def is_told(self) -> bool:
        """Whether its interval leaves nothing out: luck alone would hardly make it."""
        return self.has_interval and not self.is_same and not self.low <= 0 <= self.high

    @property
    def half(self) -> float:
        """Half the width of the interval."""
        return (self.high - self.low) / 2

    @property
    def _step(self) -> float:
        step = step_of(self.value, self.half)
        near = min(abs(self.low), abs(self.high)) if self.is_told else math.inf
        # An end of an interval that leaves nothing out is not to look like nothing.
        while near < step / 2:
            step /= 10
        return step

    @property
    def _scale(self) -> float:
        return max(abs(one) for one in (self.value, self.low, self.high) if one == one)

    def number(self, value: float) -> str:
        """One of its figures without a sign, in a sentence."""
        if self.is_money:
            return pounds(abs(value), self._step, sign=symbol_of(self.unit), scale=self._scale)
        return shown(abs(value), self._step)

    def _way(self, value: float) -> str:
        if self.is_money:
            return f"{self.number(value)} {'less' if value < 0 else 'more'}"
        return f"{self.number(value)} {'fewer' if value < 0 else 'more'}"

    def _noun(self) -> str:
        return counted({"long_name": self.title, "units": self.unit}, self.measure)

    def between(self) -> str:
        """'between 125 fewer and 45 more'."""
        return f"between {self._way(self.low)} and {self._way(self.high)}"

    def phrase(self) -> str:
        """The finding without its arm and time, no surer than its interval."""
        title, what = lowered(self.title), self._noun()
        if self.is_same:
            return f"no change in {title} among those simulated"
        one = f"{title} {self._way(self.value)}" if self.is_money else f"{self._way(self.value)} {what}"
        if not self.has_interval:
            return f"{one} (how much of it is luck is not known)"
        if not self.is_told:
            return f"no change in {title} that can be told from luck ({self.between()})"
        if self.low == self.high:
            return one
        near, far = sorted((abs(self.low), abs(self.high)))
        return f"{one} (95% interval {self.number(near)} to {self.number(far)})"

    def brief(self) -> str:
        """The difference and its interval as a title says them."""
        text, below = self.cell()
        if self.is_same:
            return "none seen"
        return f"{text} ({below.replace('luck?', 'could be luck:')})" if below else text

    def cell(self) -> tuple[str, str]:
        """What a table shows: the difference, and below it its interval or why there is none."""
        if self.is_same:
            return "0", "none seen"
        sign = symbol_of(self.unit)

        def said(value: float) -> str:
            return money_cell(value, self._step, sign, self._scale) if self.is_money else signed(value, self._step)

        if not self.has_interval:
            return said(self.value), "no interval"
        if self.low == self.high:
            return said(self.value), ""
        between = f"{said(self.low)} to {said(self.high)}"
        return said(self.value), between if self.is_told else f"luck? {between}"
