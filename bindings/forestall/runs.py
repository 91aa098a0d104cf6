"""Many runs of one study together: draws of uncertain parameters by replicates of luck."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any

import numpy as np
import xarray as xr

from forestall.errors import InputError
from forestall.measures import Differences, Measures
from forestall.points import Packed
from forestall.result import coordinate
from forestall.split_screen import SplitScreen

__all__ = ["Runs", "dataset_of"]


def dataset_of(packed: Sequence[Packed], along: Sequence[str], prefix: str = "") -> xr.Dataset:
    """Figures of points that were run alike, stacked along new first dimensions (of length one but the first)."""
    first = packed[0]
    names = [name for name in first.arrays if name.startswith(prefix) and (prefix or "/" not in name)]
    arrays, used = {}, set()
    for name in names:
        dims = [dim for dim in first.dims[name] if dim != "draw"]
        at = first.dims[name].index("draw") if "draw" in first.dims[name] else None
        parts = [one.arrays[name] if at is None else one.arrays[name].take(0, axis=at) for one in packed]
        arrays[name.removeprefix(prefix)] = xr.DataArray(
            np.stack(parts), dims=[along[0], *dims], attrs=first.attrs[name]
        )
        used.update(dims)
    labels = {name: coordinate(name, *told) for name, told in first.labels.items() if name in used}
    return xr.Dataset(arrays, coords=labels, attrs=dict(first.facts))


class Runs(Measures):
    """Figures of the whole place by draw, replicate, arm and month. `diff()` is paired run by run; intervals
    over draws hold what is not known of the parameters, those over replicates luck alone.
    """

    def __init__(self, data: xr.Dataset, batches: xr.Dataset | None = None, notes: Sequence[str] = ()) -> None:
        super().__init__(data)
        self._batches = batches
        self.notes = list(notes)

    @property
    def draws(self) -> int:
        """How many draws of the uncertain parameters."""
        return int(self.data.sizes.get("draw", 1))

    @property
    def replicates(self) -> int:
        """How many replicates of luck each."""
        return int(self.data.sizes.get("replicate", 1))

    def only(self, *measures: str) -> Runs:
        """These measures alone."""
        self._check_names(measures)
        batches = self._batches[list(measures)] if self._batches is not None else None
        return Runs(self.data[list(measures)], batches, self.notes)

    def diff(self, base: str | None = None, measures: Sequence[str] | None = None) -> Differences:
        """Every other arm less `base` (the first arm), run by run on the same people and luck."""
        made = super().diff(base, measures)
        if self._batches is None or made.base != self.arms[0]:
            return made
        batches = self._batches
        if measures is not None:
            batches = batches[[name for name in measures if name in batches.data_vars]]
            if not batches.data_vars:
                return made
        return Differences(made.data, made.base, batches.drop_sel(arm=made.base, errors="ignore"))

    def spread(self, measure: str, arm: str | None = None) -> Any:
        """How much of the spread of a difference is luck, how much is not knowing; see `sweeps.spread_of`."""
        from forestall.sweeps import spread_of

        return spread_of(self, measure, arm)

    def split_screen(self) -> SplitScreen:
        """Today beside the other arms, with 95% intervals: over draws where there are several (what is not known
        of the parameters, and luck), else of luck alone.
        """
        return SplitScreen(_split(self), self._title(), self.notes, _NOTE_OF_DRAWS if self.draws > 1 else None)


_NOTE_OF_DRAWS = (
    "In brackets: where 95% of draws lie; what is not known of the parameters that were drawn is in them, and the "
    "luck of those simulated."
)


def _horizons(runs: Runs) -> list[tuple[str, bool, int, int]]:
    start = int(runs.data.attrs.get("programmes_from_month", 0))
    months = runs.data.sizes["month"]
    made = [(f"first {m} months", True, start, start + m) for m in (6, 12, 18) if start + m <= months]
    dates = runs.data["month"].dt
    for year in (2030, 2035, 2040):
        found = np.flatnonzero(dates.year.values == year)
        if len(found) == 12 and found[0] >= start:
            made.append((str(year), False, int(found[0]), int(found[-1]) + 1))
    if not made:
        made.append(("the whole run", True, 0, months))
    return made


def _split(runs: Runs) -> Mapping[str, Any]:
    if len(runs.arms) < 2:
        raise InputError("a split screen needs two arms or more")
    horizons = _horizons(runs)
    names = runs.names
    if {"cost", "programme_cost"} <= set(names) and "cost_in_all" not in names:
        in_all = (runs.data["cost"] + runs.data["programme_cost"]).assign_attrs(
            runs.data["cost"].attrs, long_name="Cost of care and programmes"
        )
        batches = runs._batches
        if batches is not None and {"cost", "programme_cost"} <= set(batches.data_vars):
            batches = batches.assign(cost_in_all=batches["cost"] + batches["programme_cost"])
        runs = Runs(runs.data.assign(cost_in_all=in_all), batches)
        names = runs.names
    total = Runs(Measures(runs.data).by().data, runs._batches)
    today: dict[str, list[float]] = {name: [] for name in names}
    differences: dict[str, list[list[tuple[float, float | None, float | None]]]] = {name: [] for name in names}
    for _, _, start, end in horizons:
        level = total.first_months(end - start, start).mean().data.sel(arm=runs.arms[0])
        change = total.diff().first_months(end - start, start)
        bounds = _bounds(change)
        for name in names:
            today[name].append(float(level[name]))
            differences[name].append(
                [
                    tuple(float(bounds[bound][name].sel(arm=arm)) for bound in ("mean", "low", "high"))  # type: ignore[misc]
                    for arm in runs.arms[1:]
                ]
            )
    rows = [
        (name, runs.data[name].attrs["long_name"], runs.data[name].attrs["units"], today[name], differences[name])
        for name in names
    ]
    return {"first_arm": runs.arms[0], "arms": runs.arms[1:], "horizons": horizons, "rows": rows}


def _bounds(change: Differences) -> dict[str, xr.Dataset]:
    if change.data.sizes.get("draw", 1) > 1:
        means = change.data.mean("replicate", keep_attrs=True) if "replicate" in change.data.dims else change.data
        return {"mean": means.mean("draw"), "low": means.quantile(0.025, "draw"), "high": means.quantile(0.975, "draw")}
    interval = change.interval().data
    return {bound: interval.sel(bound=bound) for bound in ("mean", "low", "high")}
