"""Pictures show the numbers of their data, say no more than their intervals, and refuse what they cannot show."""

from __future__ import annotations

import os
import subprocess
import sys
from collections.abc import Iterator

import matplotlib

matplotlib.use("Agg")

import matplotlib.pyplot as plt
import numpy as np
import pandas as pd
import pytest
from matplotlib.collections import PolyCollection
from matplotlib.patches import PathPatch

import forestall as fs
from forestall.errors import InputError
from forestall.findings import Finding
from forestall.plot import Plots, draw_split_screen, draw_tornado
from forestall.plot.end_labels import spread_out
from forestall.plot.flows import flows_of

TWO = ["today", "all_three"]
EVENTS = {"long_name": "Emergency admissions", "units": "events"}


@pytest.fixture(scope="module")
def result() -> fs.Result:
    study = fs.load("essex-frailty")
    return study.run(sample=0.01, threads=1, replicates=2, until="2028-01-01", by=["layer"], progress=False)


@pytest.fixture(autouse=True)
def figures_are_closed() -> Iterator[None]:
    yield
    plt.close("all")


def title_of(axes) -> str:
    figure = axes.get_figure()
    return (figure.get_suptitle() or axes.get_title(loc="left")).replace("\n", " ")


def note_of(axes) -> str:
    return axes.get_figure().get_supxlabel().replace("\n", " ")


def band(axes, number: int) -> tuple[np.ndarray, np.ndarray]:
    """The lower and upper edge of a filled band."""
    bands = [one for one in axes.collections if isinstance(one, PolyCollection)]
    points = bands[number].get_paths()[0].vertices
    many = (len(points) - 3) // 2
    return points[1 : many + 1, 1], points[many + 2 : 2 * many + 2, 1][::-1]


# --- Fan ------------------------------------------------------------------------------------------


def test_a_fan_has_a_line_for_each_arm_at_the_mean_of_the_runs(result):
    axes = result.plot.fan("emergency_admissions", arms=TWO)
    mean = result.annual().by().mean()["emergency_admissions"]
    lines = {line.get_label(): line for line in axes.lines if not line.get_label().startswith("_")}
    assert list(lines) == TWO
    for arm in TWO:
        assert np.allclose(lines[arm].get_ydata(), mean.sel(arm=arm).values)
        assert list(lines[arm].get_xdata()) == [2025, 2026, 2027]


def test_a_fan_names_its_unit_and_its_arms_at_the_lines_ends(result):
    axes = result.plot.fan("emergency_admissions", arms=TWO)
    assert "events a year" in axes.get_ylabel().replace("\n", " ")
    assert sorted(text.get_text() for text in axes.texts) == sorted(TWO)
    assert "Everyone is synthetic" in note_of(axes)
    assert "1% of the people" in note_of(axes)


def test_the_bands_of_a_fan_are_quantiles_of_the_runs(result):
    axes = result.plot.fan("emergency_admissions", arms="today")
    quantiles = result.annual().only("emergency_admissions").by().quantiles()["emergency_admissions"].sel(arm="today")
    for number, (low, high) in enumerate(((0.1, 0.9), (0.25, 0.75))):
        lower, upper = band(axes, number)
        assert np.allclose(lower, quantiles.sel(quantile=low).values)
        assert np.allclose(upper, quantiles.sel(quantile=high).values)


def test_one_run_has_a_line_and_no_band(result):
    one = fs.Measures(result.annual().data.isel(replicate=[0]))
    axes = one.plot.fan("emergency_admissions", arms="today")
    assert not axes.collections
    assert "One run" in note_of(axes)


@pytest.mark.parametrize("measure", ["emergency_admissions", "people_frail", "cost"])
@pytest.mark.parametrize("by", ["year", "month"])
def test_the_band_of_a_difference_ends_where_its_interval_ends(result, measure, by):
    axes = result.plot.fan(measure, arms=["all_three"], differences=True, by=by)
    paired = result.diff().only(measure).by()
    bounds = (paired.annual() if by == "year" else paired).interval()[measure].sel(arm="all_three")
    divisor = 1000 if measure == "cost" else 1
    lower, upper = band(axes, 0)
    assert np.allclose(lower * divisor, bounds.sel(bound="low").values)
    assert np.allclose(upper * divisor, bounds.sel(bound="high").values)


def test_differences_draw_themselves(result):
    axes = result.diff().only("falls").by().annual().plot.fan("falls", arms=["all_three"])
    assert "difference from today" in axes.get_ylabel().replace("\n", " ")


