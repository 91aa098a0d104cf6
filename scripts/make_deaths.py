#!/usr/bin/env python3
"""Splits mortality in two: deaths after a last phase, and all others.

Reads tables/mortality.csv (all deaths a person and year) and tables/starts_dying.csv (people who enter their
last months, a person and year), both by age, sex and deprivation fifth, and writes
tables/death_without_last_phase.csv: what is left once those have died who entered their last months before.

The share q of people of one age who are in their last months follows
    dq/da = starts(a) - death_rate q + mortality(a) q
because they die at `death_rate` a year and everybody alive leaves at `mortality`. The deaths that are left are
mortality(a) - death_rate q(a), averaged over the year of age.

    python3 scripts/make_deaths.py [FOLDER OF THE MODEL]
"""

import csv
import sys
from pathlib import Path

DEATH_RATE = 2.0  # a year, in the last months: a mean of six months
STEPS_A_YEAR = 100
HEADING = """\
# Deaths a person and year of those who pass through no last phase: mortality.csv less the deaths of people who
# entered their last months before (starts_dying.csv) and die at 2 a year. Made by scripts/make_deaths.py.
"""


def read(path: Path) -> dict[tuple[str, str], list[tuple[float, float]]]:
    """(sex, imd) -> [(age, rate)], ages rising."""
    rows: dict[tuple[str, str], list[tuple[float, float]]] = {}
    with path.open(encoding="utf-8") as file:
        for row in csv.DictReader(line for line in file if not line.startswith("#")):
            rows.setdefault((row["sex"], row["imd"]), []).append((float(row["age"]), float(row["rate"])))
    return {key: sorted(values) for key, values in rows.items()}


def left(mortality: list[tuple[float, float]], starts: list[tuple[float, float]]) -> list[tuple[float, float]]:
    """[(age, rate)] of deaths without a last phase."""
    share, out = 0.0, []
    for (age, all_deaths), (same_age, starting) in zip(mortality, starts, strict=True):
        if age != same_age:
            raise SystemExit(f"make_deaths: the tables differ in their ages: {age} and {same_age}")
        mean = 0.0
        for _ in range(STEPS_A_YEAR):
            step = (starting - DEATH_RATE * share + all_deaths * share) / STEPS_A_YEAR
            mean += (share + step / 2) / STEPS_A_YEAR
            share += step
        rate = all_deaths - DEATH_RATE * mean
        if rate < 0:
            raise SystemExit(f"make_deaths: at age {age:g} more people die after a last phase than die at all")
        out.append((age, rate))
    return out


def main() -> None:
    default = Path(__file__).resolve().parent.parent / "scenarios" / "models" / "england"
    tables = (Path(sys.argv[1]) if len(sys.argv) > 1 else default) / "tables"
    mortality, starts = read(tables / "mortality.csv"), read(tables / "starts_dying.csv")
    lines = [HEADING, "age,sex,imd,rate\n"]
    rates = {key: dict(left(mortality[key], starts[key])) for key in mortality}
    for age in sorted(next(iter(rates.values()))):
        for sex, imd in sorted(rates):
            lines.append(f"{age:g},{sex},{imd},{rates[sex, imd][age]:.7f}\n")
    (tables / "death_without_last_phase.csv").write_text("".join(lines), encoding="utf-8")


if __name__ == "__main__":
    main()
