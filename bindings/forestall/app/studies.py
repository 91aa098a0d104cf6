"""The studies that the page offers, and what it tells of each: scenarios, programmes as cards."""

from __future__ import annotations

import copy
import posixpath
import re
from collections.abc import Mapping
from functools import lru_cache
from pathlib import Path
from typing import Any

from forestall import _engine
from forestall.app.wording import KINDS, price_year
from forestall.documents import Texts, parse
from forestall.errors import InputError, Problem

__all__ = ["PageStudy", "usual_side"]

MOST_SENSITIVITY = 0.95
LONGEST_START = "2039-12-01"


class PageStudy:
    """A study as the page knows it: its texts, and the engine's reading of them."""

    def __init__(self, key: str, inputs: _engine.Inputs, main: str, folder: str = "") -> None:
        """`folder`: where the study lies, if it was read from the disk: its programmes are then told with it."""
        self.key = key
        self.inputs = inputs
        self.texts = Texts(inputs.texts, main)
        self.spec = parse(inputs.texts[main], main)
        self.paths = {
            name: posixpath.relpath(path, folder) if folder else posixpath.normpath(path)
            for name, _, path in inputs.programmes
        }
        self.programmes = {name: parse(inputs.texts[path], path) for name, path in self.paths.items()}
        self.prices = _prices(self.programmes.values()) or _first_unit(inputs)

    @staticmethod
    def read(key: str, path: Path) -> PageStudy:
        """From a file. Raises InputError with every problem."""
        return PageStudy(key, _engine.Inputs.read(str(path)), path.name, str(path.parent))

    def arm(self, name: str) -> dict[str, Any]:
        """What the study says of an arm. Raises InputError with the nearest name."""
        arms = self.spec["arms"]
        if name not in arms:
            nearest = _engine.nearest(name, list(arms))
            raise InputError([Problem(self.key, 0, 0, f"no scenario '{name}' in this study", "", nearest)])
        return copy.deepcopy(dict(arms[name] or {}))

    @property
    def first_arm(self) -> str:
        """Today's care."""
        return str(next(iter(self.spec["arms"])))

    def lens_of(self, arm: str) -> str:
        """Which evidence an arm believes."""
        return str(self.arm(arm).get("lens", self.spec.get("lens", "controlled")))

    def uses_of(self, arm: str) -> list[dict[str, Any]]:
        """The programmes of an arm with what their cards are set to."""
        made = []
        by_path = {path: name for name, path in self.paths.items()}
        for use in self.arm(arm).get("programmes", []):
            name = by_path[posixpath.normpath(str(use["file"]))]
            programme = self.programmes[name]
            offered = programme.get("offered") or {}
            found = programme.get("found")
            score = found if isinstance(found, Mapping) and "sensitivity" in found else {}
            taken = programme.get("taken_up") or {}
            made.append(
                {
                    "name": name,
                    "on": use.get("on", True) not in (False, "no"),
                    "starts": str(use.get("starts", programme["starts"])),
                    "a_month": _number(use.get("a_month", _value(offered.get("a_month")))),
                    "at_once": _number(use.get("at_once", _value(offered.get("at_once")))),
                    "uptake": _number(use.get("taken_up", _value(taken.get("chance")))),
                    "sensitivity": _number(use.get("sensitivity", _value(score.get("sensitivity")))),
                }
            )
        return made

    def can_be_shown(self) -> bool:
        """Two arms or more, a programme in one, and nothing in an arm that the page has no card for."""
        arms = self.spec["arms"]
        own_ratios = any("times" in (arm or {}) for arm in arms.values())
        return len(arms) > 1 and bool(self.programmes) and not own_ratios

    def entry(self) -> dict[str, Any]:
        """As the page reads it (StudyEntry of contract.ts)."""
        inputs = self.inputs
        scenarios = [
            {
                "name": name,
                "title": str((arm or {}).get("title", name)),
                "lens": self.lens_of(name),
                "programmes": self.uses_of(name),
                "notes": self._waits(name),
            }
            for name, arm in self.spec["arms"].items()
        ]
        return {
            "id": self.key,
            "title": inputs.title,
            "place": {
                "name": posixpath.basename(posixpath.dirname(inputs.place)),
                "title": inputs.place_title,
                "people": inputs.people,
            },
            "model": inputs.model_title,
            "start": inputs.start.isoformat(),
            "end": inputs.end.isoformat(),
            "price_year": price_year(self.prices),
            "scenarios": scenarios,
            "programmes": {name: self._card(name) for name in self.programmes},
        }

    def _card(self, name: str) -> dict[str, Any]:
        programme = self.programmes[name]
        kind, meaning = KINDS.get(str(programme["kind"]), (str(programme["kind"]), ""))
        offered = programme.get("offered") or {}
        found = programme.get("found")
        is_score = isinstance(found, Mapping) and "predicts" in found
        return {
            "name": name,
            "title": str(programme["title"]),
            "kind": kind,
            "kind_meaning": meaning,
            "approach": str(programme["approach"]),
            "found": _found(found),
            "flagged": _number(_value(found["flagged"])) if is_score else None,
            "predicts": _predicts(found) if is_score else None,
            "delivered": _delivered(programme.get("delivered") or {}),
            "effects": [self._effect(name, key, one) for key, one in (programme.get("felt") or {}).items()],
            "costs": [
                {
                    "title": _plain(key),
                    "each": _EACH.get(str(cost["each"]), str(cost["each"])),
                    "payer": _plain(str(cost["payer"])),
                    "value": _number(_value(cost["value"])),
                    "unit": "pounds",
                }
                for key, cost in (programme.get("costs") or {}).items()
            ],
            "starts_from": self.inputs.start.isoformat(),
            "starts_until": min(LONGEST_START, self.inputs.end.isoformat()),
            "most_a_month": _most(offered.get("a_month")),
            "most_at_once": _most(offered.get("at_once")),
            "most_sensitivity": MOST_SENSITIVITY if is_score and "sensitivity" in found else None,
            "review": _review(programme.get("stop")),
        }

    def _effect(self, name: str, key: str, effect: Mapping[str, Any]) -> dict[str, Any]:
        what = next(effect[word] for word in ("rates", "contacts", "lengths", "chances") if word in effect)
        on = _listed([_noun(str(one).split("/")[0]) for one in dict.fromkeys(what)], "and")
        sources = self._sources_of(name)

        def evidence(lens: str) -> dict[str, Any]:
            one = effect[lens]
            low, high = one.get("range", [one["times"], one["times"]])
            source = str(one.get("source", effect.get("source", "")))
            return {
                "times": float(one["times"]),
                "low": float(low),
                "high": float(high),
                "source": sources.get(source, source),
            }

        return {"title": f"{_plain(key)} ({on})", "claimed": evidence("claimed"), "controlled": evidence("controlled")}

    def _sources_of(self, programme: str) -> dict[str, str]:
        """Who says so, in words, by the names that the programme's file uses."""
        named = str(self.programmes[programme].get("sources", ""))
        path = posixpath.normpath(posixpath.join(posixpath.dirname(self.paths[programme]), named))
        return _sources(self.inputs.texts.get(path, ""))

    def _waits(self, arm: str) -> list[str]:
        """What an arm's programmes wait for beside their dates."""
        by_path = {path: name for name, path in self.paths.items()}
        made = []
        for use in self.arm(arm).get("programmes", []):
            if "after_saving" not in use:
                continue
            title = self.programmes[by_path[posixpath.normpath(str(use["file"]))]]["title"]
            saving = use["after_saving"]
            latest = f", and on {saving['of_latest']} in any case" if "of_latest" in saving else ""
            made.append(f"{title} begins once the scenario has saved £{float(saving['value']):,.0f}{latest}.")
        return made


