"""The sentences of a report: each is worked out from numbers, and no surer than their interval."""

from __future__ import annotations

from collections.abc import Sequence

from forestall.findings import lowered, named
from forestall.report.facts import ArmFacts, Board, growth
from forestall.report.money import Money
from forestall.report.people import Fifths
from forestall.report.words import (
    MINUS,
    Change,
    listed,
    month_name,
    payer_name,
    plural,
    pounds,
    shown,
    step_of,
    symbol_of,
)

__all__ = [
    "banked_words",
    "demand_title",
    "difference_title",
    "evidence_title",
    "finding",
    "horizons_title",
    "lens_gap",
    "money_title",
    "months_to_effect",
    "paid_back",
    "path_title",
    "points",
    "reach_title",
    "together",
]

NO_COMPARISON = "This result has one scenario, so nothing can be said about what a programme changes."


def _first_letter(text: str) -> str:
    return text[:1].upper() + text[1:]


def _amount(board: Board, value: float, like: Change | None = None) -> str:
    step = like.half if like is not None and like.has_interval else None
    return pounds(abs(value), step_of(value, step) if step else None, sign=symbol_of(board.unit))


def finding(board: Board) -> str:
    """The report in one sentence."""
    if board.chosen is None:
        return _of_one_arm(board)
    title, said = board.chosen.title, []
    for facts in board.views:
        change = _headline(board, facts)
        clause = f"{change.phrase()} {change.when}" if change else _net(facts)
        said.append(f"{facts.view.means}, {clause}" if facts.view.means else clause)
    if len(said) == 1 and _headline(board, board.views[0]) and board.views[0].money_whole:
        said.append(f"and {_net(board.views[0])}")
        return f"{title}: {', '.join(said)}."
    return f"{title}: {'; '.join(said)}."


def _headline(board: Board, facts: ArmFacts) -> Change | None:
    return facts.short.get(board.headline) if board.headline else None


def _net(facts: ArmFacts) -> str:
    money = facts.money_whole
    return f"{money.net.phrase()} {money.period.when}" if money else "no costs are counted"


def _of_one_arm(board: Board) -> str:
    told = growth(board, board.headline) if board.headline else None
    if told is None:
        return NO_COMPARISON
    assert board.headline
    title = lowered(named(board.result.data[board.headline].attrs, board.headline))
    return f"{board.base_title}: {title} {_grown(told)}; no other scenario was run to put beside it."


def points(board: Board) -> list[tuple[str, list[str]]]:
    """What follows the finding: in the long run, in money, what can be banked. A name, and a sentence a view."""
    if board.chosen is None:
        return []
    made: list[tuple[str, list[str]]] = []
    end, headline = board.changes.end, board.headline
    if end and headline:
        made.append((f"By {end.name}", [facts.end[headline].phrase() for facts in board.views]))
    moneys = [facts.money_whole for facts in board.views if facts.money_whole]
    if moneys:
        made.append((f"Money to {end.name if end else 'the end'}", [_money_whole(board, one) for one in moneys]))
        made.append(("Can be banked", [banked_words(board, one) for one in moneys]))
        made.append(("Pays back", [paid_back(facts) for facts in board.views]))
    return [(name, [_first_letter(text) for text in texts]) for name, texts in made]


def _one(board: Board, facts: ArmFacts, text: str) -> str:
    return f"{facts.view.label[:1].lower()}{facts.view.label[1:]}: {text}" if len(board.views) > 1 else text


def _money_whole(board: Board, money: Money) -> str:
    paid = f"programmes cost {_amount(board, money.programmes)}" if money.programmes else "no programme costs anything"
    return f"{paid}; care and programmes together: {together(money.net)}"


def together(net: Change) -> str:
    """A difference in cost without its name."""
    if net.is_same or (net.has_interval and not net.is_told):
        return net.phrase().replace(" in cost of care and programmes", "")
    return net.phrase().removeprefix("cost of care and programmes ")


def banked_words(board: Board, money: Money) -> str:
    """What public payers can bank, beside what they save on care."""
    if money.saved == 0:
        return "nothing: no public payer saves on care"
    of = f"of the {_rough(board, money.saved)} that public payers save on care"
    if money.banked == 0:
        return f"nothing {of}: {_why_nothing(money)}"
    sure = f"{_rough(board, money.banked_surely)} at the cautious end" if money.banked_surely else "which could be luck"
    return f"{_rough(board, money.banked)} {of} ({sure})"


def _rough(board: Board, value: float) -> str:
    return pounds(value, step_of(value) * 10, sign=symbol_of(board.unit))


def _why_nothing(money: Money) -> str:
    few = 0.5 <= money.beds and not money.wards
    beds = f"{shown(money.beds, 1)} hospital beds are fewer than a ward" if few else "no hospital ward closes"
    return f"{beds}, and council care costs no less"


def paid_back(facts: ArmFacts) -> str:
    """From when an arm has cost less than today, to the end; hedged by the interval at the end."""
    path = facts.path
    if path is None:
        return "no costs are counted"
    if path.breaks_even is None:
        return "not by the end of the run" if path.deepest > 0 else "nothing is spent and nothing saved"
    if not path.high[-1] < 0:
        return f"from {month_name(path.breaks_even)} on the central figure, which could be luck"
    return f"from {month_name(path.breaks_even)}"


