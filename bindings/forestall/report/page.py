"""The report as one HTML page: nothing in it is loaded from elsewhere, and the same result gives the same bytes."""

from __future__ import annotations

import re
from collections.abc import Callable
from importlib import resources

from jinja2 import Environment, StrictUndefined
from markupsafe import Markup

from forestall.report import findings
from forestall.report.appendix import appendix_grids
from forestall.report.facts import Board
from forestall.report.grids import (
    banked_grid,
    changes_grid,
    evidence_grid,
    payers_grid,
    scenarios_grid,
)
from forestall.report.notes import assumptions, limits, provenance
from forestall.report.pictures import Picture, draw_demand, draw_difference, draw_fifths, draw_path, short_names
from forestall.report.questions import answers

__all__ = ["APPENDIX", "page"]

APPENDIX = "Appendix"
"""The heading on whose page the appendix begins."""


def page(board: Board, tell: Callable[[str], None] = lambda _: None) -> str:
    """The whole document."""
    tell("charts")
    told = {
        "board": board,
        "appendix": APPENDIX,
        "finding": findings.finding(board),
        "points": findings.points(board),
        "pictures": _demand(board),
        "short_names": short_names(board),
        "later_pictures": _later(board),
        "money_picture": _money(board),
        "reach_pictures": _reach(board),
        "grids": appendix_grids(board),
        "changes": changes_grid(board) if board.chosen else None,
        "scenarios": scenarios_grid(board),
        "payers": payers_grid(board),
        "banked": banked_grid(board),
        "evidence": evidence_grid(board),
        "answers": answers(board),
        "assumptions": assumptions(board),
        "limits": limits(board),
        "provenance": provenance(board),
        "titles": _titles(board),
        "missing": _missing(board),
        "css": Markup(_file("report.css")),
    }
    tell("page")
    environment = Environment(autoescape=True, undefined=StrictUndefined, trim_blocks=True, lstrip_blocks=True)
    environment.filters["held"] = held
    return environment.from_string(_file("report.html.j2")).render(told)


def held(text: str) -> str:
    """Signs that stay on the line of their money: a browser would break between them."""
    return re.sub(r"([+\N{MINUS SIGN}])([£$])", "\\1\N{WORD JOINER}\\2", text)


def _file(name: str) -> str:
    return resources.files("forestall.report").joinpath(name).read_text(encoding="utf-8")


def _demand(board: Board) -> list[Picture]:
    """Of the first two measures: demand by year, and what scenarios change in it."""
    made = []
    if not board.changes.years:
        return []
    for number, measure in enumerate(board.measures[:2]):
        title = findings.demand_title(board, measure)
        made.append(draw_demand(board, measure, f"demand{number + 1}", title))
        if board.chosen:
            made.append(
                draw_difference(board, measure, f"change{number + 1}", findings.difference_title(board, measure))
            )
    return made


def _later(board: Board) -> list[Picture]:
    """Of every scenario, what it changes in the first measure."""
    if board.headline is None or len(board.scenarios) < 2 or not board.changes.years:
        return []
    made = []
    for number, scenario in enumerate(board.scenarios):
        arms = {view.arm: view.label if scenario.is_pair else "Change" for view in scenario.views}
        views = [board.facts[view.arm] for view in scenario.views]
        title = findings.difference_title(board, board.headline, views, scenario.title)
        made.append(draw_difference(board, board.headline, f"each{number + 1}", title, arms))
    return made


def _money(board: Board) -> Picture | None:
    if not any(one.path for one in board.views):
        return None
    return draw_path(board, "path", findings.path_title(board))


def _reach(board: Board) -> list[Picture]:
    made = []
    for number, facts in enumerate(board.views):
        if facts.fifths:
            title = findings.reach_title(facts.fifths)
            said = f"{facts.view.label}: {title[:1].lower()}{title[1:]}" if len(board.views) > 1 else title
            made.append(draw_fifths(board, facts.fifths, f"fifths{number + 1}", said))
    return made


def _titles(board: Board) -> dict[str, str]:
    if board.chosen is None:
        return {}
    return {
        "changes": findings.horizons_title(board),
        "money": findings.money_title(board) if board.views[0].money_whole else "Who pays and who gains",
        "reach": _reach_heading(board),
        "evidence": findings.evidence_title(board),
    }


def _reach_heading(board: Board) -> str:
    started = [sum(one.starts for one in facts.programmes) for facts in board.views]
    if not any(started):
        return "Who is reached: no programme starts anybody"
    from forestall.report.words import shown

    if len(started) == 1:
        return f"{shown(started[0])} courses are started by the end of the run"
    return "; ".join(
        f"{facts.view.label.lower()}, {shown(many)} courses are started" for facts, many in zip(board.views, started)
    ).capitalize()


def _missing(board: Board) -> dict[str, str]:
    """Why a section is not filled, in a line."""
    made = dict.fromkeys(("comparison", "demand", "evidence", "money", "reach"), "")
    if not board.changes.years:
        made["demand"] = "No calendar year is whole in this run, so there are no curves by year."
    if board.chosen is None:
        return {**made, "comparison": findings.NO_COMPARISON}
    if board.views[0].money_whole is None:
        made["money"] = "This model counts no costs by payer."
    if not any(one.fifths for one in board.views):
        made["reach"] = _why_no_fifths(board)
    if not board.chosen.is_pair:
        made["evidence"] = (
            _one_lens(*board.lens)
            if board.has_programmes
            else "No programme is run here, so there is no evidence on programmes to believe or doubt."
        )
    return made


def _one_lens(lens: str, is_known: bool) -> str:
    means = {"claimed": "what programmes say of themselves", "controlled": "what controlled trials found"}
    sure = "" if is_known else " (the study's own, unless another was asked for when it was run)"
    other = "controlled" if lens == "claimed" else "claimed"
    return (
        f"These figures believe one view of the evidence, '{lens}'{sure}: {means[lens]}. "
        f"The other, '{other}' ({means[other]}), was not run."
    )


def _why_no_fifths(board: Board) -> str:
    if not board.has_programmes:
        return "No programme is run here: scenarios differ in their rates, and reach everybody."
    if "imd" not in board.result.strata:
        return "This result is not kept by deprivation fifth; add imd to the study's strata."
    return "No programme starts anybody in this scenario."
