#!/usr/bin/env python3
"""Works out how often conditions and risk factors begin and end, from how many people have them.

    python3 scripts/make_conditions.py                     # writes the tables of the England model
    python3 scripts/make_conditions.py --check             # says whether the tables are what would be written
    python3 scripts/make_conditions.py --report            # also prints what a cohort at these rates comes to

Reads scenarios/evidence/prevalence.csv, the mortality of the England model and the people of the England pack. Needs
nothing but Python 3.9. The same input gives the same tables, byte for byte.

For each sex and deprivation fifth a cohort is followed from birth through pieces of five years of age, in steps of a
quarter, and in each piece the rate of onset is chosen that brings it to the share wanted at the piece's end:

    dP/da = onset - ends x P - P (1 - P)(h - 1) m / (1 + P (h - 1))

P is the share with the condition, m the mortality of everyone, h the ratio of deaths. A rate of onset is of EVERYONE of
that age and kind (as keep_mean wants it), or, where the header of a table says so, of those in the state it leaves.
Where a share falls faster than deaths explain, onset is 0 (risk factors: a floor, and more of them end).

The shares wanted: values by age, smooth in between (monotone cubic), moved together in log odds until England's adults
are at the level asked for, then spread over sexes and fifths in log odds so that the ratios hold and the mean stays.
"""

import argparse
import csv
import math
import sys
from pathlib import Path

TOP = Path(__file__).resolve().parent.parent
INPUT = TOP / "scenarios/evidence/prevalence.csv"
MODEL = TOP / "scenarios/models/england"
PEOPLE = TOP / "scenarios/places/england/population.csv"
COLUMNS = ("track", "measure", "state", "sex", "age_from", "age_to", "value", "unit", "year", "source", "note")
MEASURES = ("share", "level", "women_to_men", "imd_ratio", "death_ratio", "ends", "relapse", "undetected",
            "severe_part", "at_once", "incidence")
SEXES = ("female", "male")
FIFTHS = ("1", "2", "3", "4", "5")
KINDS = [(sex, fifth) for sex in SEXES for fifth in FIFTHS]
PIECE, OLDEST, STEP = 5, 100, 0.25
AGES = list(range(0, OLDEST + 1, PIECE))
MOST = 0.97                       # no share above this
STARTS_UNTIL, QUITS_AT_LEAST = 65, 0.02
FLOOR = {"weight": (15, 0.004), "activity": (10, 0.01)}      # onset never below this, from that age


class InputError(Exception):
    """Something in the input, or in a file it is set against, cannot be used."""


# ---------------------------------------------------------------- reading


def rows_of(path, columns):
    try:
        text = path.read_text(encoding="utf-8")
    except OSError as error:
        raise InputError(f"{path}: cannot be read ({error.strerror})") from error
    numbered = [(n, line) for n, line in enumerate(text.splitlines(), 1) if line.strip() and not line.startswith("#")]
    if not numbered:
        raise InputError(f"{path}: there is nothing in it")
    reader = csv.DictReader(line for _, line in numbered)
    missing = [c for c in columns if c not in (reader.fieldnames or [])]
    if missing:
        raise InputError(f"{path}: no column '{missing[0]}'")
    rows = []
    for (n, _), row in zip(numbered[1:], reader):
        if None in row or None in row.values():
            raise InputError(f"{path}:{n}: not as many fields as the header has")
        rows.append(dict(row, line=n))
    return rows


def number(path, row, column, low, high):
    try:
        value = float(row[column])
    except ValueError:
        raise InputError(f"{path}:{row['line']}: '{column}' is not a number ({row[column]!r})") from None
    if not (low <= value <= high):
        raise InputError(f"{path}:{row['line']}: '{column}' is {row[column]} (from {low} to {high})")
    return value


