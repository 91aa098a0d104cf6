"""Who pays, who gains, what of it can be banked, and when it has paid for itself."""

from __future__ import annotations

from dataclasses import dataclass, replace

import numpy as np
import xarray as xr

from forestall.cashable import Share, beds_saved, cashable, whole_wards
from forestall.measures import Differences
from forestall.report.periods import Changes, Period
from forestall.report.words import Change

__all__ = ["Money", "Payer", "Path", "money_of", "path_of"]

BEDS = "bed_days"


@dataclass(frozen=True)
class Payer:
    """One payer over a period."""

    name: str
    programmes: float
    """What it pays for programmes."""
    care: Change
    banked: Share
    """Of its saving on care, if the central figure is right."""
    banked_surely: float
    """The same at the end of the interval with the smaller saving; 0 where luck could make all of it."""

    @property
    def net(self) -> float:
        """What it pays more than today (negative: it gains)."""
        return self.care.value + self.programmes

    @property
    def is_public(self) -> bool:
        """Whether it spends public money."""
        return self.name != "self_funder"


@dataclass(frozen=True)
class Money:
    """The money of an arm over a period."""

    period: Period
    payers: list[Payer]
    care: Change
    programmes: float
    beds: float
    wards: int

    @property
    def net(self) -> Change:
        """Care and programmes together; the interval is that of care, as programmes' costs are counted exactly."""
        care, more = self.care, self.programmes
        return replace(
            care,
            title="Cost of care and programmes",
            value=care.value + more,
            low=care.low + more,
            high=care.high + more,
        )

    @property
    def banked(self) -> float:
        """Public money that can be banked, if the central figures are right."""
        return sum(one.banked.pounds for one in self.payers if one.is_public)

    @property
    def banked_surely(self) -> float:
        """The same at the cautious ends of the intervals."""
        return sum(one.banked_surely for one in self.payers if one.is_public)

    @property
    def saved(self) -> float:
        """What public payers spend less on care, of those that spend less."""
        return sum(max(0.0, -one.care.value) for one in self.payers if one.is_public)

    @property
    def funders(self) -> list[Payer]:
        """Who pays for programmes, most first."""
        return sorted((one for one in self.payers if one.programmes > 0), key=lambda one: -one.programmes)

    @property
    def gainers(self) -> list[Payer]:
        """Whose care costs less, as sure as its interval, most first."""
        return sorted(
            (one for one in self.payers if one.care.value < 0 and one.care.is_told), key=lambda one: one.care.value
        )


def money_of(changes: Changes, arm: str, period: Period) -> Money | None:
    """The money of an arm; None where the study has no costs by payer."""
    result = changes.result
    if "cost" not in result.names or "payer" not in result.data["cost"].dims:
        return None
    care = replace(changes.change("cost", arm, period), title="Cost of care")
    stays = changes.change(BEDS, arm, period) if BEDS in result.names else None
    payers = []
    for name in (str(one) for one in result.data["payer"].values):
        one = replace(changes.change("cost", arm, period, payer=name), title="Cost of care")
        paid = _programmes(changes, arm, period, name)
        at = stays.value if stays else 0.0
        near = one.high if one.is_told and one.value < 0 else 0.0
        least = stays.high if stays and stays.is_told and stays.value < 0 else 0.0
        share = cashable(name, one.value, at, period.days)
        payers.append(Payer(name, paid, one, share, cashable(name, near, least, period.days).pounds))
    beds = beds_saved(stays.value, period.days) if stays else 0.0
    return Money(period, payers, care, sum(one.programmes for one in payers), beds, whole_wards(beds))


def _programmes(changes: Changes, arm: str, period: Period, payer: str) -> float:
    if "programme_cost" not in changes.result.names:
        return 0.0
    months = changes.levels("programme_cost", "payer").isel(month=slice(period.first, period.first + period.months))
    base = changes.result.arms[0]
    return float((months.sel(arm=arm, payer=payer) - months.sel(arm=base, payer=payer)).sum())


@dataclass(frozen=True)
class Path:
    """What an arm has cost more than the first so far, month by month; and from when it has paid for itself."""

    months: np.ndarray
    so_far: np.ndarray
    low: np.ndarray
    high: np.ndarray
    breaks_even: str | None
    """The month's date, or None where it has not by the end."""
    deepest: float


def path_of(changes: Changes, arm: str) -> Path | None:
    """Care and programmes so far, with the interval of care; None without costs."""
    result = changes.result
    if "cost" not in result.names:
        return None
    told = result.money(arm)
    batches = result.differences
    made = result.diff(measures=["cost"]).by()
    care = Differences(made.data.cumsum("month"), made.base, _so_far(result.sample, batches))
    bounds = care.interval()["cost"].sel(arm=arm)
    paid = told["programmes"].to_numpy().cumsum()
    low, value, high = (bounds.sel(bound=name).values + paid for name in ("low", "mean", "high"))
    even = told.attrs["breaks_even"]
    return Path(
        told["month"].to_numpy(), value, low, high, None if even is None else str(even)[:10], told.attrs["deepest"]
    )


def _so_far(sample: float, batches: xr.Dataset) -> xr.Dataset | None:
    if "cost" not in batches:
        return None
    return (Differences(batches[["cost"]], "").by().data / sample).cumsum("month")
