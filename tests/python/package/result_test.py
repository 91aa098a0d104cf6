"""Results: views of the engine's memory, sums, differences with standard errors, files that others open."""

from __future__ import annotations

import shutil
import subprocess
import sys

import numpy as np
import pandas as pd
import pytest
import xarray as xr

import forestall as fs


def test_figures_are_views_of_the_engines_memory(small_result) -> None:
    for name, _, _, _, _, values in small_result.engine.groups[""]:
        again = small_result.data[name].values
        assert np.shares_memory(values, again), name
        assert not again.flags.writeable and not again.flags.owndata


def test_figures_outlive_their_result(small) -> None:
    values = small.run(sample=0.1, progress=False).data["admissions"].values
    before = values.sum()
    for _ in range(3):
        small.run(sample=0.1, progress=False)
    assert values.sum() == before


def test_strata_add_up(small_result) -> None:
    data = small_result.data["admissions"]
    assert data.dims == ("arm", "draw", "replicate", "month", "age_band", "sex", "layer")
    assert small_result.by("layer")["admissions"].equals(data.sum(["age_band", "sex"]).astype(float).astype(data.dtype))
    assert float(small_result.by()["admissions"].sum()) == float(data.sum())
    with pytest.raises(fs.InputError, match="did you mean 'layer'"):
        small_result.by("layerr")


def test_costs_add_up_over_payers_unless_they_are_asked_for(small_result) -> None:
    assert "payer" not in small_result.by("layer")["cost"].dims
    assert small_result.by("payer")["cost"].sizes["payer"] == 2


def test_years_made_of_months_are_the_engines_years(small_result) -> None:
    mine = fs.Measures(small_result.data).annual().data
    theirs = small_result.annual().data
    for name in ("admissions", "people_frail", "cost"):
        xr.testing.assert_allclose(mine[name].transpose(*theirs[name].dims), theirs[name])


def test_a_sample_is_scaled_up_to_the_whole_place(small) -> None:
    result = small.run(sample=0.25, progress=False)
    counted = int(result.data["admissions"].sum())
    assert float(result["admissions"].sum()) == counted * 4
    assert "scaled up" in result.only("admissions").data.attrs["comment"]


def test_a_difference_is_paired_run_by_run(small_result) -> None:
    difference = small_result.diff("today").only("admissions").data["admissions"]
    data = small_result.data["admissions"]
    expected = data.sel(arm="both") - data.sel(arm="today", drop=True)
    assert (difference.sel(arm="both", drop=True).values == expected.values).all()
    assert list(difference["arm"].values) == ["visits", "both"]
    assert small_result.diff("visits").data["admissions"].sel(arm="today").sum() == -difference.sel(arm="visits").sum()
    with pytest.raises(fs.InputError, match="did you mean 'today'"):
        small_result.diff("todai")


def test_standard_errors_come_from_batches_of_people(small_result) -> None:
    change = small_result.diff(measures=["admissions"]).by().total()
    batches = small_result.differences["admissions"].sum("month").sel(arm="both")
    variances = 16 * batches.squeeze("draw").var("batch", ddof=1)  # of the sum over 16 batches
    expected = np.sqrt(variances.sum() / 9)  # of the mean of three replicates
    assert float(change.se()["admissions"].sel(arm="both")) == pytest.approx(float(expected))
    assert change.degrees_of_freedom == 45
    # The command line's split screen, from the same batches: its half-width over the t quantile.
    whole = small_result.split_screen().to_df()
    row = whole[(whole.measure == "admissions") & (whole.horizon == "first 12 months") & (whole.arm == "both")].iloc[0]
    mine = small_result.diff(measures=["admissions"]).by().first_months(12, 2).interval()["admissions"].sel(arm="both")
    assert mine.sel(bound="mean") == pytest.approx(row.difference)
    assert mine.sel(bound="low") == pytest.approx(row.low)


