#!/usr/bin/env python3
"""Makes the three tables of a place pack from published margins.

    python3 scripts/make_place.py scenarios/places/norfolk

Reads margins.csv in the named folder, the England pack and the England model; writes population.csv, arrivals.csv and
departures.csv into the folder; prints the lines of place.yaml that follow from them. docs/make-a-place.md says what
margins.csv holds and where the figures are published. Needs nothing but Python 3.9. The same margins give the same
tables, byte for byte.

What is kept exactly: people by sex and age (or band of ages) as given, and the totals that move in and out. What is
worked out: single years within bands, ages 90 to 105, deprivation fifths, and the age of movers.
"""

import argparse
import csv
import math
import re
import sys
from pathlib import Path

TOP = Path(__file__).resolve().parent.parent
SEXES = ("female", "male")
FIFTHS = ("1", "2", "3", "4", "5")
OPEN_AGE, LAST_AGE = 90, 105
TOTALS = ("births", "deaths", "in_from_uk", "out_to_uk", "in_from_abroad", "out_to_abroad")

# Of net migration, the part at 50 and over: scenarios/evidence/sources.yaml, assumed_migration_age
NET_SHARE_50_AND_OVER = 0.065
# Net migration to the UK, year to mid-2024 (ons_mye_2024), and a year from mid-2028 (ons_migration_assumption)
UK_NET_2024, UK_NET_2028 = 738718, 340000
# Ages at which students leave or come, and at which they return or go: assumed_students
STUDENTS_START, STUDENTS_END = range(18, 21), range(21, 25)


class MarginsError(Exception):
    """Something in the margins, or in a file they are set against, cannot be used."""


# ---------------------------------------------------------------- reading


def rows_of(path):
    """The rows of a CSV with lines of comment, as dictionaries with the line number under 'line'."""
    try:
        text = path.read_text(encoding="utf-8")
    except OSError as error:
        raise MarginsError(f"{path}: cannot be read ({error.strerror})") from error
    numbered = [(n, line) for n, line in enumerate(text.splitlines(), 1) if line.strip() and not line.startswith("#")]
    if not numbered:
        raise MarginsError(f"{path}: there is nothing in it")
    rows = list(csv.DictReader(line for _, line in numbered))
    return [dict(row, line=n) for row, (n, _) in zip(rows, numbered[1:])]


def number(path, row, column, kind=float):
    try:
        value = kind(row[column])
    except (KeyError, TypeError, ValueError):
        raise MarginsError(f"{path}:{row['line']}: '{column}' is not a number ({row.get(column)!r})") from None
    if not 0 <= value < math.inf:
        raise MarginsError(f"{path}:{row['line']}: '{column}' is below 0 or has no end ({row[column]})")
    return value


class Margins:
    """What margins.csv says. `people[sex]` and `fifths` go by the first age of a band; `shape` by single years."""

    def __init__(self, path):
        self.people, self.fifths, self.shape, self.totals = {sex: {} for sex in SEXES}, {}, {}, {}
        seen = set()
        for row in rows_of(path):
            key = tuple(row.get(column) for column in ("figure", "sex", "from_age", "imd"))
            if key in seen:
                raise MarginsError(f"{path}:{row['line']}: this figure stands here twice")
            seen.add(key)
            self.take(path, row)
        self.check(path)

    def take(self, path, row):
        figure = row.get("figure")
        if figure in TOTALS:
            self.totals[figure] = number(path, row, "value")
            return
        if figure not in ("people", "deprivation", "age_shape"):
            known = ", ".join(("people", "deprivation", "age_shape") + TOTALS)
            raise MarginsError(f"{path}:{row['line']}: unknown figure '{figure}'; use one of {known}")
        age = number(path, row, "from_age", int)
        if figure == "people":
            if row["sex"] not in SEXES:
                raise MarginsError(f"{path}:{row['line']}: sex is '{row['sex']}'; use female or male")
            self.people[row["sex"]][age] = number(path, row, "value", int)
        elif figure == "deprivation":
            if row["imd"] not in FIFTHS:
                raise MarginsError(f"{path}:{row['line']}: imd is '{row['imd']}'; use 1 (most deprived) to 5")
            self.fifths.setdefault(age, {})[row["imd"]] = number(path, row, "value")
        else:
            self.shape[age] = number(path, row, "value")

    def check(self, path):
        for name in TOTALS:
            if name not in self.totals:
                raise MarginsError(f"{path}: the figure '{name}' is missing")
        for sex in SEXES:
            starts = sorted(self.people[sex])
            if not starts or starts[0] != 0 or starts[-1] != OPEN_AGE:
                raise MarginsError(f"{path}: people, {sex}: the first band starts at 0 and the last at {OPEN_AGE} (90 and over)")
        if sorted(self.people["female"]) != sorted(self.people["male"]):
            raise MarginsError(f"{path}: people: the bands of age of women and men differ")
        if 0 not in self.fifths:
            raise MarginsError(f"{path}: deprivation: the first band starts at 0")
        for age, shares in self.fifths.items():
            if sorted(shares) != sorted(FIFTHS) or not sum(shares.values()):
                raise MarginsError(f"{path}: deprivation from age {age}: give people in all five fifths")
        if self.shape and (sorted(self.shape) != list(range(OPEN_AGE)) or not min(self.shape.values())):
            raise MarginsError(f"{path}: age_shape: give every age from 0 to {OPEN_AGE - 1}, none of them 0, or leave it out")


