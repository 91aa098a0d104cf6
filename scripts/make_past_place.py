#!/usr/bin/env python3
"""Makes the tables of a place of England in the past, to run from then to now.

    python3 scripts/make_past_place.py scenarios/places/england-2011 2011

Reads margins.csv in the named folder (people by age and sex, and their deprivation fifths), the totals of each year in
scenarios/evidence/trends.csv, the England pack and the England model; writes population.csv and arrivals.csv; prints
the lines of place.yaml that follow. People move away at the England pack's rates; arrivals are those people plus the
year's net migration, and after the last year known they follow the England pack. Needs nothing but Python 3.9. The same
input gives the same tables, byte for byte.
"""

import argparse
import sys
from pathlib import Path

from make_place import (FIFTHS, LAST_AGE, OPEN_AGE, SEXES, MarginsError, birth_rates, by_fifth, england_people, level_of_births, level_of_deaths,
                        mortality_of, movers, rows_of, solve, whole)
from project_population import arrivals_calendar, rates_by_age_and_sex

TOP = Path(__file__).resolve().parent.parent
LAST_YEAR = 2024  # the England pack takes over at mid-2024


def trends_of(path):
    """(measure, year) to value, of all ages and both sexes."""
    return {(row["measure"], int(row["year"])): float(row["value"]) for row in rows_of(path) if row["age_band"] == "all" and row["sex"] == "all"}


def margins_of(path):
    """People by (age, sex) with 90 standing for 90 and over, and people by fifth: {age: {fifth: n}}, or {(age, sex): {fifth: n}} if it says so by sex."""
    people, fifths = {}, {}
    for row in rows_of(path):
        age, n = int(row["from_age"]), int(row["value"])
        if row["figure"] == "people":
            people[age, row["sex"]] = people.get((age, row["sex"]), 0) + n
        if row["imd"]:
            fifths.setdefault((age, row["sex"]) if row["sex"] else age, {})[row["imd"]] = n
    expected = [(age, sex) for age in range(OPEN_AGE + 1) for sex in SEXES]
    if sorted(people) != sorted(expected):
        raise MarginsError(f"{path}: people: give every age from 0 to {OPEN_AGE} for both sexes")
    return people, fifths


def cells_of(people, fifths, england, total):
    """(age, sex, fifth) to people, ages 0 to LAST_AGE; scaled to `total` if that is not what the people add up to."""
    cells = {}
    counts = list(people.values())
    scaled = dict(zip(people, whole([n * total / sum(counts) for n in counts], int(total))))
    for sex in SEXES:
        oldest = england[sex][OPEN_AGE:]
        ages = [scaled[age, sex] for age in range(OPEN_AGE)]
        ages += whole([n * scaled[OPEN_AGE, sex] / sum(oldest) for n in oldest], scaled[OPEN_AGE, sex])
        carry = [0.0] * len(FIFTHS)
        for age, count in enumerate(ages):
            mix = fifths.get((min(age, OPEN_AGE), sex)) or fifths[min(age, OPEN_AGE)]
            for fifth, n in zip(FIFTHS, whole([count * mix[f] / sum(mix.values()) for f in FIFTHS], count, carry)):
                cells[age, sex, fifth] = n
    return cells


def calendar_through(targets, first, end_year, end_value):
    """Numbers at the start of each year from `first`, with straight lines between, flat before, such that the mean of the twelve
    months to each 30 June is targets[year]; after the last target a straight line to `end_value` at the start of `end_year`."""
    years = list(range(first, max(targets) + 1))
    position = {year: i for i, year in enumerate(years)}
    matrix, right = [[0.0] * len(years) for _ in years], [0.0] * len(years)
    matrix[0][0], matrix[0][1] = 1.0, -1.0  # flat over the first year: nothing is known of what came before
    for i, year in enumerate(years[1:], 1):
        matrix[i][position[year - 1]] += 1 / 8
        matrix[i][i] += 6 / 8
        right[i] = targets[year]
        if year + 1 in position:
            matrix[i][position[year + 1]] += 1 / 8
        else:
            steps = end_year - year
            matrix[i][i] += (1 - 1 / steps) / 8
            right[i] -= end_value / steps / 8
    return dict(zip(years, solve(matrix, right))) | {end_year: end_value}


