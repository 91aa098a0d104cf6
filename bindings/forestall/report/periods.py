"""The stretches of time of a report, and what arms change over them."""

from __future__ import annotations

import math
from dataclasses import dataclass
from functools import cached_property

import numpy as np
import xarray as xr

from forestall.findings import is_money, named
from forestall.measures import Differences
from forestall.report.words import Change, month_name
from forestall.result import Result
from forestall.showing import AT_END

__all__ = ["Changes", "Period"]

SHORT_MONTHS = 18
WORKERS = "full-time workers"


@dataclass(frozen=True)
class Period:
    """Months of a run that are added up."""

    name: str
    when: str
    """Of what is counted: 'in 2040'."""
    at_end: str
    """Of people at its end: 'at the end of 2040'."""
    first: int
    months: int
    days: float


class Changes:
    """Differences and levels of a result over periods; each measure is added up once."""

    def __init__(self, result: Result) -> None:
        self.result = result
        self._paired: dict[tuple[str, ...], Differences] = {}
        self._levels: dict[tuple[str, ...], xr.DataArray] = {}
        self._known: dict[tuple[str, int, int, bool], xr.DataArray] = {}

    # --- Periods ----------------------------------------------------------------------------------

    @cached_property
    def starts(self) -> int:
        """The month in which the first programme of any arm starts; 0 without programmes."""
        return int(self.result.data.attrs.get("programmes_from_month", 0))

    @cached_property
    def _months(self) -> np.ndarray:
        return np.asarray(self.result.data["month"].values)

    def _period(self, name: str, when: str, at_end: str, first: int, months: int) -> Period:
        begins = self._months[first].astype("datetime64[M]")
        days = float(((begins + months).astype("datetime64[D]") - begins.astype("datetime64[D]")).astype(int))
        return Period(name, when, at_end, first, months, days)

    @cached_property
    def short(self) -> Period:
        """The first 18 months from the programmes' start, or as many as there are."""
        many = min(SHORT_MONTHS, len(self._months) - self.starts)
        name = f"first {many} months"
        return self._period(name, f"in the {name}", f"at the end of the {name}", self.starts, many)

    @cached_property
    def end(self) -> Period | None:
        """The last whole calendar year; None where there is none."""
        return self.year(self.years[-1]) if self.years else None

    @cached_property
    def years(self) -> list[int]:
        """Whole calendar years."""
        return [int(year) for year in self.result.yearly["year"].values] if "year" in self.result.yearly.dims else []

    def year(self, year: int) -> Period:
        """A calendar year that is whole."""
        first = int(np.flatnonzero(self._months == np.datetime64(f"{year}-01-01", "ns"))[0])
        return self._period(str(year), f"in {year}", f"at the end of {year}", first, 12)

    @cached_property
    def whole(self) -> Period:
        """From the programmes' start to the end."""
        many, ends = len(self._months) - self.starts, str(self._months[-1])[:4]
        when = f"from {month_name(self._months[self.starts])} to the end of {ends}"
        return self._period(f"all to {ends}", when, f"at the end of {ends}", self.starts, many)

    # --- Figures ----------------------------------------------------------------------------------

    def _paired_by(self, measure: str, *strata: str) -> Differences:
        key = (measure, *strata)
        if key not in self._paired:
            self._paired[key] = self.result.diff(measures=[measure]).by(*strata)
        return self._paired[key]

    def _bounds(self, measure: str, period: Period, by_payer: bool) -> xr.DataArray:
        key = (measure, period.first, period.months, by_payer)
        if key not in self._known:
            paired = self._paired_by(measure, *(["payer"] if by_payer else []))
            self._known[key] = paired.first_months(period.months, period.first).interval()[measure]
        return self._known[key]

    def levels(self, measure: str, *strata: str) -> xr.DataArray:
        """Means over runs by arm and month, of the whole place."""
        key = (measure, *strata)
        if key not in self._levels:
            made = self.result.only(measure).by(*strata).mean().data[measure]
            self._levels[key] = made.transpose("arm", "month", ...)
        return self._levels[key]

    def level(self, measure: str, arm: str, period: Period) -> float:
        """A sum over the period, or the number at its end."""
        levels = self.levels(measure)
        months = levels.values[self.result.arms.index(arm), period.first : period.first + period.months]
        at_end = levels.attrs.get("cell_note") == AT_END
        return float(months[-1] if at_end else months.sum() * self._a_year(measure, period))

    def _a_year(self, measure: str, period: Period) -> float:
        """Workers are counted in years of work: over another time than a year, a mean says how many are needed."""
        return 12 / period.months if self.result.data[measure].attrs.get("units") == WORKERS else 1.0

    def by_year(self, measure: str) -> xr.DataArray:
        """What arms change in whole calendar years: low, mean and high along `bound`."""
        return self._paired_by(measure).annual().interval()[measure]

    def change(self, measure: str, arm: str, period: Period, payer: str | None = None) -> Change:
        """What an arm changes over a period, with its 95% interval where one is known."""
        bounds = self._bounds(measure, period, by_payer=payer is not None).sel(arm=arm)
        if payer:
            bounds = bounds.sel(payer=payer)
        low, value, high = (float(bounds.sel(bound=name)) for name in ("low", "mean", "high"))
        return self._made(
            measure, bounds, period, (value, low, high), math.nan if payer else self._today(measure, period)
        )

    def between_lenses(self, measure: str, claimed: str, controlled: str, period: Period) -> Change:
        """What is believed in one arm and not in the other: the first less the second, with its interval."""
        data = self._paired_by(measure).data
        less = data.sel(arm=[claimed]) - data.sel(arm=controlled)
        batches = None
        told = self.result.differences
        if measure in told:
            with xr.set_options(keep_attrs=True):
                both = Differences(told[[measure]] / self.result.sample, self.result.arms[0]).by().data
            batches = both.sel(arm=[claimed]) - both.sel(arm=controlled)
            batches[measure].attrs = data[measure].attrs
        less[measure].attrs = data[measure].attrs
        made = Differences(less, controlled, batches).first_months(period.months, period.first).interval()[measure]
        low, value, high = (float(made.sel(arm=claimed, bound=name)) for name in ("low", "mean", "high"))
        return self._made(measure, data[measure], period, (value, low, high), math.nan)

    def _today(self, measure: str, period: Period) -> float:
        return self.level(measure, self.result.arms[0], period)

    def _made(
        self, measure: str, one: xr.DataArray, period: Period, bounds: tuple[float, float, float], today: float
    ) -> Change:
        attrs = self.result.data[measure].attrs
        money = is_money(attrs) or measure in ("cost", "programme_cost")
        when = period.at_end if attrs.get("cell_note") == AT_END else period.when
        value, low, high = (one * self._a_year(measure, period) for one in bounds)
        return Change(measure, named(attrs, measure), str(attrs.get("units", "")), money, when, value, low, high, today)
