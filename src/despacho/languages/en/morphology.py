"""English word forms: participles, plurals, particles and hyphens in lexicon entries."""

from __future__ import annotations

from collections.abc import Mapping
from functools import lru_cache

from despacho.languages.wordlists import word_table

_PREPOSITIONS = frozenset(
    ["of", "to", "from", "against", "with", "on", "upon", "at", "in", "into", "over", "between", "among", "for", "toward", "by", "about", "under", "without", "out", "after", "as"]
)
_DOUBLED = 4
"""From this length on a doubled consonant before an ending may be that of the ending: "barred", "bar"."""


@lru_cache(maxsize=65536)
def _verb_lemmas(participle: str) -> tuple[str, ...]:
    irregular: Mapping[str, str] = word_table("en", "participles")["participles"]
    if participle in irregular:
        return (irregular[participle],)
    if not participle.endswith("ed") or len(participle) < _DOUBLED:
        return ()
    stem = participle[:-2]
    found = [stem, stem + "e"]
    if stem.endswith("i"):
        found.insert(0, stem[:-1] + "y")
    if len(stem) >= _DOUBLED - 1 and stem[-1] == stem[-2]:
        found.append(stem[:-1])
    return tuple(found)


class EnglishMorphology:
    """See ``languages.morphology.Morphology``."""

    def looks_participle(self, form: str) -> bool:
        """Never by form alone: "united", "armed" are adjectives, and the parser calls participles what they are."""
        del form
        return False

    def verb_lemmas(self, participle: str) -> tuple[str, ...]:
        """The verbs of a participle ("barred": barr, barre, bar)."""
        return _verb_lemmas(participle)

    def may_be_participle(self, form: str) -> bool:
        """As in "detained", "slain"."""
        return form.endswith("ed") or form in word_table("en", "participles")["participles"]

    def noun_lemmas(self, form: str) -> tuple[str, ...]:
        """As in "Clashes", "clash"; "Deputies", "deputy"."""
        return tuple(dict.fromkeys((form, *self.singulars(form))))

    def singulars(self, noun: str) -> tuple[str, ...]:
        """As in "soldiers", "clashes", "parties"."""
        if not noun.endswith("s") or noun.endswith("ss"):
            return ()
        if noun.endswith("ies"):
            return (noun[:-3] + "y", noun[:-1])
        return (noun[:-1], noun[:-2]) if noun.endswith("es") else (noun[:-1],)

    def participle_nouns(self, form: str) -> tuple[str, ...]:
        """As in "the accused"."""
        return (form,)

    def spellings(self, entry: str) -> tuple[str, ...]:
        """Hyphens as parts of words and as tokens of their own."""
        return (entry, " - ".join(entry.split("-"))) if "-" in entry else (entry,)

    def verb_pattern(self, words: tuple[str, ...]) -> tuple[int, str, bool]:
        """The word marked with ``*``, else the first."""
        at = next((i for i, w in enumerate(words) if w.startswith("*")), 0)
        return at, words[at].removeprefix("*"), False

    def noun_pattern(self, words: tuple[str, ...]) -> int:
        """The last word before the first preposition: "state of emergency", "air strike"."""
        end = next((i for i, w in enumerate(words) if w in _PREPOSITIONS and i), len(words))
        return end - 1

    def bare(self, lemma: str) -> str:
        """The lemma: English writes no reflexive on a verb."""
        return lemma

    def shown_tense(self, form: str, lemma: str) -> str:
        """Nothing: the auxiliary says it."""
        del form, lemma
        return ""

    def reported_lemma(self, form: str) -> str:
        """As in "confirmed" -> "confirm"."""
        return next(iter(_verb_lemmas(form)), form)

    def reported_participle(self, form: str, feats: Mapping[str, str]) -> bool:
        """By the parser's word for it."""
        del form
        return feats.get("VerbForm") == "Part"

    def looks_verbal(self, form: str) -> bool:
        """Never by form."""
        del form
        return False

    def past_subjunctive(self, form: str) -> bool:
        """As in "were"."""
        return form == "were"


MORPHOLOGY = EnglishMorphology()