class Facts:
    """The rows of prevalence.csv, asked for by track and measure."""

    def __init__(self, path):
        self.path = path
        self.rows = rows_of(path, COLUMNS)
        for row in self.rows:
            if row["measure"] not in MEASURES:
                raise InputError(f"{path}:{row['line']}: unknown measure '{row['measure']}'")
            if row["sex"] not in SEXES + ("all",):
                raise InputError(f"{path}:{row['line']}: sex is 'female', 'male' or 'all', not '{row['sex']}'")
            row["from"] = number(path, row, "age_from", 0, 120)
            row["to"] = number(path, row, "age_to", row["from"], 120)
            row["number"] = number(path, row, "value", 0, 1e5)
            if row["unit"] == "percent":
                row["number"] = number(path, row, "value", 0, 99) / 100
            elif row["unit"] == "per_100000_per_year":
                row["number"] /= 1e5
            elif row["unit"] not in ("ratio", "per_year"):
                raise InputError(f"{path}:{row['line']}: unknown unit '{row['unit']}'")
            if not row["source"]:
                raise InputError(f"{path}:{row['line']}: no source")

    def find(self, track, measure, state=None, sex=None):
        return [r for r in self.rows if r["track"] == track and r["measure"] == measure
                and (state is None or r["state"] == state) and (sex is None or r["sex"] in (sex, "all"))]

    def one(self, track, measure, state):
        found = self.find(track, measure, state)
        if len(found) != 1:
            raise InputError(f"{self.path}: {track} needs one row '{measure}' of '{state}', and has {len(found)}")
        return found[0]


class England:
    """People by age, sex and fifth, and deaths a person and year."""

    def __init__(self):
        self.people = {}
        for row in rows_of(PEOPLE, ("age", "sex", "imd", "people")):
            key = (row["sex"], row["imd"], min(int(row["age"]), OLDEST))
            self.people[key] = self.people.get(key, 0) + number(PEOPLE, row, "people", 0, 1e8)
        path = MODEL / "tables/mortality.csv"
        deaths = {}
        for row in rows_of(path, ("age", "sex", "imd", "rate")):
            deaths[row["sex"], row["imd"], int(row["age"])] = number(path, row, "rate", 0, 10)
        self.deaths = {}
        for sex, fifth in KINDS:
            last = None
            for age in range(OLDEST + 1):
                last = deaths.get((sex, fifth, age), last)
                if last is None:
                    raise InputError(f"{path}: nothing for {sex}, fifth {fifth}, age {age}")
                self.deaths[sex, fifth, age] = last

    def middle(self, low, high):
        """Mean age of the people from low to high, both included; low itself when both are the same."""
        if low == high:
            return low
        total = weighted = 0.0
        for (_, _, age), people in self.people.items():
            if low <= age <= high:
                total += people
                weighted += people * (age + 0.5)
        return weighted / total if total else (low + high) / 2

    def mean(self, share, low, high=120):
        """Mean over England's people of these ages of share(sex, fifth, age)."""
        total = weighted = 0.0
        for (sex, fifth, age), people in self.people.items():
            if low <= age <= high:
                total += people
                weighted += people * share(sex, fifth, age + 0.5)
        return weighted / total

    def weights(self, sex, age):
        """How the people of about this age are spread over the fifths."""
        near = range(max(0, int(age) - 2), min(OLDEST, int(age) + 2) + 1)
        sums = [sum(self.people.get((sex, f, a), 0) for a in near) for f in FIFTHS]
        return [s / sum(sums) for s in sums] if sum(sums) else [0.2] * 5


# ---------------------------------------------------------------- curves


def curve(points):
    """A smooth curve through points (age, value) that never overshoots them; level outside them."""
    points = sorted(points)
    xs, ys = [p[0] for p in points], [p[1] for p in points]
    n = len(xs)
    if n == 1:
        return lambda x: ys[0]
    steps = [xs[i + 1] - xs[i] for i in range(n - 1)]
    if min(steps) <= 0:
        raise InputError(f"two values for the age {xs[steps.index(min(steps))]:g}")
    slopes = [(ys[i + 1] - ys[i]) / steps[i] for i in range(n - 1)]
    tangents = [0.0] * n
    for i in range(1, n - 1):
        if slopes[i - 1] * slopes[i] > 0:
            a, b = 2 * steps[i] + steps[i - 1], steps[i] + 2 * steps[i - 1]
            tangents[i] = (a + b) / (a / slopes[i - 1] + b / slopes[i])

    def at(x):
        if x <= xs[0]:
            return ys[0]
        if x >= xs[-1]:
            return ys[-1]
        i = max(j for j in range(n - 1) if xs[j] <= x)
        t, h = (x - xs[i]) / steps[i], steps[i]
        return ((1 + 2 * t) * (1 - t) ** 2 * ys[i] + t * (1 - t) ** 2 * h * tangents[i]
                + t * t * (3 - 2 * t) * ys[i + 1] + t * t * (t - 1) * h * tangents[i + 1])

    return at


