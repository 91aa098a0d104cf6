#!/usr/bin/env python3
"""An independent projection of a place: the cohort-component method of official statistics, on the same files as a study.

    python3 scripts/project_population.py scenarios/studies/england.yaml > projection.csv

No person is simulated: numbers by single year of age, sex and deprivation fifth go forward a year at a time. It reads the
place's population, arrivals, departures and levels (with their calendars), and of the model only the birth rates, the
whole mortality (tables/mortality.csv; the tables of death and of the last months are its parts) and its improvement.
What illness, frailty and care do to death is not in it: the model says that they leave the total as it is, and this is
what that is held against.

With --match FILE the births and deaths of each year are brought to the published ones (births_year_to_mid_year and
deaths_year_to_mid_year in scenarios/evidence/trends.csv) where there are any; the levels that it takes go to the
screen. Other years have the place's own levels. Needs nothing but Python 3.9.

The step from one middle of the year to the next, for people of exact age between a and a+1 at its start:
    survivors(a+1) = people(a) * exp(-(h(a) + h(a+1)) / 2)          h: rate of death plus rate of moving away
    arrivals of age a reach the end at age a or a+1, half each, after a third and two thirds of a year
    births = rate(a) * mean of the women of age a at start and end; boys in the place's ratio; exposed for half a year
    improvement = (1 + change / 100) ** (years since the start, at the middle of the step)
"""

import argparse
import csv
import math
import re
import sys
from pathlib import Path

from make_place import FIFTHS, SEXES, birth_rates, rows_of

LAST_AGE = 115  # nobody is lost below; at 115 they stay until they die
BANDS = ((0, 18, "0-17"), (18, 65, "18-64"), (65, 75, "65-74"), (75, 85, "75-84"), (85, LAST_AGE + 1, "85+"))
MODEL_BIRTH, MODEL_DEATH, MODEL_LAST_MONTHS = "birth", "death", "starts_dying"


# ---------------------------------------------------------------- reading


def value_of(text, pattern, what, path):
    found = re.search(pattern, text, re.M)
    if not found:
        raise ValueError(f"{path}: no {what} in the form that this script reads")
    return found[1]


CALENDAR = r"calendar: \{years: \{(.*?)\}"


def years_of(text):
    """{year: factor at its start} of the inside of `years: {...}`."""
    return {int(y): float(f) for y, f in (pair.split(":") for pair in text.split(","))}


def arrivals_calendar(place_file):
    """{year: factor at its start} of the arrivals; {0: 1} when the place gives no calendar."""
    text = place_file.read_text(encoding="utf-8")
    found = re.search(rf"^arrivals:\n(?:  .*\n)*?  {CALENDAR}", text, re.M)
    return years_of(found[1]) if found else {0: 1.0}


def level(place_text, process, path):
    """{year: ratio at its start} of the place on a process; {0: value} without a calendar, {0: 1} when it gives no ratio."""
    line = re.search(rf"^  {process}: (.*)$", place_text, re.M)
    if not line:
        return {0: 1.0}
    value, calendar = re.match(r"\{value: ([0-9.]+)", line[1]), re.search(CALENDAR, line[1])
    if not value or ("calendar" in line[1] and not calendar):
        raise ValueError(f"{path}: 'times' of {process} is in a form that this script does not read; write it like {{value: 1, calendar: {{years: {{2012: 1.1, 2013: 1}}}}}}")
    return {year: float(value[1]) * factor for year, factor in (years_of(calendar[1]) if calendar else {0: 1.0}).items()}


def mean_of_year(calendar, start):
    """Mean of a calendar over the twelve months from `start`, taken at the middle of each month, as a study does: straight
    lines between the years' starts, flat before the first and after the last."""
    points = sorted(calendar.items())

    def at(time):
        if time <= points[0][0]:
            return points[0][1]
        for (y0, f0), (y1, f1) in zip(points, points[1:]):
            if time <= y1:
                return f0 + (f1 - f0) * (time - y0) / (y1 - y0)
        return points[-1][1]

    return sum(at(start + (month + 0.5) / 12) for month in range(12)) / 12


