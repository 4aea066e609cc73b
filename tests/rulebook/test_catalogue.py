"""The clause files are read, checked and frozen."""

import re

import pytest
import yaml

from rulebook.catalogue import FOLDER, catalogue, read


def test_all_697_entries_of_the_branchs_rulebook_are_there():
    assert len([id for id in catalogue if not id.startswith("N")]) == 697


def test_a_national_rule_says_how_sure_it_is():
    said = {id: clause.confidence for id, clause in catalogue.items() if clause.confidence}
    of_dues = {f"NDF.{number}" for number in range(1, 7)}
    assert {id for id in said if said[id] == "sure"} == {"N1.4", "N13.13", "N13.19a", "N13.19b", "N13.33"} | of_dues
    assert set(said.values()) == {"sure", "second-hand"}


def test_what_is_known_at_second_hand_refuses_nothing():
    second_hand = [clause for clause in catalogue.values() if clause.confidence == "second-hand"]
    refusing = [clause.id for clause in second_hand if clause.force != "may"]
    assert refusing == ["N13.12"]  # a record of what runs on, and no gate


def test_an_unknown_clause_raises():
    with pytest.raises(KeyError):
        catalogue["99.9"]


def test_a_clause_carries_its_citation_and_numbers():
    clause = catalogue["8.1.5a"]
    assert (clause.cite, clause.short_cite, clause.lead.days, clause.force) == (
        "第8篇 一（五）",
        "8 一（五）",
        5,
        "must",
    )


def test_normally_is_read_from_the_text():
    assert catalogue["8.1.1a"].force == "normally"


@pytest.mark.parametrize(
    ("slip", "named"),
    [({"force": "maybe"}, "unknown force"), ({"op": "=>"}, "unknown operator")],
)
def test_a_slip_in_a_file_stops_the_start(tmp_path, slip, named):
    entry = next(e for e in yaml.safe_load((FOLDER / "08.yaml").read_text()) if e["id"] == "8.1.4a")
    entry["params"] = {**entry["params"], "same_as": [], **slip}
    (tmp_path / "08.yaml").write_text(yaml.safe_dump([entry], allow_unicode=True))
    with pytest.raises(ValueError, match=named):
        read(tmp_path)


def test_a_clause_that_names_another_cites_it_as_it_is_printed():
    assert catalogue["8.2.1a"].zh == "支委会一般每月一次、可随时开（同第1篇 四（二））。"
    assert [clause.id for clause in catalogue.values() if re.search(r"[同含、]\d+\.\d+", clause.zh)] == []
