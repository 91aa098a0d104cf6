"""From what the page is set to, the study that runs: today's care, left and right, on the same people.

The study is a text as anyone could write it, so that what is saved from the page is what has run.
"""

from __future__ import annotations

import datetime
import posixpath
import re
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from forestall import _engine
from forestall.app.settings import Settings, Side, Use
from forestall.app.studies import PageStudy
from forestall.app.wording import SHOWN
from forestall.documents import Texts, dump
from forestall.errors import InputError, Problem

__all__ = ["LEFT", "RIGHT", "TODAY", "Composed", "compose", "saved_text"]

TODAY, LEFT, RIGHT = "today", "left", "right"
#: What results are kept by: layers for the pyramid, deprivation fifths; more would make every answer slower.
STRATA = ("imd", "layer")
#: Settings of a study that must be alike on both sides, and what each is called.
MUST_AGREE = {
    "combine": "how the effects of several programmes go together",
    "contacts": "how contacts are counted",
    "discount": "how later years are discounted",
    "inflation": "how prices rise",
    "parameters": "the fitted figures",
    "seed": "the luck",
}


@dataclass(frozen=True)
class Composed:
    """A study of the page. `left`, `right`: the arm that stands on each side."""

    settings: Settings
    texts: Texts
    left: str
    right: str
    left_title: str
    right_title: str

    @property
    def without_arms(self) -> str:
        """The study's text but for its arms."""
        text = self.texts.as_dict()[self.texts.main]
        before, _, after = text.partition("\narms:\n")
        return before + re.sub(r"\A(?:[ #].*\n|\n)*", "", after)

    @property
    def inputs(self) -> _engine.Inputs:
        """As the engine reads it. Raises InputError with every problem."""
        return _engine.Inputs.of_texts(self.texts.as_dict(), self.texts.main, 0)


def compose(settings: Settings, studies: Mapping[str, PageStudy]) -> Composed:
    """The study of both sides. Raises InputError with every reason why these cannot be compared."""
    problems: list[Problem] = []
    found = {name: _study(side, name, studies, problems) for name, side in _sides(settings)}
    if problems:
        raise InputError(problems)
    left, right = found[LEFT], found[RIGHT]
    if left is not right:
        problems += differences_between(left, right)
    for name, side in _sides(settings):
        problems += _unknown_programmes(side, found[name], name)
    if problems:
        raise InputError(problems)
    return _composed(settings, left, right)


def _sides(settings: Settings) -> tuple[tuple[str, Side], ...]:
    return (LEFT, settings.left), (RIGHT, settings.right)


def _study(side: Side, name: str, studies: Mapping[str, PageStudy], problems: list[Problem]) -> PageStudy:
    if side.study in studies:
        study = studies[side.study]
        try:
            study.arm(side.scenario)
        except InputError as error:
            problems += error.problems
        return study
    nearest = _engine.nearest(side.study, list(studies))
    problems.append(Problem(name, 0, 0, f"no study '{side.study}'", "", nearest))
    return next(iter(studies.values()))


def differences_between(left: PageStudy, right: PageStudy) -> list[Problem]:
    """Why two studies cannot be compared; none where they can."""
    mine, other = left.inputs, right.inputs
    found = []

    def refuse(what: str, why: str, remedy: str) -> None:
        found.append(Problem("", 0, 0, what, why, remedy))

    if mine.place != other.place:
        refuse(
            f"the places differ: {mine.place_title} on the left, {other.place_title} on the right",
            "differences would be those between places, not between programmes",
            "choose two scenarios of one place",
        )
    for what, one, two in (("begins", mine.start, other.start), ("ends", mine.end, other.end)):
        if one != two:
            refuse(
                f"the left study {what} on {one}, the right one on {two}",
                "figures of different months cannot stand beside each other",
                "choose two studies of the same years",
            )
    if _texts_beside(left, "model") != _texts_beside(right, "model"):
        refuse(
            f"the models differ: '{mine.model_title}' on the left, '{other.model_title}' on the right",
            "differences would be those between models or their versions",
            "choose two studies with the same model",
        )
    if mine.place == other.place and _texts_beside(left, "place") != _texts_beside(right, "place"):
        refuse(
            f"the figures of {mine.place_title} differ between the two studies",
            "differences would be those between two versions of the place",
            "choose two studies with the same place file",
        )
    if left.prices != right.prices:
        refuse(
            f"the prices differ: {left.prices} on the left, {right.prices} on the right",
            "money of different years cannot be compared",
            "choose two studies with one price year",
        )
    for key, called in MUST_AGREE.items():
        if left.spec.get(key) != right.spec.get(key):
            refuse(f"{called} differs between the two studies ('{key}')", "", f"give both the same '{key}'")
    clashing = [path for path in left.texts.paths() if path in right.texts and _is_other(path, left, right)]
    for path in clashing[:3]:
        refuse(f"both studies have a file {path}, and the two differ", "only one of them can run", "rename one")
    return found


def _is_other(path: str, left: PageStudy, right: PageStudy) -> bool:
    main = (left.texts.main, right.texts.main)
    return path not in main and left.inputs.texts[path] != right.inputs.texts[path]


def _texts_beside(study: PageStudy, key: str) -> dict[str, str]:
    """The text of the model or the place and of all that lies with it, tables too."""
    home = posixpath.dirname(posixpath.normpath(str(study.spec[key])))
    texts = study.inputs.texts
    return {posixpath.relpath(path, home or "."): texts[path] for path in texts if path.startswith(home + "/")}