def stepwise(rows, keys, column):
    """A function of age and the keys: the value of the last row at or below the age, as the language reads its tables."""
    by_key = {}
    for row in rows:
        by_key.setdefault(tuple(row[k] for k in keys), []).append((int(row["age"]), float(row[column])))
    filled = {}
    for key, pairs in by_key.items():
        pairs.sort()
        values, i = [], 0
        for age in range(LAST_AGE + 1):
            while i + 1 < len(pairs) and pairs[i + 1][0] <= age:
                i += 1
            values.append(pairs[i][1])
        filled[key] = values
    return filled


def rates_by_age_and_sex(path):
    """(age, sex) to the rate of a table with the columns age, sex and rate."""
    filled = stepwise(rows_of(path), ["sex"], "rate")
    return {(age, sex): filled[sex,][age] for sex in SEXES for age in range(LAST_AGE + 1)}


def people_of(path):
    cells = {(sex, fifth): [0.0] * (LAST_AGE + 1) for sex in SEXES for fifth in FIFTHS}
    for row in rows_of(path):
        cells[row["sex"], row["imd"]][int(row["age"])] += float(row["people"])
    return cells


class Study:
    """The assumptions of a study of the England model, as far as they move the population."""

    def __init__(self, path):
        text = path.read_text(encoding="utf-8")
        self.place_file = (path.parent / value_of(text, r"^place: *(\S+)", "place", path)).resolve()
        model_file = (path.parent / value_of(text, r"^model: *(\S+)", "model", path)).resolve()
        self.start = int(value_of(text, r"^start: *(\d{4})-07-01", "start on 1 July", path))
        self.end = int(value_of(text, r"^end: *(\d{4})", "end", path))
        place, folder = self.place_file.read_text(encoding="utf-8"), self.place_file.parent
        self.people = people_of(folder / "population.csv")
        self.arrivals = people_of(folder / "arrivals.csv")
        self.calendar = arrivals_calendar(self.place_file)
        self.leaving = stepwise(rows_of(folder / value_of(place, r"^  departures: \{file: ([^,]+),", "table of departures", self.place_file)), ["sex"], "rate")
        self.boys_per_girl = float(value_of(place, r"^boys_per_girl: \{value: ([0-9.]+)", "boys_per_girl", self.place_file))
        self.levels = {process: level(place, process, self.place_file) for process in (MODEL_BIRTH, MODEL_DEATH, MODEL_LAST_MONTHS)}
        if self.levels[MODEL_DEATH] != self.levels[MODEL_LAST_MONTHS]:
            raise ValueError(f"{self.place_file}: {MODEL_DEATH} and {MODEL_LAST_MONTHS} have different levels; a projection knows one level of all deaths")
        self.mortality = stepwise(rows_of(model_file.parent / "tables/mortality.csv"), ["sex", "imd"], "rate")
        self.improvement = stepwise(rows_of(model_file.parent / "tables/mortality_improvement.csv"), ["sex"], "change")
        self.birth_rate = birth_rates(model_file)

    def mean_of_step(self, calendar, step):
        """Mean of a calendar from 1 July of start + step to the next."""
        return mean_of_year(calendar, self.start + step + 0.5)

    def arrivals_factor(self, step):
        return self.mean_of_step(self.calendar, step)

    def level_of(self, process, step):
        return self.mean_of_step(self.levels[process], step)


# ---------------------------------------------------------------- the step


