"""What measures, payers and kinds of prevention are called on the page, and under which heading they stand."""

from __future__ import annotations

import re
from dataclasses import dataclass

__all__ = ["KINDS", "LAYERS", "SHOWN", "Shown", "price_year", "unit_in_words"]


@dataclass(frozen=True)
class Shown:
    """A measure of the page. `of`: the variables of the result that it adds up; `more_is_worse`: None where it is
    neither good nor bad by itself; `is_rate`: work or places in use, a mean over the period.
    """

    name: str
    group: str
    of: tuple[str, ...] = ()
    title: str = ""
    unit: str = ""
    more_is_worse: bool | None = True
    is_rate: bool = False

    @property
    def variables(self) -> tuple[str, ...]:
        """Names in the result."""
        return self.of or (self.name,)


_HOSPITAL, _COMMUNITY, _CARE = "Hospital", "GP and community", "Care"
_WORK, _HEALTH, _MONEY = "Workforce", "Health", "Money"

#: In the order of the page. Those whose variables a result lacks are left out.
SHOWN = (
    Shown("emergency_admissions", _HOSPITAL, unit="admissions"),
    Shown("bed_days", _HOSPITAL, unit="days"),
    Shown("beds", _HOSPITAL, ("bed_days",), "Hospital beds in use for emergency stays", "beds", is_rate=True),
    Shown("ed_attendances", _HOSPITAL, unit="attendances"),
    Shown("ambulance_conveyances", _HOSPITAL, unit="journeys"),
    Shown("gp_appointments", _COMMUNITY, unit="appointments"),
    Shown("community_contacts", _COMMUNITY, unit="contacts", more_is_worse=None),
    Shown("mental_health_contacts", _COMMUNITY, unit="contacts", more_is_worse=None),
    Shown("home_care_small", _CARE, unit="people"),
    Shown("home_care_medium", _CARE, unit="people"),
    Shown("home_care_large", _CARE, unit="people"),
    Shown("home_care_starts", _CARE, unit="packages"),
    Shown(
        "care_home_residents",
        _CARE,
        ("care_home_residential", "care_home_nursing"),
        "Residents of care homes",
        "people",
    ),
    Shown("home_care_workers", _WORK, unit="full-time workers", is_rate=True),
    Shown("care_home_workers", _WORK, unit="full-time workers", is_rate=True),
    Shown("people_with_major_illness", _HEALTH, unit="people"),
    Shown("people_severely_frail", _HEALTH, unit="people"),
    Shown("falls", _HEALTH, unit="falls"),
    Shown("deaths", _HEALTH, unit="deaths"),
    Shown("cost", _MONEY, title="Cost of care", unit="pounds"),
    Shown("programme_cost", _MONEY, title="Cost of programmes", unit="pounds", more_is_worse=None),
    Shown("net_cost", _MONEY, ("cost", "programme_cost"), "Cost of care and programmes", "pounds"),
)

#: Kinds of prevention, as programme files name them: what they are called, what that means.
KINDS = {
    "wider_determinants": (
        "Wider determinants",
        "changes what makes people ill or well before any care: homes, work, company, money",
    ),
    "primary": ("Primary prevention", "keeps an illness from beginning"),
    "secondary": ("Secondary prevention", "finds a problem early, before it does harm"),
    "tertiary": ("Tertiary prevention", "keeps those who are ill or frail from getting worse"),
}

#: Layers of the pyramid in the models that come with the package.
LAYERS = {
    "non_preventable": "in their last months, or in a nursing home with frailty: care eases, it seldom prevents",
    "high_need": "today's high users: much care at home or in a home, severe frailty, or often in hospital",
    "rising_risk": "tomorrow's frequent users: moderate frailty, some home care, or a hospital visit lately",
    "living_with_illness": "a major illness or mild frailty, and little use of hospitals so far",
    "general": "everybody else",
}


def unit_in_words(unit: str) -> str:
    """A unit of a result file as readers see it."""
    return "pounds" if unit.startswith("gbp") else unit.replace("_", " ")


def price_year(unit: str) -> str:
    """'gbp_2023_24' is money of 2023/24; "" for anything else."""
    found = re.fullmatch(r"gbp_(\d{4})_(\d{2})", unit)
    return f"{found[1]}/{found[2]}" if found else ""