@lru_cache(maxsize=32)
def _sources(text: str) -> dict[str, str]:
    entries = parse(text, "sources").get("sources", {}) if text else {}
    return {
        str(key): ", ".join(str(one[word]) for word in ("publisher", "year") if word in one)
        + (f" ({_GRADES.get(str(one['grade']), one['grade'])})" if "grade" in one else "")
        for key, one in entries.items()
    }


def usual_side(study: PageStudy, arm: str) -> dict[str, Any]:
    """A side of the page as a study has it."""
    return {
        "study": study.key,
        "scenario": arm,
        "lens": study.lens_of(arm),
        "programmes": study.uses_of(arm),
    }


# --- Words ----------------------------------------------------------------------------------------

_GRADES = {
    "seen": "read at the source",
    "quoted": "as quoted by others",
    "derived": "worked out from it",
    "recalled": "not read again",
    "assumed": "assumed",
}
_EVENTS = {
    "starts_home_care": "home care begins",
    "couple_ends": "a couple parts",
    "widowed": "a partner dies",
    "fall": "a fall",
    "ed_attendance": "a visit to the emergency department",
    "emergency_admission": "an emergency admission",
}
_EACH = {
    "set_up": "once, to set up",
    "month": "a month",
    "offer": "an offer",
    "start": "a person started",
    "treated": "a person who begins",
    "treated_month": "a person and month in delivery",
}