class Year:
    """What one step gives: people at its end, and what happened in it."""

    def __init__(self, study, people, step, birth_level, death_level):
        self.people = {key: [0.0] * (LAST_AGE + 1) for key in people}
        self.deaths_at = [0.0] * (LAST_AGE + 1)
        self.births = self.departures = 0.0
        self.death, self.leaving = self.hazards(study, step, death_level), study.leaving
        factor = study.arrivals_factor(step)
        self.arrivals = factor * sum(map(sum, study.arrivals.values()))
        for key, counts in people.items():
            for age, n in enumerate(counts):
                older = min(age + 1, LAST_AGE)
                self.move(key, n, (age, older), (0.5, 0.5))
                come = factor * study.arrivals[key][age]
                self.move(key, come / 2, (age,), (1 / 3,))
                self.move(key, come / 2, (age, older), (1 / 3, 1 / 3))
        for fifth in FIFTHS:
            start, end = people["female", fifth], self.people["female", fifth]
            born = birth_level * sum((start[age] + end[age]) / 2 * study.birth_rate(age, fifth) for age in range(15, 50))
            self.births += born
            for sex, part in (("male", study.boys_per_girl), ("female", 1.0)):
                self.move((sex, fifth), born * part / (1 + study.boys_per_girl), (0,), (0.5,))

    @property
    def deaths(self):
        return sum(self.deaths_at)

    @staticmethod
    def hazards(study, step, death_level):
        death = {}
        for (sex, fifth), rates in study.mortality.items():
            change = study.improvement[sex,]
            death[sex, fifth] = [death_level * rate * (1 + change[age] / 100) ** (step + 0.5) for age, rate in enumerate(rates)]
        return death

    def move(self, key, n, ages, times):
        """n people live through death and moving away at these ages for the times given; the rest are of the last of these ages at the end."""
        for age, time in zip(ages, times):
            death, leave = self.death[key][age], self.leaving[key[0],][age]
            rate = death + leave
            lost = n * -math.expm1(-rate * time)
            if rate:
                self.deaths_at[age] += lost * death / rate
                self.departures += lost * leave / rate
            n -= lost
        self.people[key][ages[-1]] += n


def matched(study, people, step, published):
    """The step with levels that give the published births and deaths of its year (the place's own where there are none), and these levels."""
    year = study.start + step + 1
    births, deaths = published.get(("births_year_to_mid_year", year)), published.get(("deaths_year_to_mid_year", year))
    birth_level, death_level = study.level_of(MODEL_BIRTH, step), study.level_of(MODEL_DEATH, step)
    for _ in range(3 if births or deaths else 0):
        result = Year(study, people, step, birth_level, death_level)
        birth_level *= births / result.births if births else 1
        death_level *= deaths / result.deaths if deaths else 1
    return Year(study, people, step, birth_level, death_level), birth_level, death_level


def by_band(people):
    return {name: sum(sum(counts[low:high]) for counts in people.values()) for low, high, name in BANDS}


def projected(study, published, notes):
    """Rows of year, measure, age band and value; with published births and deaths the levels that they take go to `notes`."""
    people = study.people
    for step in range(-1, study.end - study.start - 1):
        year = study.start + step + 1
        if step >= 0:
            result, births, deaths = matched(study, people, step, published)
            people = result.people
            for measure in ("births", "deaths", "arrivals", "departures"):
                yield year, measure, "all", getattr(result, measure)
            for low, high, band in BANDS:
                yield year, "deaths", band, sum(result.deaths_at[low:high])
            if ("births_year_to_mid_year", year) in published:
                print(f"year to mid-{year}: births {births:.4f}, deaths {deaths:.4f} times the model's rates", file=notes)
        bands = by_band(people)
        yield year, "population", "all", sum(bands.values())
        for band, n in bands.items():
            yield year, "population", band, n


def main():
    parser = argparse.ArgumentParser(description="Projects the population of a study of the England model by the cohort-component method.")
    parser.add_argument("study", type=Path, help="study file, starting on 1 July")
    parser.add_argument("--match", type=Path, help="trends file: follow its births and deaths of each year")
    arguments = parser.parse_args()
    try:
        study = Study(arguments.study)
        published = {}
        if arguments.match:
            published = {(row["measure"], int(row["year"])): float(row["value"]) for row in rows_of(arguments.match) if row["age_band"] == "all"}
        writer = csv.writer(sys.stdout, lineterminator="\n")
        writer.writerow(["year", "measure", "age_band", "value"])
        writer.writerows([year, measure, band, f"{value:.0f}"] for year, measure, band, value in projected(study, published, sys.stderr))
    except (OSError, ValueError, KeyError) as error:
        print(f"project_population: {error}", file=sys.stderr)
        return 1
    return 0


if __name__ == "__main__":
    sys.exit(main())