def test_money_is_in_pounds_with_the_year_of_its_prices(result):
    levels = result.plot.fan("cost", arms=TWO).get_ylabel().replace("\n", " ")
    assert levels == "Cost, million pounds (2023/24 prices) a year"
    changes = result.plot.fan("cost", arms=TWO, differences=True).get_ylabel().replace("\n", " ")
    assert "thousand pounds (2023/24 prices)" in changes


def test_measures_without_batches_have_intervals_from_the_runs(result):
    axes = result.plot.fan("programme_cost", arms=["all_three"], differences=True)
    lower, upper = band(axes, 0)
    assert (upper >= lower).all()


def test_five_arms_are_refused(result):
    with pytest.raises(InputError, match="5 arms.*choose one to four"):
        result.plot.fan("emergency_admissions")


def test_the_default_picture_is_a_fan_of_the_first_and_last_arm(result):
    axes = result.plot()
    assert sorted(text.get_text() for text in axes.texts) == sorted(TWO)
    assert "Emergency admissions" in axes.get_ylabel()


@pytest.mark.parametrize(
    ("options", "said"),
    [
        ({"measure": "emergency_admision"}, "emergency_admissions"),
        ({"arms": ["all_thre"]}, "all_three"),
        ({"arms": []}, "choose one to four"),
        ({"arms": TWO, "by": "week"}, "by 'year' or by 'month'"),
        ({"arms": TWO, "when": 2050}, "from 2025 to 2027"),
    ],
)
def test_a_fan_says_what_it_cannot_draw(result, options, said):
    with pytest.raises(InputError, match=said):
        result.plot.fan(**{"measure": "falls", "arms": TWO, **options})


def test_figures_that_are_no_runs_over_time_are_refused(result):
    admissions = result.only("emergency_admissions").by()
    with pytest.raises(InputError, match="quantile"):
        admissions.quantiles().plot.fan(arms="today")
    with pytest.raises(InputError, match="over time"):
        admissions.total().plot.fan(arms="today")
    with pytest.raises(InputError, match="months from the result"):
        admissions.annual().plot.fan(arms="today", by="month")
    with pytest.raises(InputError, match="bound"):
        result.diff().only("emergency_admissions").by().interval().plot.fan(arms="all_three")


# --- Findings in words ----------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("figures", "said"),
    [
        (
            (-850, -1100, -640),
            "all_three: 850 fewer emergency admissions in 2030 than today (95% interval 640 to 1,100)",
        ),
        (
            (-50, -190, 90),
            "all_three: no difference in emergency admissions in 2030 that luck alone would not make (-190 to +90)",
        ),
        ((0, 0, 0), "all_three: as many emergency admissions in 2030 as today among those simulated"),
        (
            (12, float("nan"), float("nan")),
            "all_three: 12 more emergency admissions in 2030 than today, of which luck is not told apart",
        ),
    ],
)
def test_a_finding_is_no_surer_than_its_interval(figures, said):
    assert Finding("all_three", "today", "emergency_admissions", EVENTS, "in 2030", *figures).sentence() == said


def test_the_title_of_a_fan_is_its_last_arms_finding(result):
    axes = result.plot.fan("emergency_admissions", arms=TWO, when=2026)
    bounds = result.diff().only("emergency_admissions").by().annual().interval()["emergency_admissions"]
    low, high = (float(bounds.sel(arm="all_three", year=2026, bound=end)) for end in ("low", "high"))
    title = title_of(axes)
    assert title.startswith("all_three: ")
    assert "2026" in title
    assert ("luck alone would not make" in title) == (low <= 0 <= high and low < high)


# --- Pyramid --------------------------------------------------------------------------------------


def test_the_bars_of_a_pyramid_are_people_by_layer_with_the_largest_layer_below(result):
    panels = result.plot.pyramid(when="2027-06")
    people = result.by("layer").mean()["population"].sel(month="2027-06-01")
    for panel, arm in zip(panels, TWO):
        assert np.allclose([bar.get_width() for bar in panel.patches], people.sel(arm=arm).values)
        assert np.allclose([bar.get_x() + bar.get_width() / 2 for bar in panel.patches], 0)
        lowest = min(panel.patches, key=lambda bar: bar.get_y())
        assert lowest.get_width() == pytest.approx(float(people.sel(arm=arm, layer="general")))
    assert "People" in panels[0].get_xlabel()
    assert "at the end of June 2027" in title_of(panels[0])


def test_a_pyramid_draws_one_arm_into_axes_given(result):
    _, (left, right) = plt.subplots(1, 2)
    assert result.plot.pyramid(ax=right) is right
    assert not left.patches
    assert right.get_title(loc="left").startswith("all_three")


