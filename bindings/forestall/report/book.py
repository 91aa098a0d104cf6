"""The numbers of a report as a workbook: what it is, then a sheet a table, every column with its unit."""

from __future__ import annotations

import datetime
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from forestall.findings import named
from forestall.report.facts import WORTH, Board
from forestall.report.findings import finding, lens_gap, points
from forestall.report.money import Money
from forestall.report.notes import assumptions, limits, provenance
from forestall.report.questions import answers
from forestall.report.words import Change, payer_name
from forestall.showing import SYNTHETIC

__all__ = ["Sheet", "sheets", "write_book"]


@dataclass(frozen=True)
class Sheet:
    """A table: its name (a sheet's), what it holds, heads with units, rows of numbers and words."""

    name: str
    about: str
    heads: Sequence[str]
    rows: Sequence[Sequence[Any]]


def sheets(board: Board) -> list[Sheet]:
    """Every table of the report; those that the result cannot fill are left out."""
    made = [_demand(board)]
    if board.chosen is not None:
        made += [
            _horizons(board),
            _changes(board),
            _programmes(board),
            _fifths(board),
            _layers(board),
            _evidence(board),
        ]
        made += [_payers(board), _so_far(board)] if board.unit else []
    made.append(
        Sheet(
            "Questions",
            "Questions to leaders",
            ["Driver", "Question", "Answer"],
            [(one.driver, one.question, one.text) for one in answers(board)],
        )
    )
    return [one for one in made if one.rows]


def _demand(board: Board) -> Sheet:
    rows = []
    arms = [(board.base, board.base_title), *((arm, facts.title) for arm, facts in board.facts.items())]
    for measure in [*board.measures, *board.extras]:
        attrs = board.result.data[measure].attrs
        for arm, title in arms:
            for year in board.changes.years:
                level = board.changes.level(measure, arm, board.changes.year(year))
                rows.append((named(attrs, measure), str(attrs.get("units", "")), title, year, level))
    return Sheet(
        "Demand by year", "Means over runs", ["Measure", "Unit", "Scenario", "Year", "Figure (in the unit)"], rows
    )


def _horizons(board: Board) -> Sheet:
    table = board.result.split_screen().to_df()
    titles = {arm: facts.title for arm, facts in board.facts.items()}
    rows = [
        (
            one.title,
            one.unit,
            one.horizon,
            titles.get(str(one.arm), one.arm),
            one.today,
            one.difference,
            one.low,
            one.high,
            "yes" if one.is_told_from_none else "no",
        )
        for one in table.itertuples()
    ]
    heads = [
        "Measure",
        "Unit",
        "Horizon",
        "Scenario",
        "Today (in the unit)",
        "Change (in the unit)",
        "95% low",
        "95% high",
        "More than luck",
    ]
    return Sheet("Horizons", "What scenarios change, by horizon", heads, rows)


def _change_row(change: Change) -> tuple[Any, ...]:
    return (
        change.title,
        change.unit,
        change.when,
        change.today,
        change.value,
        change.low,
        change.high,
        "yes" if change.is_told else "no",
    )


def _changes(board: Board) -> Sheet:
    rows = []
    for facts in board.facts.values():
        for table in (facts.short, facts.end, facts.changed_whole):
            rows += [(facts.title, *_change_row(one)) for one in table.values()]
    heads = [
        "Scenario",
        "Measure",
        "Unit",
        "When",
        "Today (in the unit)",
        "Change (in the unit)",
        "95% low",
        "95% high",
        "More than luck",
    ]
    return Sheet(
        "Changes",
        f"In {board.changes.short.months} months, in the last whole year, over the whole run; read {_worth(board)}",
        heads,
        rows,
    )


def _worth(board: Board) -> str:
    return "quality-adjusted life years beside admissions and cost" if WORTH in board.result.names else "with intervals"


def _payers(board: Board) -> Sheet:
    rows: list[tuple[Any, ...]] = []
    for facts in board.facts.values():
        for money in (facts.money_short, facts.money_end, facts.money_whole):
            if money is not None:
                rows += _payer_rows(facts.title, money)
    unit = board.unit
    heads = [
        "Scenario",
        "When",
        "Payer",
        f"Programmes ({unit})",
        f"Care, change ({unit})",
        "95% low",
        "95% high",
        "More than luck",
        f"Can be banked ({unit})",
        f"Cautiously ({unit})",
        "Beds saved (beds)",
        "Whole wards (wards)",
        "Rule",
    ]
    return Sheet("Who pays", "Costs by payer and what can be banked", heads, rows)


def _payer_rows(title: str, money: Money) -> list[tuple[Any, ...]]:
    beds = {"nhs_acute": (money.beds, money.wards)}
    return [
        (
            title,
            money.period.when,
            payer_name(one.name),
            one.programmes,
            one.care.value,
            one.care.low,
            one.care.high,
            "yes" if one.care.is_told else "no",
            one.banked.pounds,
            one.banked_surely,
            *beds.get(one.name, ("", "")),
            one.banked.rule,
        )
        for one in money.payers
    ]


