"""Numbers in words: no surer than their interval, no more exact than they are known."""

from __future__ import annotations

import math

import pytest

from forestall.report.words import Change, listed, money_cell, month_name, pounds, shown, signed

M = "\N{MINUS SIGN}"


def change(value: float, low: float = math.nan, high: float = math.nan, money: bool = False) -> Change:
    unit = "gbp_2023_24" if money else "events"
    title = "Cost of care" if money else "Emergency admissions"
    return Change("admissions", title, unit, money, "in 2040", value, low, high)


def test_a_difference_told_from_luck_names_its_interval_in_order() -> None:
    said = change(-1019.6, -1372.8, -667.2).phrase()
    assert said == "1,020 fewer emergency admissions (95% interval 670 to 1,370)"
    assert (
        change(2.4e6, 0.3e6, 4.6e6, True).phrase()
        == "cost of care £2.4 million more (95% interval £0.3 million to £4.6 million)"
    )


def test_a_difference_that_could_be_luck_says_so_and_claims_nothing() -> None:
    one = change(-40, -125, 45)
    assert (
        one.phrase() == "no change in emergency admissions that can be told from luck (between 125 fewer and 45 more)"
    )
    assert one.cell() == (f"{M}40", f"luck? {M}125 to +45")
    assert "could be luck" in one.brief() and not one.is_told


def test_without_an_interval_it_says_that_luck_is_not_known() -> None:
    assert "how much of it is luck is not known" in change(-40).phrase()
    assert change(-40).cell()[1] == "no interval" and not change(-40).is_told


def test_nothing_changed_is_not_called_a_finding() -> None:
    assert change(0, 0, 0).phrase() == "no change in emergency admissions among those simulated"
    assert not change(0, 0, 0).is_told


def test_an_end_of_an_interval_that_leaves_nothing_out_does_not_look_like_nothing() -> None:
    one = change(-781, -1560, -2)
    assert one.is_told and "to 1,560" in one.phrase() and "interval 0" not in one.phrase()
    assert "£0 " not in change(-12e6, -24e6, -0.1e6, True).phrase()


def test_money_in_one_cell_has_one_unit() -> None:
    assert change(-0.1e6, -1.39e6, 0.19e6, True).cell() == (f"{M}£0.10m", f"luck? {M}£1.39m to +£0.19m")


@pytest.mark.parametrize(
    ("value", "step", "text"),
    [
        (136_540, None, "137,000"),
        (-40, 1, f"{M}40"),
        (0.0, None, "0"),
        (math.nan, None, "\N{EN DASH}"),
        (0.123, 0.01, "0.12"),
    ],
)
def test_figures_are_rounded_and_a_dash_stands_for_none(value: float, step: float | None, text: str) -> None:
    assert shown(value, step) == text


def test_signs_and_money() -> None:
    assert (signed(40), signed(0), signed(-40)) == ("+40", "0", f"{M}40")
    assert pounds(4_240_000) == "£4.24 million" and pounds(531_000) == "£531,000" and pounds(-0.2, 1.0) == "£0"
    assert money_cell(1.6e6) == "+£1.60m" and money_cell(0.0) == "£0"
    assert listed(["a"]) == "a" and listed(["a", "b", "c"]) == "a, b and c" and listed([]) == ""
    assert month_name("2025-12-01") == "December 2025"