def test_without_layers_there_is_no_pyramid_and_no_flow(result):
    for draw in (result.by().plot.pyramid, result.by().plot.flows):
        with pytest.raises(InputError, match="no dimension 'layer'.*by="):
            draw()
    with pytest.raises(InputError, match="no measure 'population'"):
        result.only("falls").plot.pyramid()
    with pytest.raises(InputError, match="people, not differences"):
        result.diff().plot.pyramid()
    with pytest.raises(InputError, match="no arm 'tody'"):
        result.plot.pyramid(arm="tody")


# --- Flows ----------------------------------------------------------------------------------------


def test_flows_account_for_every_change_of_a_layers_people(result):
    flows, year = flows_of(result, "today", 2026)
    assert year == "2026"
    people = result.by("layer").mean()["population"].sel(arm="today")
    titles = {"rising_risk": "Rising risk", "general": "General population", "non_preventable": "Not preventable"}
    for layer, title in titles.items():
        net = sum(flow.people * ((flow.target == title) - (flow.source == title)) for flow in flows)
        before, after = (float(people.sel(layer=layer, month=month)) for month in ("2025-12-01", "2026-12-01"))
        assert after - before == pytest.approx(net)


def test_the_ribbons_of_flows_are_to_scale(result):
    axes = result.plot.flows(year=2026)
    flows = {f"{flow.source} to {flow.target}": flow.people for flow in flows_of(result, "today", 2026)[0]}
    ribbons = {one.get_gid(): one for one in axes.patches if isinstance(one, PathPatch)}
    assert set(ribbons) == set(flows)
    heights = {name: np.diff(one.get_path().vertices[[0, -2], 1])[0] for name, one in ribbons.items()}
    scales = [heights[name] / people for name, people in flows.items()]
    assert np.allclose(scales, scales[0])
    assert "Moves in 2026" in axes.get_xlabel()


def test_flows_without_moves_are_refused(result):
    with pytest.raises(InputError, match="moves_to_non_preventable"):
        result.by("layer").only("population").plot.flows()
    with pytest.raises(InputError, match="from 2025 to 2027"):
        result.plot.flows(year=2050)


# --- Split screen ---------------------------------------------------------------------------------


def test_the_split_screen_has_shared_axes_and_months_above_years(result):
    panels = result.plot.split_screen(["emergency_admissions", "cost"])
    assert panels.shape == (4, 3)
    for row in panels:
        assert row[0].get_ylim() == row[1].get_ylim()
        assert row[0].get_xlim() == row[1].get_xlim() == row[2].get_xlim()
    assert len(panels[0, 0].lines[0].get_xdata()) == 24
    assert list(panels[1, 0].lines[0].get_xdata()) == [2025, 2026, 2027]
    assert "events a month" in panels[0, 0].get_ylabel().replace("\n", " ")
    assert "pounds" in panels[2, 2].get_ylabel()


def test_the_split_screens_short_term_begins_with_the_programmes(result):
    panels = result.plot.split_screen("emergency_admissions")
    first = int(result.data.attrs["programmes_from_month"])
    assert panels[0, 0].lines[0].get_xdata()[0] == result.data["month"].values[first]


def test_the_split_screens_third_column_is_the_difference_with_its_interval(result):
    panels = result.plot.split_screen("emergency_admissions")
    paired = result.diff().only("emergency_admissions").by().annual()
    bounds = paired.interval()["emergency_admissions"].sel(arm="all_three")
    lower, upper = band(panels[1, 2], 0)
    assert np.allclose(lower, bounds.sel(bound="low").values)
    assert np.allclose(upper, bounds.sel(bound="high").values)


def test_the_split_screen_refuses_what_is_not_there(result):
    with pytest.raises(InputError, match="beside itself"):
        result.plot.split_screen(arm="today")
    with pytest.raises(InputError, match="one to four"):
        result.plot.split_screen(result.names[:5])
    with pytest.raises(InputError, match="nothing to put beside"):
        Plots(fs.Measures(result.by().data.sel(arm=["today"]))).split_screen()


def test_the_table_of_the_split_screen_becomes_dots_with_intervals(result):
    screen = result.split_screen()
    panels = screen.plot(measures=["emergency_admissions", "bed_days"], arms=TWO[1:])
    table = screen.to_df()
    for panel, measure in zip(panels[:, 0], ["emergency_admissions", "bed_days"]):
        rows = table[(table["measure"] == measure) & (table["arm"] == "all_three")]
        dots = [float(line.get_xdata()[0]) for line in panel.lines if line.get_marker() in "os"]
        spans = [list(line.get_xdata()) for line in panel.lines if line.get_marker() == "None"][: len(rows)]
        assert np.allclose(dots, rows["difference"])
        assert np.allclose(spans, rows[["low", "high"]])
        labels = [label.get_text().lower() for label in panel.get_yticklabels()]
        assert labels == list(rows["horizon"])
        assert rows["unit"].iloc[0] in panel.get_xlabel()


