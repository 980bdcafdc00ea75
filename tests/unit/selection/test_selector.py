"""The selector on hand-built drafts: what is kept, what a draft looks like, how scores are calibrated."""

from __future__ import annotations

import pytest

from despacho.model import Article, Candidate, Document, Draft, Participant, Sentence, StatusReading, Trigger
from despacho.selection import Selector, features_of, settle

WORDS = ("Suecia", "condenó", "el", "ataque", "y", "pidió", "calma", ".")
POS = ("PROPN", "VERB", "DET", "NOUN", "CCONJ", "VERB", "NOUN", "PUNCT")
DEPS = ("nsubj", "root", "det", "obj", "cc", "conj", "obj", "punct")
HEADS = (1, 1, 3, 1, 5, 1, 5, 1)
SWEDEN = Participant(text="Suecia", start=0, end=6, name="Suecia", country="SWE", sector="GOV", resolved_by="gazetteer")


def document() -> Document:
    text = " ".join(WORDS)
    starts = [sum(len(w) + 1 for w in WORDS[:i]) for i in range(len(WORDS))]
    size = len(WORDS)
    return Document(
        article=Article(id="a", text=text),
        forms=WORDS, lowers=tuple(w.lower() for w in WORDS), lemmas=tuple(w.lower() for w in WORDS), pos=POS, deps=DEPS, heads=HEADS,
        feats=({},) * size, starts=tuple(starts), ends=tuple(s + len(w) for s, w in zip(starts, WORDS, strict=True)),
        ents=("",) * size, ent_starts=(False,) * size,
        children=tuple(tuple(c for c in range(size) if HEADS[c] == h != c) for h in range(size)),
        sentence_of=(0,) * size, sentences=(Sentence(index=0, first=0, last=size, start=0, end=len(text)),),
    )  # fmt: skip


def draft(head: int, event_type: str, *, content_of: int | None = None, actors: tuple[Participant, ...] = ()) -> Draft:
    trigger = Trigger(head=head, first=head, last=head + 1, event_type=event_type, mode=None, rule_id=f"rule-{event_type}")
    candidate = Candidate(
        trigger=trigger, pos=POS[head].lower(), actors=(), recipients=(), actor_slots=(), recipient_slots=(), mutual=False,
        weak=False, needs=(), specificity=0, governor=None, content_of=content_of,
    )  # fmt: skip
    return Draft(
        candidate=candidate, event_type=event_type, mode=None, actors=actors, recipients=(), actor_slot="subj" if actors else "",
        recipient_slot="", source=None, attribution=None, status=StatusReading(status="asserted"),
    )  # fmt: skip


@pytest.mark.parametrize(
    ("drafts", "scores", "kept"),
    [
        pytest.param([draft(1, "ACCUSE")], [0.29], [], id="below the threshold"),
        pytest.param([draft(1, "ACCUSE")], [0.3], [(1, "ACCUSE")], id="at the threshold"),
        pytest.param([draft(1, "ACCUSE"), draft(1, "REJECT")], [0.5, 0.6], [(1, "REJECT")], id="likeliest reading"),
        pytest.param([draft(5, "REQUEST"), draft(6, "RETREAT", content_of=5)], [0.5, 0.9], [(5, "REQUEST")], id="content"),
        pytest.param([draft(5, "REQUEST"), draft(6, "RETREAT", content_of=5)], [0.1, 0.9], [(6, "RETREAT")], id="holder dropped"),
        pytest.param(
            [draft(1, "REQUEST"), draft(5, "REQUEST", content_of=1), draft(6, "RETREAT", content_of=5)],
            [0.5, 0.1, 0.9],
            [(1, "REQUEST")],
            id="content of a dropped demand inside a kept one",
        ),
        pytest.param([draft(1, "ACCUSE"), draft(3, "ACCUSE")], [0.5, 0.6], [(3, "ACCUSE")], id="one telling"),
        pytest.param([draft(1, "ACCUSE"), draft(3, "ASSAULT")], [0.5, 0.6], [(1, "ACCUSE"), (3, "ASSAULT")], id="two types"),
        pytest.param([draft(1, "ACCUSE"), draft(5, "ACCUSE")], [0.5, 0.6], [(1, "ACCUSE"), (5, "ACCUSE")], id="coordinated"),
    ],
)
def test_settle(drafts: list[Draft], scores: list[float], kept: list[tuple[int, str]]) -> None:
    found = settle(document(), drafts, scores, threshold=0.3)
    assert [(d.candidate.trigger.head, d.event_type) for d, _ in found] == kept


def test_features_show_filling_clause_and_what_was_told() -> None:
    first, second = features_of(document(), [draft(1, "ACCUSE", actors=(SWEDEN,)), draft(5, "ACCUSE", actors=(SWEDEN,))], lang="es")
    assert {"lemma:condenó/KN", "clause:root/verb", "told:act:False/verb", "beside:ACCUSE+ACCUSE"} <= first.keys()
    assert {"told:act:True/verb", "told:type:1", "told:sentence:True/verb"} <= second.keys()


def test_features_of_rival_readings_do_not_count_as_told() -> None:
    _, rival = features_of(document(), [draft(1, "ACCUSE"), draft(1, "ACCUSE")], lang="es")
    assert "told:type:0" in rival


def test_features_of_nothing() -> None:
    assert features_of(document(), [], lang="es") == []


def test_select_gives_calibrated_scores_in_text_order() -> None:
    selector = Selector(lang="es", weights={"bias": 1.0}, threshold=0.3, slope=2.0, offset=0.0)
    kept = selector.select(document(), [draft(5, "REQUEST"), draft(1, "ACCUSE")])
    assert [d.candidate.trigger.head for d, _ in kept] == [1, 5]
    assert [round(score, 3) for _, score in kept] == [0.881, 0.881]


def test_calibration_never_turns_the_order_round() -> None:
    selector = Selector(lang="es", weights={}, threshold=0.3, slope=1.2, offset=-0.1)
    scores = [selector.calibrated(s / 10) for s in range(11)]
    assert scores == sorted(scores)
    assert all(0 < s < 1 for s in scores)
