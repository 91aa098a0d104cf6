"""Sweeps: the same figures wherever points run, and nothing finished is ever lost."""

from __future__ import annotations

import multiprocessing
import signal
import subprocess
import sys
import textwrap
from concurrent.futures import Future, ProcessPoolExecutor, ThreadPoolExecutor

import numpy as np
import pytest
from sweeping import OPTIONS, PLACES, TAKE_UP, digest, sweep_of

import forestall as fs
from forestall import sweeps
from forestall.designs import values_of_design
from forestall.executors import answers
from forestall.points import Point
from forestall.store import Store


@pytest.fixture(scope="module")
def expected(small_path) -> str:
    return digest(sweep_of(fs.load(small_path)).run(threads=1, **OPTIONS))


def test_threads_give_the_same_figures(small, expected) -> None:
    assert digest(sweep_of(small).run(threads=3, **OPTIONS)) == expected


def test_a_pool_of_processes_gives_the_same_figures(small, expected) -> None:
    with ProcessPoolExecutor(2, mp_context=multiprocessing.get_context("spawn")) as pool:
        assert digest(sweep_of(small).run(executor=pool, **OPTIONS)) == expected


def test_any_other_executor_will_do(small, expected) -> None:
    with ThreadPoolExecutor(2) as pool:
        assert digest(sweep_of(small).run(executor=pool, **OPTIONS)) == expected
    with pytest.raises(fs.InputError, match="give a concurrent.futures.Executor"):
        sweep_of(small).run(executor="cluster", **OPTIONS)


def test_the_study_is_sent_once_to_a_worker_that_lacks_it(small) -> None:
    sent = []

    class Counting(ThreadPoolExecutor):
        def submit(self, function, /, *arguments, **more) -> Future:
            sent.append(arguments[-1] is not None)
            return super().submit(function, *arguments, **more)

    from forestall import points

    points._held.clear()
    with Counting(1) as pool:
        sweep_of(small).run(executor=pool, **OPTIONS)
    assert sum(sent) <= 2  # as many points as are under way when the worker first says what it lacks
    assert len(sent) == 6 + sum(sent)


def test_a_point_is_the_study_run_with_that_value(small) -> None:
    result = sweep_of(small).run(**OPTIONS)
    assert list(result.data[PLACES].values) == [20, 20, 40, 40, 80, 80]
    assert result.data[PLACES].attrs["units"] == "per_month"
    alone = small.copy().set(PLACES, 40).set(TAKE_UP, 0.9).run(sample=0.5, progress=False, until="2025-07-01")
    mine = result.at(3)["admissions"].squeeze(drop=True)
    theirs = alone.by()["admissions"].squeeze(drop=True)
    assert (mine.transpose("arm", "month").values == theirs.transpose("arm", "month").values).all()
    effects = result.effects("admissions", "visits")
    assert len(effects) == 6 and effects.iloc[:, -1].max() <= 0
    # The first arm has no programme: the same luck, the same figures at every point.
    today = result["admissions"].sel(arm="today")
    assert (today == today.isel(point=0)).all()


def test_a_stored_sweep_goes_on_where_it_stopped(small, tmp_path, expected) -> None:
    for part in (1, 3):
        sweep_of(small).run(store=tmp_path / "points", part=(part, 3), **OPTIONS)
    assert len(Store(tmp_path / "points")) == 4
    done = []
    result = sweep_of(small).run(store=tmp_path / "points", **{**OPTIONS, "progress": done.append})
    assert len(done) == 2 and digest(result) == expected


def test_a_damaged_point_is_run_again(small, tmp_path, expected) -> None:
    sweep_of(small).run(store=tmp_path, **OPTIONS)
    next(tmp_path.glob("*.npz")).write_bytes(b"half a point")
    assert digest(sweep_of(small).run(store=tmp_path, **OPTIONS)) == expected


def test_another_study_finds_nothing_in_the_store(small, tmp_path) -> None:
    sweep_of(small).run(store=tmp_path, **OPTIONS)
    small.scale("processes/admission/rate", 2)
    sweep_of(small).run(store=tmp_path, **OPTIONS)
    assert len(Store(tmp_path)) == 12


def test_a_store_that_cannot_be_is_refused(small, tmp_path) -> None:
    (tmp_path / "file").write_text("")
    with pytest.raises(fs.InputError, match="is a file; name a folder"):
        sweep_of(small).run(store=tmp_path / "file", **OPTIONS)


