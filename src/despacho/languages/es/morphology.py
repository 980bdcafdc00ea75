"""Spanish word forms: participles, infinitives, reflexive verbs, plurals."""

from __future__ import annotations

import re
from collections.abc import Mapping
from functools import lru_cache

from despacho.languages.wordlists import word_table

_PRONOMINAL = re.compile(r"^(.+[aeií]r)se$")
_INFINITIVE = re.compile(r"^.*([aeií]r|[aeií]rse)$")
_PARTICIPIAL = (
    "to", "ta", "tos", "tas", "so", "sa", "sos", "sas", "cho", "cha", "chos", "chas",
)  # fmt: skip
_SHOWN = {
    "ía": "Cnd",
    "ías": "Cnd",
    "íamos": "Cnd",
    "ían": "Cnd",
    "á": "Fut",
    "ás": "Fut",
    "án": "Fut",
    "é": "Fut",
    "emos": "Fut",
    "éis": "Fut",
}
_PAST_SUBJUNCTIVE = ("ra", "ran", "ras", "ramos", "se", "sen", "ses", "semos")


@lru_cache(maxsize=65536)
def _verb_lemmas(participle: str) -> tuple[str, ...]:
    word = participle
    for ending, plain in (("as", "o"), ("os", "o"), ("a", "o")):
        if word.endswith(ending):
            word = word[: -len(ending)] + plain
            break
    irregular: Mapping[str, str] = word_table("es", "participles")["participles"]
    if word in irregular:
        return (irregular[word],)
    if word.endswith("ado"):
        return (word[:-3] + "ar",)
    if word.endswith(("ido", "ído")):
        return (word[:-3] + "er", word[:-3] + "ir")
    return ()


class SpanishMorphology:
    """See ``languages.morphology.Morphology``."""

    def looks_participle(self, form: str) -> bool:
        """As in "detenidas"."""
        return form.rstrip("s")[-3:] in ("ado", "ada", "ido", "ida")

    def verb_lemmas(self, participle: str) -> tuple[str, ...]:
        """The infinitives of a participle ("detenidas" -> detener is not regular: detener, detenir)."""
        return _verb_lemmas(participle)

    def may_be_participle(self, form: str) -> bool:
        """As in "muerto", "preso", "dicho"."""
        return form.endswith(_PARTICIPIAL)

    def noun_lemmas(self, form: str) -> tuple[str, ...]:
        """As in "combates", "combate", "combat"."""
        return tuple(dict.fromkeys((form, form.removesuffix("s"), form.removesuffix("es"))))

    def participle_nouns(self, form: str) -> tuple[str, ...]:
        """As in "llamados", "llamado"."""
        return tuple(dict.fromkeys((form, form.removesuffix("s"))))

    def singulars(self, noun: str) -> tuple[str, ...]:
        """As in "soldados": soldado, soldad."""
        return (noun[:-1], noun[:-2]) if noun.endswith("s") else ()

    def spellings(self, entry: str) -> tuple[str, ...]:
        """As it stands."""
        return (entry,)

    def verb_pattern(self, words: tuple[str, ...]) -> tuple[int, str, bool]:
        """The first infinitive; "negarse" is negar with its reflexive."""
        at = next((i for i, w in enumerate(words) if _INFINITIVE.match(w)), 0)
        if match := _PRONOMINAL.match(words[at]):
            return at, match.group(1), True
        return at, words[at], False

    def noun_pattern(self, words: tuple[str, ...]) -> int:
        """The first word."""
        del words
        return 0

    def bare(self, lemma: str) -> str:
        """A reflexive is looked up by its bare verb: taggers disagree on where "se" goes."""
        return lemma[:-2] if lemma.endswith("rse") and " " not in lemma else lemma

    def shown_tense(self, form: str, lemma: str) -> str:
        """As in "lanzaría": Cnd, "lanzará": Fut."""
        return _SHOWN.get(form[len(lemma) :], "") if lemma.endswith("r") and form.startswith(lemma) else ""

    def reported_lemma(self, form: str) -> str:
        """As in "confirmada" -> "confirmar"."""
        for ending in ("ado", "ada", "ados", "adas"):
            if form.endswith(ending):
                return form[: -len(ending)] + "ar"
        for ending in ("ido", "ida", "idos", "idas"):
            if form.endswith(ending):
                return form[: -len(ending)] + "ir"
        return form

    def reported_participle(self, form: str, feats: Mapping[str, str]) -> bool:
        """As in "exigidas"."""
        del feats
        return form.endswith(("ado", "ada", "ados", "adas", "ido", "ida", "idos", "idas"))

    def looks_verbal(self, form: str) -> bool:
        """An infinitive with its clitics cut off ("impedír|se|lo")."""
        return form.endswith(("ár", "ér", "ír"))

    def past_subjunctive(self, form: str) -> bool:
        """As in "liberaran": taggers mix up the tenses of the subjunctive."""
        return form.endswith(_PAST_SUBJUNCTIVE)


MORPHOLOGY = SpanishMorphology()