def _so_far(board: Board) -> Sheet:
    rows = []
    for facts in board.facts.values():
        if facts.path:
            path = facts.path
            rows += [
                (facts.title, str(month)[:7], *map(float, parts))
                for month, *parts in zip(path.months, path.so_far, path.low, path.high)
            ]
    return Sheet(
        "Payback",
        "Care and programmes above today's, added up",
        ["Scenario", "Month", f"So far ({board.unit})", "95% low", "95% high"],
        rows,
    )


def _programmes(board: Board) -> Sheet:
    rows = [
        (
            facts.title,
            one.title,
            one.first[:7],
            "the end" if one.offers_to_the_end else one.last[:7],
            one.offers,
            one.refusals,
            one.starts,
        )
        for facts in board.facts.values()
        for one in facts.programmes
    ]
    return Sheet(
        "Programmes",
        "Over the whole run",
        ["Scenario", "Programme", "From", "Offers until", "Offers (offers)", "Refused (offers)", "Started (courses)"],
        rows,
    )


def _fifths(board: Board) -> Sheet:
    rows = []
    for facts in board.facts.values():
        told = facts.fifths
        if told:
            rows += [
                (
                    facts.title,
                    place + 1,
                    told.population[place],
                    told.needed[place],
                    told.started[place],
                    told.starts[place],
                    told.half[place],
                )
                for place in range(len(told.started))
            ]
    heads = [
        "Scenario",
        "Deprivation fifth (1: most deprived)",
        "Share of people",
        "Share of need",
        "Share of starts",
        "Started (courses)",
        "Half the 95% interval of the gap",
    ]
    need = next((facts.fifths.need for facts in board.facts.values() if facts.fifths), "")
    return Sheet("Reached and missed", f"Need: {need}", heads, rows)


def _layers(board: Board) -> Sheet:
    rows = []
    for facts in board.facts.values():
        if facts.layers:
            rows += [(facts.title, *one) for one in zip(facts.layers.titles, facts.layers.people, facts.layers.starts)]
    return Sheet(
        "Layers", "Where in the pyramid people start", ["Scenario", "Layer", "Share of people", "Share of starts"], rows
    )


def _evidence(board: Board) -> Sheet:
    if board.chosen is None or not board.chosen.is_pair:
        return Sheet("Evidence", "", [], [])
    claimed, controlled = board.views
    rows = []
    for measure in board.measures:
        gap = lens_gap(board, measure)
        if gap:
            one, other = claimed.short[measure], controlled.short[measure]
            rows.append((one.title, one.unit, one.when, one.value, other.value, gap.value, gap.low, gap.high))
    heads = [
        "Measure",
        "Unit",
        "When",
        "As claimed (in the unit)",
        "As trials found (in the unit)",
        "Between them (in the unit)",
        "95% low",
        "95% high",
    ]
    return Sheet("Evidence", "Both views of the evidence", heads, rows)


def write_book(board: Board, path: Path) -> None:
    """Writes the workbook; the same result gives the same bytes."""
    import xlsxwriter

    tables = sheets(board)
    with xlsxwriter.Workbook(str(path), {"in_memory": True, "nan_inf_to_errors": True}) as book:
        book.set_properties({"title": f"{board.title}: board report", "created": datetime.datetime(2000, 1, 1)})
        bold = book.add_format({"bold": True, "text_wrap": True, "valign": "top"})
        number = book.add_format({"num_format": "#,##0.##"})
        _about(board, book.add_worksheet("About"), tables, bold)
        for table in tables:
            _fill(book.add_worksheet(table.name), table, bold, number)


def _about(board: Board, sheet: Any, tables: Sequence[Sheet], bold: Any) -> None:
    sheet.set_column(0, 0, 24)
    sheet.set_column(1, 1, 120)
    lines: list[tuple[str, str]] = [
        (board.title, ""),
        ("", SYNTHETIC),
        ("Finding", finding(board)),
        *_points(board),
        ("", ""),
    ]
    lines += [("Sheets", ""), *((one.name, one.about) for one in tables), ("", "")]
    lines += [
        ("Assumptions", ""),
        *(("", one) for one in assumptions(board)),
        ("Limits", ""),
        *(("", one) for one in limits(board)),
    ]
    lines += [("", ""), ("Provenance", ""), *provenance(board)]
    for row, (name, text) in enumerate(lines):
        sheet.write_string(row, 0, name, bold)
        sheet.write_string(row, 1, text)


def _points(board: Board) -> list[tuple[str, str]]:
    """The points of the finding, a line a view."""
    labels = [facts.view.label + ": " if len(board.views) > 1 else "" for facts in board.views]
    return [(name, label + text) for name, texts in points(board) for label, text in zip(labels, texts)]


def _fill(sheet: Any, table: Sheet, bold: Any, number: Any) -> None:
    for column, head in enumerate(table.heads):
        sheet.set_column(column, column, 14 if "(" in head or "95%" in head else 28)
        sheet.write_string(0, column, head, bold)
    for row, values in enumerate(table.rows, start=1):
        for column, value in enumerate(values):
            if isinstance(value, str):
                sheet.write_string(row, column, value)
            elif value is not None and value == value:
                small = table.heads[column].startswith(("Share", "Half", "Year", "Deprivation"))
                sheet.write_number(row, column, float(value), *(() if small else (number,)))
    sheet.freeze_panes(1, 1)
    if table.rows:
        sheet.autofilter(0, 0, len(table.rows), len(table.heads) - 1)
