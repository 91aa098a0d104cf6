"""The board report: what it says is what the result says, the same each time, for every kind of result."""

from __future__ import annotations

import re
import shutil
from functools import cache
from pathlib import Path

import numpy as np
import pytest

import forestall as fs
from forestall.commands.report import main
from forestall.report import Wanted, make_report
from forestall.report.facts import Board, gather
from forestall.report.page import page
from forestall.report.printed import APPENDIX, MOST_PAGES, find_chromium, looked_at
from forestall.report.scenarios import both_lenses_command, scenarios_of

needs_chromium = pytest.mark.skipif(find_chromium() is None, reason="no Chromium here to print a PDF")


@pytest.fixture(scope="session")
def saved(small_result: fs.Result, tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A result of three arms, three runs, one lens."""
    return small_result.save(tmp_path_factory.mktemp("report") / "small.h5")


@pytest.fixture(scope="session")
def both(small_path: Path, tmp_path_factory: pytest.TempPathFactory) -> Path:
    """One run under both lenses."""
    result = fs.load(small_path).run(lens="both", replicates=1, progress=False)
    return result.save(tmp_path_factory.mktemp("both") / "both.h5")


@pytest.fixture(scope="session")
def england(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A small sample of a shipped study under both lenses: eight arms beside today's."""
    result = fs.load("essex-frailty").run(lens="both", sample=0.01, progress=False)
    return result.save(tmp_path_factory.mktemp("england") / "essex.h5")


@cache
def board_of(path: Path, arm: str | None = None) -> Board:
    return gather(fs.open_result(path), path, arm)


def words_of(html: str) -> str:
    """The text that is read, on one line."""
    text = re.sub(r"<style>.*?</style>|<svg.*?</svg>|<[^>]+>", " ", html, flags=re.DOTALL)
    return " ".join(text.replace("&#39;", "'").split())


# --- Numbers ----------------------------------------------------------------------------------------


def test_changes_are_those_of_the_split_screen(england: Path) -> None:
    board = board_of(england)
    table = board.result.split_screen().to_df().set_index(["title", "horizon", "arm"])
    for facts in board.facts.values():
        for horizon, changes in (("first 18 months", facts.short), ("2040", facts.end)):
            for measure in board.measures:
                one = changes[measure]
                row = table.loc[(one.title, horizon, facts.view.arm)]
                found = (one.today, one.value, one.low, one.high)
                np.testing.assert_allclose(found, [row[k] for k in ("today", "difference", "low", "high")], atol=1e-6)
        row = table.loc[("Cost of care and programmes", "2040", facts.view.arm)]
        assert facts.money_end
        np.testing.assert_allclose(facts.money_end.net.value, row["difference"], rtol=1e-9, atol=1e-3)


def test_money_by_payer_is_that_of_who_pays(england: Path) -> None:
    board = board_of(england)
    for facts in board.views:
        table = board.result.who_pays(facts.view.arm).set_index(["kind", "horizon", "payer"])["difference"] * 1000
        for money, horizon in ((facts.money_short, "first 18 months"), (facts.money_whole, "the whole run")):
            assert money
            payers = list(board.result.data["payer"].values)
            for one, payer in zip(money.payers, payers):
                np.testing.assert_allclose(one.care.value, table["care", horizon, payer], rtol=1e-9, atol=1e-3)
                np.testing.assert_allclose(one.programmes, table["programmes", horizon, payer], rtol=1e-9, atol=1e-3)
        path, told = facts.path, board.result.money(facts.view.arm)
        assert path
        np.testing.assert_allclose(path.so_far, told["in_all"], rtol=1e-9, atol=1e-2)


def test_shares_by_fifth_and_layer_are_those_of_the_result(england: Path) -> None:
    board = board_of(england)
    facts = board.views[0]
    starts = [name for name in board.result.names if name.endswith("_starts") and "essex" in name]
    data = board.result.only(*starts).by("imd").total().mean().data.sel(arm=facts.view.arm)
    by_fifth = sum(data[name] for name in starts).values
    assert facts.fifths and facts.layers
    np.testing.assert_allclose(facts.fifths.starts, by_fifth, rtol=1e-9)
    for shares in (facts.fifths.started, facts.fifths.needed, facts.layers.starts, facts.layers.people):
        assert sum(shares) == pytest.approx(1)
    assert facts.fifths.ages == "people of 65 and over"


def test_what_rides_on_the_evidence_is_the_gap_between_the_lenses(england: Path) -> None:
    board = board_of(england)
    claimed, controlled = board.views
    arms = (claimed.view.arm, controlled.view.arm)
    gap = board.changes.between_lenses("emergency_admissions", *arms, board.changes.short)
    apart = claimed.short["emergency_admissions"].value - controlled.short["emergency_admissions"].value
    assert gap.value == pytest.approx(apart) and gap.low <= gap.value <= gap.high


# --- Words ------------------------------------------------------------------------------------------


def test_pairs_are_found_and_both_lenses_shown(england: Path) -> None:
    board = board_of(england)
    assert [one.name for one in board.scenarios] == ["falls_assessment", "medicines_review", "care_plans", "all_three"]
    assert board.chosen and board.chosen.name == "all_three" and board.chosen.is_pair
    text = words_of(page(board))
    for said in ("if programmes do what is claimed", "if controlled trials are right", "Both views of the evidence"):
        assert said in text
    assert "was not run" not in text


def test_with_one_lens_the_report_names_the_command_for_the_other(saved: Path) -> None:
    board = board_of(saved)
    assert "forestall run small.yaml --lens both --out small-both.h5" in words_of(page(board))
    assert board.lens == ("controlled", True)
    saved.with_suffix(".run.json").write_text(
        '{"command": ["forestall", "run", "a b.yaml", "--lens=claimed", "--out", "x"]}'
    )
    assert both_lenses_command(board.result, saved) == "forestall run 'a b.yaml' --lens both --out small-both.h5"


def test_the_scenario_can_be_chosen_by_its_name_or_that_of_an_arm(both: Path) -> None:
    for name in ("visits", "visits_claimed"):
        chosen = board_of(both, name).chosen
        assert chosen and chosen.name == "visits"
    with pytest.raises(fs.InputError, match="did you mean 'visits'"):
        board_of(both, "visit")


def test_what_luck_could_make_is_never_called_a_change(england: Path) -> None:
    board = board_of(england)
    for facts in board.facts.values():
        for one in (*facts.short.values(), *facts.end.values()):
            if not one.is_told and not one.is_same:
                assert "luck" in one.phrase() and "luck" in one.cell()[1]


def test_a_result_of_one_arm_says_why_sections_are_left_out(small_path: Path, tmp_path: Path) -> None:
    folder = shutil.copytree(small_path, tmp_path / "one")
    study = (folder / "study.yaml").read_text(encoding="utf-8")
    (folder / "study.yaml").write_text(re.sub(r"attribution.*\n|  (visits|both): .*\n", "", study), encoding="utf-8")
    path = fs.load(folder).run(progress=False).save(tmp_path / "one.h5")
    board = board_of(path)
    text = words_of(page(board))
    assert board.chosen is None and scenarios_of(board.result) == []
    assert "one scenario" in text and "no other scenario was run" in text


def test_a_model_without_payers_fifths_or_programmes_is_no_error(tmp_path: Path) -> None:
    path = fs.load("sick-sicker").run(sample=0.001, progress=False).save(tmp_path / "sick.h5")
    text = words_of(page(board_of(path)))
    assert "scenarios differ in their rates" in text and "no evidence on programmes" in text


# --- Files ------------------------------------------------------------------------------------------


def test_page_and_workbook_are_the_same_bytes_when_made_twice(saved: Path, tmp_path: Path) -> None:
    made = [make_report(Wanted(saved, tmp_path / name, pdf=False)).files for name in ("a", "b")]
    for one, other in zip(*made):
        assert one.read_bytes() == other.read_bytes()
    assert [one.name for one in made[0]] == ["a.html", "a.xlsx"]


def test_the_page_loads_nothing_and_every_picture_has_words(both: Path) -> None:
    html = page(board_of(both))
    assert "default-src 'none'; style-src 'unsafe-inline'; img-src data:" in html
    assert '<html lang="en-GB">' in html and not re.search(r"https?:|//[a-z]|<script|<link|<img|@import", html)
    ids = re.findall(r'\bid="([^"]+)"', html)
    assert len(ids) == len(set(ids))
    assert set(re.findall(r'(?:url\(#|href="#)([^")]+)', html)) <= set(ids)
    pictures = re.findall(r'<svg class="picture" role="img" aria-labelledby="([^"]+)"', html)
    assert len(pictures) == html.count("<svg") >= 5
    for label in pictures:
        told = re.search(rf'<title id="{label}">([^<]+)</title>', html)
        assert told and re.search(r"\d", told[1])
    for label in re.findall(r'aria-labelledby="([^"]+)"', html):
        assert label in ids


def test_levels_have_a_fan_where_there_are_several_runs(saved: Path, both: Path) -> None:
    assert "means of 3 runs, with bands" in words_of(page(board_of(saved)))
    assert "One run, so the curves of demand have no fan" in words_of(page(board_of(both)))


def test_the_workbook_holds_the_numbers(england: Path, tmp_path: Path) -> None:
    from openpyxl import load_workbook

    made = make_report(Wanted(england, tmp_path / "x", pdf=False))
    book = load_workbook(made.files[1])
    assert {"About", "Horizons", "Changes", "Who pays", "Payback", "Reached and missed", "Evidence"} <= set(
        book.sheetnames
    )
    board = board_of(england)
    table = board.result.split_screen().to_df()
    rows = list(book["Horizons"].iter_rows(min_row=2, values_only=True))
    assert len(rows) == len(table)
    np.testing.assert_allclose([row[5] for row in rows], table["difference"], rtol=1e-12)
    assert not any(isinstance(value, str) and value == "nan" for row in rows for value in row)


@needs_chromium
@pytest.mark.parametrize("result", ["saved", "england"])
def test_the_pdf_is_tagged_and_its_main_part_has_at_most_four_pages(
    result: str, request: pytest.FixtureRequest, tmp_path: Path
) -> None:
    made = make_report(Wanted(request.getfixturevalue(result), tmp_path / "out"))
    assert made.notes == [] and [one.suffix for one in made.files] == [".html", ".xlsx", ".pdf"]
    looked = looked_at(made.files[2])
    assert looked and looked.problems == []
    assert looked.main_pages is not None and 1 <= looked.main_pages <= MOST_PAGES < looked.pages + 4
    assert looked.is_tagged and looked.language == "en-GB" and looked.title.endswith("board report")
    html = made.files[0].read_text(encoding="utf-8")
    assert looked.figures == html.count("<svg") and looked.figures_without_words == 0
    assert f'<h1 id="appendix">{APPENDIX}</h1>' in html
    assert sorted(one.name for one in tmp_path.iterdir()) == ["out.html", "out.pdf", "out.xlsx"]


# --- The verb ---------------------------------------------------------------------------------------


def test_without_a_chromium_the_rest_is_written_and_a_note_says_what_to_install(
    saved: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.setenv("PATH", str(tmp_path))
    monkeypatch.delenv("FORESTALL_CHROMIUM", raising=False)
    assert main([str(saved), "--out", str(tmp_path)]) == 0
    told = capsys.readouterr()
    assert "no Chromium here" in told.err and "apt install chromium" in told.err
    assert sorted(one.name for one in tmp_path.iterdir()) == ["small-report.html", "small-report.xlsx"]
    assert main([str(saved), "--out", str(tmp_path), "--pdf", "--quiet"]) == 1
    assert "no Chromium here" in capsys.readouterr().err


def test_quiet_is_quiet_and_no_excel_makes_none(
    saved: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    assert main([str(saved), "--out", f"{tmp_path}/new/", "--no-pdf", "--no-excel", "--quiet"]) == 0
    assert capsys.readouterr() == ("", "")
    assert [one.name for one in (tmp_path / "new").iterdir()] == ["small-report.html"]


@pytest.mark.parametrize(
    ("given", "told"),
    [
        (["none.h5"], "no file none.h5"),
        (["RESULT", "--arm", "vists"], "did you mean 'visits'"),
        (["RESULT", "--out", "/no/such/folder/name"], "is no folder"),
    ],
)
def test_what_cannot_be_used_is_said_in_a_line(
    given: list[str], told: str, saved: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    assert main([str(saved) if one == "RESULT" else one for one in given] + ["--no-pdf", "--quiet"]) == 1
    assert told in capsys.readouterr().err


@pytest.mark.parametrize("program", ["/no/such/chromium", "/bin/false"])
def test_a_chromium_that_is_not_there_or_fails_leaves_no_half_pdf(
    program: str, saved: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    assert main([str(saved), "--out", str(tmp_path), "--quiet", "--chromium", program]) == 2
    assert program in capsys.readouterr().err
    assert sorted(one.name for one in tmp_path.iterdir()) == ["small-report.html", "small-report.xlsx"]


def test_a_stop_leaves_nothing_half_written(saved: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    def stop(*_: object) -> None:
        raise KeyboardInterrupt

    monkeypatch.setattr("forestall.report.book.write_book", stop)
    assert main([str(saved), "--out", str(tmp_path), "--no-pdf", "--quiet"]) == 130
    assert [one.name for one in tmp_path.iterdir()] == ["small-report.html"]
