#!/usr/bin/env python3
"""Writes docs/held-against-projection.md: long runs of the England model beside projections and the past.

    python3 scripts/make_long_runs.py                          with build/release/bin/forestall
    python3 scripts/make_long_runs.py path/to/forestall --sample 0.01 --seeds 3

Runs the studies england, england-from-2011 and england-from-2019 on a sample, with several seeds, and the independent
projection (project_population.py) of the same; sets them beside scenarios/evidence/trends.csv and
official_projection.csv. All figures of the page come from there; its explanations stand in this file and want reading
again whenever the model changes. The shipped studies are copied with finer bands of age into a temporary folder; with
--folder the tables stay there and are used again as long as nothing has changed. Needs nothing but Python 3.9 and the
forestall program.
"""

import argparse
import sys
import tempfile
from pathlib import Path

from long_runs import AGES, BROAD, EVERYBODY, TOP, LongRunsError, Runs, Settings, parts_of_growth, published

PAGE = TOP / "docs/held-against-projection.md"
TRENDS, OFFICIAL = TOP / "scenarios/evidence/trends.csv", TOP / "scenarios/evidence/official_projection.csv"
ILL, WORKERS = "people_with_major_illness", ("home_care_workers", "care_home_workers")
CONDITIONS = {"people_with_dementia": "dementia", "people_with_diabetes": "diabetes", "people_with_cancer": "cancer", "people_with_chronic_pain": "chronic pain",
              "people_with_depression_or_anxiety": "anxiety or depression"}
HOMES = ("care_home_residential", "care_home_nursing")
MEASURES = ("population", "births", "deaths", "arrivals", "departures", "emergency_admissions", "ed_attendances", ILL, *CONDITIONS, *WORKERS, *HOMES)
ADULTS, OLD = (18, 200), (65, 200)
SEXES = ("female", "male")


# ---------------------------------------------------------------- writing


def row(*cells):
    return "| " + " | ".join(str(cell) for cell in cells) + " |"


def heading(*cells):
    return [row(*cells), "|" + "---|" * len(cells)]


def signed(ratio, digits=1):
    """A change as percent; no sign when it rounds to nothing."""
    text = f"{100 * (ratio - 1):+.{digits}f}"
    return (text.lstrip("+-") if not float(text) else text) + "%"


def count(n):
    return f"{n:,.0f}"


def millions(n, digits=2):
    return f"{n / 1e6:.{digits}f} million"


# ---------------------------------------------------------------- (a) the same assumptions


def against_projection(runs, years):
    lines = heading("mid-year", "all", *(name for name, _ in BROAD), "births", "deaths", "projection, people")
    for year in years:
        expected = lambda measure, band="all": runs.projection[year, measure, band]  # noqa: E731
        lines.append(row(year, signed(runs.people(year) / expected("population")), *(signed(runs.people(year, ages) / expected("population", name)) for name, ages in BROAD),
                         *(signed(runs.year_to_middle(measure, year) / expected(measure)) for measure in ("births", "deaths")), count(expected("population"))))
    return lines


def luck_of(runs, years):
    """The widest half of a 95% interval, in percent of the figure: all people, people of 85 and over, births and deaths of a year."""
    figures = [lambda t, y: t.at_end_of("population", y, 6), lambda t, y: t.at_end_of("population", y, 6, (85, 200)),
               lambda t, y: t.over("births", y - 1, 7), lambda t, y: t.over("deaths", y - 1, 7)]
    return [max(100 * runs.margin(lambda t: figure(t, y)) / runs.mean(lambda t: figure(t, y)) for y in years) for figure in figures]


def death_rates(runs, year):
    """Deaths a person at 85 and over in the year to its middle, the run's."""
    return runs.year_to_middle("deaths", year, (85, 200)) / ((runs.people(year - 1, (85, 200)) + runs.people(year, (85, 200))) / 2)


