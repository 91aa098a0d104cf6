"""Studies as plain objects: reading, changing, copying, saving, and what is told of mistakes."""

from __future__ import annotations

import pickle
import subprocess

import pytest

import forestall as fs

PLACES = "programmes/visits/offered/a_month"


def test_a_study_tells_what_is_in_it(small) -> None:
    assert small.name == "small"
    assert small.arms == {"today": [], "visits": ["visits"], "both": ["visits", "walks"]}
    assert small.programmes.names == ["visits", "walks"]
    assert list(small.measures["measure"]) == ["population", "admissions", "people_frail"]
    assert "<Study 'Small study': 3 arms" in repr(small)
    assert "Home visits" in small._repr_html_()
    assert "Small study" in small.describe()


def test_a_changed_text_is_what_runs(small) -> None:
    before = small.run(progress=False).programmes()
    small.programmes["visits"]["offered"]["a_month"] = 10
    after = small.run(progress=False).programmes()
    assert after["offers"][0] == 340 < before["offers"][0]  # ten in each of 34 months


def test_comments_and_order_outlive_a_change() -> None:
    study = fs.load("essex-frailty")
    document = study.programmes["essex_falls_assessment"]
    text = document.text
    document["offered"]["a_month"] = 300
    assert document.text.replace("300", "247") == text or document.text.count("#") == text.count("#")
    assert list(document)[:3] == ["forestall", "name", "title"]


def test_an_unknown_key_tells_where_and_the_nearest(small) -> None:
    small.programmes["visits"]["offerd"] = {"a_month": 3}
    with pytest.raises(fs.InputError) as told:
        small.check()
    problem = told.value.problems[0]
    assert problem.file == "visits.yaml" and problem.line > 1
    assert "offerd" in problem.what and "offered" in problem.remedy


def test_all_problems_are_told_at_once(small) -> None:
    small.spec["windw"] = "month"
    small.model["procesess"] = {}
    with pytest.raises(fs.InputError) as told:
        small.check()
    assert {problem.file for problem in told.value.problems} == {"study.yaml", "model.yaml"}


def test_text_that_is_no_yaml_is_refused_with_its_line(small) -> None:
    small.model.text = "a: [1, 2\nb: 3\n"
    with pytest.raises(fs.InputError, match=r"model.yaml:\d+"):
        small.check()


def test_a_copy_is_independent(small) -> None:
    other = small.copy()
    other.programmes["visits"]["offered"]["a_month"] = 1
    other.set(PLACES, 2)
    assert small.parameter(PLACES)["low"] == 60
    assert other.parameter(PLACES)["low"] == 2


def test_a_study_that_was_pickled_gives_the_same_figures(small) -> None:
    small.set(PLACES, 30).scale("processes/admission/rate", 1.1)
    other = pickle.loads(pickle.dumps(small))
    assert other.run(progress=False).data.identical(small.run(progress=False).data)


def test_parameters_have_paths_units_sources_and_ranges(small) -> None:
    table = small.parameters.set_index("path")
    assert table.loc["processes/admission/rate", "unit"] == "per_year"
    assert table.loc["programmes/visits/felt/fewer_admissions/controlled", "range"] == pytest.approx((0.4 / 0.6, 1.5))
    assert not table.loc["programmes/visits/felt/fewer_admissions/controlled", "range_is_assumed"]
    assert table["path" if "path" in table else "title"].notna().all()
    assert table.index.is_unique


@pytest.mark.parametrize(
    ("path", "value", "told"),
    [
        ("programmes/visit/offered/a_month", 1, "did you mean 'programmes/visits/offered/a_month'"),
        ("programmes/visits/taken_up/chance", 1.5, "it is at most 1"),
        (PLACES, -1, "at least 0"),
        (PLACES, float("nan"), "at least 0"),
        (PLACES, "many", "is no number"),
    ],
)
def test_a_value_that_cannot_be_is_refused_and_forgotten(small, path, value, told) -> None:
    with pytest.raises(fs.InputError, match=told):
        small.set(path, value)
    assert small.changes == {}
    small.check()


def test_changes_are_told_by_the_result(small) -> None:
    small.set(PLACES, 30)
    facts = small.run(sample=0.1, progress=False).provenance
    assert facts["changes"] == f"{PLACES} = 30"


@pytest.mark.parametrize(
    ("options", "told"),
    [
        ({"replicates": 0}, "at least once"),
        ({"replicates": 2.5}, "at least once"),
        ({"sample": 0}, "above 0 and at most 1"),
        ({"sample": "half"}, "above 0 and at most 1"),
        ({"threads": -1}, "0 stands for all cores"),
        ({"seed": -5}, "a seed is a whole number"),
        ({"lens": "hopeful"}, "use one of claimed, controlled, both"),
        ({"until": "soon"}, "is no date"),
        ({"by": ["layr"]}, "did you mean 'layer'"),
        ({"draws": 0}, "from 1 to 100,000"),
    ],
)
def test_options_that_make_no_sense_are_refused(small, options, told) -> None:
    with pytest.raises(fs.InputError, match=told):
        small.run(progress=False, **options)


def test_several_options_are_refused_at_once(small) -> None:
    with pytest.raises(fs.InputError) as told:
        small.run(replicates=0, sample=2, threads=-1)
    assert len(told.value.problems) == 3


def test_programmes_are_added_to_arms_and_run(small) -> None:
    text = small.programmes["walks"].text.replace("name: walks", "name: more_walks")
    small.programmes.add(text, arm="walking", starts="2025-01-01")
    assert small.arms["walking"] == ["more_walks"]
    table = small.run(progress=False).programmes().set_index("arm")
    assert table.loc["walking", "from"] == "2025-01"
    assert table.loc["walking", "starts"] > 100


def test_a_saved_study_is_read_back_the_same(small, tmp_path) -> None:
    small.programmes["visits"]["offered"]["a_month"] = 33
    path = small.save(tmp_path / "mine")
    again = fs.load(path)
    assert again.run(progress=False).data.identical(small.run(progress=False).data)
    with pytest.raises(fs.InputError, match="not empty"):
        small.save(tmp_path / "mine")
    small.set(PLACES, 1)
    with pytest.raises(fs.InputError, match="are in no text"):
        small.save(tmp_path / "other")
    assert not (tmp_path / "other").exists()


def test_a_study_from_the_package_is_saved_with_all_that_it_names(tmp_path) -> None:
    path = fs.load("essex-frailty").save(tmp_path / "essex")
    assert fs.load(path).arms == fs.load("essex-frailty").arms


def test_the_same_bytes_as_the_command_line(small, small_path, tmp_path, command_line) -> None:
    small.run(replicates=2, progress=False, threads=2).save(tmp_path / "python.h5")
    command = [command_line, "run", str(small_path), "--replicates", "2", "--quiet", "--out", str(tmp_path / "c.h5")]
    subprocess.run(command, check=True)
    assert (tmp_path / "python.h5").read_bytes() == (tmp_path / "c.h5").read_bytes()


def test_the_same_figures_on_any_number_of_threads(small) -> None:
    one, seven = (small.run(threads=threads, progress=False).data for threads in (1, 7))
    assert one.identical(seven)
