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
OLDEST = {"people_severely_frail": "severely frail", "people_with_dementia": "with dementia", "care_home_residential": "in residential homes", "care_home_nursing": "in nursing homes"}
PAST_SEEDS = 2  # the study from 2011 has no interval to give
MEASURES = ("population", "people_severely_frail", "births", "deaths", "arrivals", "departures", "emergency_admissions", "ed_attendances", ILL, *CONDITIONS, *WORKERS, *HOMES)
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
        people = [signed(runs.people(year, ages) / runs.projection[year, "population", name]) for name, ages in [("all", EVERYBODY), *BROAD]]
        events = [signed(runs.year_to_middle(measure, year) / runs.projection[year, measure, "all"]) for measure in ("births", "deaths")]
        lines.append(row(year, *people, *events, count(runs.projection[year, "population", "all"])))
    return lines


def luck_of(runs, years):
    """The widest half of a 95% interval, in percent of the figure: all people, people of 85 and over, births and deaths of a year."""
    figures = [lambda t, y: t.at_end_of("population", y, 6), lambda t, y: t.at_end_of("population", y, 6, (85, 200)),
               lambda t, y: t.over("births", y - 1, 7), lambda t, y: t.over("deaths", y - 1, 7)]
    return [max(100 * runs.margin(lambda t: figure(t, y)) / runs.mean(lambda t: figure(t, y)) for y in years) for figure in figures]


def death_rates(named_runs):
    """Death rates of the run over the projection's, by age and period of four years."""
    lines = heading("death rates, years to mid-", *(name for name, _ in BROAD[1:]))
    for title, runs, periods in named_runs:
        for first, last in periods:
            years, cells = range(first, last + 1), []
            for name, ages in BROAD[1:]:
                mine = sum(runs.year_to_middle("deaths", y, ages) for y in years) / sum(runs.people(y, ages) for y in years)
                theirs = sum(runs.projection[y, "deaths", name] for y in years) / sum(runs.projection[y, "population", name] for y in years)
                cells.append(signed(mine / theirs))
            lines.append(row(f"{title}, {first} to {last}", *cells))
    return lines


def who_they_are(named_runs):
    lines = heading("of people of 85 and over", *OLDEST.values())
    for title, runs, years in named_runs:
        for year in years:
            cells = [runs.mean(lambda t: t.at_end_of(measure, year, 6, (85, 200)) / t.at_end_of("population", year, 6, (85, 200))) for measure in OLDEST]
            lines.append(row(f"{title}, mid-{year}", *(f"{100 * share:.1f}%" for share in cells)))
    return lines


def same_assumptions(england, from_2011, from_2019, settings):
    years = (2025, 2030, 2035, 2040)
    everybody, oldest, births, deaths = luck_of(england, years)
    return [
        "## The same assumptions", "",
        f"The simulation against the projection: samples of {100 * settings.sample:g}%, mean of {settings.seeds} seeds ({PAST_SEEDS} from 2011). By luck the mean of {settings.seeds} moves (95%) by up to {everybody:.2f}% (all people), "
        f"{oldest:.1f}% (85 and over), {births:.1f}% (births of a year) and {deaths:.1f}% (deaths of a year).", "",
        "England from mid-2024:", "", *against_projection(england, years), "",
        "England from mid-2019:", "", *against_projection(from_2019, (2020, 2021, 2024, 2030, 2035, 2040)), "",
        "England from mid-2011:", "", *against_projection(from_2011, (2012, 2015, 2018, 2020, 2021, 2024)), "",
        *EXPLAIN_SAME, "",
        *death_rates((("from 2024", england, ((2025, 2028), (2029, 2032), (2033, 2036), (2037, 2040))), ("from 2019", from_2019, ((2020, 2023), (2024, 2027), (2028, 2031), (2032, 2035), (2036, 2039))),
                      ("from 2011", from_2011, ((2012, 2015), (2016, 2019), (2020, 2023))))), "",
        *who_they_are((("from 2024", england, (2025, 2040)), ("from 2019", from_2019, (2020, 2025, 2040)), ("from 2011", from_2011, (2012, 2024)))), "",
        *EXPLAIN_DEATHS,
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


def past(runs, england):
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
        *care_in_the_past(runs, england, trend),
    ]


