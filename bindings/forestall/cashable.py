"""What of a saving can be banked: money that leaves a budget, against staff and buildings that stay and do other work.

A bed day that is not used saves nothing until a ward closes, and a ward closes whole. So a saving is split by payer
into what is cashable and what is notional (worth something, but nobody's to spend again).
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass

__all__ = ["BEDS_A_WARD", "OCCUPANCY", "Share", "beds_saved", "cashable", "rules", "whole_wards"]

BEDS_A_WARD = 28
"""Beds that close together. Assumed: the size of a usual adult ward."""

OCCUPANCY = 0.92
"""How full beds are. Assumed from the 92 to 93% of general and acute beds in England in 2023/24 (KH03)."""

_ROUNDING = 1e-9  # a ward is whole although its beds were divided and multiplied
_STAYS = {
    "ambulance": "ambulance crews and vehicles",
    "primary_care": "practices' staff and contracts",
    "community": "teams and contracts of community and mental health services",
}


@dataclass(frozen=True)
class Share:
    """What of a payer's saving can be banked: `pounds` (at least 0), and the `rule` in plain words."""

    pounds: float
    rule: str


def beds_saved(bed_days_difference: float, days: float) -> float:
    """Beds that are needed no more, all through a period: fewer bed days, by day, at the assumed occupancy.

    >>> round(beds_saved(-28 * 365 * 0.92, 365), 6)
    28.0
    """
    if not days > 0:
        raise ValueError(f"a period of {days} days; give one that is longer than none")
    return max(0.0, -bed_days_difference) / days / OCCUPANCY


def whole_wards(beds: float) -> int:
    """Wards that this many beds fill: 55 beds are one ward of 28."""
    return int((beds + _ROUNDING) // BEDS_A_WARD)


def cashable(payer: str, care_difference: float, bed_days_difference: float, days: float) -> Share:
    """The part of a payer's saving on care that can be banked over a period of `days`.

    `care_difference`: the payer's cost of care less today's, in pounds (negative: a saving). `bed_days_difference`:
    bed days less today's. Where care costs rise there is nothing to bank: a rise is real money in full.

    >>> cashable("council", -1000.0, 0.0, 365).pounds
    1000.0
    >>> cashable("ambulance", -1000.0, 0.0, 365).pounds
    0.0
    """
    saving = max(0.0, -care_difference)
    if payer == "nhs_acute":
        return Share(saving * _ward_share(bed_days_difference, days), _rule(payer))
    return Share(saving if payer in ("council", "self_funder") else 0.0, _rule(payer))


def rules(payers: Iterable[str]) -> list[str]:
    """The rule for each of these payers, in their order, in plain words."""
    return [_rule(payer) for payer in payers]


def _ward_share(bed_days_difference: float, days: float) -> float:
    beds = beds_saved(bed_days_difference, days)
    return min(1.0, whole_wards(beds) * BEDS_A_WARD / beds) if beds > 0 else 0.0


def _rule(payer: str) -> str:
    if payer == "nhs_acute":
        return (
            f"Hospitals: beds close in whole wards of {BEDS_A_WARD} (assumed), and beds are {OCCUPANCY:.0%} full "
            "(assumed; 92 to 93% of general and acute beds in England, 2023/24). Only the share of the saving whose "
            "beds make whole wards can be banked."
        )
    if payer in _STAYS:
        return f"{_STAYS[payer].capitalize()} stay and see other people: the saving is notional, nothing is banked."
    if payer == "council":
        return "Councils: care packages and placements are bought by the week, so the saving can be banked in full."
    if payer == "self_funder":
        return (
            "People who pay for their own care: all of it stays in their pockets. It is theirs, and never counted as "
            "a public saving."
        )
    return f"'{payer}': no rule is known for this payer, so its saving is notional and nothing is counted as banked."
