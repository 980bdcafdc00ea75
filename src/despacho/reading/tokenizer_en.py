"""The English tokenizer: spaCy's own rules, brought to how Universal Dependencies cuts English.

Every token is a slice of the text. Contractions and the genitive are tokens (``do|n't``, ``Putin|'s``). A hyphen
between letters is cut (``US|-|led``: a nationality is a word of its own), but not after a prefix that is no word
(``anti-government``, ``pro-Russian``, ``co-founder``). A dash without blanks around it is always cut.
"""

from __future__ import annotations

import re
from collections.abc import Callable
from functools import lru_cache
from importlib.resources import files
from itertools import pairwise
from typing import Any

import numpy as np
from spacy.attrs import DEP, HEAD, ORTH
from spacy.language import Language
from spacy.tokens import Doc, Token
from spacy.util import compile_infix_regex, compile_prefix_regex, compile_suffix_regex, registry

from despacho.languages.en import lemmas
from despacho.reading import precision  # noqa: F401 - registers a component that the shipped pipeline names
from despacho.reading.tokenizer import CliticTokenizer

TOKENIZER_NAME = "despacho.english.v1"
LEMMA_FIX_NAME = "despacho_en_lemma_fix"
LONE_MARKS_NAME = "despacho_en_lone_marks"

# spaCy cuts these as careless spellings of contractions or keeps them whole; in news they are other words.
_NOT_EXCEPTIONS = ("wed", "Wed", "id", "Id", "and/or", "And/or")
# spaCy's rule for a hyphen between letters, which gives way to one that knows prefixes.
_HYPHEN_RULE = re.compile(r"\(\?:-\|–\|—\|--\|---\|——\|~\)")
_DASHES = (r"(?<=[\w.,;:!?\"')])(?:--+|—)(?=[\w\"'(])", r"(?<=\w)—|—(?=\w)")
_CLOCK = r"(?<=[0-9])(?:am|pm|AM|PM)"
_MARKS = r"[!?]{2,}"
_PREDICATES = frozenset({"ROOT", "conj", "ccomp", "advcl", "parataxis", "acl:relcl"})
_CLOSING = frozenset({'"', "'", "''", ")", "]"})


def _lines(name: str) -> list[str]:
    """The entries of a word list of the language."""
    text = (files("despacho.languages.en") / name).read_text(encoding="utf-8")
    return [line for line in text.split("\n") if line and not line.startswith("#")]


@lru_cache(maxsize=1)
def _bound_prefixes() -> str:
    """Alternatives of a regular expression: each prefix small, with a capital and in capitals where it has three."""
    return "|".join(form for prefix in _lines("bound_prefixes.txt") for form in (prefix, prefix.capitalize()))


_ENDINGS = frozenset(".?!…:;\"'”’»)]*—–-")
"""Last characters of tokens behind which a sentence may open."""


@lru_cache(maxsize=1)
def _before_names() -> frozenset[str]:
    """Abbreviations behind which a name follows and no sentence opens."""
    return frozenset(_lines("before_names.txt"))


def _with_stop(token: Token) -> str:
    """The word with its full stop, which may be a token of its own ("Brig", ".")."""
    cut = token.text == "." and token.i and not token.nbor(-1).whitespace_
    return token.nbor(-1).lower_ + "." if cut else token.lower_


class EnglishTokenizer(CliticTokenizer):
    """A spaCy tokenizer that opens a sentence after a line break; English has no enclitics to cut."""

    def _split(self, doc: Doc) -> Doc:
        """``doc`` with no sentence opened inside of one: the parser cuts at names ("Secretary of State | Madeleine Albright")."""
        titles = _before_names()
        for before, token in pairwise(doc):
            inside = before.text[-1] not in _ENDINGS and not before.is_space
            if inside or _with_stop(before) in titles:
                token.is_sent_start = False
        return doc


def _infixes(rules: list[str]) -> list[str]:
    kept = [rule for rule in rules if not _HYPHEN_RULE.search(rule)]
    prefixes = _bound_prefixes().split("|")
    # A look-behind must have one width: one for each length of a prefix, at the start of a word.
    guards = "".join(
        rf"(?<!\b(?:{'|'.join(p for p in prefixes if len(p) == size)}))" for size in sorted({len(p) for p in prefixes})
    )
    return [*kept, rf"(?<=[^\W_]){guards}[-–~](?=[^\W\d_])", *_DASHES]


def make_tokenizer() -> Callable[[Language], EnglishTokenizer]:
    """The factory that a model's config names."""

    def create(nlp: Language) -> EnglishTokenizer:
        defaults = nlp.Defaults
        base = registry.tokenizers.get("spacy.Tokenizer.v1")()(nlp)
        base.infix_finditer = compile_infix_regex(_infixes([str(rule) for rule in defaults.infixes or ()])).finditer
        base.prefix_search = compile_prefix_regex([*(defaults.prefixes or ()), r"--+", _MARKS]).search
        base.suffix_search = compile_suffix_regex([*(defaults.suffixes or ()), r"--+", _MARKS, _CLOCK]).search
        base.rules = {word: rule for word, rule in (base.rules or {}).items() if word not in _NOT_EXCEPTIONS}
        base.add_special_case("Wed.", [{ORTH: "Wed."}])
        return EnglishTokenizer(base)

    return create


@Language.component(LEMMA_FIX_NAME)
def fix_lemmas(doc: Doc) -> Doc:
    """``doc`` with impossible lemmas of verbs and nouns replaced; possible ones are left alone.

    A noun with a subject and an object (*Gunmen shot five soldiers*) is first made the verb that the tree says it is.
    """
    for token in doc:
        if token.pos_ == "NOUN" and token.dep_ in _PREDICATES:
            relations = {child.dep_ for child in token.children}
            if {"nsubj", "obj"} <= relations and "cop" not in relations:
                token.pos_ = "VERB"
                past = token.lower_.endswith("ed") or lemmas.is_irregular(token.lower_)
                token.set_morph(f"Mood=Ind|Tense={'Past' if past else 'Pres'}|VerbForm=Fin")  # type: ignore[attr-defined]  # the stubs lack it
        if token.pos_ in lemmas.REPAIRED:
            lemma = token.lemma_
            plural = token.pos_ == "NOUN" and "Number=Plur" in str(token.morph)
            fixed = lemmas.repair_lemma(token.lower_, lemma, upos=token.pos_, plural=plural)
            if fixed != lemma:
                token.lemma_ = fixed
    return doc


@Language.component(LONE_MARKS_NAME)
def join_lone_marks(doc: Doc) -> Doc:
    """``doc`` with sentences of nothing but closing marks (the quote after a stop) joined to the sentence before."""
    sentences = list(doc.sents)
    lone = [
        (before.root.i, after)
        for before, after in pairwise(sentences)
        if all(token.text in _CLOSING for token in after) and not doc[after.start - 1].is_space
    ]
    if not lone:
        return doc
    tree: Any = doc.to_array([HEAD, DEP])
    for root, marks in lone:
        for token in marks:
            tree[token.i] = (np.int64(root - token.i).astype(np.uint64), doc.vocab.strings["punct"])
    return doc.from_array([HEAD, DEP], tree)


registry.tokenizers.register(TOKENIZER_NAME, func=make_tokenizer)
