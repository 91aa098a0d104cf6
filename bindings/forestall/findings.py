"""Figures in words: units, numbers, and the sentence that a picture's title says."""

from __future__ import annotations

import math
import re
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from forestall.showing import AT_END, figure

__all__ = ["Finding", "Unit", "amount", "counted", "is_money", "named", "plain", "said_of_luck", "span", "unit_of"]


def plain(name: str) -> str:
    """A name of the data as words: 'nhs_acute' becomes 'NHS acute'."""
    words = name.replace("_", " ").strip()
    words = words[:1].upper() + words[1:]
    return re.sub(r"\bnhs\b", "NHS", words, flags=re.IGNORECASE)


def lowered(text: str) -> str:
    """Without the capital of a sentence's beginning; abbreviations keep theirs."""
    return text if text[1:2].isupper() else text[:1].lower() + text[1:]


@dataclass(frozen=True)
class Unit:
    """How figures of a measure are shown: divided by `divisor`, in `name`."""

    divisor: float
    name: str
    is_money: bool = False


def unit_of(attrs: Mapping[Any, Any], largest: float = 0.0) -> Unit:
    """The unit to show a measure in; money in thousand or million pounds with the year of its prices."""
    unit = str(attrs.get("units", ""))
    money = re.fullmatch(r"gbp(?:_(\d{4})_(\d{2}))?", unit)
    if money is None:
        return Unit(1.0, unit.replace("_", " ") or "number")
    prices = f" ({money[1]}/{money[2]} prices)" if money[1] else ""
    if largest >= 1e7:
        return Unit(1e6, f"million pounds{prices}", True)
    return Unit(1e3, f"thousand pounds{prices}", True)


def named(attrs: Mapping[Any, Any], measure: str) -> str:
    """What a measure of all payers together is called."""
    return str(attrs.get("long_name") or plain(measure)).replace(" by payer", "")


def span(attrs: Mapping[Any, Any], period: str) -> str:
    """What the figures are of: counted over each period, or there at its end."""
    return f"at each {period}'s end" if attrs.get("cell_note") == AT_END else f"a {period}"


def said_of_luck(draws: int) -> str:
    """What an interval holds."""
    if draws > 1:
        return "95% intervals: luck, and what the draws say is not known of the parameters."
    return "95% intervals of the luck of those simulated; what is not known of the effects is not in them."


def is_money(attrs: Mapping[Any, Any]) -> bool:
    """Whether figures are pounds."""
    return str(attrs.get("units", "")).startswith("gbp")


def amount(attrs: Mapping[Any, Any], value: float) -> str:
    """One figure as a sentence says it: '1,234', '£1.2 million'."""
    if not is_money(attrs):
        return figure(value, _digits(value))
    size = abs(value)
    shown = f"{size / 1e6:,.1f} million" if size >= 1e6 else f"{figure(size / 1e3)} thousand"
    return ("-" if value < 0 else "") + f"£{shown}"


def _digits(value: float) -> int:
    """None from 10 on; one from 1 on; so many that a smaller figure is not shown as nothing."""
    if value == 0 or abs(value) >= 10 or value != value:
        return 0
    return min(6, max(1, -math.floor(math.log10(abs(value)))))


def counted(attrs: Mapping[Any, Any], measure: str) -> str:
    """What follows a number: 'emergency admissions', 'people (population)'."""
    title = named(attrs, measure)
    head = re.split(r" (?:of|in|by|with|for|who|that|after|at|to|from|begun)\b|[:,(]", title)[0]
    if head.startswith("People") or head.endswith("s"):
        return lowered(title)
    return f"{unit_of(attrs).name} ({lowered(title)})"


@dataclass(frozen=True)
class Finding:
    """A difference between two arms, with its interval (not numbers where there is none)."""

    arm: str
    base: str
    measure: str
    attrs: Mapping[Any, Any]
    when: str
    value: float
    low: float
    high: float

    def _signed(self, value: float) -> str:
        return ("+" if value > 0 else "") + self._amount(value)

    def _amount(self, value: float) -> str:
        return amount(self.attrs, value)

    def _compared(self) -> str:
        if is_money(self.attrs):
            less = "less" if self.value < 0 else "more"
            return f"{self._amount(abs(self.value))} {less} ({lowered(named(self.attrs, self.measure))})"
        less = "fewer" if self.value < 0 else "more"
        return f"{self._amount(abs(self.value))} {less} {counted(self.attrs, self.measure)}"

    def sentence(self) -> str:
        """The finding in words, no surer than its interval."""
        title, at = lowered(named(self.attrs, self.measure)), self.when
        if self.low == self.high == self.value == 0:
            what = f"the same {title}" if is_money(self.attrs) else f"as many {counted(self.attrs, self.measure)}"
            return f"{self.arm}: {what} {at} as {self.base} among those simulated"
        if self.low != self.low:
            return f"{self.arm}: {self._compared()} {at} than {self.base}, of which luck is not told apart"
        if self.low <= 0 <= self.high:
            between = f"{self._signed(self.low)} to {self._signed(self.high)}"
            return f"{self.arm}: no difference in {title} {at} that luck alone would not make ({between})"
        near, far = sorted((abs(self.low), abs(self.high)))
        interval = f"95% interval {self._amount(near)} to {self._amount(far)}"
        return f"{self.arm}: {self._compared()} {at} than {self.base} ({interval})"
