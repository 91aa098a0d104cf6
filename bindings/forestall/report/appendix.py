"""Tables of a report's appendix: every scenario and horizon, programmes, layers, fifths, years."""

from __future__ import annotations

from forestall.findings import named
from forestall.report.facts import WORTH, ArmFacts, Board
from forestall.report.grids import Cell, Grid, change_cell, payers_grid, words_cell
from forestall.report.words import Change, money_cell, shown, symbol_of

__all__ = ["appendix_grids"]


def appendix_grids(board: Board) -> list[Grid]:
    """Every scenario and horizon, programmes, payers, places by layer and fifth, and the figures of the charts."""
    if board.chosen is None:
        return [_years(board, measure) for measure in board.measures[:4] if board.changes.years]
    made = [_screen(board, facts) for facts in board.facts.values()]
    made += [grid for grid in (_programmes(board), *_payers_over_time(board), _layers(board), _fifths(board)) if grid]
    made += [_years(board, measure) for measure in board.measures[:2]]
    return made


def _screen(board: Board, facts: ArmFacts) -> Grid:
    table = board.result.split_screen().to_df()
    table = table[table["arm"] == facts.view.arm]
    horizons = list(dict.fromkeys(table["horizon"]))
    rows = []
    for title in dict.fromkeys(table["title"]):
        lines = table[table["title"] == title].set_index("horizon")
        cells = []
        for horizon in horizons:
            one = lines.loc[horizon]
            low, high = (float("nan") if one[name] is None else float(one[name]) for name in ("low", "high"))
            money = str(one["measure"]) in ("cost", "programme_cost") or str(one["unit"]).startswith("gbp")
            if low != low and title == "Cost of programmes":
                cells.append(Cell(money_cell(float(one["difference"]), sign=symbol_of(board.unit))))
                continue
            cells.append(
                change_cell(
                    Change(
                        str(one["measure"]),
                        str(title),
                        str(one["unit"]),
                        money,
                        "",
                        float(one["difference"]),
                        low,
                        high,
                    )
                )
            )
        rows.append([words_cell(str(title)), *cells])
    if WORTH in facts.short and facts.short:
        rows.append(_worth(board, facts, horizons))
    return Grid(
        f"{facts.title}: change from {board.base_words}",
        ["", *horizons],
        rows,
        _WORTH_NOTE if WORTH in facts.short else "",
    )


_WORTH_NOTE = (
    "Quality-adjusted life years (QALYs: a year lived in full health counts 1) stand beside admissions and cost, "
    "always with their interval, and are not divided into a cost for each."
)


def _worth(board: Board, facts: ArmFacts, horizons: list[str]) -> list[Cell]:
    made = []
    changes = board.changes
    for horizon in horizons:
        if horizon.isdigit():
            period = changes.year(int(horizon))
            made.append(change_cell(changes.change(WORTH, facts.view.arm, period)))
        else:
            made.append(change_cell(facts.short[WORTH]) if horizon == changes.short.name else Cell("\N{EN DASH}"))
    return [words_cell("Quality-adjusted life years"), *made]


def _programmes(board: Board) -> Grid | None:
    rows = []
    for facts in board.facts.values():
        for one in facts.programmes:
            until = "the end" if one.offers_to_the_end else one.last[:7]
            took = (
                f"{1 - one.refusals / one.offers:.0%}" if one.refusals == one.refusals and one.offers else "\N{EN DASH}"
            )
            rows.append(
                [
                    words_cell(facts.title),
                    words_cell(one.title),
                    *(Cell(text) for text in (one.first[:7], until, shown(one.offers), took, shown(one.starts))),
                ]
            )
    heads = ["Scenario", "Programme", "From", "Offers until", "Offers", "Said yes", "Started"]
    return Grid("Programmes, over the whole run", heads, rows) if rows else None


def _payers_over_time(board: Board) -> list[Grid | None]:
    return [payers_grid(board, "money_short"), payers_grid(board, "money_end")]


def _layers(board: Board) -> Grid | None:
    told = [one for one in board.views if one.layers]
    if not told or told[0].layers is None:
        return None
    rows = []
    for place, title in enumerate(told[0].layers.titles):
        starts = [Cell(f"{one.layers.starts[place]:.0%}") for one in told if one.layers]
        rows.append([words_cell(title), Cell(f"{told[0].layers.people[place]:.1%}"), *starts])
    heads = [
        "Layer of the pyramid, the top first",
        "Share of all people",
        *(f"Share of starts{_of(one, told)}" for one in told),
    ]
    return Grid(
        "Where in the pyramid people start",
        heads,
        rows,
        "People at the programmes' start; starts over the whole run, by the layer the person is in that month.",
    )


def _of(facts: ArmFacts, told: list[ArmFacts]) -> str:
    return f", {facts.view.label.lower()}" if len(told) > 1 else ""


def _fifths(board: Board) -> Grid | None:
    told = [one for one in board.views if one.fifths]
    if not told or told[0].fifths is None:
        return None
    first, rows = told[0].fifths, []
    for place, name in enumerate(("1, most deprived", "2", "3", "4", "5, least deprived")):
        got = [
            Cell(f"{one.fifths.started[place]:.0%}", f"{shown(one.fifths.starts[place])} courses")
            for one in told
            if one.fifths
        ]
        rows.append(
            [words_cell(name), Cell(f"{first.population[place]:.0%}"), Cell(f"{first.needed[place]:.0%}"), *got]
        )
    heads = [
        "Deprivation fifth",
        "Share of people",
        f"Share of {first.need}",
        *(f"Share of starts{_of(one, told)}" for one in told),
    ]
    ages = f" of {first.ages}" if first.ages else ""
    return Grid(
        "Reached and missed",
        heads,
        rows,
        f"Need and people: {board.base_words}{ages}, over the whole run. Fifths are of all England, so a place's "
        "shares of people differ.",
    )


def _years(board: Board, measure: str) -> Grid:
    changes, arms = board.changes, [board.base, *(one.view.arm for one in board.views)]
    heads = ["Year", board.base_label, *(one.view.label if len(board.views) > 1 else one.title for one in board.views)]
    rows = [
        [words_cell(str(year)), *(Cell(shown(changes.level(measure, arm, changes.year(year)))) for arm in arms)]
        for year in changes.years
    ]
    return Grid(f"{named(board.result.data[measure].attrs, measure)} by year", heads, rows)