def same_assumptions(england, from_2011, from_2019, settings):
    e_years, p_years, n_years = (2025, 2030, 2035, 2040), (2012, 2015, 2018, 2020, 2021, 2024), (2020, 2021, 2024, 2030, 2035, 2040)
    everybody, oldest, births, deaths = luck_of(england, e_years)
    return [
        "## The same assumptions", "",
        f"The simulation against the projection: samples of {100 * settings.sample:g}%, mean of {settings.seeds} seeds. By luck that mean moves (95%) by up to {everybody:.2f}% (all people), {oldest:.1f}% (85 and over), "
        f"{births:.1f}% (births of a year) and {deaths:.1f}% (deaths of a year).", "",
        "England, from mid-2024:", "", *against_projection(england, e_years), "",
        "England from mid-2019:", "", *against_projection(from_2019, n_years), "",
        "England from mid-2011:", "", *against_projection(from_2011, p_years), "",
        *EXPLAIN_SAME,
    ]


# ---------------------------------------------------------------- (b) the official projection


def official(england):
    uk = published(OFFICIAL, ("year", "measure", "age_band"), lambda r: r["geography"] == "UK" and r["edition"] == "2024-based")
    older = published(OFFICIAL, ("geography", "year", "measure", "age_band"), lambda r: r["edition"] == "2022-based")
    trend = published(TRENDS, ("year", "measure", "age_band", "sex"), lambda r: r["year"] == "2025" and r["measure"] == "population")
    lines = heading("", "UK, 2024-based, net migration 230,000", "England, run")
    for name, ages in [("all", EVERYBODY), *BROAD]:
        lines.append(row(name.replace("+", " and over"), signed(uk["2040", "population", name] / uk["2025", "population", name]), signed(england.people(2040, ages) / england.people(2025, ages))))
    for measure in ("births", "deaths"):
        lines.append(row(measure, signed(uk["2040", measure, "all"] / uk["2025", measure, "all"]), signed(england.year_to_middle(measure, 2040) / england.year_to_middle(measure, 2025))))

    def net(year, ages=EVERYBODY):
        return england.year_to_middle("arrivals", year, ages) - england.year_to_middle("departures", year, ages)

    totals = heading("England", "published", "run", "difference")
    for what, figure, mine in (("mid-2025, estimate", trend["2025", "population", "all", "all"], england.people(2025)),
                               ("mid-2032, 2022-based projection", older["England", "2032", "population", "all"], england.people(2032))):
        totals.append(row(what, count(figure), count(mine), signed(mine / figure)))
    growth = older["UK", "2040", "population", "all"] / older["UK", "2030", "population", "all"]
    return [
        "## Against the official projection", "",
        "England by age was not to be had; [official_projection.csv](../scenarios/evidence/official_projection.csv) has the UK. Change from mid-2025 to mid-2040:", "", *lines, "", *totals, "",
        f"From 2030 to 2040 the 2022-based UK, with net migration of 340,000, grows by {signed(growth)}; the run by {signed(england.people(2040) / england.people(2030))}. "
        f"Net migration in the run: {count(net(2026))} in the year to mid-2026, {count(net(2030))} to mid-2030, {count(net(2040))} to mid-2040; "
        f"at 65 and over {net(2026, OLD):+,.0f}, {net(2030, OLD):+,.0f} and {net(2040, OLD):+,.0f}.", "",
        *EXPLAIN_OFFICIAL,
    ]


# ---------------------------------------------------------------- (c) from the past


