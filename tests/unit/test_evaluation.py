"""The evaluation: its figures by hand on a small case, and against the reference scorer where that is at hand."""

import json
import os
import random
import subprocess
import sys
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from despacho.evaluation import evaluate, miss_lines, report_lines
from despacho.model import InputError

TYPES = ("ASSAULT", "ACCUSE", "AGREE", "NONSENSE")


def shared():
    path = Path(os.environ.get("DESPACHO_SHARED") or Path(__file__).resolve().parents[3] / "shared")
    if not (path / "score.py").exists():
        pytest.skip("the reference scorer is not at hand")
    return path


def event(event_type="ASSAULT", start=0, *, actors=("RUS",), recipients=("UKR",), article="a", **given_fields):
    return {
        "article_id": article, "event_type": event_type, "modes": [], "trigger": {"start": start, "end": start + 4},
        "actors": [{"country": one, "sector": "MIL"} for one in actors],
        "recipients": [{"country": one, "sector": "CVL"} for one in recipients],
        "attribution": None, "status": "asserted", "date": None, **given_fields,
    }  # fmt: skip


def article(*events):
    return {"id": "a", "text": "x" * 100, "sentences": [[0, 50], [50, 100]], "events": list(events)}


def test_a_small_case_by_hand():
    gold = [article(event(start=1, status="denied"), event("ACCUSE", 60, attribution={"country": "FRA"}))]
    predicted = [event(start=3), event("ACCUSE", 55, recipients=()), event("AGREE", 70)]
    figures = evaluate(gold, predicted).figures
    assert figures["event"] == {"precision": 0.6667, "recall": 1.0, "f1": 0.8}
    assert figures["dyad"] == {"precision": 0.3333, "recall": 0.5, "f1": 0.4}
    assert figures["fields_on_matched"]["status_marked"] == {"accuracy": 0.0, "n": 1}
    assert figures["fields_on_matched"]["attribution"] == {"accuracy": 0.5, "n": 2}
    assert figures["types"]["AGREE"]["predicted"] == 1


def test_events_match_only_within_a_sentence():
    assert evaluate([article(event(start=1))], [event(start=60)]).figures["event"]["f1"] == 0.0


def test_misses_and_text():
    result = evaluate([article(event(start=1))], [event("AGREE", 70, actors=())])
    assert [miss.kind for miss in result.misses] == ["missed", "spurious"]
    assert miss_lines(result.misses[0])[0] == "missed a s0 ASSAULT/None ['RUS'] -> ['UKR'] by None asserted"
    assert report_lines(result)[0] == "1 articles, 1 gold events, 1 predicted"


def test_predictions_of_unknown_articles():
    with pytest.raises(InputError, match="not in the gold file: b"):
        evaluate([article()], [event(article="b")])


def both(folder, shared_path, gold, predicted, *options):
    """What the reference scorer and the command print."""
    (folder / "gold.jsonl").write_text("".join(json.dumps(one) + "\n" for one in gold))
    (folder / "predicted.jsonl").write_text("".join(json.dumps(one) + "\n" for one in predicted))
    reference = [sys.executable, shared_path / "score.py", "gold.jsonl", "predicted.jsonl", *options]
    ours = [sys.executable, "-m", "despacho", "evaluate", "gold.jsonl", "--predicted", "predicted.jsonl", *options]
    source = str(Path(__file__).resolve().parents[2] / "src")
    environment = {**os.environ, "PYTHONPATH": source, "PYTHONUTF8": "1"}
    return [
        subprocess.run(one, cwd=folder, env=environment, capture_output=True, text=True, check=True).stdout
        for one in (reference, ours)
    ]


def perturbed(gold, seed):
    """The gold events with mistakes: dropped, doubled, moved, retyped, other countries, other fields."""
    dice = random.Random(seed)
    for one in gold:
        for record in one["events"]:
            for _ in range(dice.choice((0, 1, 1, 1, 1, 2))):
                made = {**json.loads(json.dumps(record)), "article_id": one["id"]}
                if dice.random() < 0.2:
                    made["event_type"] = dice.choice(TYPES)
                if dice.random() < 0.2:
                    made["trigger"]["start"] = max(0, made["trigger"]["start"] + dice.randint(-90, 90))
                if dice.random() < 0.3:
                    made["actors"] = made["recipients"]
                if dice.random() < 0.2:
                    made["status"], made["attribution"], made["date"] = "possible", {"country": "FRA"}, "2026"
                yield made


@pytest.mark.parametrize("name", ["es-newswire-dev", "es-modern-dev"])
def test_same_figures_as_the_reference(tmp_path, name):
    path = shared()
    gold = [json.loads(line) for line in (path / "gold" / f"{name}.jsonl").read_text(encoding="utf-8").splitlines()]
    for seed, options in enumerate((["--json"], ["--errors", "1000"], ["--json"])):
        reference, ours = both(tmp_path, path, gold, list(perturbed(gold, seed)), *options)
        assert ours == reference


def reference_scorer():
    """The names of the reference scorer, run from its source: an import would leave a cache beside it."""
    names = {"__name__": "reference"}
    exec(compile((shared() / "score.py").read_text(encoding="utf-8"), "score.py", "exec"), names)
    return names


crowded = st.lists(
    st.builds(
        event,
        st.sampled_from(TYPES),
        st.integers(0, 110),
        actors=st.lists(st.sampled_from(["RUS", "USA", ""]), max_size=2),
        recipients=st.lists(st.sampled_from(["RUS", "USA"]), max_size=1),
        status=st.sampled_from(["asserted", "denied"]),
    ),
    max_size=30,
)


@settings(max_examples=60, deadline=None)
@given(crowded, crowded)
def test_same_figures_as_the_reference_on_crowded_sentences(gold, predicted):
    expected, _ = reference_scorer()["score"]([article(*gold)], predicted)
    made = evaluate([article(*gold)], predicted).figures
    assert json.dumps(made) == json.dumps(expected)