def demand_title(board: Board, measure: str) -> str:
    """How demand grows in the first arm."""
    title, told = named(board.result.data[measure].attrs, measure), growth(board, measure)
    if told is None:
        return title
    of = " of a sample" if board.result.sample < 1 else ""
    luck = f"; one run{of}" if board.runs == 1 else ""
    return f"{title} under {board.base_words}: {_grown(told)}{luck}"


def _grown(told: tuple[int, float, int, float]) -> str:
    first, before, last, after = told
    return f"{after / before - 1:+.0%}, from {shown(before)} in {first} to {shown(after)} in {last}".replace(
        "-", MINUS, 1
    )


def difference_title(board: Board, measure: str, views: Sequence[ArmFacts] | None = None, head: str = "") -> str:
    """What scenarios change in the last whole year, each with its interval."""
    views = views or board.views
    changes = [facts.end[measure] for facts in views]
    said = [
        f"{facts.view.label.lower()} {one.brief()}" if len(views) > 1 else one.brief()
        for facts, one in zip(views, changes)
    ]
    whose = f", {board.chosen.title}" if board.chosen and not head and len(views) == 1 and len(board.shown) > 1 else ""
    return f"{head or changes[0].title}{whose}, change {changes[0].when}: {'; '.join(said)}"


def horizons_title(board: Board) -> str:
    """How many of the differences are told from luck, soon and late."""
    end, said = board.changes.end, []
    for facts in board.views:
        soon, late = (
            sum(table[one].is_told for one in board.measures if one in table) for table in (facts.short, facts.end)
        )
        later = f", {late or 'none'} in {end.name}" if end else ""
        said.append(_one(board, facts, f"{soon or 'none'} in {board.changes.short.months} months{later}"))
    many = len(board.measures)
    return f"How many of {many} measures differ from today by more than luck: {'; '.join(said)}"


def money_title(board: Board) -> str:
    """Who pays for programmes and whose care costs less."""
    said = []
    for facts in board.views:
        money = facts.money_whole
        if money is None:
            continue
        pays = listed([payer_name(one.name) for one in money.funders]) or "nobody"
        gains = listed([payer_name(one.name) for one in money.gainers]) or "no payer by more than luck"
        said.append(
            _one(
                board,
                facts,
                f"{pays} {'pay' if len(money.funders) > 1 else 'pays'} for programmes; care costs less for {gains}",
            )
        )
    return _first_letter(". ".join(_first_letter(one) for one in said))


def path_title(board: Board) -> str:
    """When it has paid back, and the most spent before."""
    said = []
    for facts in board.views:
        if facts.path:
            back = paid_back(facts)
            text = (
                f"does not pay back by {board.changes.whole.name.removeprefix('all to ')}"
                if back.startswith("not")
                else f"pays back {back}"
            )
            deepest = (
                f", with at most {_amount(board, facts.path.deepest)} spent before"
                if facts.path.deepest > 0 and not back.startswith("not")
                else ""
            )
            said.append(_one(board, facts, text + deepest))
    return "; ".join(said)[:1].upper() + "; ".join(said)[1:]


def reach_title(fifths: Fifths) -> str:
    """Whether the most deprived fifth that lives here gets its share of places."""
    place = fifths.place
    need, got = f"{fifths.needed[place]:.0%}", f"{fifths.started[place]:.0%}"
    whose = f" of {fifths.ages}" if fifths.ages and fifths.ages != "all ages" else ""
    here = "" if place == 0 else f" here (fifth {place + 1})"
    said = f"The most deprived fifth{here} has {need} of the {fifths.need}{whose} and is {got} of those who start"
    low, high = (100 * (fifths.gap + side * fifths.half[place]) for side in (-1, 1))
    between = f"95% interval of the gap {low:+.0f} to {high:+.0f} percentage points".replace("-", MINUS)
    if not fifths.is_told:
        return f"{said}: no gap that can be told from luck ({between})"
    return f"{said}: {'more' if fifths.gap > 0 else 'less'} than its share of need ({between})"


def evidence_title(board: Board) -> str:
    """What rides on which evidence is believed."""
    if board.chosen is None or not board.chosen.is_pair or not board.headline:
        return "One view of the evidence was run"
    gap = lens_gap(board, board.headline)
    assert gap
    if gap.is_told:
        return f"What rides on the evidence, {gap.when}: claims promise {gap.phrase()} than trials support"
    return f"Between what is claimed and what trials found, {gap.when}: {gap.phrase()}"


def lens_gap(board: Board, measure: str) -> Change | None:
    """What the claims promise beyond what trials found, over the first months."""
    if board.chosen is None or not board.chosen.is_pair:
        return None
    arms = board.chosen.arms
    return board.changes.between_lenses(measure, arms["claimed"], arms["controlled"], board.changes.short)


def months_to_effect(facts: ArmFacts) -> str:
    """How long one must watch before the effect stands out."""
    months = facts.reach.get("months_to_effect")
    title = lowered(str(facts.reach.get("title", "the first measure")))
    if not facts.reach or months is None:
        return f"no effect on {title} stands out from luck by the end of the run"
    return f"an effect on {title} stands out from luck after {plural(months, 'month', 'months')}"