def past(runs):
    trend = published(TRENDS, ("measure", "year", "age_band"), lambda r: r["sex"] == "all")
    people = heading("mid-2024", "published", "run from 2011", "difference", "projection from 2011")
    for name, ages in [("all", EVERYBODY), *BROAD]:
        figure = trend["population", "2024", name]
        people.append(row(name.replace("+", " and over"), count(figure), count(runs.people(2024, ages)), signed(runs.people(2024, ages) / figure),
                          signed(runs.projection[2024, "population", name] / figure)))
    events = heading("year to mid-", "births, published", "run", "projection", "deaths, published", "run", "projection")
    sums = dict.fromkeys(("births", "deaths"), (0.0, 0.0))
    for year in range(2012, 2025):
        cells = [year]
        for measure in ("births", "deaths"):
            figure, mine = trend[f"{measure}_year_to_mid_year", str(year), "all"], runs.year_to_middle(measure, year)
            cells += [count(figure), signed(mine / figure), signed(runs.projection[year, measure, "all"] / figure)]
            sums[measure] = sums[measure][0] + figure, sums[measure][1] + mine
        events.append(row(*cells))
    whole = [f"{measure} {signed(mine / figure, 2)}" for measure, (figure, mine) in sums.items()]
    return [
        "## From the past", "",
        "The study england-from-2011 beside [trends.csv](../scenarios/evidence/trends.csv). The place gives net migration, and the level of births and of deaths, year by year; nothing else holds the run to what happened.", "",
        *people, "", *EXPLAIN_PAST_PEOPLE, "", *events, "", f"All thirteen years together: {', '.join(whole)}.", "", *EXPLAIN_PAST_EVENTS, "",
        *care_in_the_past(runs, trend),
    ]


def care_in_the_past(runs, trend):
    def of_april_year(measure, year):
        return runs.mean(lambda table: table.over(measure, year, 4))

    names = (("emergency_admissions", "emergency_admissions"), ("ed_attendances_type_1", "ed_attendances"))
    use = heading("year from April", "emergency admissions, published", "run", "", "type 1 attendances, published", "run", "")
    ratios = {}
    for year in range(2012, 2024):
        cells = [year]
        for theirs, ours in names:
            figure, mine = trend[theirs, str(year), "all"], of_april_year(ours, year)
            ratios[ours, year] = mine / figure
            cells += [count(figure), count(mine), signed(mine / figure)]
        use.append(row(*cells))

    def growth_per_head(theirs, first, last):
        return trend[theirs, str(last), "all"] / trend[theirs, str(first), "all"] / (trend["population", str(last), "all"] / trend["population", str(first), "all"])

    def own_growth_per_head(ours, first, last):
        return of_april_year(ours, last) / of_april_year(ours, first) / (runs.people(last) / runs.people(first))

    heads = [f"{title}: published {signed(growth_per_head(theirs, 2012, 2019))}, run {signed(own_growth_per_head(ours, 2012, 2019))}"
             for title, (theirs, ours) in zip(("emergency admissions", "type 1 attendances"), names)]

    def residents(year, month):
        return runs.mean(lambda table: sum(table.at_end_of(home, year, month, OLD) for home in HOMES))

    homes = heading("care-home residents of 65 and over", "England and Wales, census", "of people of 65 and over", "England, run", "of people of 65 and over")
    for title, census, date in (("2011 (census March, run July)", "2011", (2011, 7)), ("March 2021", "2021", (2021, 3)), ("June 2024", None, (2024, 6))):
        old = runs.mean(lambda table: table.at_end_of("population", *date, OLD))
        theirs = [count(trend["care_home_residents_england_and_wales", census, "65+"]), f"{trend['care_home_residents_share_england_and_wales', census, '65+']}%"] if census else ["", ""]
        homes.append(row(title, *theirs, count(residents(*date)), f"{100 * residents(*date) / old:.2f}%"))
    return [*use, "", f"Change per head of the whole population from the year from April 2012 to that from April 2019: {'; '.join(heads)}.", "", *EXPLAIN_PAST_CARE, "",
            *homes, "", *EXPLAIN_PAST_HOMES]


# ---------------------------------------------------------------- (d) major illness


