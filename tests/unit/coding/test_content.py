"""What stands in the content of a demand, where the parser hung the clause on whom the demand is addressed to."""

from __future__ import annotations

from despacho.coding.content import content_parents
from despacho.languages.lexicon import load_lexicon
from despacho.model import Article, Document, Sentence, Trigger

WORDS = ("Perú", "pidió", "a", "la", "OEA", "que", "condene", "el", "golpe", ".")
DEPS = ("nsubj", "root", "case", "det", "obj", "nsubj", "acl:relcl", "det", "obj", "punct")
HEADS = (1, 1, 4, 4, 1, 6, 4, 8, 6, 1)


def document(*, mood: str) -> Document:
    text = " ".join(WORDS)
    starts = [sum(len(w) + 1 for w in WORDS[:i]) for i in range(len(WORDS))]
    size = len(WORDS)
    return Document(
        article=Article(id="a", text=text), forms=WORDS, lowers=tuple(w.lower() for w in WORDS), lemmas=tuple(w.lower() for w in WORDS),
        pos=("PROPN", "VERB", "ADP", "DET", "PROPN", "PRON", "VERB", "DET", "NOUN", "PUNCT"), deps=DEPS, heads=HEADS,
        feats=tuple({"VerbForm": "Fin", "Mood": mood} if w == "condene" else {} for w in WORDS), starts=tuple(starts),
        ends=tuple(s + len(w) for s, w in zip(starts, WORDS, strict=True)), ents=("",) * size, ent_starts=(False,) * size,
        children=tuple(tuple(c for c in range(size) if HEADS[c] == h != c) for h in range(size)),
        sentence_of=(0,) * size, sentences=(Sentence(index=0, first=0, last=size, start=0, end=len(text)),),
    )  # fmt: skip


def found(head: int, event_type: str) -> tuple[Trigger, object, int]:
    trigger = Trigger(head=head, first=head, last=head + 1, event_type=event_type, mode=None, rule_id="r")
    rule = next(rule for rule in load_lexicon("es").rules if rule.event_type == event_type)
    return trigger, rule, 0


def test_a_subjunctive_clause_on_the_addressee_is_the_demand() -> None:
    triggers = (found(1, "REQUEST"), found(6, "ACCUSE"))
    assert content_parents(document(mood="Sub"), triggers) == {6: 1}


def test_an_indicative_one_tells_of_the_addressee() -> None:
    triggers = (found(1, "REQUEST"), found(6, "ACCUSE"))
    assert content_parents(document(mood="Ind"), triggers) == {}
