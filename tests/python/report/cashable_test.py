"""What of a saving can be banked: whole wards, weekly packages, nothing of staff who stay."""

from __future__ import annotations

import pytest

from forestall.cashable import BEDS_A_WARD, OCCUPANCY, beds_saved, cashable, rules, whole_wards

DAYS = 365.0


def days_of(beds: float) -> float:
    """Fewer bed days that save so many beds all year."""
    return -beds * DAYS * OCCUPANCY


@pytest.mark.parametrize(
    ("beds", "share"),
    [(0, 0.0), (27.9, 0.0), (28, 1.0), (42, 28 / 42), (55.9, 28 / 55.9), (56, 1.0), (100, 84 / 100)],
)
def test_only_whole_wards_of_the_beds_saved_are_banked(beds: float, share: float) -> None:
    assert cashable("nhs_acute", -1000.0, days_of(beds), DAYS).pounds == pytest.approx(1000 * share)
    assert beds_saved(days_of(beds), DAYS) == pytest.approx(beds)


def test_a_ward_is_whole_although_beds_were_divided_and_multiplied() -> None:
    assert [whole_wards(beds_saved(days_of(n * BEDS_A_WARD), DAYS)) for n in range(1, 50)] == list(range(1, 50))


@pytest.mark.parametrize("payer", ["nhs_acute", "council", "self_funder", "ambulance", "community", "a_new_one"])
def test_a_rise_banks_nothing_and_no_more_is_banked_than_saved(payer: str) -> None:
    assert cashable(payer, 5000.0, days_of(200), DAYS).pounds == 0
    for beds in (-40, 0, 10, 30, 300):
        assert 0 <= cashable(payer, -5000.0, days_of(beds), DAYS).pounds <= 5000


def test_packages_are_banked_in_full_and_staff_not_at_all() -> None:
    assert cashable("council", -5000.0, 0.0, DAYS).pounds == 5000
    assert cashable("self_funder", -5000.0, 0.0, DAYS).pounds == 5000
    for payer in ("ambulance", "primary_care", "community", "a_new_one"):
        assert cashable(payer, -5000.0, days_of(500), DAYS).pounds == 0


def test_hospitals_bank_nothing_while_beds_fill() -> None:
    assert cashable("nhs_acute", -5000.0, days_of(-60), DAYS).pounds == 0


def test_rules_say_what_is_assumed_and_whose_money_it_is() -> None:
    hospital, own, unknown = rules(["nhs_acute", "self_funder", "a_new_one"])
    assert hospital.count("assumed") == 2 and "28" in hospital and "92%" in hospital
    assert "never counted as a public saving" in own
    assert "no rule is known" in unknown and "a_new_one" in unknown


def test_a_period_of_no_days_is_refused() -> None:
    with pytest.raises(ValueError, match="longer than none"):
        cashable("nhs_acute", -1.0, -1.0, 0.0)