def england_people(path):
    """People of England by sex, as a list over single years of age."""
    people = {sex: [0] * (LAST_AGE + 1) for sex in SEXES}
    for row in rows_of(path):
        people[row["sex"]][int(row["age"])] += int(row["people"])
    return people


def birth_rates(path):
    """Rates by age and ratios by fifth of the model's process 'birth': a function of age and fifth, a year."""
    block = re.search(r"^  birth:\n(.*?)^    then:", path.read_text(encoding="utf-8"), re.M | re.S)
    rate = block and re.search(r"breaks: \[(.*?)\], values: \[(.*?)\]", block[1])
    ratios = block and re.search(r"imd: \{(.*?)\}", block[1])
    if not rate or not ratios:
        raise MarginsError(f"{path}: process 'birth' does not have a rate by age and ratios by imd on one line each")
    breaks, values = ([float(x) for x in part.split(",")] for part in rate.groups())
    by_fifth = {key.strip(' "'): float(value) for key, value in (pair.split(":") for pair in ratios[1].split(","))}

    def births_a_year(age, fifth):
        below = [value for start, value in zip(breaks, values) if start <= age]
        return below[-1] / 1000 * by_fifth[fifth] if below else 0.0

    return births_a_year


# ---------------------------------------------------------------- people


def whole(expected, total, carry=None):
    """Whole numbers nearest to `expected` that add up to `total` (largest remainders first). What rounding took from
    each is left in `carry`, so that the next row makes up for it."""
    wanted = [x + (carry[i] if carry else 0) for i, x in enumerate(expected)]
    floors = [max(0, math.floor(x)) for x in wanted]
    order = sorted(range(len(wanted)), key=lambda i: (floors[i] - wanted[i], i))
    missing = total - sum(floors)
    while missing < 0:  # a carried debt was larger than the row: take from the most favoured
        i = max((j for j in range(len(floors)) if floors[j]), key=lambda j: floors[j] - wanted[j])
        floors[i] -= 1
        missing += 1
    for k in range(missing):
        floors[order[k % len(order)]] += 1
    if carry is not None:
        carry[:] = [x - n for x, n in zip(wanted, floors)]
    return floors


def solve(matrix, right):
    """The solution of a square system, by elimination with pivots."""
    size = len(right)
    rows = [row[:] + [value] for row, value in zip(matrix, right)]
    for i in range(size):
        pivot = max(range(i, size), key=lambda j: abs(rows[j][i]))
        rows[i], rows[pivot] = rows[pivot], rows[i]
        for j in range(i + 1, size):
            factor = rows[j][i] / rows[i][i]
            if factor:
                rows[j] = [x - factor * y for x, y in zip(rows[j], rows[i])]
    solution = [0.0] * size
    for i in reversed(range(size)):
        known = sum(rows[i][j] * solution[j] for j in range(i + 1, size))
        solution[i] = (rows[i][size] - known) / rows[i][i]
    return solution


def single_years(bands, reference):
    """Spreads people of bands over the ages 0 to 89: `reference` times a ratio that changes as little as it can from
    one age to the next (least squares), each band's total kept."""
    starts = sorted(bands)
    size, ends = OPEN_AGE, starts[1:]
    matrix = [[0.0] * (size + len(ends)) for _ in range(size + len(ends))]
    right = [0.0] * size + [1.0] * len(ends)
    for age in range(size - 1):
        for i, j, term in ((age, age, 1), (age + 1, age + 1, 1), (age, age + 1, -1), (age + 1, age, -1)):
            matrix[i][j] += term
    for k, (start, end) in enumerate(zip(starts, ends)):
        for age in range(start, end):
            matrix[size + k][age] = matrix[age][size + k] = reference[age] / max(bands[start], 1)
        right[size + k] = bands[start] / max(bands[start], 1)
    ratio = solve(matrix, right)[:size]
    people = []
    for start, end in zip(starts, ends):
        expected = [reference[age] * ratio[age] for age in range(start, end)]
        if min(expected) < 0:
            raise MarginsError(f"people from age {start}: no smooth course through these bands; are they in the right order?")
        people += whole(expected, bands[start])
    return people


