"""What leaders of a system are asked when they turn to prevention, answered with this system's own numbers.

The questions follow the three drivers of the guide 'Unlocking prevention in integrated care systems' (NHS
Confederation and others, 2024) in words of our own: choose whom to reach, show what it does, lead together.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass

from forestall.findings import lowered, plain
from forestall.report.facts import ArmFacts, Board
from forestall.report.findings import lens_gap, months_to_effect, paid_back, together
from forestall.report.words import listed, payer_name, plural, pounds, shown, symbol_of

__all__ = ["Answer", "answers"]


@dataclass(frozen=True)
class Answer:
    """A question under its driver, and what the numbers say to it."""

    driver: str
    question: str
    text: str


def answers(board: Board) -> list[Answer]:
    """One answer a question; what a result cannot answer, it says why."""
    made = []
    for driver, question, answer in _QUESTIONS:
        text = "Not answered: no scenario was run beside today's care."
        if board.chosen is not None:
            text = _said(board, [answer(board, facts) for facts in board.views])
        made.append(Answer(driver, question, text))
    return made


def _said(board: Board, answered: list[list[str]]) -> str:
    """What holds in every view once, then what holds in one."""
    shared = [one for one in answered[0] if all(one in others for others in answered)]
    said = [" ".join(shared)] if shared else []
    for facts, sentences in zip(board.views, answered):
        own = [one for one in sentences if one not in shared]
        if own:
            said.append(
                f"{facts.view.label}: {own[0][:1].lower()}{' '.join(own)[1:]}" if len(answered) > 1 else " ".join(own)
            )
    return " ".join(said)


def _money(board: Board, value: float) -> str:
    return pounds(abs(value), sign=symbol_of(board.unit))


def _cohort(board: Board, facts: ArmFacts) -> list[str]:
    if not facts.programmes:
        return ["No programme starts anybody in this scenario, so nobody is chosen."]
    programmes = listed([f"{lowered(one.title)} {shown(one.starts)}" for one in facts.programmes[:4]])
    more = f", and {len(facts.programmes) - 4} more programmes" if len(facts.programmes) > 4 else ""
    return [f"Started by the end: {programmes}{more}.", _line_of_sight(board, facts)]


def _line_of_sight(board: Board, facts: ArmFacts) -> str:
    needed, change = facts.reach.get("needed_to_treat"), facts.changed_whole.get(board.headline or "")
    if change is None:
        return "No measure tells what comes of it."
    title = lowered(change.title)
    if needed and change.value < 0 and change.is_told:
        return f"Per {shown(needed, 1 if needed >= 10 else 0.1)} people started there is one fewer of: {title}."
    return f"Over the whole run no fewer {title} can be told from luck."


def _timescale(board: Board, facts: ArmFacts) -> list[str]:
    said = [f"{_first(months_to_effect(facts))}."]
    layers = facts.layers
    if layers is None:
        return [*said, "Where in the pyramid people start is not known here."]
    top = max(1, len(layers.titles) - 2)
    names = listed([f"'{lowered(one)}'" for one in layers.titles[:top]])
    people = sum(layers.people[:top])
    return [
        f"The upper layers ({names}) hold {people:.0%} of all people.",
        *said,
        f"{layers.share_of_top(top):.0%} of those who start are in the upper layers.",
    ]


def _ring_fence(board: Board, facts: ArmFacts) -> list[str]:
    if not facts.programmes:
        return ["The scenario has no programme, and takes no staff or money of its own."]
    staff = [f"{one.workers:.1f} {plain(one.role).lower()}{'' if one.workers == 1 else 's'}" for one in facts.staff]
    said = ["The programmes' files count no staff."]
    if staff:
        said = [f"Whole-time staff on average in the {board.changes.short.name}: {listed(staff)}."]
    if facts.money_short and facts.path:
        said.append(f"Programmes cost {_money(board, facts.money_short.programmes)} in that time.")
        if facts.path.deepest > 0:
            said.append(f"At most {_money(board, facts.path.deepest)} is spent before savings make up for it.")
    return said


def _baseline(board: Board, facts: ArmFacts) -> list[str]:
    months = facts.reach.get("months_to_effect")
    said = [
        "Here each person is compared with their own life under today's care, with the same luck.",
        "A pilot needs a control group: before-and-after alone counts people who get better by themselves.",
    ]
    if months:
        return [*said, f"Watch both groups for {plural(months, 'month', 'months')} or more."]
    return [*said, "Even with the whole place watched, no effect stands out by the end."]


def _case(board: Board, facts: ArmFacts) -> list[str]:
    money = facts.money_whole
    if money is None:
        return ["No costs are counted in this model."]
    cash = "Nothing of it can be banked"
    if money.banked:
        cash = f"{_money(board, money.banked)} can be banked, {_money(board, money.banked_surely)} at the cautious end"
    net = f"Care and programmes together {money.period.when}: {together(money.net)}."
    return [net, f"{cash}.", f"Pays back: {paid_back(facts)}."]


def _shared(board: Board, facts: ArmFacts) -> list[str]:
    money = facts.money_whole
    if money is None:
        return ["No costs by payer are counted in this model."]
    if not money.funders:
        return ["No payer pays for programmes."]
    pays = listed([f"{payer_name(one.name)} {one.programmes / money.programmes:.0%}" for one in money.funders])
    said = [f"Programmes are paid by {pays}."]
    gain = sum(-one.care.value for one in money.gainers)
    if not gain:
        return [*said, "No payer's care costs less by more than luck, so there is no gain to share out."]
    gains = listed([f"{payer_name(one.name)} {-one.care.value / gain:.0%}" for one in money.gainers])
    said.append(f"Gains that are more than luck go to {gains}.")
    worse = [payer_name(one.name) for one in money.payers if one.care.is_told and one.care.value > 0]
    return [*said, f"Care costs more for {listed(worse)}."] if worse else said


def _both_times(board: Board, facts: ArmFacts) -> list[str]:
    end, headline = board.changes.end, board.headline
    if headline is None or end is None or not facts.end:
        return ["The run is too short to tell."]
    soon, late = facts.short[headline], facts.end[headline]
    return [f"{_first(one.phrase())} {one.when}." for one in (soon, late)]


def _first(text: str) -> str:
    return text[:1].upper() + text[1:]


def _good_enough(board: Board, facts: ArmFacts) -> list[str]:
    if not board.has_programmes:
        return ["No programme is run here, so no evidence on programmes is used."]
    gap = lens_gap(board, board.headline) if board.headline else None
    if gap is None:
        return ["Only one view of the evidence was run; run both before deciding."]
    said = [f"Between claims and trials lies, {gap.when}: {gap.phrase()}."]
    stops = [one for one in board.views[-1].programmes if not one.offers_to_the_end]
    if stops:
        said.append(f"If trials are right, {plural(len(stops), 'programme stops', 'programmes stop')} before the end.")
    return said


_Answering = Callable[[Board, ArmFacts], list[str]]
_CHOOSE, _SHOW, _LEAD = "Choose whom to reach", "Show what it does", "Lead together"
_QUESTIONS: list[tuple[str, str, _Answering]] = [
    (_CHOOSE, "Whom do we reach, and how does that lead to fewer crises?", _cohort),
    (_CHOOSE, "When does it show, and is enough of it high in the pyramid, where it shows first?", _timescale),
    (_SHOW, "Which staff and money must be set aside for it?", _ring_fence),
    (_SHOW, "What would we hold the results against?", _baseline),
    (_SHOW, "Which result would satisfy finance?", _case),
    (_LEAD, "Who carries the cost, and who has the benefit?", _shared),
    (_LEAD, "Does it serve today's pressure and tomorrow's?", _both_times),
    (_LEAD, "Is the evidence good enough to go ahead?", _good_enough),
]