def test_a_point_that_fails_is_told_and_the_rest_go_on(small) -> None:
    # With hardly anybody flagged no score can find that much.
    sweep = small.sweep(parameters={"programmes/visits/found/sensitivity": [0.6, 0.99]})
    with pytest.warns(UserWarning, match="1 of 2 points failed"):
        result = sweep.run(**OPTIONS)
    assert list(result.data["point"].values) == [0]
    assert "asks for a sensitivity of 0.99" in result.failures[1]
    with pytest.raises(fs.RunError, match="all 1 points failed"):
        small.sweep(parameters={"programmes/visits/found/sensitivity": [0.99]}).run(**OPTIONS)


def test_mistakes_are_told_before_anything_runs(small) -> None:
    with pytest.raises(fs.InputError) as told:
        small.sweep(parameters={"programmes/visit/offered/a_month": [1], TAKE_UP: "high", PLACES: (3, 2)})
    text = str(told.value)
    assert len(told.value.problems) == 3
    assert "did you mean" in text and "'high'" in text and "give low < high" in text
    with pytest.raises(fs.InputError, match="every combination of a range has no end"):
        small.sweep(parameters={PLACES: (10, 20)}, design="factorial")
    with pytest.raises(fs.InputError, match="did you mean 'sobol'"):
        small.sweep(parameters={PLACES: (10, 20)}, design="sobool", points=4)
    with pytest.raises(fs.InputError, match="it is at most 1"):
        small.sweep(parameters={TAKE_UP: [0.5, 1.5]}).run(**OPTIONS)
    with pytest.raises(fs.InputError, match="no stratum 'layr'"):
        sweep_of(small).run(by=["layr"], **OPTIONS)


@pytest.mark.parametrize("design", ["latin_hypercube", "sobol", "random"])
def test_designs_cover_the_ranges(design) -> None:
    ranges = {"a": fs.Uniform(10, 20), "b": [1.0, 2.0], "c": fs.LogNormal(0.5, 2)}
    rows = values_of_design(ranges, design, 64, seed=1)
    a = np.array([row["a"] for row in rows])
    assert len(rows) == 64 and a.min() >= 10 and a.max() <= 20
    assert {row["b"] for row in rows} == {1.0, 2.0}
    if design != "random":  # one in each 64th, or nearly: the mean of 64 even points lies close to the middle
        assert abs(a.mean() - 15) < 0.1
    assert rows == values_of_design(ranges, design, 64, seed=1)
    with pytest.raises(fs.InputError, match="give how many points"):
        values_of_design(ranges, design, None, seed=1)


def test_ctrl_c_keeps_what_is_finished(small_path, tmp_path) -> None:
    code = f"""
        import os, signal, threading
        import forestall as fs
        study = fs.load({str(small_path)!r})
        sweep = study.sweep(parameters={{{PLACES!r}: list(range(10, 210))}})
        done = []
        def told(share):
            done.append(share)
            if len(done) == 5:
                os.kill(os.getpid(), signal.SIGINT)
        try:
            sweep.run(threads=2, progress=told, store={str(tmp_path)!r})
        except KeyboardInterrupt:
            print("stopped", len(sweep.finished))
    """
    told = subprocess.run(
        [sys.executable, "-c", textwrap.dedent(code)], capture_output=True, text=True, timeout=120, check=True
    )
    words = told.stdout.split()
    assert words[0] == "stopped" and 5 <= int(words[1]) < 50
    assert len(Store(tmp_path)) >= 5
    assert not list(tmp_path.glob(".*"))


def test_ctrl_c_in_a_run_stops_the_engine(small_path) -> None:
    code = f"""
        import os, signal, threading, time
        import forestall as fs
        study = fs.load({str(small_path)!r})
        threading.Timer(1.0, os.kill, (os.getpid(), signal.SIGINT)).start()
        begun = time.monotonic()
        try:
            study.run(replicates=1000, progress=False)
        except KeyboardInterrupt:
            print("stopped" if time.monotonic() - begun < 20 else "late")
    """
    told = subprocess.run([sys.executable, "-c", textwrap.dedent(code)], capture_output=True, text=True, timeout=120)
    assert told.stdout.strip() == "stopped", told.stderr
    assert signal.SIGINT  # the process ended by itself, not by the signal
    assert told.returncode == 0


def test_draws_added_later_are_those_made_at_once(small) -> None:
    small.use_evidence("programmes/")
    assert set(small.uncertain) == {
        "programmes/visits/felt/fewer_admissions/controlled",
        "programmes/walks/felt/slower_frailty/controlled",
    }
    first = sweeps.run_many(small, 3, 2, **OPTIONS)
    done = []
    both = sweeps.run_many(small, 6, 2, extend=first, **{**OPTIONS, "progress": done.append})
    assert len(done) == 3
    at_once = sweeps.run_many(small.copy(), 6, 2, threads=2, **OPTIONS)
    assert both.data.identical(at_once.data)
    assert both.draws == 6 and both.replicates == 2


