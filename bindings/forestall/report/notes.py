"""What a report rests on: how its figures are made, what is assumed, what they leave out, where they come from."""

from __future__ import annotations

from forestall.cashable import rules
from forestall.report.facts import Board
from forestall.report.words import listed, plural
from forestall.showing import SYNTHETIC, figure

__all__ = ["assumptions", "limits", "provenance"]


def assumptions(board: Board) -> list[str]:
    """What is assumed, in sentences."""
    made = [
        f"{SYNTHETIC} No real person's data was used: people, homes and lives are made from published figures.",
        "Every scenario has the same people with the same luck as today's care; a difference is what the scenario "
        "alone does to them.",
        _intervals(board),
    ]
    if board.unit:
        later = listed([f"{name} {rate}%" for name, rate in board.discount.items()])
        made.append(
            f"Money is in {board.prices}; "
            + (f"later years count less by {later} a year." if later else "later years count in full.")
        )
    if "payer" in board.result.data.dims:
        made += rules([str(one) for one in board.result.data["payer"].values])
        made.append(
            "Over a period, beds are counted as a mean: a ward closes if it is not needed all through the period."
        )
    return made


def _intervals(board: Board) -> str:
    what = f"{board.draws} draws of uncertain figures and " if board.draws > 1 else ""
    runs = f"{what}{plural(board.runs // max(1, board.draws), 'run', 'runs')}"
    unknown = "and what the draws say is not known" if board.draws > 1 else "and not what is unknown about the effects"
    return (
        f"Intervals (95%) hold the luck of the people simulated, {unknown}. They rest on {runs}, and on how groups of "
        "people differ within a run."
    )


def limits(board: Board) -> list[str]:
    """What the figures leave out, in sentences."""
    made = [
        "The future is one in which births, moves, habits and services go on as the model says; it is no forecast of "
        "budgets or waiting lists."
    ]
    if board.result.sample < 1:
        made.append(
            f"A sample of {100 * board.result.sample:.3g}% of the people was simulated and scaled up: intervals are "
            "wider than in a full run."
        )
    if board.runs == 1:
        made.append("One run: levels have no range; differences have. More runs (--replicates) give the curves fans.")
    if board.chosen is not None and not board.chosen.is_pair:
        made.append("One view of the evidence: how much rests on what programmes claim is not shown.")
    made.append("Of many figures, one in twenty would look like more than luck where there is nothing.")
    return made


def provenance(board: Board) -> list[tuple[str, str]]:
    """Where the figures come from: names, digests, seed."""
    facts = board.result.provenance
    made = [
        ("Study", f"{facts.get('study', '')} ({facts.get('study_hash', '')[:12]})"),
        ("Model", f"{facts.get('model', '')} ({facts.get('model_hash', '')[:12]})"),
        ("Place", f"{facts.get('place', '')} ({facts.get('place_hash', '')[:12]})"),
        ("All inputs", str(facts.get("hash", ""))[:12]),
        ("Forestall", str(facts.get("version", ""))),
        ("Seed, runs", f"{facts.get('seed', '')}, {board.runs}"),
        ("People", f"{figure(board.people)} at the start; sample {board.result.sample:g}"),
        ("Result file", board.path.name),
    ]
    return [(name, text) for name, text in made if text]
