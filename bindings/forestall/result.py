"""The result of a study: the engine's own arrays under xarray's labels, and what became of programmes."""

from __future__ import annotations

import os
import sys
from collections.abc import Sequence
from dataclasses import dataclass, field
from pathlib import Path
from typing import TYPE_CHECKING, Any

import numpy as np
import xarray as xr

from forestall import _engine
from forestall.errors import InputError
from forestall.measures import Differences, Measures
from forestall.split_screen import SplitScreen

if TYPE_CHECKING:
    import pandas as pd

__all__ = ["Result", "Told", "open_result"]


def coordinate(name: str, long_name: str, units: str, labels: Any) -> xr.DataArray:
    """Labels of a dimension; days since a date become dates."""
    attrs = {"long_name": long_name}
    if units.startswith("days since "):
        start = np.datetime64(units.removeprefix("days since "), "ns")
        values = start + np.asarray(labels, dtype="timedelta64[D]")
        return xr.DataArray(values, dims=name, attrs=attrs)
    if units:
        attrs["units"] = units
    return xr.DataArray(np.asarray(labels), dims=name, attrs=attrs)


def datasets(results: _engine.Results) -> dict[str, xr.Dataset]:
    """The groups of a result ("" for the months) as Datasets over the engine's memory: nothing is copied."""
    coordinates = {name: coordinate(name, *rest) for name, *rest in results.axes}
    made = {}
    for group, variables in results.groups.items():
        arrays = {}
        for name, long_name, units, note, axes, values in variables:
            attrs = {"long_name": long_name, "units": units, "cell_note": note}
            arrays[name] = xr.DataArray(values, dims=axes, attrs=attrs)
        used = {dim for array in arrays.values() for dim in array.dims}
        labels = {name: one for name, one in coordinates.items() if name in used}
        made[group] = xr.Dataset(arrays, coords=labels)
    return made


@dataclass
class Told:
    """What a run tells beside its figures."""

    programmes: list[dict[str, Any]] = field(default_factory=list)  # by replicate
    shared_out: dict[str, Any] | None = None
    statistics: dict[str, Any] = field(default_factory=dict)
    threads: int = 1
    seconds: list[tuple[str, float]] = field(default_factory=list)
    notes: list[str] = field(default_factory=list)


