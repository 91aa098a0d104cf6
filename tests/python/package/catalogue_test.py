from __future__ import annotations

import pytest

import forestall as fs


def test_everything_that_comes_with_the_package_can_be_listed_and_read() -> None:
    for catalogue in (fs.studies(), fs.models(), fs.places(), fs.programmes()):
        assert len(catalogue) > 3
        for name in catalogue:
            assert catalogue[name].is_file()
            assert catalogue.title(name)
    assert "essex-frailty" in fs.studies()
    assert "does-nothing" in repr(fs.programmes())


def test_every_study_that_comes_with_the_package_loads() -> None:
    for name in fs.studies():
        study = fs.load(name)
        assert study.arms


def test_a_name_may_be_spelt_with_either_stroke() -> None:
    assert fs.load("essex_frailty").name == fs.load("essex-frailty").name


def test_an_unknown_name_tells_the_nearest() -> None:
    with pytest.raises(fs.InputError, match="did you mean 'essex-frailty'"):
        fs.load("essex-frailti")
    with pytest.raises(fs.InputError, match="there is no nowhere/study.yaml"):
        fs.load("nowhere/study.yaml")


def test_scenarios_are_copied_into_a_new_folder_only(tmp_path) -> None:
    copied = fs.catalogue.copy_scenarios(tmp_path / "mine")
    assert (copied / "studies" / "essex-frailty" / "study.yaml").is_file()
    with pytest.raises(fs.InputError, match="is there already"):
        fs.catalogue.copy_scenarios(copied)