def illness(england, from_2019, settings):
    theirs = published(OFFICIAL, ("measure", "age_band"), lambda r: r["edition"] == "Health in 2040")
    then = published(TRENDS, ("measure",), lambda r: r["measure"] == ILL)[ILL,]
    goal = theirs[ILL, "adults"]
    increase, increase_old = (theirs[f"increase_since_2019_of_{ILL}", band] for band in ("adults", "70+"))

    def ill(runs, year, month, ages=ADULTS):
        return runs.mean(lambda table: table.at_end_of(ILL, year, month, ages))

    def people(runs, year, month, ages=ADULTS):
        return runs.mean(lambda table: table.at_end_of("population", year, month, ages))

    levels = heading("adults with major illness", "study", "run", "95%, luck only", "of adults", "published", "difference")
    for title, name, runs, date, figure in (
            ("July 2019", "england-from-2019", from_2019, (2019, 7), then), ("December 2019", "england-from-2019", from_2019, (2019, 12), then),
            ("July 2024", "england-from-2019", from_2019, (2024, 7), None), ("July 2024", "england", england, (2024, 7), None),
            ("July 2040", "england-from-2019", from_2019, (2040, 7), goal), ("July 2040", "england", england, (2040, 7), goal)):
        mine, margin = ill(runs, *date), runs.margin(lambda table: table.at_end_of(ILL, *date, ADULTS))
        levels.append(row(title, name, count(mine), f"± {count(margin)}", f"{100 * mine / people(runs, *date):.1f}%", count(figure) if figure else "", signed(mine / figure) if figure else ""))

    start, end = (2019, 7), (2040, 7)
    cells = [(low, sex) for low in AGES if low >= 18 for sex in SEXES]
    tables = [{cell: from_2019.mean(lambda table: table.at_end_of(measure, *date, (cell[0], cell[0] + 1), cell[1])) for cell in cells} for measure, date in
              (("population", start), (ILL, start), ("population", end), (ILL, end))]
    young, old = [c for c in cells if c[0] < 70], [c for c in cells if c[0] >= 70]
    split = heading("growth, July 2019 to July 2040", "run", "of it: more adults", "ageing", "share who are ill at each age and sex", "published")
    parts = {}
    for title, group, figure in (("18 to 69", young, increase - increase_old), ("70 and over", old, increase_old), ("all adults", cells, increase)):
        parts[title] = parts_of_growth(*tables, cells, group)
        split.append(row(title, count(sum(parts[title])), *(f"{part:+,.0f}" for part in parts[title]), count(figure)))
    size, ageing, shares = parts["all adults"]
    grown = sum(parts["all adults"])

    rates = heading("share with major illness", "July 2019", "July 2024", "July 2030", "July 2040", "`england`, July 2024", "`england`, July 2040")
    for title, ages in (("18 to 39", (18, 40)), ("40 to 49", (40, 50)), ("50 to 59", (50, 60)), ("60 to 69", (60, 70)), ("70 to 79", (70, 80)), ("80 to 89", (80, 90)), ("90 and over", (90, 200))):
        shown = [(from_2019, year) for year in (2019, 2024, 2030, 2040)] + [(england, 2024), (england, 2040)]
        rates.append(row(title, *(f"{100 * ill(runs, year, 7, ages) / people(runs, year, 7, ages):.1f}%" for runs, year in shown)))

    mine, difference = ill(from_2019, *end), ill(from_2019, *end) - goal
    beginning = ill(from_2019, *start) - then
    bridge = heading("from 9.1 million to the run", "people")
    bridge += [row("published, 2040", count(goal)), row("the run starts from another number in 2019", f"{beginning:+,.0f}"),
               row("growth at 70 and over", f"{sum(parts['70 and over']) - increase_old:+,.0f}"),
               row("growth at 18 to 69", f"{sum(parts['18 to 69']) - (increase - increase_old):+,.0f}"),
               row("rounding of the published figures", f"{then + increase - goal:+,.0f}"), row("the run from 2019, July 2040", count(mine))]

    conditions = heading("people of 18 and over, 2019 to 2040", "published", "run from 2019")
    for measure, title in CONDITIONS.items():
        now, before = (from_2019.mean(lambda table: table.at_end_of(measure, *date, ADULTS)) for date in (end, start))
        conditions.append(row(title, f"{theirs[f'growth_since_2019_of_{measure}', 'adults']:+.0f}%", signed(now / before, 0)))
    working = people(from_2019, *end, (20, 70)) / people(from_2019, *start, (20, 70))
    conditions.append(row("all people of 20 to 69", f"{theirs['growth_since_2019_of_population', '20-69']:+.0f}%", signed(working, 0)))
    teens = ill(from_2019, *end, (18, 20))
    return [
        "## Major illness", "",
        f"Health in 2040 (Health Foundation, 2023) counted {millions(then, 1)} adults with major illness in 2019 and projects {millions(goal, 1)} in 2040. The score, its weights and the break are in the model's "
        "[README](../scenarios/models/england/README.md); its level in 2019 was fitted, its growth was not.", "", *levels, "",
        f"**The interval is luck alone**: {settings.seeds} samples of {100 * settings.sample:g}% with their own seeds. " + EXPLAIN_INTERVAL, "",
        f"From July 2019 to July 2040 the run grows by {count(grown)} ({signed(mine / ill(from_2019, *start))}; published {count(increase)}, {signed((then + increase) / then, 0)}), "
        f"{100 * sum(parts['70 and over']) / grown:.0f}% of it people of 70 and over (published {100 * increase_old / increase:.0f}%):", "", *split, "",
        "Bands of five years of age by sex; each part at the mean of then and now of the others, so that they add up. "
        f"More people and older ones give {count(size + ageing)}; the shares at each age and sex {shares:+,.0f}.", "",
        f"The run from 2019 has {count(abs(difference))} {'fewer' if difference < 0 else 'more'} than 9.1 million in 2040:", "", *bridge, "", *EXPLAIN_ILLNESS, "", *rates, "", *EXPLAIN_RATES, "", *conditions, "", *EXPLAIN_CONDITIONS, "",
        f"Published adults may begin at 20; the run has {count(teens)} people of 18 and 19 with major illness in 2040, which does not matter.",
    ]