def test_by_stratum_standard_errors_come_from_runs(small_result) -> None:
    change = small_result.diff(measures=["admissions"]).by("layer").total()
    values = change.data["admissions"].sel(arm="both", layer="high_need").values.ravel()
    assert float(change.se()["admissions"].sel(arm="both", layer="high_need")) == pytest.approx(
        values.std(ddof=1) / np.sqrt(3)
    )
    one = fs.Measures(small_result.data.isel(replicate=[0])).diff(measures=["admissions"]).by("layer").total()
    assert np.isnan(one.se()["admissions"]).all()


# 60 replicates of 6,000 people: an interval of level 95% from 16 batches of one run should hold the mean of all
# runs in 95% of runs. Of 60 runs the number that do is binomial; fewer than 50 has a chance of 0.1% (the level)
# where the intervals are right, and one of 97% where they hold it in 75% of runs.
def test_intervals_hold_the_truth_as_often_as_they_say(small) -> None:
    result = small.run(replicates=60, by=[], progress=False)
    truth = float(result.diff(measures=["admissions"]).total().mean()["admissions"].sel(arm="both"))
    batches = result.differences["admissions"].sum("month").sel(arm="both").squeeze("draw", drop=True)
    means = batches.sum("batch")
    errors = 16 * batches.std("batch", ddof=1) / 4
    held = abs(means - truth) <= fs._engine.t_quantile(15) * errors
    assert int(held.sum()) >= 50


def test_every_measure_of_a_difference_has_an_interval_or_says_it_has_none(small_result) -> None:
    table = small_result.diff().by().total().to_df()
    assert set(table["measure"]) == set(small_result.names)
    assert table["difference"].notna().all()
    small_result.diff()._repr_html_()


def test_the_tidy_table_has_a_row_for_each_figure(small_result) -> None:
    table = small_result.only("admissions").by("layer").to_df()
    assert list(table.columns) == ["arm", "draw", "replicate", "month", "layer", "measure", "value", "unit"]
    assert len(table) == 3 * 1 * 3 * 36 * 2
    assert set(table["unit"]) == {"events"}


@pytest.mark.parametrize("suffix", ["parquet", "csv", "nc", "xlsx"])
def test_files_hold_the_figures(small_result, tmp_path, suffix) -> None:
    path = tmp_path / f"out.{suffix}"
    table = small_result.only("admissions", "cost").by("layer")
    total = float(table["admissions"].sum())
    if suffix == "parquet":
        table.to_parquet(path)
        read = pd.read_parquet(path).query("measure == 'admissions'")["value"].sum()
    elif suffix == "csv":
        table.to_csv(path)
        read = pd.read_csv(path).query("measure == 'admissions'")["value"].sum()
    elif suffix == "nc":
        table.to_netcdf(path)
        with xr.open_dataset(path, engine="h5netcdf") as data:
            read = float(data["admissions"].sum())
    else:
        table.to_excel(path)
        sheet = pd.read_excel(path, sheet_name="admissions", header=None)
        total = float(table.mean()["admissions"].sum())
        read = sheet.iloc[3:, 1:].apply(pd.to_numeric).to_numpy().sum()
    assert read == pytest.approx(total)
    assert [one.name for one in tmp_path.iterdir()] == [path.name]


def test_a_file_that_cannot_be_written_leaves_nothing(small_result, tmp_path) -> None:
    with pytest.raises(fs.InputError, match="is no folder"):
        small_result.to_csv(tmp_path / "missing" / "out.csv")
    with pytest.raises(fs.RunError):
        small_result.save(tmp_path / "missing" / "out.h5")
    with pytest.raises(fs.InputError, match=r"does not end in \.h5"):
        small_result.save(tmp_path / "out.nc")
    assert list(tmp_path.iterdir()) == []


def test_a_sheet_that_would_be_too_large_is_refused(small_result, tmp_path) -> None:
    wide = small_result.data[["admissions"]].mean(["draw", "replicate"])
    wide = wide.expand_dims(copy=np.arange(1000)).transpose("month", ...)
    with pytest.raises(fs.InputError, match="more than a sheet holds"):
        fs.Measures(wide).to_excel(tmp_path / "wide.xlsx")
    assert list(tmp_path.iterdir()) == []


