#!/usr/bin/env python3
"""Turns who people live with, and who gives unpaid care, into rates by age and sex.

Reads scenarios/evidence/households.csv (shares by age and sex) and writes, into the tables of the model,
    leaves_parents.csv        from living with parents to a household without them
    couple_forms.csv          to living with a partner, from any other arrangement
    couple_ends.csv           couples that separate (assumed)
    widowed.csv               couples that end by a death
    lives_alone_starts.csv    from living with others to living alone
    lives_with_others_starts.csv  from living alone to living with others
    caring_starts.csv         unpaid caring begins
so that somebody who lives through the ages at these rates passes through the shares of their age. Rates are
those of people whom the move can happen to. Mortality is taken to be the same in all arrangements.

    python3 scripts/make_households.py
"""

import csv
from pathlib import Path

ROOT = Path(__file__).resolve().parent.parent
TABLES = ROOT / "scenarios" / "models" / "england" / "tables"
INPUT = ROOT / "scenarios" / "evidence" / "households.csv"

SEXES = ("female", "male")
AGES = range(0, 101)
# Couples that separate, a year: 1% of marriages and several times that of couples who live together, most of
# them young. Assumed.
SEPARATES = ((0, 0.06), (25, 0.05), (35, 0.027), (45, 0.020), (55, 0.012), (65, 0.006), (75, 0.003), (85, 0.002))
# Husbands are older, and people with a partner die later than others. Assumed.
YEARS_OLDER = 2
PARTNERS_MORTALITY = 0.87
# The model's own chances, in model.yaml: who lives alone after leaving home, a separation, a death.
ALONE_AFTER = {"leaves": 0.25, "separates": 0.5, "widowed": 0.85}
CARING_ENDS = 0.25  # a year: caring lasts four years on average. Assumed.
HIGHEST = 2.0


def read_shares() -> dict[tuple[str, str], list[tuple[float, float]]]:
    shares: dict[tuple[str, str], list[tuple[float, float]]] = {}
    with INPUT.open(encoding="utf-8") as file:
        for row in csv.DictReader(line for line in file if not line.startswith("#")):
            shares.setdefault((row["what"], row["sex"]), []).append((float(row["age"]), float(row["percent"]) / 100))
    return shares


def line(points: list[tuple[float, float]], age: float) -> float:
    if age >= points[-1][0]:
        return points[-1][1]
    for (low, at_low), (high, at_high) in zip(points, points[1:]):
        if low <= age <= high:
            return at_low + (at_high - at_low) * (age - low) / (high - low)
    return points[0][1]


def step(pieces: tuple[tuple[float, float], ...], age: float) -> float:
    return [value for start, value in pieces if start <= age][-1]


def read_mortality() -> dict[tuple[str, int], float]:
    """Deaths a person and year by sex and age: the middle fifth."""
    with (TABLES / "mortality.csv").open(encoding="utf-8") as file:
        rows = csv.DictReader(row for row in file if not row.startswith("#"))
        return {(row["sex"], int(float(row["age"]))): float(row["rate"]) for row in rows if row["imd"] == "3"}


def widowed(mortality: dict[tuple[str, int], float], sex: str, age: int) -> float:
    other, partner = ("male", age + YEARS_OLDER) if sex == "female" else ("female", age - YEARS_OLDER)
    return PARTNERS_MORTALITY * mortality[other, min(max(partner, 0), 100)] if age >= 18 else 0.0


def rates_of(sex: str, shares: dict, mortality: dict) -> dict[str, list[float]]:
    """Rates by year of age, each in force for the whole year."""
    made: dict[str, list[float]] = {}

    def add(name: str, value: float) -> None:
        made.setdefault(name, []).append(min(max(value, 0.0), HIGHEST))

    for age in AGES:
        begins, ends = ({what: line(shares[what, sex], age + year) for what in ("child", "couple", "alone", "carer")}
                        for year in (0, 1))
        mean = {what: (begins[what] + ends[what]) / 2 for what in begins}
        change = {what: ends[what] - begins[what] for what in begins}
        separates, loses = step(SEPARATES, age), widowed(mortality, sex, age)
        single = 1 - mean["couple"]
        forms = max((change["couple"] + (separates + loses) * mean["couple"]) / single, 0.0)
        leaves = max(-change["child"] / mean["child"] - forms, 0.0) if mean["child"] > 0 else 0.0
        others = max(single - mean["child"] - mean["alone"], 0.01)
        into_alone = (
            ALONE_AFTER["leaves"] * leaves * mean["child"]
            + (ALONE_AFTER["separates"] * separates + ALONE_AFTER["widowed"] * loses) * mean["couple"]
            - forms * mean["alone"]
        )
        missing = change["alone"] - into_alone  # people who must come from others (or, below 0, go to them)
        add("leaves_parents", leaves)
        add("couple_forms", forms)
        add("couple_ends", separates if age >= 16 else 0.0)
        add("widowed", loses)
        add("lives_alone_starts", missing / others if age >= 16 else 0.0)
        add("lives_with_others_starts", -missing / mean["alone"] if mean["alone"] > 0.005 else 0.0)
        add("caring_starts", (change["carer"] + CARING_ENDS * mean["carer"]) / (1 - mean["carer"]))
    return made


def main() -> None:
    shares, mortality = read_shares(), read_mortality()
    rates = {sex: rates_of(sex, shares, mortality) for sex in SEXES}
    for name in rates["female"]:
        lines = [
            "# A year, of those to whom it can happen; from scenarios/evidence/households.csv by scripts/make_households.py.\n",
            "age,sex,rate\n",
        ]
        lines += [f"{age},{sex},{rates[sex][name][age]:.5f}\n" for age in AGES for sex in SEXES]
        (TABLES / f"{name}.csv").write_text("".join(lines), encoding="utf-8")


if __name__ == "__main__":
    main()