def curve_of(england, rows):
    return curve([(england.middle(r["from"], r["to"]), r["number"]) for r in rows])


def shifted(p, by):
    """A share moved in log odds; 0 stays 0."""
    if p <= 0:
        return 0.0
    p = min(p, MOST)
    return min(MOST, 1 / (1 + math.exp(-(math.log(p / (1 - p)) + by))))


def root(function, low, high, rounds=60):
    """Where a rising function is 0, by halving."""
    for _ in range(rounds):
        middle = (low + high) / 2
        if function(middle) < 0:
            low = middle
        else:
            high = middle
    return (low + high) / 2


def spread(mean, ratio, weights):
    """Shares by fifth with this weighted mean, the first over the last about this ratio, even steps in log odds."""
    if mean <= 0:
        return [0.0] * 5

    def shares(slope):
        centre = root(lambda c: sum(w * shifted(mean, c + slope * (2 - i)) for i, w in enumerate(weights)) - mean, -8, 8, 40)
        return [shifted(mean, centre + slope * (2 - i)) for i in range(5)]

    slope = root(lambda s: shares(s)[0] / shares(s)[4] - ratio, -1.5, 1.5, 40)
    return shares(slope)


def between(values, age):
    """Straight line between values at the ages of AGES."""
    i = min(int(age // PIECE), len(AGES) - 2)
    t = min(1.0, (age - AGES[i]) / PIECE)
    return values[i] * (1 - t) + values[i + 1] * t


# ---------------------------------------------------------------- shares wanted


def wanted(facts, england, track, state):
    """Shares by kind at the ages of AGES that have the shape of 'share', the level of 'level' and its ratios."""
    shape = {sex: curve_of(england, facts.find(track, "share", state, sex)) for sex in SEXES}
    both = facts.find(track, "women_to_men", state)
    if both:
        ratio = curve_of(england, both)
        plain = shape["male"]
        shape = {"male": lambda a: min(MOST, 2 * plain(a) / (1 + ratio(a))),
                 "female": lambda a: min(MOST, 2 * plain(a) * ratio(a) / (1 + ratio(a)))}
    gradient = curve_of(england, facts.find(track, "imd_ratio", state))
    base = {sex: [shape[sex](a) for a in AGES] for sex in SEXES}
    level = facts.one(track, "level", state)

    def miss(shift):
        moved = {s: [shifted(p, shift) for p in base[s]] for s in SEXES}
        return england.mean(lambda s, f, a: between(moved[s], a), level["from"], level["to"]) - level["number"]

    shift = root(miss, -3, 3)
    result = {}
    for sex in SEXES:
        columns = [spread(shifted(p, shift), gradient(a), england.weights(sex, a)) for p, a in zip(base[sex], AGES)]
        for i, fifth in enumerate(FIFTHS):
            result[sex, fifth] = [c[i] for c in columns]
    return result


def wanted_part(facts, england, track, measure, state, whole):
    """Shares by kind in a state within those who have the condition: the part by age and sex, moved to its level."""
    part = {sex: curve_of(england, facts.find(track, measure, state, sex)) for sex in SEXES}
    level = facts.one(track, "level", state)

    def shares(shift):
        return {(s, f): [whole[s, f][i] * shifted(part[s](a), shift) for i, a in enumerate(AGES)] for s, f in KINDS}

    def miss(shift):
        moved = shares(shift)
        return england.mean(lambda s, f, a: between(moved[s, f], a), level["from"], level["to"]) - level["number"]

    return shares(root(miss, -4, 4, 40))


# ---------------------------------------------------------------- cohorts


def fitted(function, goal, low, high):
    """The input from low to high for which a monotone function is nearest the goal."""
    rising = function(high) >= function(low)
    sign = 1 if rising else -1
    if sign * (function(low) - goal) >= 0:
        return low
    if sign * (function(high) - goal) <= 0:
        return high
    return root(lambda x: sign * (function(x) - goal), low, high, 34)


def steps(age):
    return [age + STEP * (i + 0.5) for i in range(int(PIECE / STEP))]


def one_state(england, kind, goal, ratio, ends, conditional=False, floor=None):
    """Onset (and endings) by piece for a condition of one state. Returns onset, endings, shares, pieces at the limit."""
    share, onset, endings, reached, limits = goal[0], [], [], [goal[0]], []

    def live(p, age, rate, end):
        for a in steps(age):
            h, m = ratio(a), england.deaths[kind + (int(a),)]
            enters = rate * (1 - p) if conditional else rate
            p += STEP * (enters - end * p - p * (1 - p) * (h - 1) * m / (1 + p * (h - 1)))
            p = min(max(p, 0.0), 1.0)
        return p

    for i, age in enumerate(AGES[:-1]):
        least = floor[1] if floor and age >= floor[0] else 0.0
        end = ends
        rate = fitted(lambda r: live(share, age, r, end), goal[i + 1], least, 2.0)
        if floor and rate == least and least:
            end = fitted(lambda e: live(share, age, rate, e), goal[i + 1], ends, 1.0)
        elif rate == 0.0 and share > 0 and live(share, age, 0.0, ends) > goal[i + 1] * 1.005 + 1e-5:
            limits.append(age)
        share = live(share, age, rate, end)
        onset.append(rate)
        endings.append(end)
        reached.append(share)
    return onset, endings, reached, limits


def two_states(england, kind, whole, second, ratios, second_from_first, at_once=0.0):
    """A condition with a first and a second state, as in raised and diagnosed, or disease and severe.

    Onset is of everyone. The move to the second state is of those in the first (second_from_first) or of everyone; that
    part of new cases that is in the second state at once is at_once. 'second' is the share in the second state."""
    first_p, second_p = whole[0] - second[0], second[0]
    onset, moves, reached, limits = [], [], [(whole[0], second[0])], []

    def live(p, s, age, rate, move):
        for a in steps(age):
            m = england.deaths[kind + (int(a),)]
            h1, h2 = ratios[0](a), ratios[1](a)
            base = m / (1 + p * (h1 - 1) + s * (h2 - 1))
            going = min(move * p if second_from_first else move, p / STEP)
            p, s = (p + STEP * (rate * (1 - at_once) - going - p * (base * h1 - m)),
                    s + STEP * (rate * at_once + going - s * (base * h2 - m)))
            p, s = max(p, 0.0), max(s, 0.0)
        return p, s

    rate = move = 0.0
    for i, age in enumerate(AGES[:-1]):
        for _ in range(8):
            rate = fitted(lambda r: sum(live(first_p, second_p, age, r, move)), whole[i + 1], 0.0, 2.0)
            move = fitted(lambda v: live(first_p, second_p, age, rate, v)[1], second[i + 1], 0.0, 5.0 if second_from_first else 1.0)
        now = live(first_p, second_p, age, rate, move)
        if sum(now) > whole[i + 1] * 1.005 + 1e-5 or (now[1] > second[i + 1] * 1.01 + 1e-5):
            limits.append(age)
        first_p, second_p = now
        onset.append(rate)
        moves.append(move)
        reached.append((first_p + second_p, second_p))
    return onset, moves, reached, limits


def smoking(england, kind, goal, ratios, ends, relapse):
    """Starts of those who never smoked and quits of smokers; former smokers by quarters since giving up."""
    def back(quarters):
        years = (quarters + 0.5) * STEP
        return next(r["number"] for r in relapse if r["from"] <= years < r["to"])

    back_at = [back(q) for q in range(int(12 / STEP))]
    never, now, former = 1.0 - goal[0], goal[0], [0.0] * len(back_at)
    starts, quits, reached = [], [], [(goal[0], 0.0)]

    def live(never, now, former, age, start, quit_rate):
        former = list(former)
        for a in steps(age):
            m = england.deaths[kind + (int(a),)]
            hc, hf = ratios[0](a), ratios[1](a)
            base = m / (1 + now * (hc - 1) + sum(former) * (hf - 1))
            begins, gives_up = STEP * start * never, STEP * quit_rate * now
            stay, returns = [], 0.0
            for f, b in zip(former, back_at):
                gone = f * STEP * b
                returns += gone
                stay.append((f - gone) * (1 - STEP * (base * hf - m)))
            never = (never - begins) * (1 - STEP * (base - m))
            now = (now + begins - gives_up + returns) * (1 - STEP * (base * hc - m))
            stay[-2:] = [stay[-1] + stay[-2]]
            former = [gives_up] + stay
        return never, now, former

    for i, age in enumerate(AGES[:-1]):
        start, quit_rate = 0.0, ends if age >= 15 else 0.0
        if age < STARTS_UNTIL:
            start = fitted(lambda s: live(never, now, former, age, s, quit_rate)[1], goal[i + 1], 0.0, 1.0)
        else:
            quit_rate = fitted(lambda q: live(never, now, former, age, 0.0, q)[1], goal[i + 1], QUITS_AT_LEAST, 1.0)
        never, now, former = live(never, now, former, age, start, quit_rate)
        starts.append(start)
        quits.append(quit_rate)
        reached.append((now, sum(former)))
    return starts, quits, reached


def cancer(england, kind, rate, ratio):
    """Shares at the ages of AGES when everyone of age a has rate(a) and a case lasts five years, or until death."""
    cases, reached = [0.0] * int(5 / STEP), [0.0]
    for age in AGES[:-1]:
        for a in steps(age):
            m, h, p = england.deaths[kind + (int(a),)], ratio(a), sum(cases)
            base = m / (1 + p * (h - 1))
            cases = [STEP * rate(a)] + [c * (1 - STEP * min(base * h - m, 3)) for c in cases[:-1]]
        reached.append(sum(cases))
    return reached


# ---------------------------------------------------------------- the work


class Work:
    def __init__(self, facts, england):
        self.facts, self.england = facts, england
        self.tables, self.shares, self.limits = {}, {}, []

    def table(self, name, header, by_kind, note=""):
        lines = [f"# {header}", "# Worked out by scripts/make_conditions.py from scenarios/evidence/prevalence.csv." + (" " + note if note else ""),
                 "age,sex,imd,rate"]
        for i, age in enumerate(AGES[:-1]):
            for sex, fifth in KINDS:
                lines.append(f"{age},{sex},{fifth},{by_kind[sex, fifth][i]:.6g}")
        self.tables[name] = "\n".join(lines) + "\n"

    def ratio(self, track, state):
        rows = self.facts.find(track, "death_ratio", state)
        if not rows:
            raise InputError(f"{self.facts.path}: no 'death_ratio' of '{state}' for {track}")
        return curve_of(self.england, rows)

    def ends(self, track, state):
        found = self.facts.find(track, "ends", state)
        return found[0]["number"] if found else 0.0

    def keep(self, name, by_kind):
        self.shares[name] = by_kind

    def note_limits(self, name, found):
        for kind, ages in found.items():
            if ages:
                self.limits.append(f"{name}, {kind[0]}, fifth {kind[1]}: no onset in the pieces from {', '.join(map(str, ages))}")

    def risk_factor(self, track, state, begins, ends_name, words):
        goal = wanted(self.facts, self.england, track, state)
        done = {k: one_state(self.england, k, goal[k], self.ratio(track, state), self.ends(track, state), True, FLOOR[track]) for k in KINDS}
        self.table(begins, f"{words[0]}, a person who is not and year.", {k: d[0] for k, d in done.items()})
        self.table(ends_name, f"{words[1]}, a person who is and year.", {k: d[1] for k, d in done.items()},
                   "Higher where the share falls with age.")
        self.keep(state, {k: d[2] for k, d in done.items()})

    def condition(self, track, state, name, words):
        goal = wanted(self.facts, self.england, track, "any")
        done = {k: one_state(self.england, k, goal[k], self.ratio(track, state), self.ends(track, state)) for k in KINDS}
        self.table(name, f"{words}, a person (with it or not) and year.", {k: d[0] for k, d in done.items()})
        self.keep(track, {k: d[2] for k, d in done.items()})
        self.note_limits(track, {k: d[3] for k, d in done.items()})

    def found_condition(self, track, hidden, starts, found, words):
        whole = wanted(self.facts, self.england, track, "any")
        unknown = wanted_part(self.facts, self.england, track, "undetected", hidden, whole)
        known = {k: [w - u for w, u in zip(whole[k], unknown[k])] for k in KINDS}
        ratios = (self.ratio(track, hidden), self.ratio(track, "diagnosed"))
        done = {k: two_states(self.england, k, whole[k], known[k], ratios, True) for k in KINDS}
        self.table(starts, f"{words[0]}, a person (with it or not) and year.", {k: d[0] for k, d in done.items()})
        self.table(found, f"{words[1]}, a person who has it unknown and year.", {k: d[1] for k, d in done.items()})
        self.keep(track, {k: [r[0] for r in d[2]] for k, d in done.items()})
        self.keep(track + ", unknown", {k: [r[0] - r[1] for r in d[2]] for k, d in done.items()})
        self.note_limits(track, {k: d[3] for k, d in done.items()})

    def run(self):
        facts, england = self.facts, self.england

        goal = wanted(facts, england, "smoking", "current")
        ratios = (self.ratio("smoking", "current"), self.ratio("smoking", "former"))
        done = {k: smoking(england, k, goal[k], ratios, self.ends("smoking", "current"), facts.find("smoking", "relapse")) for k in KINDS}
        self.table("smoking_starts", "Smoking starts, a person who never smoked and year.", {k: d[0] for k, d in done.items()},
                   "From 30 to 64 stands for earlier generations, of whom more began.")
        self.table("smoking_quits", "Gives up for a year or more, a smoker and year.", {k: d[1] for k, d in done.items()})
        self.keep("smokers", {k: [r[0] for r in d[2]] for k, d in done.items()})
        self.keep("former smokers", {k: [r[1] for r in d[2]] for k, d in done.items()})

        self.risk_factor("weight", "obese", "becomes_obese", "loses_obesity", ("Obesity begins", "Obesity ends"))
        self.risk_factor("activity", "inactive", "becomes_inactive", "becomes_active", ("Inactivity begins", "Inactivity ends"))
        self.found_condition("blood_pressure", "raised", "blood_pressure_rises", "blood_pressure_found",
                             ("Blood pressure becomes high", "High blood pressure is found and treated"))
        self.found_condition("diabetes", "undiagnosed", "diabetes_starts", "diabetes_found",
                             ("Diabetes begins", "Diabetes is diagnosed"))

        whole = wanted(facts, england, "cardiovascular", "any")
        severe = wanted_part(facts, england, "cardiovascular", "severe_part", "severe", whole)
        at_once = facts.one("cardiovascular", "at_once", "severe")["number"]
        ratios = (self.ratio("cardiovascular", "disease"), self.ratio("cardiovascular", "severe"))
        done = {k: two_states(england, k, whole[k], severe[k], ratios, False, at_once) for k in KINDS}
        self.table("cardiovascular_starts", "Cardiovascular disease begins, a person (with it or not) and year.", {k: d[0] for k, d in done.items()})
        self.table("cardiovascular_worsens", "Stroke or heart failure of people with cardiovascular disease, a person (with it or not) and year.",
                   {k: d[1] for k, d in done.items()})
        self.keep("cardiovascular", {k: [r[0] for r in d[2]] for k, d in done.items()})
        self.keep("cardiovascular, severe", {k: [r[1] for r in d[2]] for k, d in done.items()})
        self.note_limits("cardiovascular", {k: d[3] for k, d in done.items()})

        self.condition("respiratory", "disease", "respiratory_starts", "Chronic lung disease begins")
        self.cancers()
        self.condition("dementia", "present", "dementia_starts", "Dementia begins")
        self.condition("mental_health", "common", "low_mood_starts", "Depression or anxiety begins")
        self.condition("pain", "present", "pain_starts", "Chronic pain begins")
        self.condition("kidney", "disease", "kidney_disease_starts", "Chronic kidney disease begins")

    def cancers(self):
        facts, england = self.facts, self.england
        shape = {s: curve_of(england, facts.find("cancer", "incidence", "present", s)) for s in SEXES}
        gradient, ratio = curve_of(england, facts.find("cancer", "imd_ratio", "present")), self.ratio("cancer", "present")
        level = facts.one("cancer", "level", "present")
        base = {}
        for sex in SEXES:
            columns = [spread(shape[sex](a + PIECE / 2), gradient(a), england.weights(sex, a + PIECE / 2)) for a in AGES[:-1]]
            for i, fifth in enumerate(FIFTHS):
                base[sex, fifth] = [c[i] for c in columns]

        def shares(scale):
            return {k: cancer(england, k, lambda a, k=k: scale * base[k][min(int(a // PIECE), len(base[k]) - 1)], ratio) for k in KINDS}

        def miss(scale):
            now = shares(scale)
            return england.mean(lambda s, f, a: between(now[s, f], a), level["from"], level["to"]) - level["number"]

        scale = root(miss, 0.2, 3, 25)
        self.cancer_scale = scale
        self.table("cancer_starts", "Cancer is diagnosed, a person (with it or not) and year.", {k: [scale * x for x in base[k]] for k in KINDS},
                   "New cases by age and sex, scaled to those within 5 years of diagnosis.")
        self.keep("cancer", shares(scale))

    # ------------------------------------------------------------ what comes of it

    def report(self):
        england = self.england
        bands = ((18, 120), (18, 29), (30, 39), (40, 49), (50, 59), (60, 69), (70, 79), (80, 89), (90, 120), (65, 120))
        print("percent".ljust(26) + "".join(f"{a}-{b if b < 120 else ''}".rjust(8) for a, b in bands) + "   imd 1   imd 5 (18 and over, standardised)")
        for name, by_kind in self.shares.items():
            cells = [100 * england.mean(lambda s, f, a: between(by_kind[s, f], a), a, b) for a, b in bands]
            ends = [100 * england.mean(lambda s, f, a, q=q: between(by_kind[s, q], a), 18) for q in ("1", "5")]
            print(name.ljust(26) + "".join(f"{c:8.2f}" for c in cells) + "".join(f"{c:8.2f}" for c in ends))
        print(f"cancer: incidence given x {self.cancer_scale:.3f}")
        for name, text in self.tables.items():
            rates = {}
            for line in text.splitlines()[3:]:
                age, sex, fifth, rate = line.split(",")
                rates[sex, fifth, int(age)] = float(rate)
            if not any(word in text.splitlines()[0] for word in ("(with it or not)",)):
                continue
            new = sum(n * rates[s, f, min(a // PIECE * PIECE, 95)] for (s, f, a), n in england.people.items())
            print(f"{name}: {new / 1000:,.0f} thousand new a year in England")
        print("\n".join(self.limits) if self.limits else "onset is above 0 wherever a condition is there")


def main():
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("--input", type=Path, default=INPUT, help="the facts (scenarios/evidence/prevalence.csv)")
    parser.add_argument("--out", type=Path, default=MODEL / "tables", help="folder for the tables")
    parser.add_argument("--check", action="store_true", help="write nothing; exit code 1 if a table differs")
    parser.add_argument("--report", action="store_true", help="print what a cohort at these rates comes to")
    options = parser.parse_args()
    try:
        work = Work(Facts(options.input), England())
        work.run()
    except InputError as error:
        print(error, file=sys.stderr)
        return 1
    if options.report:
        work.report()
    different = []
    for name, text in work.tables.items():
        path = options.out / f"{name}.csv"
        if options.check:
            if not path.exists() or path.read_text(encoding="utf-8") != text:
                different.append(path.name)
        else:
            path.write_text(text, encoding="utf-8")
    if different:
        print("not as worked out: " + ", ".join(different), file=sys.stderr)
        return 1
    return 0


if __name__ == "__main__":
    sys.exit(main())