# ---------------------------------------------------------------- (e) the workforce of social care


def workforce(england, from_2019):
    theirs = published(OFFICIAL, ("measure",), lambda r: r["edition"] == "Skills for Care")
    lines = heading("full-time workers needed", "2025", "2030", "2035", "2040", "2025 to 2035")

    def in_year(runs, names, year):
        return runs.mean(lambda table: sum(table.over(name, year, 1) for name in names))

    for title, names in (("home care", WORKERS[:1]), ("care homes", WORKERS[1:]), ("both", WORKERS)):
        figures = {year: in_year(england, names, year) for year in (2025, 2030, 2035, 2040)}
        lines.append(row(title, *(count(n) for n in figures.values()), signed(figures[2035] / figures[2025])))

    def old_grow(runs, first, last, ages=OLD):
        return runs.people(last, ages) / runs.people(first, ages)

    for title, ages in (("people of 65 and over", OLD), ("people of 85 and over", (85, 200))):
        lines.append(row(title + ", mid-year", *(count(england.people(year, ages)) for year in (2025, 2030, 2035, 2040)), signed(old_grow(england, 2025, 2035, ages))))
    jobs, percent = theirs["increase_of_social_care_jobs",], theirs["growth_of_social_care_jobs",]
    longer = in_year(from_2019, WORKERS, 2035) / in_year(from_2019, WORKERS, 2021)
    to_2040 = in_year(from_2019, WORKERS, 2040) / in_year(from_2019, WORKERS, 2023)
    return [
        "## Care workers", "", *lines, "",
        f"Skills for Care, quoted by the Health Foundation: {count(jobs)} more jobs by 2035, +{percent:.0f}% on {millions(100 * jobs / percent)}. A later edition: +{theirs['growth_since_2023_of_social_care_jobs',]:.0f}% from 2023 to 2040. "
        f"The run from 2019 gives {signed(longer)} from 2021 to 2035 (people of 65 and over {signed(old_grow(from_2019, 2021, 2035))}) and {signed(to_2040)} from 2023 to 2040 "
        f"(people of 65 and over {signed(old_grow(from_2019, 2023, 2040))}).", "",
        *EXPLAIN_WORKFORCE,
    ]


