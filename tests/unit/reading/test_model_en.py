"""The shipped English pipeline on sentences of the press: what the coder builds on."""

from __future__ import annotations

from importlib.resources import as_file, files

import pytest
import spacy
from spacy.language import Language
from spacy.tokens import Doc

import despacho.reading.tokenizer_en  # noqa: F401 - registers what the pipeline names
from despacho.reading.normalise import normalise
from despacho.reading.ops import with_fast_products

pytestmark = pytest.mark.model


@pytest.fixture(scope="module")
def nlp() -> Language:
    with as_file(files("despacho.languages") / "en" / "model") as path:
        return with_fast_products(spacy.load(path))


def _read(nlp: Language, text: str) -> Doc:
    return nlp(normalise(text, lang="en"))


def _arcs(doc: Doc) -> set[tuple[str, str, str]]:
    return {(token.text, token.dep_, token.head.text) for token in doc}


@pytest.mark.parametrize(
    ("text", "arcs"),
    [
        ("Police arrested three men on Monday.", [("Police", "nsubj", "arrested"), ("men", "obj", "arrested")]),
        (
            "The minister was killed by gunmen in Mogadishu.",
            [("minister", "nsubj:pass", "killed"), ("was", "aux:pass", "killed"), ("gunmen", "obl:agent", "killed")],
        ),
        ("Two killed in blast near embassy", [("Two", "nsubj:pass", "killed"), ("blast", "obl", "killed")]),
        ("Israel strikes Gaza after rocket fire", [("Israel", "nsubj", "strikes"), ("Gaza", "obj", "strikes")]),
        ("UN to send troops to Haiti", [("UN", "nsubj", "send"), ("troops", "obj", "send"), ("Haiti", "obl", "send")]),
        (
            "Putin's spokesman told reporters that Russia would not withdraw its troops.",
            [("Putin", "nmod:poss", "spokesman"), ("withdraw", "ccomp", "told"), ("Russia", "nsubj", "withdraw")],
        ),
        (
            "The army called off the offensive, which the rebels had condemned.",
            [("off", "compound:prt", "called"), ("condemned", "acl:relcl", "offensive")],
        ),
        ("US-led forces attacked the town.", [("led", "amod", "forces"), ("forces", "nsubj", "attacked")]),
        ("She was sworn in by the president.", [("She", "nsubj:pass", "sworn"), ("president", "obl:agent", "sworn")]),
    ],
)
def test_arcs(nlp: Language, text: str, arcs: list[tuple[str, str, str]]) -> None:
    missing = set(arcs) - _arcs(_read(nlp, text))
    assert not missing


@pytest.mark.parametrize(
    ("text", "verbs"),
    [
        ("Troops fled after rebels struck the base. Gunmen shot five soldiers.", "flee strike shoot"),
        ("He led the talks, fought for peace and withdrew his forces.", "lead fight withdraw"),
        ("Kenya has sought aid, vowed reform and backed the deal.", "seek vow back"),
    ],
)
def test_lemmas_of_verbs(nlp: Language, text: str, verbs: str) -> None:
    doc = _read(nlp, text)
    assert set(verbs.split()) <= {token.lemma_ for token in doc if token.pos_ == "VERB"}


def test_entities(nlp: Language) -> None:
    text = "Volodymyr Zelenskyy met Hamas and NATO officials in Ankara, Turkey, and thanked the United States."
    kinds = {token.text: token.ent_type_ for token in _read(nlp, text)}
    assert kinds["Zelenskyy"] == "PER"
    assert (kinds["Hamas"], kinds["NATO"]) == ("ORG", "ORG")
    assert (kinds["Ankara"], kinds["Turkey"], kinds["States"]) == ("LOC", "LOC", "LOC")


@pytest.mark.parametrize(
    "text", ["“We will not stop,” he said—twice.", "‘No’ – the minister’s reply – shocked the U.N."]
)
def test_typographic_marks_keep_their_offsets(nlp: Language, text: str) -> None:
    doc = _read(nlp, text)
    assert len(doc.text) == len(text)
    assert {text[token.idx] for token in doc if token.text == "—"} <= {"—"}
    assert len(list(doc.sents)) == 1
