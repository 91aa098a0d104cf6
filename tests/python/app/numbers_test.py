"""What the page shows is what the command line counts, to the last digit; and it has the shape that the page reads."""

from __future__ import annotations

import io
import json
import math
import re
import subprocess
import zipfile
from pathlib import Path
from typing import Any

import pytest
from serving import Client

from forestall import _engine

CONTRACT = Path(__file__).parents[3] / "tools/splitscreen/src/contract.ts"


def saved(client: Client, settings: Any, folder: Path) -> Path:
    """The study of these settings, saved from the page and unpacked; its file."""
    body = json.dumps({"settings": settings, "name": "From-the-page"}).encode()
    status, headers, content = client.ask("POST", "/api/save", body)
    assert status == 200, content
    with zipfile.ZipFile(io.BytesIO(content)) as archive:
        archive.extractall(folder)
    return folder / headers["x-forestall-run"].split()[-1]


def changed(client: Client) -> Any:
    """The usual settings with every control moved."""
    settings = client.json("/api/catalogue")["start"]
    settings["right"]["lens"] = "claimed"
    first, second = settings["right"]["programmes"]
    first |= {"a_month": 120.0, "at_once": 700.0, "uptake": 0.8, "starts": "2026-01-01"}
    second |= {"uptake": 0.35}
    return settings


def test_numbers_are_the_command_lines(client: Client, command_line: str, tmp_path: Path) -> None:
    settings = changed(client)
    shown = client.first_of(settings, "comparison")["comparison"]
    study = saved(client, settings, tmp_path)
    out = tmp_path / "run.h5"
    run = [command_line, "run", str(study), "--sample", str(shown["sample"]), "--out", str(out), "--quiet"]
    subprocess.run(run, check=True, cwd=tmp_path)
    screen = _engine.Results.load(str(out)).split_screen()
    assert screen["arms"] == ["right"]
    measures = {one["name"]: one for one in shown["measures"]}
    compared = 0
    for name, _, _, today, differences in screen["rows"]:
        if name not in measures:
            continue
        for number, horizon in enumerate(measures[name]["horizons"]):
            value, half = differences[number][0]
            assert horizon["left"] == today[number]
            assert horizon["difference"] == value
            assert horizon["right"] == today[number] + value
            if half is None:
                assert horizon["low"] is None
            else:
                assert (horizon["low"], horizon["high"]) == (value - half, value + half)
            compared += 1
    assert compared > 60


def test_series_add_up_to_the_tables(client: Client) -> None:
    shown = client.first_of(changed(client), "comparison")["comparison"]
    for measure in shown["measures"]:
        by_year = dict(zip(shown["years"], range(len(shown["years"]))))
        for horizon in measure["horizons"]:
            if horizon["label"].isdigit():
                at = by_year[int(horizon["label"])]
                for side in ("left", "right", "difference"):
                    assert math.isclose(measure["long"][side][at], horizon[side], rel_tol=1e-9, abs_tol=1e-6)
                if horizon["low"] is not None:
                    assert math.isclose(measure["long"]["low"][at], horizon["low"], rel_tol=1e-9, abs_tol=1e-6)
            elif measure["over_time"] == "sum":  # means and ends do not add up
                many = int(re.findall(r"\d+", horizon["label"])[0])
                assert math.isclose(sum(measure["short"]["left"][:many]), horizon["left"], rel_tol=1e-9)
    money = shown["money"]
    care = next(one for one in shown["measures"] if one["name"] == "cost")
    first = sum(row[0]["value"] for row in money["care"])
    assert math.isclose(first, care["horizons"][2]["difference"], rel_tol=1e-6, abs_tol=1e-3)
    everybody = sum(shown["pyramid"]["left"][0])
    assert 500_000 < everybody < 700_000


def test_a_saved_study_opens_again_as_it_was(client: Client) -> None:
    settings = changed(client)
    body = json.dumps({"settings": settings, "name": "again"}).encode()
    _, _, content = client.ask("POST", "/api/save", body)
    assert client.ask("POST", "/api/save", body)[2] == content  # the same study is the same file
    status, _, answer = client.ask("POST", "/api/open", content, {"X-File-Name": "again.zip"})
    assert status == 200, answer
    entry = json.loads(answer)
    right = next(one for one in entry["scenarios"] if one["name"] == "right")
    assert right["lens"] == "claimed"
    assert right["programmes"] == settings["right"]["programmes"]
    assert entry["id"] in [one["id"] for one in client.json("/api/catalogue")["studies"]]


def test_a_study_file_opens_beside_the_packages_own(client: Client) -> None:
    from forestall.catalogue import studies

    text = studies()["buckinghamshire-prevention-matters"].read_text(encoding="utf-8")
    text = text.replace("name: buckinghamshire_prevention_matters", "name: mine")
    status, _, answer = client.ask("POST", "/api/open", text.encode(), {"X-File-Name": "mine.yaml"})
    assert status == 200, answer
    assert json.loads(answer)["place"]["title"] == "Buckinghamshire"


