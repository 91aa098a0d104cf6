"""Measures by month (or year), stratum, arm, draw and replicate: sums, means, differences, files.

Figures are of the whole place: those of a sample have been scaled up. What is counted over a period adds up over
months, strata and payers; numbers of people at a period's end add up over strata, and of a year its end counts.
"""

from __future__ import annotations

import os
from collections.abc import Hashable, Sequence
from pathlib import Path
from typing import TYPE_CHECKING, Any

import numpy as np
import xarray as xr

from forestall import _engine
from forestall.errors import InputError
from forestall.showing import AT_END, SYNTHETIC, figure, table_html

if TYPE_CHECKING:
    import pandas as pd

    from forestall.plot import Plots

__all__ = ["Differences", "Measures"]

#: Dimensions that are not strata: they stay unless an operation is about them.
STRUCTURE = ("point", "arm", "draw", "replicate", "month", "year", "horizon", "quantile", "batch", "bound")
TIMES = ("month", "year", "horizon")


class Measures:
    """Labelled figures, in `data` (an xarray.Dataset), with what people do with them.

    Every variable has `long_name`, `units` and `cell_note` (sum over the period, or number at its end).
    """

    def __init__(self, data: xr.Dataset) -> None:
        self._data = data

    @property
    def data(self) -> xr.Dataset:
        """The figures. Dimensions: arm, draw, replicate, a time (month, year), and the strata that were kept."""
        return self._data

    def _whole(self) -> xr.Dataset:
        return self.data

    def _made(self, data: xr.Dataset) -> Measures:
        return Measures(data)

    # --- What is there ----------------------------------------------------------------------------

    @property
    def names(self) -> list[str]:
        """Names of the measures."""
        return [str(name) for name in self.data.data_vars]

    @property
    def arms(self) -> list[str]:
        """Names of the arms; the first is today's."""
        return [str(name) for name in self.data["arm"].values] if "arm" in self.data.dims else []

    @property
    def strata(self) -> list[str]:
        """Dimensions that tell people (or payers) apart."""
        return [str(name) for name in self.data.dims if name not in STRUCTURE]

    def __getitem__(self, measure: str) -> xr.DataArray:
        """One measure as an xarray.DataArray, of the whole place. Raises KeyError with the nearest name."""
        self._check_names([measure])
        return self._whole()[measure]

    def _check_names(self, names: Sequence[str]) -> None:
        for name in names:
            if name not in self.data.data_vars:
                raise KeyError(f"no measure '{name}'; {_engine.nearest(name, self.names)}")

    def only(self, *measures: str) -> Measures:
        """These measures alone."""
        self._check_names(measures)
        return self._made(self._whole()[list(measures)])

    # --- Adding up --------------------------------------------------------------------------------

    def by(self, *strata: str) -> Measures:
        """Sums over all strata but these ("layer", "age_band", "sex", "imd", "payer", ...); over all without any."""
        unknown = [name for name in strata if name not in self.data.dims]
        if unknown:
            raise InputError(f"no stratum '{unknown[0]}'; {_engine.nearest(unknown[0], self.strata)}")
        data = self._whole()
        gone = [name for name in data.dims if name not in STRUCTURE and name not in strata]
        return self._made(_summed(data, gone) if gone else data)

    def annual(self) -> Measures:
        """Whole calendar years: sums, and numbers of people at the year's end."""
        data = self._whole()
        if "year" in data.dims:
            return self
        if "month" not in data.dims:
            raise InputError("there are no months to make years of; take the years from the result itself")
        years = data["month"].dt.year
        counts = years.groupby(years).count()
        whole = [int(year) for year, months in zip(counts["year"].values, counts.values) if months == 12]
        made: dict[Hashable, Any] = {}
        data = data.sel(month=years.isin(whole))
        groups = data["month"].dt.year
        for name, variable in data.data_vars.items():
            if "month" not in variable.dims:
                made[name] = variable
                continue
            grouped = variable.groupby(groups)
            made[name] = grouped.last() if _is_stock(variable) else grouped.sum()
            made[name].attrs = variable.attrs
        years_data = xr.Dataset(made, attrs=data.attrs)
        years_data["year"].attrs = {"long_name": "Calendar year"}
        return self._made(years_data)

    def first_months(self, months: int, start: int = 0) -> Measures:
        """The first `months` months from month `start` on, added up; numbers of people at their end."""
        data = self._whole()
        if "month" not in data.dims:
            raise InputError("there are no months here; take them from the result itself")
        if not 0 <= start < start + months <= data.sizes["month"]:
            raise InputError(f"months {start} to {start + months} of {data.sizes['month']}; give months that are there")
        return self._made(_over_time(data.isel(month=slice(start, start + months)), "month"))

    def total(self) -> Measures:
        """Added up over the whole time; numbers of people as a mean over it."""
        data = self._whole()
        time = next((name for name in TIMES if name in data.dims), None)
        return self if time is None else self._made(_over_time(data, time, stocks="mean"))

    # --- Over draws and replicates ----------------------------------------------------------------

    def _luck(self) -> list[str]:
        return [name for name in ("draw", "replicate") if name in self.data.dims]

    def mean(self) -> Measures:
        """The mean over draws and replicates."""
        return self._made(self._whole().mean(self._luck(), keep_attrs=True))

    def quantiles(self, q: Sequence[float] = (0.1, 0.25, 0.5, 0.75, 0.9)) -> Measures:
        """Quantiles over draws and replicates together, along a dimension `quantile`."""
        luck = self._luck()
        runs = int(np.prod([self.data.sizes[name] for name in luck])) if luck else 1
        if runs < 2:
            raise InputError("quantiles of one run; run it with draws or replicates")
        return self._made(self._whole().quantile(list(q), dim=luck, keep_attrs=True))

    def diff(self, base: str | None = None, measures: Sequence[str] | None = None) -> Differences:
        """Every other arm less `base` (the first arm), run by run on the same people and luck; of these measures,
        or all.
        """
        base = self._base(base)
        data = self._whole() if measures is None else self.only(*measures).data
        with xr.set_options(keep_attrs=True):
            made = data.drop_sel(arm=base) - data.sel(arm=base, drop=True)
        return Differences(made, base)

    def _base(self, base: str | None) -> str:
        if len(self.arms) < 2:
            raise InputError("a difference needs two arms; this has " + (", ".join(self.arms) or "none"))
        if base is None:
            return self.arms[0]
        if base not in self.arms:
            raise InputError(f"no arm '{base}'; {_engine.nearest(base, self.arms)}")
        return base

    # --- Files ------------------------------------------------------------------------------------

    def to_df(self) -> pd.DataFrame:
        """The tidy table: one row a figure, with its arm, draw, replicate, time, strata, measure, value, unit."""
        import pandas as pd

        frames = []
        for name, variable in self._whole().data_vars.items():
            frame = variable.rename("value").to_dataframe().reset_index()
            frame["measure"], frame["unit"] = str(name), variable.attrs.get("units", "")
            frames.append(frame)
        if not frames:
            return pd.DataFrame()
        table = pd.concat(frames, ignore_index=True)
        last = ["measure", "value", "unit"]
        return table[[name for name in table.columns if name not in last] + last]

    def to_parquet(self, path: str | os.PathLike[str]) -> Path:
        """The tidy table as a Parquet file."""
        with _put(path) as unfinished:
            self.to_df().to_parquet(unfinished, index=False)
        return Path(path)

    def to_csv(self, path: str | os.PathLike[str]) -> Path:
        """The tidy table as a CSV file."""
        with _put(path) as unfinished:
            self.to_df().to_csv(unfinished, index=False)
        return Path(path)

    def to_netcdf(self, path: str | os.PathLike[str]) -> Path:
        """These figures as a netCDF-4 file, which xarray, R and MATLAB open."""
        with _put(path) as unfinished:
            self._whole().to_netcdf(unfinished, engine="h5netcdf")
        return Path(path)

    def to_excel(self, path: str | os.PathLike[str]) -> Path:
        """A workbook: what it is, then a sheet for each measure with time down and arms and strata across.

        Figures are means over draws and replicates. Raises InputError where a sheet would be too large.
        """
        from forestall.workbook import write_workbook

        with _put(path) as unfinished:
            write_workbook(self, unfinished)
        return Path(path)

    # --- Pictures ---------------------------------------------------------------------------------

    @property
    def plot(self) -> Plots:
        """Pictures: `plot.fan()`, `plot.pyramid()`, ... Each returns matplotlib axes."""
        from forestall.plot import Plots

        return Plots(self)

    def _title(self) -> str:
        return str(self.data.attrs.get("title", "Measures"))

    def _repr_html_(self) -> str:
        sizes = ", ".join(f"{name} {size}" for name, size in self.data.sizes.items())
        rows = []
        for name in self.names:
            variable = self.data[name]
            rows.append((name, variable.attrs.get("long_name", ""), variable.attrs.get("units", "")))
        shown = rows[:12]
        more = f"and {len(rows) - 12} more; " if len(rows) > 12 else ""
        note = f"{more}dimensions: {sizes}. {SYNTHETIC}"
        return table_html(("measure", "what it is", "unit"), shown, self._title(), left=3, note=note)

    def __repr__(self) -> str:
        sizes = ", ".join(f"{name}: {size}" for name, size in self.data.sizes.items())
        return f"<{type(self).__name__} '{self._title()}', {len(self.names)} measures ({sizes})>"


