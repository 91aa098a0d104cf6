"""One file to pass on: the page with stored runs, which opens from the disk without a server or a network."""

from __future__ import annotations

import base64
import gzip
import hashlib
import html
import json
import os
import re
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from forestall import _engine
from forestall.app.comparison import Sides, comparison_of
from forestall.app.compose import STRATA, Composed
from forestall.app.settings import Settings
from forestall.app.shelf import Shelf, usual_start
from forestall.app.studies import PageStudy
from forestall.documents import dump
from forestall.errors import InputError
from forestall.showing import SYNTHETIC

__all__ = ["MOST_BYTES", "export", "page_of"]

MOST_BYTES = 8 << 20
LENSES = ("claimed", "controlled")
Tell = Callable[[str], None]


@dataclass(frozen=True)
class _Side:
    """An arm of the run, as a side of the page."""

    arm: str
    scenario: str
    lens: str
    title: str
    is_today: bool


def export(
    path: str | os.PathLike[str],
    studies: Sequence[str] = (),
    *,
    sample: float = 1.0,
    threads: int = 0,
    tell: Tell | None = None,
) -> Path:
    """Runs these studies (the usual one without any), every scenario under both lenses, and writes the file. Raises
    InputError with every problem, also where the file would be too large to pass on.
    """
    target = Path(path)
    if target.suffix.lower() not in (".html", ".htm"):
        raise InputError(f"{target} does not end in .html; name the file so")
    if not target.parent.is_dir():
        raise InputError(f"{target.parent} is no folder; make it first, or write elsewhere")
    if not 0 < sample <= 1:
        raise InputError(f"--sample {sample:g}: a sample is a share of the people, above 0 and at most 1")
    shelf = Shelf(studies)
    chosen = [shelf.known[key] for key in shelf.chosen]
    runs = []
    for study in chosen:
        runs += _runs_of(study, shelf, sample, threads, tell or (lambda _: None))
    catalogue = {
        "version": _engine.version,
        "synthetic": SYNTHETIC,
        "studies": [study.entry() for study in chosen],
        "start": usual_start(chosen[0]),
        "stored": True,
    }
    text = page_of({"catalogue": catalogue, "runs": runs})
    if len(text.encode()) > MOST_BYTES:
        raise InputError(
            f"the file would have {len(text.encode()) / 2**20:.1f} MB, and mail refuses more than {MOST_BYTES >> 20}; "
            "export fewer studies"
        )
    unfinished = target.with_name(f".{target.name}.{os.getpid()}.unfinished")
    try:
        unfinished.write_text(text, encoding="utf-8")
        os.replace(unfinished, target)
    finally:
        unfinished.unlink(missing_ok=True)
    return target


def _runs_of(study: PageStudy, shelf: Shelf, sample: float, threads: int, tell: Tell) -> list[dict[str, Any]]:
    composed, sides = _with_both_lenses(study)
    inputs = composed.inputs
    who = "everybody" if sample == 1 else f"{100 * sample:g} in 100 people"
    tell(f"{inputs.title}: simulating {who}, {len(sides)} scenarios")
    compiled = _engine.prepare(inputs, threads)
    told = _engine.run(inputs, compiled, inputs.seed, 1, 0, sample, threads, None, _engine.Stop(), {})
    model = shelf.model_of(composed)
    made = []
    for left, right in _pairs(sides):
        about = {
            "settings": {"left": _settings_of(study, left), "right": _settings_of(study, right)},
            "stage": "whole" if sample == 1 else "sample",
            "people_simulated": int(told["statistics"]["people_at_start"]),
            "seconds": 0.0,
            "place": inputs.place_title,
            "model": inputs.model_title,
        }
        names = Sides(left.arm, right.arm, left.title, right.title)
        made.append(comparison_of(told["results"], names, model, told["programmes"], about))
    return made


def _with_both_lenses(study: PageStudy) -> tuple[Composed, list[_Side]]:
    """The study with every scenario twice, and its sides."""
    spec = {key: value for key, value in study.spec.items() if key not in ("arms", "attribution", "strata")}
    spec["strata"] = [name for name in STRATA if name in study.spec.get("strata", ())]
    arms: dict[str, Any] = {}
    sides = []
    for name in study.spec["arms"]:
        arm = study.arm(name)
        title = str(arm.get("title", name))
        if not arm.get("programmes"):
            arms[name] = arm
            sides.append(_Side(name, name, LENSES[1], title, True))
            continue
        for lens in LENSES:
            arms[f"{name}_{lens}"] = {**study.arm(name), "lens": lens, "title": f"{title} ({lens})"}
            sides.append(_Side(f"{name}_{lens}", name, lens, f"{title} ({lens})", False))
    spec["arms"] = arms
    texts = study.texts.copy()
    texts.put(texts.main, dump(spec))
    nothing = Settings.read({"left": _settings_of(study, sides[0]), "right": _settings_of(study, sides[0])})
    return Composed(nothing, texts, "", "", "", ""), sides


def _pairs(sides: Sequence[_Side]) -> Iterator[tuple[_Side, _Side]]:
    """Today against each; two scenarios under one lens; one scenario under both lenses."""
    for i, left in enumerate(sides):
        for right in sides[i + 1 :]:
            if left.is_today or left.lens == right.lens or left.scenario == right.scenario:
                yield left, right


def _settings_of(study: PageStudy, side: _Side) -> dict[str, Any]:
    return {
        "study": study.key,
        "scenario": side.scenario,
        "lens": side.lens,
        "programmes": study.uses_of(side.scenario),
    }


def page_of(stored: Mapping[str, Any]) -> str:
    """The page with everything in it. Its policy forbids every request: only its own script and style may act."""
    folder = Path(__file__).parent.parent / "page"
    page, script, style = ((folder / name).read_text(encoding="utf-8") for name in ("index.html", "app.js", "app.css"))
    script = script.replace("</script", "<\\/script")
    packed = gzip.compress(json.dumps(stored, separators=(",", ":"), allow_nan=False).encode(), 9, mtime=0)
    policy = (
        f"default-src 'none'; script-src '{_digest(script)}'; style-src '{_digest(style)}'; img-src data: blob:; "
        "base-uri 'none'; form-action 'none'"
    )
    page = re.sub(r"\s*<link[^>]*rel=\"stylesheet\"[^>]*>", "", page)
    page = re.sub(r"\s*<script[^>]*src=[^>]*></script>", "", page)
    head = f'<meta http-equiv="Content-Security-Policy" content="{html.escape(policy)}">\n<style>{style}</style>\n'
    held = base64.b64encode(packed).decode()
    tail = f'<script type="text/plain" id="stored">{held}</script>\n<script>{script}</script>\n'
    # Policies come before what they rule.
    page = page.replace("<head>", "<head>\n" + head, 1)
    before, _, after = page.rpartition("</body>")
    return f"{before}{tail}</body>{after}"


def _digest(text: str) -> str:
    return "sha256-" + base64.b64encode(hashlib.sha256(text.encode()).digest()).decode()
