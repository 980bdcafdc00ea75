"""A small share of the hostile inputs of `make torture`: each is accounted for, none crashes or hangs."""

from pathlib import Path

import pytest

ROOT = Path(__file__).resolve().parents[3]
SHARE = 260  # twenty of each kind; the rest is run by hand, its figures are in eval/torture.json


@pytest.fixture
def torture(monkeypatch):
    monkeypatch.syspath_prepend(str(ROOT / "eval"))
    import torture

    return torture


def test_hostile_inputs_are_each_accounted_for(torture, tmp_path):
    from hostile import KINDS

    ledger = torture.Ledger(None, {})
    outcomes = [torture.tortured(number, tmp_path, ledger) for number in range(SHARE)]
    assert [one for one in outcomes if one.fault] == []
    assert all(one.articles or one.reasons for one in outcomes)
    assert {one.kind for one in outcomes} == set(KINDS)
    assert {one.kind for one in outcomes if one.articles} >= {"broken HTML", "hostile dates", "hostile metadata", "odd texts"}
    assert len({reason for one in outcomes for reason in one.reasons}) > 10


def test_the_same_number_gives_the_same_input():
    import sys

    sys.path.insert(0, str(ROOT / "eval"))
    from hostile import hostile

    strip = [hostile(n) for n in range(200) if hostile(n)[1][0].endswith(("html", "txt"))]
    assert strip == [hostile(n) for n in range(200) if hostile(n)[1][0].endswith(("html", "txt"))]


def test_a_worker_that_dies_or_hangs_is_counted_and_the_run_goes_on(torture, monkeypatch):
    outcomes = [torture.Outcome(0, "k", articles=1), torture.Outcome(1, "k", fault="hang: x"), torture.Outcome(2, "k", reasons=["empty"], fault="crash: y")]
    figures = torture.summary(outcomes, 1.0)
    assert (figures["inputs"], figures["hangs"], figures["crashes"], figures["unaccounted"]) == (3, 1, 1, 1)
    assert [one["number"] for one in figures["faults"]] == [1, 2]


def test_slow_inputs_are_named_the_slowest_first(torture):
    outcomes = [torture.Outcome(number, "k", articles=1, seconds=seconds) for number, seconds in ((7, 0.1), (8, 3.0), (9, 5.5))]
    assert [one["number"] for one in torture.summary(outcomes, 1.0)["slowest"]] == [9, 8]