class Differences(Measures):
    """Arms less a base arm, run by run; with standard errors from the runs, or from batches of people."""

    def __init__(self, data: xr.Dataset, base: str, batches: xr.Dataset | None = None) -> None:
        super().__init__(data)
        self.base = base
        self._batches = batches

    def _made(self, data: xr.Dataset) -> Differences:
        return Differences(data, self.base)

    def _with_batches(self, name: str, *arguments: Any) -> Differences:
        plain = getattr(Measures, name)(self, *arguments)
        made = Differences(plain.data, self.base)
        if self._batches is not None:
            made._batches = getattr(Measures(self._batches), name)(*arguments).data
        return made

    def annual(self) -> Differences:
        """Whole calendar years: sums, and numbers of people at the year's end."""
        return self._with_batches("annual")

    def first_months(self, months: int, start: int = 0) -> Differences:
        """The first `months` months from month `start` on, added up; numbers of people at their end."""
        return self._with_batches("first_months", months, start)

    def total(self) -> Differences:
        """Added up over the whole time; numbers of people as a mean over it."""
        return self._with_batches("total")

    def only(self, *measures: str) -> Differences:
        """These measures alone."""
        plain = Measures.only(self, *measures)
        batches = self._batches
        if batches is not None:
            batches = batches[[name for name in measures if name in batches.data_vars]]
        return Differences(plain.data, self.base, batches)

    def by(self, *strata: str) -> Differences:
        """Sums over all strata but these. Batches of people are told apart by payer alone: with another stratum,
        standard errors need several runs.
        """
        plain = Measures.by(self, *strata)
        batches = None
        if self._batches is not None and set(strata) <= {"payer"}:
            there = [name for name in strata if name in self._batches.dims]
            batches = Measures(self._batches).by(*there).data
        return Differences(plain.data, self.base, batches)

    def _runs(self) -> int:
        return int(np.prod([self.data.sizes[name] for name in self._luck()])) if self._luck() else 1

    def _can_use_batches(self) -> bool:
        return (
            self._batches is not None
            and bool(self._batches.data_vars)
            and set(self.strata) <= {"payer", "role"}
            and self.data.sizes.get("draw", 1) == 1
        )

    @property
    def degrees_of_freedom(self) -> int:
        """Of the standard errors; 0 where there are none."""
        if self._can_use_batches():
            assert self._batches is not None
            return int((self._batches.sizes["batch"] - 1) * self._batches.sizes.get("replicate", 1))
        if self.data.sizes.get("draw", 1) > 1:
            return int(self.data.sizes["draw"]) - 1
        return self._runs() - 1

    def se(self) -> Measures:
        """Standard errors of the means. From how 16 batches of people differ, in each run; for figures by
        stratum from how runs differ; with draws from how draws differ (replicates of a draw share it). Not a
        number where there is one run and a stratum.
        """
        if self._can_use_batches():
            assert self._batches is not None
            batches = self._batches.squeeze("draw", drop=True) if "draw" in self._batches.dims else self._batches
            with xr.set_options(keep_attrs=True):
                variances = batches.var("batch", ddof=1) * batches.sizes["batch"]  # of the sum, run by run
                if "replicate" in batches.dims:
                    variances = variances.mean("replicate") / batches.sizes["replicate"]
                made = variances**0.5
                # What batches do not tell (such as fixed costs) is known from runs, or not at all.
                rest = [name for name in self.names if name not in made.data_vars]
                if rest:
                    made = made.merge(Differences(self.data[rest], self.base).se().data)
            return Measures(made[self.names])
        data = self.data
        with xr.set_options(keep_attrs=True):
            if data.sizes.get("draw", 1) > 1:
                means = data.mean("replicate") if "replicate" in data.dims else data
                return Measures(means.std("draw", ddof=1) / np.sqrt(data.sizes["draw"]))
            luck = self._luck()
            if self._runs() < 2:
                return Measures(data.mean(luck) * np.nan)
            return Measures(data.std(luck, ddof=1) / np.sqrt(self._runs()))

    def interval(self, level: float = 0.95) -> Measures:
        """The mean with the interval it lies in at that level, along a dimension `bound`: low, mean, high."""
        from scipy import stats

        if not 0 < level < 1:
            raise InputError(f"an interval of level {level}; give one between 0 and 1, such as 0.95")
        mean, se = self.mean().data, self.se().data
        freedom = self.degrees_of_freedom
        if freedom < 1:
            width = np.nan
        elif level == 0.95:
            width = _engine.t_quantile(freedom)  # as in the split screen of the command line, to the last digit
        else:
            width = float(stats.t.ppf(0.5 + level / 2, freedom))
        with xr.set_options(keep_attrs=True):
            parts = [mean - width * se, mean, mean + width * se]
        return Measures(xr.concat(parts, xr.DataArray(["low", "mean", "high"], dims="bound", name="bound")))

    def to_df(self) -> pd.DataFrame:
        """The tidy table of means, with standard error and 95% interval."""
        made = self.interval().to_df()
        keys = [name for name in made.columns if name not in ("bound", "value")]
        wide = made.set_index([*keys, "bound"])["value"].unstack("bound").reset_index()
        wide.columns.name = None
        if self.degrees_of_freedom > 0:
            t = _engine.t_quantile(self.degrees_of_freedom)
            wide["standard_error"] = (wide["high"] - wide["low"]) / (2 * t)
        else:
            wide["standard_error"] = np.nan
        wide = wide.rename(columns={"mean": "difference"})
        return wide[[*keys, "difference", "standard_error", "low", "high"]]

    def _repr_html_(self) -> str:
        table = Differences.to_df(self.total().by())
        rows = []
        for row in table.itertuples():
            rows.append((row.measure, row.arm, figure(row.difference), f"{figure(row.low)} to {figure(row.high)}"))
        note = f"Over the whole time, against {self.base}; 95% intervals of the luck of those simulated. {SYNTHETIC}"
        return table_html(("measure", "arm", "difference", "interval"), rows[:24], self._title(), left=2, note=note)


