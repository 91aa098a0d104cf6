"""Who is reached by programmes: how many start, where in the pyramid, in which deprivation fifth; and who is missed."""

from __future__ import annotations

import math
from dataclasses import dataclass

import numpy as np
import xarray as xr

from forestall.findings import lowered, named
from forestall.plot.layers import layer_titles
from forestall.report.periods import Changes, Period

__all__ = ["Fifths", "Layers", "Programme", "Staff", "fifths_of", "layers_of", "programmes_of", "staff_of"]

STARTS = "_starts"
_SURE = 1.959964  # of a 95% interval


@dataclass(frozen=True)
class Programme:
    """What became of a programme in an arm: people of the whole place."""

    name: str
    title: str
    offers: float
    refusals: float
    starts: float
    starts_short: float
    first: str
    """The month of its first offers, as a date."""
    last: str
    """The month of its last offers."""
    offers_to_the_end: bool


def programme_names(changes: Changes) -> list[str]:
    """Names of the programmes that the result counts."""
    names = changes.result.names
    return [
        one.removesuffix(STARTS)
        for one in names
        if one.endswith(STARTS) and one.removesuffix(STARTS) + "_offers" in names
    ]


def programmes_of(changes: Changes, arm: str) -> list[Programme]:
    """Programmes that offer anything in an arm, in the study's order."""
    made = []
    period = changes.short
    for name in programme_names(changes):
        offers = changes.levels(f"{name}_offers").sel(arm=arm)
        open_months = np.flatnonzero(offers.values > 0)
        if not len(open_months):
            continue
        months, last = offers["month"].values, int(open_months[-1])
        starts = changes.levels(f"{name}{STARTS}").sel(arm=arm)
        refusals = f"{name}_refusals"
        made.append(
            Programme(
                name,
                str(changes.result.data[f"{name}{STARTS}"].attrs.get("long_name", name)).split(":")[0],
                float(offers.sum()),
                float(changes.levels(refusals).sel(arm=arm).sum()) if refusals in changes.result.names else math.nan,
                float(starts.sum()),
                float(starts.isel(month=slice(period.first, period.first + period.months)).sum()),
                str(months[open_months[0]])[:10],
                str(months[last])[:10],
                # Some months may find nobody; offers that stop a year before the end have stopped.
                last >= len(months) - 12,
            )
        )
    return made


def _starts(changes: Changes, arm: str, *strata: str) -> xr.DataArray | None:
    """People started in an arm over the whole run, by strata; None where programmes or strata are not there."""
    names = programme_names(changes)
    there = set(changes.result.strata)
    if not names or not set(strata) <= there:
        return None
    added = sum(changes.levels(f"{name}{STARTS}", *strata).sel(arm=arm).sum("month") for name in names)
    return added if isinstance(added, xr.DataArray) else None


@dataclass(frozen=True)
class Fifths:
    """Shares by deprivation fifth, the most deprived first, of those who start and of those in need."""

    need: str
    """What need is counted by."""
    ages: str
    """The ages that need is counted of; '' where ages are not kept."""
    population: list[float]
    needed: list[float]
    started: list[float]
    starts: list[float]
    half: list[float]
    """Half the 95% interval of the difference between the shares, from the numbers simulated."""

    @property
    def place(self) -> int:
        """The most deprived fifth in which people live: some places have next to nobody in the first."""
        return next((i for i, share in enumerate(self.population) if share >= 0.01), 0)

    @property
    def gap(self) -> float:
        """What share of the starts that fifth has more (negative: less) than of the need."""
        return self.started[self.place] - self.needed[self.place]

    @property
    def is_told(self) -> bool:
        """Whether that gap is more than luck would make."""
        return abs(self.gap) > self.half[self.place]


def fifths_of(changes: Changes, arm: str, wanted: list[str]) -> Fifths | None:
    """Starts beside need by fifth over the whole run. Need: emergency admissions, or the first of `wanted` that is
    kept by fifth, of the ages in which people start; as it is in the first arm.
    """
    names = changes.result.names
    need = next((one for one in ["emergency_admissions", *wanted] if one in names and _is_by_fifth(changes, one)), None)
    started = _starts(changes, arm, "imd")
    if need is None or started is None or float(started.sum()) == 0:
        return None
    ages, bands = _ages(changes, arm)
    needed, people = (_of_ages(changes, one, bands) for one in (need, "population"))
    runs = float(np.prod([changes.result.data.sizes.get(one, 1) for one in ("draw", "replicate")]))
    lived = runs * changes.result.sample
    share, other = (one / one.sum() for one in (started.values, needed))
    spread = share * (1 - share) / (started.values.sum() * lived) + other * (1 - other) / (needed.sum() * lived)
    title = lowered(named(changes.result.data[need].attrs, need))
    return Fifths(
        title,
        ages,
        list(people / people.sum()),
        list(other),
        list(share),
        list(started.values),
        list(_SURE * np.sqrt(spread)),
    )


def _is_by_fifth(changes: Changes, measure: str) -> bool:
    return "imd" in changes.result.data[measure].dims and measure != "cost"


def _ages(changes: Changes, arm: str) -> tuple[str, list[str]]:
    """The age bands in which at least one in a hundred starts, in words and by name."""
    by_age = _starts(changes, arm, "age_band")
    if by_age is None:
        return "", []
    reached = [str(band) for band in by_age["age_band"].values[by_age.values >= 0.01 * float(by_age.sum())]]
    every = [str(band) for band in by_age["age_band"].values]
    place = every.index(reached[0])
    if reached == every[place:]:
        first = reached[0].split("-")[0].removesuffix("+")
        return ("all ages" if place == 0 else f"people of {first} and over"), reached
    return f"people aged {', '.join(reached)}", reached


def _of_ages(changes: Changes, measure: str, bands: list[str]) -> np.ndarray:
    """The first arm's figures by fifth, over the whole run, of some age bands (all without any)."""
    data = changes.levels(measure, "imd", *(["age_band"] if bands else [])).sel(arm=changes.result.arms[0])
    if bands:
        data = data.sel(age_band=bands).sum("age_band")
    return np.asarray(data.isel(month=slice(changes.starts, None)).sum("month").values, dtype=float)


@dataclass(frozen=True)
class Layers:
    """Shares of those who start, and of all people, by layer of the pyramid, the top first."""

    titles: list[str]
    people: list[float]
    starts: list[float]

    def share_of_top(self, layers: int) -> float:
        """The share of starts in the upper layers."""
        return sum(self.starts[:layers])


def layers_of(changes: Changes, arm: str) -> Layers | None:
    """Where in the pyramid people start; None where no layers are kept or nobody starts."""
    started = _starts(changes, arm, "layer")
    if started is None or float(started.sum()) == 0:
        return None
    people = changes.levels("population", "layer").sel(arm=changes.result.arms[0]).isel(month=changes.starts)
    titles = list(layer_titles(changes.result).values())
    return Layers(titles, list(people.values / people.values.sum()), list(started.values / started.values.sum()))


@dataclass(frozen=True)
class Staff:
    """Whole-time equivalents of a role, as a mean over the first months."""

    role: str
    workers: float


def staff_of(changes: Changes, arm: str, period: Period) -> list[Staff]:
    """The staff that programmes take in an arm; empty where none is counted."""
    if "programme_staff_months" not in changes.result.names:
        return []
    work = changes.levels("programme_staff_months", "role").sel(arm=arm)
    work = work.isel(month=slice(period.first, period.first + period.months)).mean("month")
    return [Staff(str(role), float(one)) for role, one in zip(work["role"].values, work.values) if one > 0]