# ---------------------------------------------------------------- explanations: read them again when the model changes

EXPLAIN_SAME = ["TO WRITE"]
EXPLAIN_OFFICIAL = ["TO WRITE"]
EXPLAIN_PAST_PEOPLE = ["TO WRITE"]
EXPLAIN_PAST_EVENTS = ["TO WRITE"]
EXPLAIN_PAST_CARE = ["TO WRITE"]
EXPLAIN_PAST_HOMES = ["TO WRITE"]
EXPLAIN_INTERVAL = "TO WRITE"
EXPLAIN_ILLNESS = ["TO WRITE"]
EXPLAIN_RATES = ["TO WRITE"]
EXPLAIN_CONDITIONS = ["TO WRITE"]
EXPLAIN_WORKFORCE = ["TO WRITE"]

HEAD = """# Held against projections and the past

Official statistics project a population by cohort and component: numbers by age and sex go forward a year at a time. `scripts/project_population.py` does that with the files of a study, and shares no code with the
engine. Where the simulation differs, one of the two is wrong, or the model says something that a projection cannot.

```
python3 scripts/project_population.py scenarios/studies/england.yaml > projection.csv
python3 scripts/project_population.py scenarios/studies/england-from-2011.yaml --match scenarios/evidence/trends.csv
```

It prints people by year and age (mid-year), births, deaths and moves (years to 30 June). It takes any study of the England model that starts on 1 July, in any place. `--match` brings births and deaths of each year to the published ones.

This page is written by `python3 scripts/make_long_runs.py`, which makes the runs, too: figures by the program, explanations by hand.
"""


def page(settings, notes):
    england, from_2011, from_2019 = (Runs(settings, name, MEASURES, notes) for name in ("england", "england-from-2011", "england-from-2019"))
    sections = [same_assumptions(england, from_2011, from_2019, settings), official(england), past(from_2011), illness(england, from_2019, settings), workforce(england, from_2019)]
    return HEAD + "".join("\n" + "\n".join(section) + "\n" for section in sections)


def main():
    parser = argparse.ArgumentParser(description="Runs England for long, and writes docs/held-against-projection.md.")
    parser.add_argument("program", nargs="?", type=Path, default=TOP / "build/release/bin/forestall", help="the forestall program")
    parser.add_argument("--sample", type=float, default=0.03, help="share of the people to simulate (default 0.03)")
    parser.add_argument("--seeds", type=int, default=5, help="how often to run each study, each time with its own luck and sample (default 5)")
    parser.add_argument("--threads", type=int, default=1, help="threads of a run (default 1)")
    parser.add_argument("--minutes", type=float, default=30, help="the longest that one run may take (default 30)")
    parser.add_argument("--folder", type=Path, help="keep temporary studies and tables here, and use them again")
    parser.add_argument("--page", type=Path, default=PAGE, help="where to write")
    arguments = parser.parse_args()
    try:
        with tempfile.TemporaryDirectory(prefix="long-runs-") as temporary:
            settings = Settings(arguments.program, arguments.sample, arguments.seeds, arguments.threads, arguments.minutes, arguments.folder or temporary)
            text = page(settings, sys.stderr)
        arguments.page.write_text(text, encoding="utf-8")
    except (LongRunsError, OSError, ValueError) as error:
        print(f"make_long_runs: {error}", file=sys.stderr)
        return 1
    except KeyError as error:
        print(f"make_long_runs: no figure of {error} in the evidence or the projection", file=sys.stderr)
        return 1
    return 0


if __name__ == "__main__":
    sys.exit(main())
