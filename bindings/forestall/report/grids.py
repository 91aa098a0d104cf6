"""Tables of a report as a page shows them: words, with an interval or a doubt below each figure."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field

from forestall.findings import named, plain
from forestall.report.facts import Board
from forestall.report.findings import lens_gap, paid_back
from forestall.report.money import Money, Payer
from forestall.report.words import Change, money_cell, payer_name, pounds, shown, step_of, symbol_of

__all__ = [
    "Cell",
    "Grid",
    "banked_grid",
    "changes_grid",
    "evidence_grid",
    "payers_grid",
    "scenarios_grid",
]


@dataclass(frozen=True)
class Cell:
    """A figure, with what stands small below it."""

    text: str
    below: str = ""
    is_strong: bool = False
    is_words: bool = False


@dataclass(frozen=True)
class Grid:
    """A table: its caption, heads, rows of cells (the first of words), and a note."""

    caption: str
    heads: Sequence[str]
    rows: Sequence[Sequence[Cell]]
    note: str = ""
    groups: Sequence[tuple[str, int]] = field(default_factory=list)
    """Heads above heads, with how many columns each spans."""


def words_cell(text: str, below: str = "") -> Cell:
    return Cell(text, below, is_words=True)


def change_cell(change: Change | None) -> Cell:
    if change is None:
        return Cell("\N{EN DASH}")
    text, below = change.cell()
    return Cell(text, below, change.is_told)


def _level(change: Change) -> Cell:
    if change.is_money:
        return Cell(pounds(change.today, short=True, sign=symbol_of(change.unit)))
    return Cell(shown(change.today))


BOLD = (
    'Bold: more than luck would make. Below each figure its 95% interval; "luck?": it could be luck alone. None seen: '
    "no life of those simulated differs in it."
)


def changes_grid(board: Board) -> Grid:
    """What the chosen scenario changes soon and late, beside today's figures."""
    views, end = board.views, board.changes.end
    rows: list[list[Cell]] = []
    for measure in [*board.measures, *board.extras]:
        title = named(board.result.data[measure].attrs, measure)
        row = [words_cell(title, _stock_words(board, measure))]
        row += [_level(views[0].short[measure]), *(change_cell(one.short[measure]) for one in views)]
        if end:
            row += [_level(views[0].end[measure]), *(change_cell(one.end[measure]) for one in views)]
        rows.append(row)
    rows += _money_rows(board)
    labels = [one.view.label if len(views) > 1 else "Change" for one in views]
    groups = [("", 1), (plain(board.changes.short.name), 1 + len(views))]
    groups += [(end.name, 1 + len(views))] if end else []
    heads = ["", board.base_label, *labels, *([board.base_label, *labels] if end else [])]
    caption = f"{board.chosen.title if board.chosen else ''}: change from {board.base_words}"
    return Grid(caption, heads, rows, BOLD, groups)


def _stock_words(board: Board, measure: str) -> str:
    return "number at the end" if "end" in str(board.result.data[measure].attrs.get("cell_note", "")) else ""


def _money_rows(board: Board) -> list[list[Cell]]:
    if not all(one.money_short for one in board.views):
        return []
    rows = []
    for title in ("Cost of care", "Cost of programmes", "Care and programmes together"):
        row = [words_cell(title, board.prices)]
        for period in ("money_short", "money_end"):
            told: list[Money] = [getattr(one, period) for one in board.views]
            if any(one is None for one in told):
                continue
            row.append(_level(told[0].care) if title != "Cost of programmes" else Cell(f"{symbol_of(board.unit)}0"))
            row += [_money_cell(board, title, one) for one in told]
        rows.append(row)
    return rows


def _money_cell(board: Board, title: str, money: Money) -> Cell:
    if title == "Cost of care":
        return change_cell(money.care)
    if title == "Cost of programmes":
        return Cell(money_cell(money.programmes, sign=symbol_of(board.unit)), "", money.programmes > 0)
    return change_cell(money.net)


def scenarios_grid(board: Board) -> Grid | None:
    """The chosen scenario beside up to three others; None where there is only one."""
    if len(board.scenarios) < 2 or board.headline is None:
        return None
    title, end = named(board.result.data[board.headline].attrs, board.headline), board.changes.end
    rows = []
    for scenario in board.shown:
        for view in scenario.views:
            facts = board.facts[view.arm]
            row = [
                words_cell(scenario.title, view.label if scenario.is_pair else ""),
                change_cell(facts.short[board.headline]),
            ]
            row += [change_cell(facts.end[board.headline])] if end else []
            row += (
                [change_cell(facts.money_whole.net), words_cell(_sentence(paid_back(facts)))]
                if facts.money_whole
                else []
            )
            rows.append(row)
    heads = ["", f"{title}, {board.changes.short.name}", *([f"{title}, {end.name}"] if end else [])]
    if any(one.money_whole for one in board.facts.values()):
        heads += [f"Care and programmes, {board.changes.whole.name}", "Pays back"]
    left = len(board.scenarios) - len(board.shown)
    more = f" {left} more in the appendix." if left else ""
    return Grid("The scenarios beside each other", heads, rows, more.strip())