def test_what_cannot_be_compared_is_refused_with_every_reason(client: Client) -> None:
    catalogue = client.json("/api/catalogue")
    by_id = {one["id"]: one for one in catalogue["studies"]}

    def side(study: str) -> Any:
        scenario = by_id[study]["scenarios"][-1]
        return {"study": study, "scenario": scenario["name"], **{k: scenario[k] for k in ("lens", "programmes")}}

    apart = {"left": side("essex-frailty"), "right": side("buckinghamshire-prevention-matters")}
    told = client.first_of(apart, "refused")
    assert "the places differ" in told["problems"][0]["what"]
    from forestall.app.compose import differences_between
    from forestall.app.studies import PageStudy
    from forestall.catalogue import studies

    path = studies()["buckinghamshire-prevention-matters"]
    one, other = PageStudy.read("one", path), PageStudy.read("other", path)
    assert differences_between(one, other) == []
    other.spec["combine"] = "best"
    other.prices = "gbp_2019_20"
    main = other.texts.main
    texts = dict(other.inputs.texts)
    texts[main] = texts[main].replace("end: 2041-01-01", "end: 2036-01-01")
    model = next(path for path in texts if path.endswith("england/model.yaml"))
    texts[model] += "\n# another version\n"
    other.inputs = _engine.Inputs.of_texts(texts, main, 0)
    whats = " | ".join(problem.what for problem in differences_between(one, other))
    for word in ("ends on", "models differ", "prices differ", "combine"):
        assert word in whats


def test_two_studies_of_one_place_stand_side_by_side(client: Client) -> None:
    by_id = {one["id"]: one for one in client.json("/api/catalogue")["studies"]}
    start = client.json("/api/catalogue")["start"]
    other = next(
        one
        for one in by_id.values()
        if one["place"] == by_id[start["right"]["study"]]["place"] and one["id"] == "secondary"
    )
    scenario = other["scenarios"][-1]
    left = {"study": other["id"], "scenario": scenario["name"], **{k: scenario[k] for k in ("lens", "programmes")}}
    message = next(m for m in client.compare({"left": left, "right": start["right"]}) if m["kind"] != "progress")
    if message["kind"] == "refused":  # their years or settings differ: then it says so
        assert all("differ" in one["what"] or " on " in one["what"] for one in message["problems"])
    else:
        assert message["comparison"]["left"]["title"].startswith(scenario["title"])


# --- The contract ---------------------------------------------------------------------------------


def interfaces() -> dict[str, dict[str, str]]:
    """Fields of every interface of contract.ts with their types."""
    text = re.sub(r"/\*\*?.*?\*/", "", CONTRACT.read_text(encoding="utf-8"), flags=re.DOTALL)
    text = re.sub(r"//.*", "", text)
    found = {}
    for name, body in re.findall(r"export interface (\w+) \{\n(.*?)\n\}", text, re.DOTALL):
        fields = re.findall(r"^  (\w+): (.*);", body, re.MULTILINE)
        found[name] = dict(fields)
    return found


def check(value: Any, kind: str, types: dict[str, dict[str, str]], where: str) -> None:
    kind = kind.strip()
    if kind.startswith("(") and kind.endswith(")"):
        kind = kind[1:-1]
    if " | " in kind and not kind.endswith("[]"):
        options = [one.strip() for one in kind.split(" | ")]
        if all(one.startswith('"') for one in options):
            assert f'"{value}"' in options, where
            return
        if value is None or value is True or value is False:
            assert any(one in ("null", "boolean") for one in options), where
            return
        kind = next(one for one in options if one not in ("null",))
    if kind.endswith("[]"):
        assert isinstance(value, list), where
        for one in value[:50]:
            check(one, kind[:-2], types, where + "[]")
    elif kind in types:
        assert set(value) == set(types[kind]), f"{where}: {set(value) ^ set(types[kind])}"
        for field, of in types[kind].items():
            check(value[field], of, types, f"{where}.{field}")
    elif kind.startswith("{"):
        fields = dict(re.findall(r"(\w+): ([^;}]+)", kind))
        assert set(value) == set(fields), where
        for field, of in fields.items():
            check(value[field], of, types, f"{where}.{field}")
    elif kind.startswith("Record<"):
        inner = kind.removeprefix("Record<string, ").removesuffix(">")
        for one in value.values():
            check(one, inner, types, where)
    elif kind == "string":
        assert isinstance(value, str), where
    elif kind == "number":
        assert isinstance(value, (int, float)) and not isinstance(value, bool), f"{where}: {value!r}"
    elif kind == "boolean":
        assert isinstance(value, bool), where
    else:
        assert kind in ("Lens",), f"{where}: unknown type {kind}"


def test_messages_have_the_shape_that_the_page_reads(client: Client) -> None:
    types = interfaces()
    assert {"Catalogue", "Comparison", "Money", "Series"} <= set(types)
    check(client.json("/api/catalogue"), "Catalogue", types, "catalogue")
    check(client.first_of(changed(client), "comparison")["comparison"], "Comparison", types, "comparison")


def test_the_check_of_shapes_finds_what_is_missing(client: Client) -> None:
    types = interfaces()
    comparison = client.first_of(changed(client), "comparison")["comparison"]
    del comparison["money"]["rules"]
    with pytest.raises(AssertionError, match="rules"):
        check(comparison, "Comparison", types, "comparison")