def _is_stock(variable: xr.DataArray) -> bool:
    return bool(variable.attrs.get("cell_note", "") == AT_END)


def _summed(data: xr.Dataset, gone: Sequence[Hashable]) -> xr.Dataset:
    """Sums over dimensions, each variable over those it has."""
    made = {}
    for name, variable in data.data_vars.items():
        own = [dim for dim in gone if dim in variable.dims]
        made[name] = variable.sum(own, keep_attrs=True) if own else variable
    return xr.Dataset(made, attrs=data.attrs)


def _over_time(data: xr.Dataset, time: str, stocks: str = "last") -> xr.Dataset:
    made = {}
    for name, variable in data.data_vars.items():
        if time not in variable.dims:
            made[name] = variable
        elif not _is_stock(variable):
            made[name] = variable.sum(time, keep_attrs=True)
        elif stocks == "last":
            made[name] = variable.isel({time: -1}, drop=True)
        else:
            made[name] = variable.mean(time, keep_attrs=True)
    return xr.Dataset(made, attrs=data.attrs)


class _put:
    """A file that appears whole or not at all: written beside its place, then renamed."""

    def __init__(self, path: str | os.PathLike[str]) -> None:
        self.path = Path(path)
        self.unfinished = self.path.with_name(f".{self.path.name}.{os.getpid()}.unfinished{self.path.suffix}")

    def __enter__(self) -> Path:
        if not self.path.parent.is_dir():
            raise InputError(f"{self.path.parent} is no folder; make it first, or write elsewhere")
        return self.unfinished

    def __exit__(self, kind: Any, *_: Any) -> None:
        if kind is None:
            os.replace(self.unfinished, self.path)
        else:
            self.unfinished.unlink(missing_ok=True)