def test_draws_differ_and_replicates_share_them(small) -> None:
    path = "programmes/visits/felt/fewer_admissions/controlled"
    small.uncertain[path] = fs.Uniform(0.1, 1.0)
    runs = small.run(draws=8, replicates=3, sample=0.5, until="2026-01-01", progress=False)
    table = runs.spread("admissions", "visits").set_index("what")
    assert table.loc["luck", "share"] + table.loc["parameters", "share"] == pytest.approx(1)
    assert table.loc["parameters", "variance"] > 0
    assert "is luck, the rest the parameters" in runs.notes[0]
    assert "95% of draws" in str(runs.split_screen())
    with pytest.raises(fs.InputError, match="two draws and two replicates"):
        fs.Measures(runs.data.isel(draw=[0])) and sweeps.spread_of(fs.Measures(runs.data.isel(draw=[0])), "admissions")


def test_draws_of_a_study_in_which_nothing_is_uncertain_are_refused(small) -> None:
    with pytest.raises(fs.InputError, match="nothing in the study is uncertain"):
        small.run(draws=3, progress=False)


# Two hundred draws of each distribution against its own quantiles: Kolmogorov's statistic at level 0.1%.
@pytest.mark.parametrize(
    "distribution",
    [fs.Uniform(1, 3), fs.Normal(5, 2), fs.LogNormal(0.5, 2), fs.Beta(0.3, 0.1), fs.Triangular(0, 1, 4)],
    ids=lambda one: type(one).__name__,
)
def test_draws_follow_their_distribution(distribution) -> None:
    from forestall.uncertainty import drawn

    values = np.sort([drawn(distribution, 1, draw, "a/path") for draw in range(1, 401)])
    expected = np.array([distribution.quantile((i + 0.5) / 400) for i in range(400)])
    ranks = np.searchsorted(expected, values) / 400
    assert np.abs(ranks - np.arange(1, 401) / 400).max() < 1.95 / np.sqrt(400)


def test_distributions_that_make_no_sense_are_refused() -> None:
    for make in (
        lambda: fs.Uniform(2, 1),
        lambda: fs.Normal(0, 0),
        lambda: fs.LogNormal(0, 1),
        lambda: fs.Beta(0.5, 0.6),
        lambda: fs.Triangular(0, 5, 4),
    ):
        with pytest.raises(fs.InputError):
            make()


def test_runs_go_on_until_a_difference_is_known_well_enough(small) -> None:
    runs = small.until_se("admissions", 12, arm="visits", sample=0.5, until="2025-07-01", progress=False)
    assert runs.reached and runs.se <= 12 and runs.more == 0
    short = small.until_se("admissions", 0.5, arm="visits", most=4, sample=0.5, until="2025-07-01", progress=False)
    assert not short.reached and short.replicates == 4 and short.more > 100
    assert "more would give" in short.notes[-1]
    # Replicates run one by one are those of one run.
    together = small.run(replicates=4, sample=0.5, until="2025-07-01", by=[], progress=False)
    assert (
        short["admissions"].squeeze().transpose("arm", "replicate", "month").values
        == together["admissions"].squeeze().transpose("arm", "replicate", "month").values
    ).all()
    with pytest.raises(fs.InputError, match="give one above 0"):
        small.until_se("admissions", 0)


def test_functions_travel_with_the_study(small) -> None:
    small.finders["visits"] = lambda people, month: -people["age"]
    with ProcessPoolExecutor(1, mp_context=multiprocessing.get_context("spawn")) as pool:
        away = small.sweep(parameters={PLACES: [20]}).run(executor=pool, **OPTIONS)
    here = small.sweep(parameters={PLACES: [20]}).run(**OPTIONS)
    assert digest(away) == digest(here)


def test_a_worker_that_dies_is_told_and_what_is_finished_stays(small) -> None:
    import os

    def die(people, month):
        os._exit(3)

    small.finders["visits"] = die
    with ProcessPoolExecutor(1, mp_context=multiprocessing.get_context("spawn")) as pool:
        with pytest.raises(fs.RunError, match="the worker was lost"):
            small.sweep(parameters={PLACES: [20, 30]}).run(executor=pool, **OPTIONS)


def test_a_listener_that_leaves_stops_the_rest(small) -> None:
    bundle = sweeps.bundle_of(small)
    points = {str(i): Point(first_replicate=i) for i in range(50)}
    coming = answers(bundle.digest(), bundle, points, None, 2)
    assert next(coming)[1][0] == "done"
    coming.close()