def test_a_saved_result_is_opened_again(small_result, tmp_path) -> None:
    small_result.save(tmp_path / "out.h5")
    again = fs.open_result(tmp_path / "out.h5")
    assert again.data.identical(small_result.data)
    assert str(again.split_screen()) == str(small_result.split_screen())
    (tmp_path / "bad.h5").write_bytes(b"no result")
    with pytest.raises(fs.InputError, match=r"bad\.h5"):
        fs.open_result(tmp_path / "bad.h5")


def test_what_became_of_programmes_is_told(small_result) -> None:
    table = small_result.programmes().set_index(["arm", "programme"])
    assert table.loc[("visits", "visits"), "from"] == "2024-03"
    assert table.loc[("visits", "visits"), "starts"] > 100
    scores = small_result.scores()
    assert set(scores["found_by"]) == {"score"}
    assert scores["sensitivity_expected"].iloc[0] == pytest.approx(0.6, abs=0.005)
    assert small_result.changed_lives["visits"] > 100 > small_result.changed_lives["today"]
    assert set(small_result.who_pays()["payer"]) == {"nhs", "council"}
    shares = small_result.shares().set_index("measure")
    assert shares.loc["admissions", ["visits", "walks"]].sum() == pytest.approx(shares.loc["admissions", "whole"])
    money = small_result.money("visits")
    assert money["programmes"].sum() > 0 > money["care"].sum()


def test_results_show_themselves(small_result) -> None:
    for thing in (small_result, small_result.by("layer"), small_result.diff("today"), small_result.split_screen()):
        shown = thing._repr_html_()
        assert "synthetic" in shown and "<table" in shown
        assert repr(thing)


@pytest.mark.skipif(shutil.which("Rscript") is None, reason="there is no R here")
def test_r_opens_a_result_with_no_help_from_us(small_result, tmp_path) -> None:
    path = tmp_path / "out.h5"
    small_result.save(path)
    code = f"""
      if (requireNamespace('ncdf4', quietly = TRUE)) {{
        file <- ncdf4::nc_open('{path}'); values <- ncdf4::ncvar_get(file, 'admissions')
      }} else {{ values <- rhdf5::h5read('{path}', 'admissions') }}
      cat(sprintf('%.0f', sum(values)))
    """
    if subprocess.run(
        ["Rscript", "-e", "quit(status = !any(c('ncdf4', 'rhdf5') %in% rownames(installed.packages())))"]
    ).returncode:
        pytest.skip("this R reads no netCDF")
    told = subprocess.run(["Rscript", "-e", code], capture_output=True, text=True, check=True).stdout
    assert float(told) == float(small_result.data["admissions"].sum())


def test_a_large_study_without_a_choice_of_strata_leaves_them_out_and_says_so() -> None:
    from forestall.study import _with_options

    inputs = fs.load("essex-frailty").inputs()
    kept, notes = _with_options(inputs, None, None, None, 20)
    assert kept.strata == ["layer"] and "GiB" in notes[0]
    kept, notes = _with_options(inputs, None, None, None, 1)
    assert kept.strata == inputs.strata and notes == []


_LOADS = {
    "h5py": """
import h5py
with h5py.File(folder + "/a.h5", "w") as file:
    file["x"] = [1, 2]
with h5py.File(folder + "/a.h5") as file:
    assert file["x"][1] == 2
""",
    "netCDF4": """
import netCDF4
with netCDF4.Dataset(folder + "/a.nc", "w") as file:
    file.createDimension("x", 2)
with netCDF4.Dataset(folder + "/a.nc") as file:
    assert file.dimensions["x"].size == 2
""",
    "forestall": """
import forestall as fs
fs.load(study).run(sample=0.05, progress=False).save(folder + "/b.h5")
assert fs.open_result(folder + "/b.h5").arms
""",
}
_ORDERS = [(a, b, c) for a in _LOADS for b in _LOADS for c in _LOADS if len({a, b, c}) == 3]


@pytest.mark.parametrize("order", _ORDERS, ids="-".join)
def test_h5py_netcdf4_and_the_engine_work_in_one_process(order, small_path, tmp_path) -> None:
    code = f"folder, study = {str(tmp_path)!r}, {str(small_path)!r}\n" + "".join(_LOADS[name] for name in order)
    subprocess.run([sys.executable, "-W", "ignore", "-c", code], check=True)
