"""The gate and the reliability table: floors are kept, raised and never lowered; scores are weighed as they should be."""

from __future__ import annotations

import importlib
import sys
import tomllib
from pathlib import Path

import pytest

ROOT = Path(__file__).resolve().parents[2]
sys.path.insert(0, str(ROOT / "eval"))
gate = importlib.import_module("gate")
calibration = importlib.import_module("calibration")

FIGURES = {
    "articles": 2,
    "gold_events": 10,
    "predicted_events": 9,
    "event": {"f1": 0.75},
    "dyad": {"f1": 0.6666},
    "full": {"f1": 0.5},
    "fields_on_matched": {"status": {"accuracy": 0.9, "n": 7}, "actors": {"accuracy": 0.8, "n": 7}},
}


def gold(**floors):
    return gate.Gold(name="one", file="one.jsonl", sha256="0", floors=floors)


def test_metrics_are_the_levels_and_the_fields_that_have_floors():
    assert gate.metrics(FIGURES) == {"event": 0.75, "dyad": 0.6666, "full": 0.5, "status": 0.9}


@pytest.mark.parametrize(
    ("floor", "ok"),
    [
        pytest.param(0.74, True, id="above"),
        pytest.param(0.75, True, id="at"),
        pytest.param(0.7504, True, id="rounding"),
        pytest.param(0.751, False, id="below"),
    ],
)
def test_a_figure_is_held_against_its_floor(floor, ok):
    check = gate.compared(gold(event=floor), gate.metrics(FIGURES))[0]
    assert (check.metric, check.ok) == ("event", ok)


def test_a_floor_whose_figure_is_gone_is_missed():
    checks = {check.metric: check.ok for check in gate.compared(gold(mode=0.5), gate.metrics(FIGURES))}
    assert checks == {"event": True, "dyad": True, "full": True, "status": True, "mode": False}


def test_floors_rise_and_never_fall():
    risen = gate.raised(gold(event=0.80, dyad=0.5), gate.metrics(FIGURES))
    assert risen.floors == {"event": 0.80, "dyad": 0.666, "full": 0.5, "status": 0.9}


def test_floors_are_written_as_they_are_read(tmp_path):
    golds = [
        gate.Gold(name="a", file="b/c.jsonl", sha256="f", floors={"event": 0.5}, note='why "so"'),
        gold(dyad=0.125),
    ]
    path = tmp_path / "floors.toml"
    path.write_text(gate.floors_text(golds), encoding="utf-8")
    assert gate.load_floors(path) == golds


def test_the_floors_of_the_repository_are_in_their_own_form():
    text = gate.FLOORS.read_text(encoding="utf-8")
    assert gate.floors_text(gate.load_floors()) == text
    assert len({one["name"] for one in tomllib.loads(text)["gold"]}) == len(gate.load_floors())


def test_a_floor_with_an_unknown_name_is_refused(tmp_path):
    path = tmp_path / "floors.toml"
    path.write_text('[[gold]]\nname = "a"\nfile = "a"\nsha256 = "0"\nfloors = { evnt = 0.5 }\n', encoding="utf-8")
    with pytest.raises(SystemExit, match="evnt"):
        gate.load_floors(path)


class _NoEvents:
    def code_articles(self, articles):
        return ((article, ()) for article in articles)


def test_the_gate_fails_on_another_gold_and_on_a_missing_one(tmp_path):
    path = tmp_path / "one.jsonl"
    path.write_text(
        '{"id": "x", "text": "Hola.", "lang": "es", "sentences": [[0, 5]], "events": []}\n', encoding="utf-8"
    )
    right = gate.Gold(name="one", file="one.jsonl", sha256=gate.digest(path), floors={"event": 0.0})
    other = gate.Gold(name="two", file="one.jsonl", sha256="other", floors={})
    missing = gate.Gold(name="three", file="none.jsonl", sha256="0", floors={})
    assert gate.run(_NoEvents(), [right], tmp_path).code == 0
    assert gate.run(_NoEvents(), [right, other], tmp_path).code == 1
    assert gate.run(_NoEvents(), [right, missing], tmp_path).code == 2
    assert "another one" in gate.run(_NoEvents(), [other], tmp_path).changed[0]


def test_scores_that_keep_their_word_have_no_error():
    judgements = [(0.25, True), (0.25, False), (0.25, False), (0.25, False), (1.0, True)]
    table = calibration.reliability(judgements)
    assert [(one.low, one.events, one.right) for one in table] == [(0.2, 4, 0.25), (0.9, 1, 1.0)]
    assert calibration.expected_error(table) == 0


def test_the_error_is_the_mean_distance_weighted_by_events():
    table = calibration.reliability([(0.9, False), (0.5, True), (0.5, False), (0.5, True), (0.5, False)])
    assert calibration.expected_error(table) == pytest.approx(0.9 / 5)


def _event(kind, start, score, **fields):
    return {
        "article_id": "a",
        "event_type": kind,
        "trigger": {"start": start, "end": start + 3},
        "coder_score": score,
        "actors": [],
        "recipients": [],
        **fields,
    }


def test_an_event_is_right_when_its_sentence_has_one_of_its_type():
    article = {"id": "a", "sentences": [[0, 10], [10, 20]], "events": [_event("AID", 2, None), _event("AID", 12, None)]}
    predicted = [_event("AID", 4, 0.9), _event("AID", 0, 0.4), _event("ACCUSE", 12, 0.3)]
    # One gold event, two of its type: the one whose trigger overlaps is right.
    assert sorted(calibration.judged([article], predicted)) == [(0.3, False), (0.4, False), (0.9, True)]
