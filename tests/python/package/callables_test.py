"""Functions in the loop: what they see, what they do, and every way in which they may fail."""

from __future__ import annotations

import datetime
import gc

import numpy as np
import pytest

import forestall as fs
from forestall.history import features_of


def run(study):
    return study.run(sample=0.5, progress=False)


def test_a_finder_sees_people_without_a_copy(small) -> None:
    seen = []

    def find(people, month):
        assert isinstance(month, datetime.date) and month.day == 1
        assert people.dtype.names[:4] == ("key", "age", "sex", "frailty")
        assert not people.flags.owndata and not people.flags.writeable
        assert (people["frailty"] == 1).all()  # the programme is for the frail
        seen.append(people)
        return people["age"]

    small.finders["visits"] = find
    result = run(small)
    gc.collect()
    # Views outlive the run.
    assert all(60 <= people["age"].mean() < 90 for people in seen)
    assert "own finder" in list(result.scores()["found_by"])


def test_the_single_setter_needs_a_single_programme(small) -> None:
    with pytest.raises(fs.InputError, match="2 programmes"):
        small.finder = lambda people, month: people["age"]
    with pytest.raises(fs.InputError, match="did you mean 'visits'"):
        small.finders["visit"] = lambda people, month: people["age"]
    with pytest.raises(fs.InputError, match="give a function"):
        small.finders["visits"] = 3


def test_a_perfect_finder_does_better_than_the_score_and_a_blind_one_worse(small) -> None:
    history = small.history(month=2, before=0, after=6, seed=99)
    assert len(history) > 5000
    small.finders["visits"] = lambda people, month: -people["key"].astype(float)  # by number: knows nothing
    blind = run(small).scores().iloc[0]
    # Of some 700 admissions, half are found by flagging half at random: standard error 2%, margin three of these.
    assert blind["sensitivity_achieved"] == pytest.approx(0.5, abs=0.06)


def test_a_response_says_how_much_each_person_feels(small) -> None:
    plain = run(small).diff(measures=["admissions"]).by().total().mean()["admissions"]
    small.responses["visits"] = lambda people, month: np.zeros(len(people))
    without = run(small).diff(measures=["admissions"]).by().total().mean()["admissions"]
    assert float(plain.sel(arm="visits")) < 0
    assert float(without.sel(arm="visits")) == 0


def test_a_stop_rule_stops_and_sees_what_it_needs(small) -> None:
    seen = []

    def stop(review):
        seen.append((review.arm, review.month, review.months_open, review.saved, review.started))
        return review.months_open >= 4

    small.stop_rules["visits"] = stop
    table = run(small).programmes().set_index(["arm", "programme"])
    assert table.loc[("visits", "visits"), "offers_until"] == "2024-07 (review)"
    # The attribution of `both` runs each programme of it alone, as an arm without a name of its own.
    assert {"visits", "both"} <= {one[0] for one in seen}
    assert seen[-1][4] > 50


@pytest.mark.parametrize(
    ("answer", "told"),
    [
        (lambda people, month: people["age"][:-1], r"values of shape \(\d+,\) for \d+ people"),
        (lambda people, month: np.full(len(people), np.nan), "gave nan for person"),
        (lambda people, month: "high", "give one number a person"),
        (lambda people, month: None, "shape|number"),
        (lambda people, month: 1 / 0, "failed: ZeroDivisionError"),
        (lambda people: people["age"], "failed: TypeError"),
    ],
)
def test_a_finder_that_fails_names_the_place_and_the_interpreter_lives(small, answer, told) -> None:
    small.finders["visits"] = answer
    with pytest.raises(fs.CallableError, match=told) as raised:
        run(small)
    assert "the finder of 'visits' in March 2024" in str(raised.value)
    small.finders.clear()
    assert run(small).arms


def test_what_a_function_raised_is_the_cause(small) -> None:
    def find(people, month):
        raise KeyError("column")

    small.finders["visits"] = find
    with pytest.raises(fs.CallableError) as raised:
        run(small)
    assert isinstance(raised.value.__cause__, KeyError)


def test_a_response_below_zero_and_a_stop_rule_without_an_answer_are_refused(small) -> None:
    small.responses["visits"] = lambda people, month: np.full(len(people), -1.0)
    with pytest.raises(fs.CallableError, match="at least 0"):
        run(small)
    small.responses.clear()
    small.stop_rules["visits"] = lambda review: None
    with pytest.raises(fs.CallableError, match="give True or False"):
        run(small)


def test_functions_are_timed(small) -> None:
    small.finders["visits"] = lambda people, month: people["age"]
    run(small)
    table = small.profile().set_index("what")
    row = table.loc["  your finder of visits"]
    assert row["calls"] == 34 and row["people"] > 1000 and row["seconds"] > 0
    with pytest.raises(fs.InputError, match="nothing has been run"):
        small.copy().profile()


def test_features_are_chosen_by_name(small) -> None:
    history = small.history(month=12)
    assert history.features("age", "frailty").shape == (len(history), 2)
    assert history.features().shape[1] == len(history.feature_names)
    with pytest.raises(fs.InputError, match="did you mean 'frailty'"):
        features_of(history.people, "frailti")


# Deaths at 0.03 and 0.12 a year: of those who are frail at the start about 11% die within a year.
def test_a_history_has_features_and_outcomes(small) -> None:
    history = small.history(month=12, before=12, after=12)
    table = history.to_df()
    assert len(table) == len(history) and table["key"].is_unique
    assert {"admissions_before", "admissions_after", "died", "moved"} <= set(table)
    died = table.groupby("frailty", observed=True)["died"].mean()
    assert died["frail"] == pytest.approx(1 - np.exp(-0.12), abs=0.03)  # four standard errors of 1,800 people
    assert history.outcome("admissions").sum() > 0
    with pytest.raises(fs.InputError, match="did you mean 'admissions'"):
        history.outcome("admision")
    with pytest.raises(fs.InputError, match="the study has 36 months"):
        small.history(month=30)
    again = small.history(month=12, before=12, after=12, threads=1)
    assert (again.people == history.people).all() and (again.after == history.after).all()