def local_reference(england, shape):
    """England's single years times the area's part of England at each age some years ago: students as they were at
    the same age, people of 30 and over as they were five years younger."""
    if not shape:
        return [float(n) for n in england[:OPEN_AGE]]
    return [england[age] * shape[age if age < 30 else age - 5] for age in range(OPEN_AGE)]


def by_fifth(people, fifths):
    """(age, sex, fifth) to people: every age and sex kept, the shares of its band of ages as near as whole people go."""
    cells, starts = {}, sorted(fifths)
    for sex in SEXES:
        carry, band = [0.0] * len(FIFTHS), None
        for age, count in enumerate(people[sex]):
            start = max(s for s in starts if s <= age)
            if start != band:
                carry, band = [0.0] * len(FIFTHS), start
            shares = [fifths[start][f] / sum(fifths[start].values()) for f in FIFTHS]
            for fifth, n in zip(FIFTHS, whole([count * share for share in shares], count, carry)):
                cells[age, sex, fifth] = n
    return cells


# ---------------------------------------------------------------- movers


def standard_schedule(age):
    """The standard migration schedule of Rogers and Castro, without its scale."""
    return 0.02 * math.exp(-0.1 * age) + 0.06 * math.exp(-0.1 * (age - 20) - math.exp(-0.4 * (age - 20))) + 0.003


def student_moves(people, england):
    """Steps in the age structure that England does not have: (arrivals, departures) by (age, sex)."""
    come, go = {}, {}
    for sex in SEXES:
        for age in [*STUDENTS_START, *STUDENTS_END]:
            step = people[sex][age + 1] - people[sex][age] * england[sex][age + 1] / england[sex][age]
            come[age, sex], go[age, sex] = max(step, 0.0), max(-step, 0.0)
    return come, go


def movers(people, england, total_in, total_out):
    """People who move in and out in a year, each by (age, sex)."""
    come, go = student_moves(people, england)
    cells = [(age, sex) for sex in SEXES for age in range(LAST_AGE + 1)]
    count = {(age, sex): people[sex][age] for age, sex in cells}
    base_in, base_out = total_in - sum(come.values()), total_out - sum(go.values())
    if base_in < 0 or base_out < 0:
        raise MarginsError("students alone are more than all who move; the totals of movers or the bands from 15 to 29 are wrong")
    level = base_out / sum(count[c] * standard_schedule(c[0]) for c in cells)

    # Net: scale x schedule + constant, so that the part at 50 and over is as assumed
    def sums(some):
        return sum(count[c] * standard_schedule(c[0]) for c in some), sum(count[c] for c in some)

    net = base_in - base_out
    young, old = (sums([c for c in cells if (c[0] >= 50) == is_old]) for is_old in (False, True))
    scale, constant = solve([list(young), list(old)], [net * (1 - NET_SHARE_50_AND_OVER), net * NET_SHARE_50_AND_OVER])
    out = {c: level * count[c] * standard_schedule(c[0]) + go.get(c, 0.0) for c in cells}
    into = {}
    for c in cells:
        base = count[c] * ((level + scale) * standard_schedule(c[0]) + constant)
        if base < 0:
            raise MarginsError(f"arrivals at age {c[0]} would be below 0; net migration is too negative for this age shape")
        into[c] = base + come.get(c, 0.0)
    return into, out


# ---------------------------------------------------------------- levels


def level_of_births(cells, births, rate):
    expected = sum(n * rate(age, fifth) for (age, sex, fifth), n in cells.items() if sex == "female")
    return births / expected


def level_of_deaths(cells, deaths, mortality):
    last = max(age for age, _, _ in mortality)
    return deaths / sum(n * mortality[min(age, last), sex, fifth] for (age, sex, fifth), n in cells.items())


def mortality_of(path):
    return {(int(row["age"]), row["sex"], row["imd"]): float(row["rate"]) for row in rows_of(path)}


# ---------------------------------------------------------------- writing