class Result(Measures):
    """What a study counted. `data` is by month, `yearly` by whole calendar years, both as counted among those
    simulated and shared with the engine; every method gives figures of the whole place.
    """

    def __init__(self, results: _engine.Results, told: Told | None = None) -> None:
        self.engine = results
        self._groups = datasets(results)
        facts = dict(results.provenance)
        for group in self._groups.values():
            group.attrs.update(facts)
        super().__init__(self._groups[""])
        self.told = told or Told()

    @property
    def provenance(self) -> dict[str, str]:
        """Version, study, model and place with their texts and digests, seed, sample."""
        return dict(self.data.attrs)

    @property
    def sample(self) -> float:
        """The share of the people that was simulated."""
        return float(self.data.attrs.get("sample", 1))

    @property
    def yearly(self) -> xr.Dataset:
        """Whole calendar years, as counted among those simulated."""
        return self._groups["yearly"]

    @property
    def differences(self) -> xr.Dataset:
        """Each arm less the first, by month and by 16 batches of people, as counted among those simulated."""
        return self._groups["difference_by_batch"]

    @property
    def notes(self) -> list[str]:
        """What the reader of these figures should know."""
        return list(self.told.notes)

    def _scaled(self, data: xr.Dataset) -> xr.Dataset:
        if self.sample != 1:
            with xr.set_options(keep_attrs=True):
                data = data / self.sample
        return data.assign_attrs(comment=_WHOLE)

    def _whole(self) -> xr.Dataset:
        return self._scaled(self.data)

    def _made(self, data: xr.Dataset) -> Measures:
        return Measures(data)

    def only(self, *measures: str) -> Measures:
        """These measures alone, of the whole place."""
        self._check_names(measures)
        return Measures(self._scaled(self.data[list(measures)]))

    def __getitem__(self, measure: str) -> xr.DataArray:
        """One measure by month, of the whole place. Raises KeyError with the nearest name."""
        self._check_names([measure])
        return self._scaled(self.data[[measure]])[measure]

    def annual(self) -> Measures:
        """Whole calendar years, of the whole place."""
        return Measures(self._scaled(self.yearly))

    def diff(self, base: str | None = None, measures: Sequence[str] | None = None) -> Differences:
        """Every other arm less `base` (the first arm), on the same people and luck, with standard errors; of these
        measures, or all (a copy of the whole cube: name those you need where it is large).
        """
        made = super().diff(base, measures)
        batches = self._groups.get("difference_by_batch")
        if batches is None or not batches.data_vars or made.base != self.arms[0]:
            return made
        if measures is not None:
            batches = batches[[name for name in measures if name in batches.data_vars]]
            if not batches.data_vars:
                return made
        others = self._scaled(batches).drop_sel(arm=made.base, errors="ignore")
        return Differences(made.data, made.base, others)

    # --- What came of it --------------------------------------------------------------------------

    def split_screen(self) -> SplitScreen:
        """Today beside the other arms: the next months above the years to come, with 95% intervals."""
        return SplitScreen(_with_bounds(self.engine.split_screen()), self._title(), self.notes)

    def _arm_number(self, arm: str | None) -> int:
        if len(self.arms) < 2:
            raise InputError("there is one arm, and nothing to compare it with")
        name = arm or self.arms[-1]
        if name not in self.arms[1:]:
            raise InputError(f"no arm '{name}' to compare with {self.arms[0]}; {_engine.nearest(name, self.arms[1:])}")
        return self.arms.index(name)

    def who_pays(self, arm: str | None = None) -> pd.DataFrame:
        """Who pays more and who less in an arm (the last) than in the first: columns payer, kind (care,
        programmes), horizon, difference in thousands of the study's money.
        """
        kinds = {"cost_by_payer": "care", "programme_cost_by_payer": "programmes"}
        table = self.where_it_went(arm)
        table = table[table["block"].isin(kinds)]
        made = table[["label", "block", "horizon", "difference"]].reset_index(drop=True)
        made["block"] = made["block"].map(kinds)
        return made.rename(columns={"label": "payer", "block": "kind"})

    def where_it_went(self, arm: str | None = None) -> pd.DataFrame:
        """What an arm (the last) changes, by payer, layer, deprivation fifth and setting: columns block, title,
        name, label, horizon, difference. Figures of the whole place; the titles say where they are thousands.
        """
        import pandas as pd

        told = self.engine.where_it_went(self._arm_number(arm))
        rows = []
        for block, title, lines in told["blocks"]:
            for name, label, _, differences in lines:
                for horizon, difference in zip(told["horizons"], differences):
                    rows.append((block, title, name, label, horizon, difference))
        return pd.DataFrame(rows, columns=["block", "title", "name", "label", "horizon", "difference"])

    def money(self, arm: str | None = None) -> pd.DataFrame:
        """What an arm (the last) costs more than the first, month by month and in all: columns month, care,
        programmes, in_all. `attrs["breaks_even"]`: the month from which it has saved, or None.
        """
        import pandas as pd

        told = self.engine.money(self._arm_number(arm))
        made = pd.DataFrame({"care": told["care"], "programmes": told["programmes"]})
        months = self.data["month"].values
        made.insert(0, "month", months)
        made["in_all"] = (made["care"] + made["programmes"]).cumsum()
        even = told["breaks_even"]
        made.attrs = {"breaks_even": None if even is None else months[even], "deepest": told["deepest"]}
        return made

    def reach(self, arm: str | None = None) -> dict[str, Any]:
        """How soon an arm's effect is told from none, and how many people are started for one event fewer."""
        return dict(self.engine.reach(self._arm_number(arm)))

    def shares(self) -> pd.DataFrame:
        """Each programme's share of what an arm of several changes (Shapley values). Raises InputError where the
        study has no `attribution`.
        """
        import pandas as pd

        told = self.told.shared_out
        if told is None:
            raise InputError("this run shares nothing out; name an arm of several programmes under `attribution`")
        rows = [(measure, title, unit, whole, *shares) for measure, title, unit, whole, shares in told["rows"]]
        return pd.DataFrame(rows, columns=["measure", "title", "unit", "whole", *told["programmes"]])

    def programmes(self) -> pd.DataFrame:
        """What became of programmes: arm, programme, months of offers, and people offered, started, ... (means
        over replicates, whole place).
        """
        import pandas as pd

        rows = []
        uses = self.told.programmes[0]["uses"] if self.told.programmes else []
        totals = self.only(*[n for n in self.names if n.endswith(_COUNTED)]).by().total().mean().data
        months = self.data["month"].values
        for arm, programme, first, last, stopped in uses:
            row: dict[str, Any] = {"arm": arm, "programme": programme}
            row["from"] = None if first < 0 else str(months[first])[:7]
            row["offers_until"] = "the end" if last < 0 else str(months[last])[:7] + (" (review)" if stopped else "")
            for what in _COUNTED:
                name = f"{programme}{what}"
                row[what.lstrip("_")] = float(totals[name].sel(arm=arm)) if name in totals else np.nan
            rows.append(row)
        return pd.DataFrame(rows)

    def scores(self) -> pd.DataFrame:
        """How good the finding was, in the first replicate: asked for, and achieved on luck of its own."""
        import pandas as pd

        rows = []
        for one in self.told.programmes[0]["scores"] if self.told.programmes else []:
            rows.append(
                {
                    "programme": one["programme"],
                    "arms": ", ".join(one["arms"]),
                    "found_by": "own finder" if one["by_finder"] else "score",
                    "eligible": one["people"] / self.sample,
                    "flagged": one["flagged"] / self.sample,
                    **{f"{k}_expected": v for k, v in one["expected"].items()},
                    **{f"{k}_achieved": v for k, v in one["achieved"].items()},
                }
            )
        return pd.DataFrame(rows)

    @property
    def changed_lives(self) -> dict[str, float]:
        """People of the whole place who live otherwise in an arm than in the first: mean over replicates."""
        if not self.told.programmes:
            return {}
        lives = np.mean([one["changed_lives"] for one in self.told.programmes], axis=0) / self.sample
        return {arm: float(many) for arm, many in zip(self.arms, lives)}

    def spread(self, measure: str, arm: str | None = None) -> pd.DataFrame:
        """How much of the spread of a difference over the whole time is luck, and how much is not knowing the
        parameters. See `forestall.sweeps.spread_of`.
        """
        from forestall.sweeps import spread_of

        return spread_of(self, measure, arm)

    def save(self, path: str | os.PathLike[str]) -> Path:
        """The result file that `forestall run` writes, with its run record beside it. Whole or not at all."""
        if Path(path).suffix != ".h5":
            raise InputError(f"{path} does not end in .h5; name the result file so")
        draw = int(self.data.attrs.get("parameter_draw", 0))
        self.engine.save(str(path), list(sys.argv), draw, self.told.threads, self.told.seconds)
        return Path(path)

    def _repr_html_(self) -> str:
        return self.split_screen()._repr_html_() if len(self.arms) > 1 else super()._repr_html_()


def _with_bounds(told: dict[str, Any]) -> dict[str, Any]:
    """Half-widths of intervals as their two ends."""

    def bounds(value: float, half: float | None) -> tuple[float, float | None, float | None]:
        return (value, None, None) if half is None else (value, value - half, value + half)

    rows = [
        (name, title, unit, today, [[bounds(*one) for one in arms] for arms in differences])
        for name, title, unit, today, differences in told["rows"]
    ]
    return {**told, "rows": rows}


_WHOLE = (
    "Synthetic people: nobody in these figures is a real person. Figures are of the whole place: those of a sample "
    "have been scaled up."
)
_COUNTED = ("_offers", "_refusals", "_starts", "_drop_outs", "_completions")


def open_result(path: str | os.PathLike[str]) -> Result:
    """A result file of `forestall run` or `Result.save`. Raises InputError where it is none or is damaged."""
    return Result(_engine.Results.load(str(path)))