def make(folder, year, england_folder, model_folder, trends_path):
    trends = trends_of(trends_path)
    england = england_people(england_folder / "population.csv")
    leaving = rates_by_age_and_sex(england_folder / "departures.csv")
    people, fifths = margins_of(folder / "margins.csv")
    cells = cells_of(people, fifths, england, trends["population", year])

    def moving_out(by_sex):
        return sum(n * leaving[age, sex] for sex in SEXES for age, n in enumerate(by_sex[sex]))

    by_sex = {sex: [sum(cells[age, sex, f] for f in FIFTHS) for age in range(LAST_AGE + 1)] for sex in SEXES}
    rate_then, rate_now = (moving_out(p) / sum(map(sum, p.values())) for p in (by_sex, england))
    years = range(year + 1, LAST_YEAR + 1)
    net = {y: trends["net_migration_year_to_mid_year", y] for y in years}
    out = {}
    for y in years:
        part = (y - 0.5 - year) / (LAST_YEAR - year)
        out[y] = (rate_then + (rate_now - rate_then) * part) * (trends["population", y - 1] + trends["population", y]) / 2

    # A mean year of the period gives the ages of those who move in; the calendar gives the number of each year
    base_out = moving_out(by_sex)
    base_in = base_out + sum(net.values()) / len(net)
    into, _ = movers(by_sex, by_sex, base_in, base_out)
    england_in = sum(float(row["people"]) for row in rows_of(england_folder / "arrivals.csv"))
    end_year, end_factor = max(arrivals_calendar(england_folder / "place.yaml").items())
    calendar = calendar_through({y: (net[y] + out[y]) / base_in for y in years}, year, end_year, end_factor * england_in / base_in)

    def write(name, comments, lines):
        (folder / name).write_text("".join(f"# {c}\n" for c in comments) + "age,sex,imd,people\n" + "".join(f"{line}\n" for line in lines), encoding="utf-8")

    keys = [(age, sex, fifth) for age in range(LAST_AGE + 1) for sex in SEXES for fifth in FIFTHS]
    write("population.csv", [f"People by age, sex and deprivation fifth (imd 1 = most deprived), England, mid-{year}. Made from margins.csv; the README says how."],
          (f"{a},{s},{f},{cells[a, s, f]}" for a, s, f in keys))
    write("arrivals.csv", [f"People who move in, in a mean year from mid-{year} to mid-{LAST_YEAR}: total {base_in:,.0f}. Age shape: Rogers and Castro standard schedule (assumed); "
                           "fifths as the residents of that age. The calendar of place.yaml makes each year's number."],
          (f"{a},{s},{f},{into[a, s] * cells[a, s, f] / by_sex[s][a] if by_sex[s][a] else 0:.5f}" for a, s, f in keys))

    births = level_of_births(cells, trends["births", year], birth_rates(model_folder / "model.yaml"))
    deaths = level_of_deaths(cells, trends["deaths", year], mortality_of(model_folder / "tables" / "mortality.csv"))
    print(f"{sum(cells.values()):,} people; {base_in:,.0f} move in and {base_out:,.0f} move out in a mean year.")
    print("For place.yaml:")
    print("  arrivals: calendar: {years: {" + ", ".join(f"{y}: {f:.4f}" for y, f in calendar.items()) + "}}")
    print(f"  times: birth: {births:.4f}")
    print(f"  times: death, starts_dying: {deaths:.4f}")


def main():
    parser = argparse.ArgumentParser(description="Makes population.csv and arrivals.csv of England in a past year.")
    parser.add_argument("folder", type=Path, help="folder of the place, with margins.csv in it")
    parser.add_argument("year", type=int, help="the place is England in the middle of this year")
    parser.add_argument("--england", type=Path, default=TOP / "scenarios/places/england", help="place pack of England today")
    parser.add_argument("--model", type=Path, default=TOP / "scenarios/models/england", help="model whose births and deaths the levels are set against")
    parser.add_argument("--trends", type=Path, default=TOP / "scenarios/evidence/trends.csv", help="published totals by year")
    arguments = parser.parse_args()
    try:
        make(arguments.folder, arguments.year, arguments.england, arguments.model, arguments.trends)
    except (MarginsError, OSError, KeyError) as error:
        print(f"make_past_place: {error}", file=sys.stderr)
        return 1
    return 0


if __name__ == "__main__":
    sys.exit(main())