def _unknown_programmes(side: Side, study: PageStudy, name: str) -> list[Problem]:
    known = [use["name"] for use in study.uses_of(side.scenario)]
    found = []
    for use in side.programmes:
        if use.name not in known:
            scenario = f"scenario '{side.scenario}'"
            found.append(Problem(name, 0, 0, f"no programme '{use.name}' in {scenario}", "", "load the page anew"))
    names = [use.name for use in side.programmes]
    for twice in sorted({one for one in names if names.count(one) > 1}):
        found.append(Problem(name, 0, 0, f"programme '{twice}' stands twice", "", "leave one out"))
    return found


def _composed(settings: Settings, left: PageStudy, right: PageStudy) -> Composed:
    base = right if settings.right.on else left
    texts = base.texts.copy()
    for path, text in (left.inputs.texts | right.inputs.texts).items():
        if path not in texts and path not in (left.texts.main, right.texts.main):
            texts.put(path, text)
    left_is_today, right_is_today = not settings.left.on, not settings.right.on
    titles = {name: _title(side, study) for (name, side), study in zip(_sides(settings), (left, right))}
    titles = _told_apart(settings, titles, left, right)
    spec = {key: value for key, value in base.spec.items() if key not in ("arms", "attribution", "table", "strata")}
    spec["strata"] = [name for name in STRATA if name in base.spec.get("strata", ())]
    spec["table"] = [name for name in _table(base)]
    arms: dict[str, Any] = {TODAY: dict(base.arm(base.first_arm))}
    if not left_is_today:
        arms[LEFT] = _arm(settings.left, left, titles[LEFT])
    # Every programme of the study is named, so that switching one on does not change which study it is.
    arms[RIGHT] = _arm(settings.right, right, titles[RIGHT], everything=True)
    spec["arms"] = arms
    texts.put(texts.main, dump(spec))
    return Composed(
        settings,
        texts,
        TODAY if left_is_today else LEFT,
        TODAY if right_is_today else RIGHT,
        titles[LEFT],
        titles[RIGHT],
    )


def _title(side: Side, study: PageStudy) -> str:
    if not side.on:
        return str(study.arm(study.first_arm).get("title", "Today's care goes on"))
    return str(study.arm(side.scenario).get("title", side.scenario))


def _told_apart(settings: Settings, titles: dict[str, str], left: PageStudy, right: PageStudy) -> dict[str, str]:
    """Titles that tell the sides apart where both are the same scenario."""
    if titles[LEFT] != titles[RIGHT] or not (settings.left.on or settings.right.on):
        return titles
    if left is not right:
        return {LEFT: f"{titles[LEFT]} ({left.inputs.title})", RIGHT: f"{titles[RIGHT]} ({right.inputs.title})"}
    lenses = {LEFT: settings.left.lens, RIGHT: settings.right.lens}
    apart = lenses if lenses[LEFT] != lenses[RIGHT] else {LEFT: "left", RIGHT: "right"}
    return {name: f"{title} ({apart[name]})" for name, title in titles.items()}


def _table(study: PageStudy) -> list[str]:
    """Measures of the split screen: those of the page that the model has, but means (beds, workers): the command
    line adds everything up.
    """
    there = {str(name) for name, _, _ in study.inputs.measures}
    names = dict.fromkeys(name for shown in SHOWN if not shown.is_rate for name in shown.variables if name in there)
    return [*names, "cost"]


def _arm(side: Side, study: PageStudy, title: str, everything: bool = False) -> dict[str, Any]:
    made: dict[str, Any] = {"title": title, "lens": side.lens}
    uses = {use.name: use for use in side.programmes}
    names = list(study.paths) if everything else [use.name for use in side.on]
    made["programmes"] = [
        _use(uses[name], study, side.scenario)
        if name in uses and uses[name].on
        else {"file": study.paths[name], "on": False}
        for name in names
    ]
    return made


def _use(use: Use, study: PageStudy, scenario: str) -> dict[str, Any]:
    """What the arm says of a programme: only what differs from the programme's own file."""
    made: dict[str, Any] = {"file": study.paths[use.name]}
    own = study.programmes[use.name]
    written = next(one for one in study.arm(scenario)["programmes"] if _is(one, study.paths[use.name]))
    if use.starts != str(own["starts"]):
        made["starts"] = datetime.date.fromisoformat(use.starts)
    if "after_saving" in written:
        made["after_saving"] = written["after_saving"]
    offered, taken, found = own.get("offered") or {}, own.get("taken_up") or {}, own.get("found")
    score = found if isinstance(found, Mapping) else {}
    for key, value, of_file in (
        ("a_month", use.a_month, offered.get("a_month")),
        ("at_once", use.at_once, offered.get("at_once")),
        ("taken_up", use.uptake, taken.get("chance")),
        ("sensitivity", use.sensitivity, score.get("sensitivity")),
    ):
        if value is not None and value != _plain_number(of_file):
            made[key] = value
    return made


def _is(written: Mapping[str, Any], path: str) -> bool:
    return posixpath.normpath(str(written["file"])) == path


def _plain_number(given: Any) -> float | None:
    value = given.get("value") if isinstance(given, Mapping) else given
    return None if value is None else float(value)


def saved_text(composed: Composed, name: str) -> str:
    """The study's file, under a name of its own. Raises InputError for a name that a study cannot have."""
    if not re.fullmatch(r"[a-z][a-z0-9_]{0,59}", name):
        why, remedy = "names are letters, digits, - and _, at most 60", "begin with a letter, as in winter-2026"
        raise InputError([Problem("", 0, 0, f"'{name[:60]}' is no name for a study", why, remedy)])
    text = composed.texts.as_dict()[composed.texts.main]
    lines = [f"name: {name}" if line.startswith("name:") else line for line in text.splitlines()]
    return "\n".join(lines) + "\n"