def care_in_the_past(runs, england, trend):
    def of_april_year(measure, year):
        return runs.mean(lambda table: table.over(measure, year, 4))

    names = (("emergency_admissions", "emergency_admissions"), ("ed_attendances_type_1", "ed_attendances"))
    use = heading("year from April", "emergency admissions, published", "run", "difference", "type 1 attendances, published", "run", "difference")
    for year in range(2012, 2024):
        cells = [year]
        for theirs, ours in names:
            figure, mine = trend[theirs, str(year), "all"], of_april_year(ours, year)
            cells += [count(figure), count(mine), signed(mine / figure)]
        use.append(row(*cells))

    def growth_per_head(theirs, first, last):
        return trend[theirs, str(last), "all"] / trend[theirs, str(first), "all"] / (trend["population", str(last), "all"] / trend["population", str(first), "all"])

    def own_growth_per_head(ours, first, last):
        return of_april_year(ours, last) / of_april_year(ours, first) / (runs.people(last) / runs.people(first))

    heads = [f"{title}: published {signed(growth_per_head(theirs, 2012, 2019))}, run {signed(own_growth_per_head(ours, 2012, 2019))}"
             for title, (theirs, ours) in zip(("emergency admissions", "type 1 attendances"), names)]

    homes = heading("care-home residents of 65 and over", "England and Wales, census", "of people of 65 and over", "England, run", "of people of 65 and over")
    for title, census, source, date in (("2011 (census March; run from 2011, July)", "2011", runs, (2011, 7)), ("March 2021 (run from 2011)", "2021", runs, (2021, 3)),
                                        ("June 2024 (run from 2011)", None, runs, (2024, 6)), ("July 2024 (run from 2024)", None, england, (2024, 7))):
        mine = source.mean(lambda table: sum(table.at_end_of(home, *date, OLD) for home in HOMES))
        old = source.mean(lambda table: table.at_end_of("population", *date, OLD))
        theirs = [count(trend["care_home_residents_england_and_wales", census, "65+"]), f"{trend['care_home_residents_share_england_and_wales', census, '65+']}%"] if census else ["", ""]
        homes.append(row(title, *theirs, count(mine), f"{100 * mine / old:.2f}%"))
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

    missing = sum((from_2019.projection[2040, "population", name] - from_2019.people(2040, ages)) * ill(from_2019, *end, ages) / people(from_2019, *end, ages) for name, ages in BROAD if ages[0] >= 65)
    on_published = then * mine / ill(from_2019, *start)

    conditions = heading("people of 18 and over, 2019 to 2040", "published", "run from 2019")
    for measure, title in CONDITIONS.items():
        now, before = (from_2019.mean(lambda table: table.at_end_of(measure, *date, ADULTS)) for date in (end, start))
        conditions.append(row(title, f"{theirs[f'growth_since_2019_of_{measure}', 'adults']:+.0f}%", signed(now / before, 0)))
    working = people(from_2019, *end, (20, 70)) / people(from_2019, *start, (20, 70))
    conditions.append(row("all people of 20 to 69", f"{theirs['growth_since_2019_of_population', '20-69']:+.0f}%", signed(working, 0)))
    return [
        "## Major illness", "",
        f"Health in 2040 (Health Foundation, 2023) counted {millions(then, 1)} adults with major illness in 2019 and projects {millions(goal, 1)} in 2040. The score, its weights and the break are in the model's "
        "[README](../scenarios/models/england/README.md); the break was set for the level of 2019, which the run does not reach (below); growth was not fitted.", "", *levels, "",
        f"**The interval is luck alone**: {settings.seeds} samples of {100 * settings.sample:g}% with their own seeds. " + EXPLAIN_INTERVAL, "",
        f"From July 2019 to July 2040 the run grows by {count(grown)} ({signed(mine / ill(from_2019, *start))}; published {count(increase)}, {signed((then + increase) / then, 0)}), "
        f"{100 * sum(parts['70 and over']) / grown:.0f}% of it people of 70 and over (published {100 * increase_old / increase:.0f}%):", "", *split, "",
        "Bands of five years of age by sex; each part at the mean of then and now of the others, so that they add up. "
        f"More and older adults give {count(size + ageing)}; the shares at each age and sex {shares:+,.0f}.", "",
        f"The run from 2019 has {millions(abs(difference))} {'fewer' if difference < 0 else 'more'} than {millions(goal, 1)} in 2040:", "", *bridge, "",
        f"- **The level in 2019** carries through. With the published number of 2019 and the run's growth, 2040 would have {millions(on_published)}: "
        f"{100 * (mine - on_published) / (mine - goal):.0f}% of the difference is level, the rest growth.",
        f"- **Old people.** Had the run as many people of 65 and over in 2040 as the independent projection of its own assumptions, {count(abs(missing))} {'more' if missing > 0 else 'fewer'} would have major illness, "
        f"and growth would be {signed((mine + missing) / ill(from_2019, *start))}.",
        *EXPLAIN_ILLNESS, "", *rates, "", *EXPLAIN_RATES, "", *conditions, "", *EXPLAIN_CONDITIONS,
        f"- The people behind the published figures may begin at 20 or 30. The run has {count(ill(from_2019, *end, (18, 20)))} of 18 and 19 and {count(ill(from_2019, *end, (20, 30)))} of 20 to 29 with major illness in 2040.",
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

EXPLAIN_SAME = [
    "Births, and people below 75, agree within luck or nearly so. **At 75 and over they do not**: the run has fewer very old people than the projection, more so the longer it goes on, and the more so the longer ago it began. "
    "Its death rates, over the projection's:",
]

EXPLAIN_DEATHS = [
    "- **Death rates climb above the table, at 65 and over, year by year.** Mortality improves and the onset of illness and frailty does not: at the same age more people are frail, ill or in a home later on (table above), and the average of "
    "`keep_mean`, which was taken once at the rates of the start, rises with them. Improvement is in effect slower than the table of improvement says. Tried on the study from 2024, one seed: with improvement set to 0 in both, death rates at 85 and "
    "over stay between 1.6% below and 1.0% above the projection's (instead of rising to more than 4% above), at 75 to 84 between 1.0 and 2.1% above, and people of 85 and over are 0.7% fewer in 2040. Who wants the official improvement on "
    "average must let the onset of frailty and illness fall with it.",
    "- **At 65 to 74 they are 1 to 4% above from the first years on**, with improvement or without it (2.4% in that trial), and at 85 and over slightly below: all deaths together were fitted, their parts by age hold only roughly.",
    "- **A place's level of deaths changes who its people are.** Their pasts are lived at that level from birth: 0.927 in the England pack, about 1 in the places of 2011 and 2019. Tried: with 1 in the England pack, too, 7.9% instead of 8.6% of "
    "people of 85 and over are severely frail at the start, 10.2% instead of 11.3% live in care homes. So the runs from the past have fewer frail people and residents in 2024 and 2025 than the run that begins in 2024.",
    "- **In single years** the run spreads a bad year: six deaths in ten come through last months that began, under that year's level, half a year before.",
]

EXPLAIN_OFFICIAL = [
    "- The difference below 65 is migration. **The 340,000 a year that places/england assumes is the 2022-based figure; the 2024-based projections assume 230,000.** And England's estimate for mid-2025 lies below the run: net migration had already "
    "fallen. Against the 2022-based projection, whose migration the run has, the total is right in 2032; to 2040 the run grows less than the UK of that edition, in part because it has more deaths (the independent projection of the same files grows by 3.9% from 2030).",
    "- At 85 and over the official projection grows faster. A part is the run's own rising death rates (above; the independent projection of the same files grows by 53%); the rest would be faster improvement at these ages or the UK's age structure: its mortality by age was not at hand.",
    "- Arrivals' calendar changes all ages together. As arrivals fall to 2028 and departures do not, net migration at 65 and over turns negative, where 6.5% at 50 and over was assumed.",
]

EXPLAIN_PAST_PEOPLE = [
    "- **0-17 and 18-64**: within 0.3%; births and net migration are given.",
    "- **65-74**: too many, in the run and in the projection alike: the ages of those who move are assumed, and the level of deaths is one for all ages.",
    "- **75-84**: the projection is a little high for the same reason; the run is lower by its higher death rates from 65 on.",
    "- **85 and over**: too few in the run alone: its death rates rise above the table's as improvement goes on (above).",
]

EXPLAIN_PAST_EVENTS = [
    "- **Births**: the whole is right; single years differ by luck (two samples) and because the calendar draws straight lines through each year's neighbours, which the projection shares.",
    "- **Deaths**: one in a hundred too many in the whole, by the death rates above; single years differ as in the projection, where a year that stands out (2014, 2019, 2020) is drawn towards its neighbours, and a little more since last months carry half of it over.",
]

EXPLAIN_PAST_CARE = [
    "- **Emergency admissions**: too many at first and too few by 2019, because the model's rates by age are those of 2023 in every year; ageing alone gives the run's change per head, and the growth of short stays for people who would once have been sent home is not in it.",
    "- **Type 1 attendances**: the same, with a smaller trend; from 2021 the run stays 4 to 5% below, because the rates by age that it was given (and meets) add up to less than the monthly returns.",
    "- **Year from April 2020**: people stayed away in the pandemic; the model has its deaths, not its effect on use.",
]

EXPLAIN_PAST_HOMES = [
    "- **2011**: too few, because the model's rates of moving into a home are those of 2019 and 2020: that fewer people moved into homes from 2011 to 2021, and were cared for in their own, is a change of practice that it does not know.",
    "- **2021**: still below the census share, because the model follows residents found by address (2.4%), and because the place begins with fewer residents (its level of deaths, above); the pandemic took residents first, and in the run it did not.",
    "- **2024**: the run that begins then has more, for its pasts have the lower level of deaths.",
]

EXPLAIN_INTERVAL = (
    "Not in it: the luck of the 2,000 lives of each kind that all runs take their pasts from (the same in every seed); every figure of the model, among them shares of illness that are assumed within a quarter, and the break of the score; "
    "migration and mortality to 2040; and trends, of which the model has none. The true uncertainty is many times as wide."
)

EXPLAIN_ILLNESS = [
    "- **No trend, by design.** Smoking, weight, activity, blood pressure and the onset of every illness stay as they are at each age; only mortality changes. So nearly all growth of the run is more people and older people, and the shares at each age hardly move. "
    "Health in 2040 lets trends in risk factors since 2003 go on ([head_2023](../scenarios/evidence/sources.yaml)): weight upwards, smoking downwards. Its population of 20 to 69 grows by a third of the run's, and its growth below 70 is larger: shares at each age must rise there. "
    "This is the main reason why the run grows more slowly, with the missing old people second; published figures do not split it further.",
    "- **More people of working age** (migration of 340,000) work the other way: without them the run would lie further below.",
]

EXPLAIN_RATES = [
    "From 2019 to 2040 shares at 70 to 89 rise by about a point, as one expects when mortality falls and onset does not. At 90 and over the run from 2019 lies 1 to 3 points below the study that begins in 2024: the level of deaths in its pasts, again.",
]

EXPLAIN_CONDITIONS = [
    "- **What a missing trend does** shows by illness. Where the published growth is ageing (dementia, cancer) the run agrees; where it rests on risk factors, above all weight, and on more being found (diabetes, chronic pain) the run has half to three quarters of it. "
    "Anxiety or depression agrees by its total, over a population of working age that grows faster.",
]

EXPLAIN_WORKFORCE = [
    "- **The agreement over ten years is partly luck.** Skills for Care lets jobs grow with the number of people of 65 and over, from a base of about 2021 and in a population of its time. Over the same years the run's workers grow faster than people of 65 and over.",
    "- **Faster, because care goes by age**: moves into homes at 85 and over are some 25 times those at 65 to 74, and people of 85 and over grow twice as fast. Home care, of which a part goes to people below 65, grows about as people of 65 and over.",
    "- **From 2019 it is faster still**: that run begins with fewer residents than its rates lead to (level of deaths, above) and comes through the pandemic's deaths.",
    "- The model keeps today's rates of care, hours and staffing for each person; its full-time workers are those in home care and care homes for residents, not the jobs in day care, supported living or offices. Levels do not compare, growth does.",
]

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
    england, from_2011, from_2019 = (Runs(settings, name, MEASURES, seeds, notes) for name, seeds in
                                     (("england", settings.seeds), ("england-from-2011", PAST_SEEDS), ("england-from-2019", settings.seeds)))
    sections = [same_assumptions(england, from_2011, from_2019, settings), official(england), past(from_2011, england), illness(england, from_2019, settings), workforce(england, from_2019)]
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