def _sentence(text: str) -> str:
    return text[:1].upper() + text[1:]


def payers_grid(board: Board, period: str = "money_whole") -> Grid | None:
    """Who pays for programmes, whose care costs less, what of that can be banked. `period`: which money of an arm."""
    told: list[Money] = [one for one in (getattr(view, period) for view in board.views) if one is not None]
    if not told:
        return None
    rows, sign = [], symbol_of(board.unit)
    for place, payer in enumerate(told[0].payers):
        cells = [cell for money in told for cell in _payer_cells(money.payers[place], sign)]
        rows.append([words_cell(payer_name(payer.name)), *cells])
    rows.append(
        [
            words_cell("Public payers together", "without people's own money"),
            *(c for one in told for c in _public_cells(one, sign)),
        ]
    )
    columns = ("Programmes", "Care", "Can be banked")
    heads = ["", *(head for _ in told for head in columns)]
    groups = [("", 1), *((one.view.label, len(columns)) for one in board.views)] if len(told) > 1 else []
    return Grid(
        f"By payer, {told[0].period.when}, {board.prices}",
        heads,
        rows,
        _BANK_NOTE if period == "money_whole" else "",
        groups,
    )


def banked_grid(board: Board) -> Grid | None:
    """When there is something to bank: public payers over each stretch of time."""
    if not all(one.money_whole and one.money_short for one in board.views) or not board.views:
        return None
    rows, sign = [], symbol_of(board.unit)
    for period in ("money_short", "money_end", "money_whole"):
        told: list[Money] = [one for one in (getattr(view, period) for view in board.views) if one is not None]
        if told:
            rows.append(
                [words_cell(plain(told[0].period.name)), *(cell for one in told for cell in _bank_cells(one, sign))]
            )
    columns = ("Saved on care", "Can be banked", "Beds saved")
    groups = [("", 1), *((one.view.label, len(columns)) for one in board.views)] if len(board.views) > 1 else []
    return Grid(
        "What public payers can bank, and when",
        ["", *(head for _ in board.views for head in columns)],
        rows,
        groups=groups,
    )


def _bank_cells(money: Money, sign: str) -> list[Cell]:
    wards = "no whole ward" if not money.wards else "1 ward" if money.wards == 1 else f"{money.wards} wards"
    saved = (
        Cell(pounds(money.saved, step_of(money.saved) * 10, short=True, sign=sign)) if money.saved else Cell("nothing")
    )
    return [saved, _banked(money.banked, money.banked_surely, money.saved, sign), Cell(shown(money.beds, 1), wards)]


_BANK_NOTE = (
    "Care: change from today, with its 95% interval; bold: more than luck would make. Can be banked: by rules in the "
    "appendix, on the central figure; below it the cautious end of the interval. A cost that rises is real money in "
    "full."
)


def _payer_cells(one: Payer, sign: str) -> list[Cell]:
    paid = Cell(money_cell(one.programmes, sign=sign) if one.programmes else f"{sign}0")
    return [paid, change_cell(one.care), _banked(one.banked.pounds, one.banked_surely, -one.care.value, sign)]


def _banked(value: float, surely: float, saving: float, sign: str) -> Cell:
    if saving <= 0:
        return Cell("nothing", "no saving")
    if value == 0:
        return Cell("nothing", "notional")
    sure = f"cautiously {pounds(surely, step_of(surely) * 10, short=True, sign=sign)}" if surely else "could be luck"
    return Cell(pounds(value, step_of(value) * 10, short=True, sign=sign), sure)


def _public_cells(money: Money, sign: str) -> list[Cell]:
    public = [one for one in money.payers if one.is_public]
    care, paid = sum(one.care.value for one in public), sum(one.programmes for one in public)
    return [
        Cell(money_cell(paid, sign=sign)),
        Cell(money_cell(care, step_of(care) * 10, sign=sign)),
        _banked(money.banked, money.banked_surely, money.saved, sign),
    ]


def evidence_grid(board: Board) -> Grid | None:
    """Both lenses side by side, and what lies between them; None with one lens."""
    if board.chosen is None or not board.chosen.is_pair:
        return None
    claimed, controlled = board.views
    rows = []
    for measure in board.measures[:4]:
        title = named(board.result.data[measure].attrs, measure)
        rows.append(
            [
                words_cell(title),
                change_cell(claimed.short[measure]),
                change_cell(controlled.short[measure]),
                change_cell(lens_gap(board, measure)),
            ]
        )
    if claimed.money_short and controlled.money_short:
        one, other, gap = claimed.money_short, controlled.money_short, lens_gap(board, "cost")
        rows.append(
            [words_cell("Cost of care", board.prices), change_cell(one.care), change_cell(other.care), change_cell(gap)]
        )
    heads = ["", "As claimed", "As trials found", "Rides on the evidence"]
    return Grid(f"Both views of the evidence, {board.changes.short.name}", heads, rows, BOLD)
