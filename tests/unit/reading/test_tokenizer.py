"""The Spanish tokenizer: its cuts, its offsets, and the lemma repair."""

from __future__ import annotations

import pytest
import spacy
from hypothesis import given
from hypothesis import strategies as st
from spacy.language import Language
from spacy.tokens import Doc

from despacho.languages.es import verbs
from despacho.reading.tokenizer import LEMMA_FIX_NAME, TOKENIZER_NAME, split_clitics


@pytest.fixture(scope="module")
def nlp() -> Language:
    return spacy.blank("es", config={"nlp": {"tokenizer": {"@tokenizers": TOKENIZER_NAME}}})


@pytest.mark.parametrize(
    ("word", "parts"),
    [
        ("considerándolas", ["considerándo", "las"]),
        ("dárselo", ["dár", "se", "lo"]),
        ("hacerlo", ["hacer", "lo"]),
        ("Detenerlos", ["Detener", "los"]),
        ("HACERSE", ["HACER", "SE"]),
        ("oírlo", ["oír", "lo"]),
        ("reírse", ["reír", "se"]),
        ("perdiéndose", ["perdiéndo", "se"]),
        ("irse", ["ir", "se"]),
        ("parte", ["parte"]),
        ("fuerte", ["fuerte"]),
        ("Carlos", ["Carlos"]),
        ("Mederos", ["Mederos"]),
        ("Solarte", ["Solarte"]),
        ("perla", ["perla"]),
        ("disperse", ["disperse"]),
        ("cuando", ["cuando"]),
        ("12los", ["12los"]),
    ],
)
def test_split_clitics(word: str, parts: list[str]) -> None:
    assert list(split_clitics(word)) == parts


@given(st.from_regex(r"[A-Za-záéíóúñ]{1,12}(ndo|r|ar|ér)?(me|te|se|nos|los|la|le)?", fullmatch=True))
def test_slices_add_up(word: str) -> None:
    assert "".join(split_clitics(word)) == word


@given(st.text(max_size=80))
def test_tokens_are_slices(nlp: Language, text: str) -> None:
    doc = nlp(text)
    assert doc.text == text
    assert all(text[token.idx : token.idx + len(token)] == token.text for token in doc)


def test_dashes_of_speech_are_tokens(nlp: Language) -> None:
    words = [token.text for token in nlp("-Iré -dijo el juez- y el franco-alemán perdió 2-1 con -5 grados.")]
    assert words[:7] == ["-", "Iré", "-", "dijo", "el", "juez", "-"]
    assert {"franco-alemán", "2-1", "-5"} <= set(words)


def test_a_line_break_opens_a_sentence(nlp: Language) -> None:
    doc = nlp("Rompen el diálogo\n\nEl Gobierno quiere retomarlo.")
    assert [token.text for token in doc if token.is_sent_start] == ["Rompen", "El"]


def test_clitics_do_not_look_like_articles(nlp: Language) -> None:
    verb, clitic = nlp("viéndola")
    assert (verb.norm_, clitic.norm_) == ("viendo", "-la")


def test_bytes_round_trip(nlp: Language) -> None:
    again = spacy.blank("es", config={"nlp": {"tokenizer": {"@tokenizers": TOKENIZER_NAME}}})
    again.tokenizer.from_bytes(nlp.tokenizer.to_bytes())
    text = "«-No puedo hacerlo», dijo."
    assert [t.text for t in again(text)] == [t.text for t in nlp(text)]


@pytest.mark.parametrize(
    ("form", "lemma", "expected"),
    [
        ("haremos", "harer", "hacer"),
        ("compondrían", "compondrar", "componer"),
        ("considerándo", "considerár", "considerar"),
        ("detengan", "detengar", "detener"),
        ("impusieron", "impusier", "imponer"),
        ("busque", "busquer", "buscar"),
        ("apruebe", "apruebar", "aprobar"),
        ("corrija", "corrijar", "corregir"),
        ("construyeron", "construyer", "construir"),
        ("condenamos", "condenamos", "condenar"),
        ("abrirá", "abrar", "abrir"),
        ("oírlo", "oír", "oír"),
        ("acusaron", "acusar", "acusar"),
        ("fue", "ser", "ser"),
        ("fue", "ir", "ir"),
    ],
)
def test_repair_lemma(form: str, lemma: str, expected: str) -> None:
    assert verbs.repair_lemma(form, lemma) == expected


@given(st.text(max_size=15), st.text(max_size=15))
def test_repair_never_fails(form: str, lemma: str) -> None:
    assert isinstance(verbs.repair_lemma(form, lemma), str)


def test_infinitives_are_infinitives() -> None:
    known = verbs.infinitives()
    assert len(known) > 3000
    assert all(word.endswith(("ar", "er", "ir")) and word.islower() for word in known)


def test_only_verbs_are_repaired(nlp: Language) -> None:
    pipe = Language.get_factory_meta(LEMMA_FIX_NAME)
    assert pipe is not None
    nlp_fix = spacy.blank("es")
    fix = nlp_fix.add_pipe(LEMMA_FIX_NAME)
    doc = Doc(nlp_fix.vocab, words=["haremos", "cotice"], pos=["VERB", "NOUN"], lemmas=["harer", "coticer"])
    assert [token.lemma_ for token in fix(doc)] == ["hacer", "coticer"]


@pytest.mark.parametrize("piece", ["€", "_", "a", "a.", "'s", "12:", "😀", "dárselo"])
def test_a_word_without_an_end_is_cut_in_linear_time_and_nothing_is_lost(nlp: Language, piece: str) -> None:
    text = f"El Gobierno {piece * 20_000} dijo  que no."
    assert nlp.tokenizer(text).text == text


def test_an_address_is_one_token(nlp: Language) -> None:
    assert "https://example.org/" + "a" * 150 in [token.text for token in nlp.tokenizer("En https://example.org/" + "a" * 150 + " dijo que no.")]