def write(path, comments, heading, lines):
    path.write_text("".join(f"# {c}\n" for c in comments) + heading + "\n" + "".join(f"{line}\n" for line in lines), encoding="utf-8")


def write_population(path, cells, banded):
    kept = "by five-year band and sex" if banded else "by single year and sex"
    write(path, ["People by age, sex and deprivation fifth (imd 1 = most deprived), mid-2024.",
                 f"Counts {kept}: ONS mid-2024 estimates, kept exactly" + ("; single years worked out" if banded else "") + ". "
                 "90 and over spread to 105 as in England; deprivation fifth by age band from small areas."],
          "age,sex,imd,people",
          (f"{age},{sex},{fifth},{cells[age, sex, fifth]}" for age in range(LAST_AGE + 1) for sex in SEXES for fifth in FIFTHS))


def write_movers(folder, cells, people, into, out, totals):
    total_in, total_out = totals
    shape = "Age shape: Rogers and Castro standard schedule (assumed), with students read off the age structure"

    def share(age, sex, fifth):
        return cells[age, sex, fifth] / people[sex][age] if people[sex][age] else 0.0

    write(folder / "arrivals.csv", ["People who move in, a year, by age, sex and deprivation fifth (year to mid-2024).",
                                    f"Total {total_in:,.0f} (ONS components of change, year to mid-2024). {shape}; fifths as the residents of that age."],
          "age,sex,imd,people",
          (f"{age},{sex},{fifth},{into[age, sex] * share(age, sex, fifth):.5f}"
           for age in range(LAST_AGE + 1) for sex in SEXES for fifth in FIFTHS))
    write(folder / "departures.csv", ["Chance of moving away, as a rate a year, by age and sex.",
                                      f"Total on the mid-2024 population {total_out:,.0f} (ONS components of change, year to mid-2024). {shape}."],
          "age,sex,rate",
          (f"{age},{sex},{out[age, sex] / people[sex][age] if people[sex][age] else 0:.6f}" for age in range(LAST_AGE + 1) for sex in SEXES))


def make(folder, england_folder, model_folder):
    margins = Margins(folder / "margins.csv")
    england = england_people(england_folder / "population.csv")
    rate = birth_rates(model_folder / "model.yaml")
    mortality = mortality_of(model_folder / "tables" / "mortality.csv")

    people = {}
    for sex in SEXES:
        bands = margins.people[sex]
        people[sex] = single_years(bands, local_reference(england[sex], margins.shape))
        people[sex] += whole([n * bands[OPEN_AGE] / sum(england[sex][OPEN_AGE:]) for n in england[sex][OPEN_AGE:]], bands[OPEN_AGE])
    cells = by_fifth(people, margins.fifths)

    total = margins.totals
    total_in, total_out = total["in_from_uk"] + total["in_from_abroad"], total["out_to_uk"] + total["out_to_abroad"]
    into, out = movers(people, england, total_in, total_out)
    fall = (total["in_from_abroad"] - total["out_to_abroad"]) * (1 - UK_NET_2028 / UK_NET_2024)

    write_population(folder / "population.csv", cells, len(margins.people["female"]) <= OPEN_AGE)
    write_movers(folder, cells, people, into, out, (total_in, total_out))

    print(f"{sum(map(sum, people.values())):,} people; {total_in:,.0f} move in a year, {total_out:,.0f} move out.")
    print("For place.yaml:")
    print(f"  arrivals: calendar: {{years: {{2024: 1, 2028: {1 - fall / total_in:.4f}}}}}")
    print(f"  times: birth: {level_of_births(cells, total['births'], rate):.4f}")
    print(f"  times: death, starts_dying: {level_of_deaths(cells, total['deaths'], mortality):.4f}")


def main():
    parser = argparse.ArgumentParser(description="Makes population.csv, arrivals.csv and departures.csv of a place from its margins.csv.",
                                     epilog="docs/make-a-place.md says what margins.csv holds.")
    parser.add_argument("folder", type=Path, help="folder of the place, with margins.csv in it")
    parser.add_argument("--england", type=Path, default=TOP / "scenarios/places/england", help="place pack of England (default: the one shipped)")
    parser.add_argument("--model", type=Path, default=TOP / "scenarios/models/england", help="model whose births and deaths the levels are set against (default: the one shipped)")
    arguments = parser.parse_args()
    try:
        make(arguments.folder, arguments.england, arguments.model)
    except (MarginsError, OSError) as error:
        print(f"make_place: {error}", file=sys.stderr)
        return 1
    return 0


if __name__ == "__main__":
    sys.exit(main())