def test_dots_refuse_unknown_measures_and_arms(result):
    screen = result.split_screen()
    with pytest.raises(InputError, match="no measure 'fals'"):
        draw_split_screen(screen, measures=["fals"])
    with pytest.raises(InputError, match="no arm 'today'"):
        draw_split_screen(screen, arms=["today"])


# --- Who pays -------------------------------------------------------------------------------------


def test_the_bars_of_who_pays_are_its_table_in_thousand_pounds(result):
    panels = result.plot.who_pays()
    table = result.who_pays()
    for panel, horizon in zip(panels, ["first 18 months", "the whole run"]):
        for kind, bars in zip(("care", "programmes"), panel.containers):
            wanted = table[(table["horizon"] == horizon) & (table["kind"] == kind)]["difference"]
            widths = [bar.get_width() for bar in bars]
            assert np.allclose(widths, [*wanted, wanted.sum()])
        assert panel.get_xlabel().startswith("Thousand pounds (2023/24 prices)")
    assert "95% interval" in title_of(panels[0])


def test_who_pays_is_for_results_alone(result):
    with pytest.raises(InputError, match="result itself"):
        result.annual().plot.who_pays()
    with pytest.raises(InputError, match="choose from"):
        result.plot.who_pays(horizons="never")
    with pytest.raises(InputError, match="one horizon"):
        result.plot.who_pays(horizons=["first 18 months", "the whole run"], ax=plt.subplots()[1])


# --- Tornado --------------------------------------------------------------------------------------


def test_a_tornado_has_the_widest_bar_above_and_both_ends_told_in_words():
    table = pd.DataFrame(
        {"path": ["a", "b", "c"], "title": ["Narrow", "Wide", "One way"], "low": [5, -100, 30], "high": [-5, 80, 60]}
    )
    axes = draw_tornado(table, unit="falls in 2030", most=2)
    assert [label.get_text() for label in axes.get_yticklabels()] == ["Wide", "One way"]
    assert [[bar.get_width() for bar in bars] for bars in axes.containers] == [[-100, 30], [80, 60]]
    assert {text.get_text() for text in axes.texts} == {"low -100", "high +80", "low +30, high +60"}
    assert "falls in 2030" in axes.get_xlabel()
    assert "1 parameter with a narrower bar is left out" in note_of(axes)


def test_a_tornado_needs_its_columns_and_something_to_draw():
    with pytest.raises(InputError, match="no column 'title'"):
        draw_tornado(pd.DataFrame({"path": [], "low": [], "high": []}))
    with pytest.raises(InputError, match="nothing to draw"):
        draw_tornado(pd.DataFrame({"path": [], "title": [], "low": [], "high": []}))


# --- Looks ----------------------------------------------------------------------------------------


def test_no_text_is_smaller_than_nine_points_and_none_leaves_the_picture(result):
    for made in (result.plot(), result.plot.flows(), result.plot.pyramid(), result.plot.who_pays()):
        figure = np.ravel(made)[0].get_figure()
        figure.draw_without_rendering()
        for text in figure.findobj(matplotlib.text.Text):
            if text.get_text() and text.get_visible():
                assert text.get_fontsize() >= 9
        box = figure.get_tightbbox()
        assert box.x0 >= -0.02 and box.x1 <= figure.get_figwidth() + 0.02
        assert box.y0 >= -0.02 and box.y1 <= figure.get_figheight() + 0.02


def test_the_callers_settings_stay_as_they_were(result):
    before = dict(matplotlib.rcParams)
    result.plot()
    assert dict(matplotlib.rcParams) == before


def test_names_at_lines_ends_keep_their_distance_and_their_order():
    made = spread_out([5.0, 5.1, 0.0, 9.9], gap=1.0, low=0.0, high=10.0)
    assert made == pytest.approx([4.55, 5.55, 0.0, 9.9])
    assert spread_out([10.0, 10.0, 10.0], gap=1.0, low=0.0, high=10.0) == pytest.approx([8.0, 9.0, 10.0])


def test_drawing_writes_nothing_to_standard_error():
    table = "pandas.DataFrame({'path': ['a'], 'title': ['A'], 'low': [-1], 'high': [1]})"
    code = f"import pandas; from forestall.plot import draw_tornado as d; d({table}).get_figure().canvas.draw()"
    run = subprocess.run(
        [sys.executable, "-c", code], capture_output=True, text=True, env={**os.environ, "MPLBACKEND": "Agg"}
    )
    assert (run.returncode, run.stderr) == (0, "")