def _value(given: Any) -> Any:
    """A figure that may stand alone or with its unit and source."""
    return given.get("value") if isinstance(given, Mapping) else given


def _number(given: Any) -> float | None:
    return None if given is None else float(given)


def _plain(name: str) -> str:
    words = name.replace("_", " ")
    return words[:1].upper() + words[1:]


def _listed(words: list[str], last: str = "or") -> str:
    return words[0] if len(words) == 1 else ", ".join(words[:-1]) + f" {last} " + words[-1]


def _noun(name: str) -> str:
    """What a process or contact of the models is called: 'ed_attendance' is an emergency department attendance."""
    words = name.replace("_", " ")
    return re.sub(r"\bed\b", "emergency department", re.sub(r"\bgp\b", "GP", words))


def _found(found: Any) -> str:
    if not isinstance(found, Mapping):
        return "Everybody who is eligible may be asked."
    if "events" in found:
        events = _listed([_EVENTS.get(str(event), _noun(str(event))) for event in found["events"]])
        chance = _number(_value(found.get("chance", 1))) or 0.0
        return f"Referred after one of these: {events}. Of 100 to whom that happens, {100 * chance:g} are."
    return f"Ranked by a score that looks for {_predicts(found)}."


def _predicts(found: Mapping[str, Any]) -> str:
    names = [_noun(str(name)) + "s" for name in found["predicts"]]
    return f"{_listed(names)} within {found['within']}"


def _delivered(delivered: Mapping[str, Any]) -> str:
    begins = f"begins {delivered['after']} after yes" if "after" in delivered else "begins at once"
    lasts = f"lasts {delivered['lasts']}" if "lasts" in delivered else "lasts for life"
    again = f"; may be offered again {delivered['again']} after it ends" if "again" in delivered else ""
    return f"{lasts}; {begins}{again}"


def _most(given: Any) -> float | None:
    """Of a slider: four times what the programme plans, in round numbers."""
    value = _number(_value(given))
    if value is None:
        return None
    most = max(10.0, 4 * value)
    step = 10.0 ** (len(str(int(most))) - 1)
    return float(-(-most // step) * step)


def _review(stop: Any) -> str:
    if not isinstance(stop, Mapping):
        return ""
    saved = _number(stop.get("unless_saved", 0)) or 0.0
    wanted = f"£{saved:,.0f} more than it has cost" if saved > 0 else "what it has cost"
    return f"Reviewed after {stop['after']}: it stops unless it has saved at least {wanted}."


def _prices(programmes: Any) -> str:
    for programme in programmes:
        for cost in (programme.get("costs") or {}).values():
            return str(cost.get("unit", ""))
    return ""


def _first_unit(inputs: _engine.Inputs) -> str:
    """The money of the model's costs, where no programme tells."""
    for one in inputs.parameters():
        if str(one["path"]).startswith("costs/"):
            return str(one["unit"])
    return ""
