"""What a language does by rule and no list can say: the protocol that ``languages/<lang>/morphology.py`` keeps."""

from __future__ import annotations

from collections.abc import Mapping
from functools import lru_cache
from importlib import import_module
from typing import Protocol, cast

from despacho.model import DataError


class Morphology(Protocol):
    """The rules of word forms of one language; all words come in lower case."""

    def looks_participle(self, form: str) -> bool:
        """Whether an adjective's form is that of a past participle ("detenidas", "detained")."""

    def verb_lemmas(self, participle: str) -> tuple[str, ...]:
        """The dictionary forms of the verbs that a past participle may belong to, the irregular ones of participles.toml first."""

    def may_be_participle(self, form: str) -> bool:
        """Whether ``verb_lemmas`` is worth asking for an adjective that the parser does not call a participle."""

    def noun_lemmas(self, form: str) -> tuple[str, ...]:
        """The form and what it may be in the singular, for words that the parser took for names."""

    def participle_nouns(self, form: str) -> tuple[str, ...]:
        """A participle used as a noun, as the lexicon has it ("la llamada", "los llamados")."""

    def singulars(self, noun: str) -> tuple[str, ...]:
        """What a plural noun may be in the singular; nothing for a word that is no plural."""

    def spellings(self, entry: str) -> tuple[str, ...]:
        """An entry of the lexicon as texts may write it, tokens apart ("cease-fire": also "cease - fire")."""

    def verb_pattern(self, words: tuple[str, ...]) -> tuple[int, str, bool]:
        """Of a verb entry of the lexicon: the place of the head, its lemma, and whether it is written with a reflexive."""

    def noun_pattern(self, words: tuple[str, ...]) -> int:
        """Of a noun entry of the lexicon: the place of the head."""

    def bare(self, lemma: str) -> str:
        """The lemma under which a verb of a list is looked up (a reflexive ending taken off)."""

    def shown_tense(self, form: str, lemma: str) -> str:
        """Read off form and lemma, for taggers' slips: "Cnd", "Fut" or ""."""

    def reported_lemma(self, form: str) -> str:
        """The dictionary form of a participle that reports, by its ending alone; the form itself where it has none."""

    def reported_participle(self, form: str, feats: Mapping[str, str]) -> bool:
        """Whether a word is a participle by its ending, whatever the parser calls it."""

    def looks_verbal(self, form: str) -> bool:
        """Whether a form is a verb's though the parser calls it something else."""

    def past_subjunctive(self, form: str) -> bool:
        """Whether a subjunctive form is one of the past."""


@lru_cache(maxsize=8)
def load_morphology(lang: str) -> Morphology:
    """The rules of ``lang``; DataError where the language has none."""
    try:
        module = import_module(f"despacho.languages.{lang}.morphology")
    except ModuleNotFoundError as error:
        raise DataError(f"language {lang!r} has no morphology.py") from error
    return cast("Morphology", module.MORPHOLOGY)
