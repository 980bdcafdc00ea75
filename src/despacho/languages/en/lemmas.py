"""Which verb or noun an English form belongs to: a table of irregular forms, regular endings, a list of known verbs.

The tables beside this module are data: ``irregular_forms.tsv`` (part of speech, form, lemma) and ``verbs.txt`` (base
forms, one a line, which settle what the ending leaves open: *barred* is *bar*, *bared* is *bare*).
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from functools import lru_cache
from importlib.resources import files

REPAIRED = frozenset({"VERB", "AUX", "NOUN"})
"""The parts of speech whose lemmas can be told from the form."""

_SIBILANT = re.compile(r"(?:s|x|z|ch|sh)$")
_DOUBLED = re.compile(r"([bdgklmnprtvz])\1$")
_SHORT = re.compile(r"[^aeiou]*[aeiouy][^aeiouwxy]")
# A stem that hardly ends a verb without its e: trac(e), argu(e), chang(e), believ(e), complicat(e), realis(e).
_NEEDS_E = re.compile(r"(?:[cuvsz]|[^aeiou]l|(?:[^n]|n)g|[^e]at|[aeiou]r?s|[iu]r|[iu]n|id|od|ud|ak|ok|ik)$")


@lru_cache(maxsize=1)
def known_verbs() -> frozenset[str]:
    """All known base forms of verbs."""
    return frozenset((files("despacho.languages.en") / "verbs.txt").read_text(encoding="utf-8").split())


@lru_cache(maxsize=1)
def _irregular() -> dict[tuple[str, str], str]:
    text = (files("despacho.languages.en") / "irregular_forms.tsv").read_text(encoding="utf-8")
    rows = [line.split("\t") for line in text.splitlines() if line and not line.startswith("#")]
    return {(kind, form): lemma for kind, forms, lemma in rows for form in forms.split()}


def is_irregular(form: str) -> bool:
    """Whether ``form`` (lower case) is an irregular form of a verb."""
    return ("verb", form) in _irregular()


@lru_cache(maxsize=65536)
def repair_lemma(form: str, lemma: str, *, upos: str, plural: bool = False) -> str:
    """The lemma of ``form`` (lower case); ``lemma`` itself where it is possible or nothing better is known.

    >>> repair_lemma("withdrew", "withdraw", upos="VERB"), repair_lemma("barred", "barr", upos="VERB")
    ('withdraw', 'bar')
    >>> repair_lemma("allies", "allie", upos="NOUN", plural=True)
    'ally'
    """
    if upos == "NOUN":
        return _noun(form, lemma, plural=plural)
    return _verb(form, lemma)


def _verb(form: str, lemma: str) -> str:
    table = _irregular()
    if ("verb", form) in table:
        return table["verb", form]
    for prefix in ("re", "out", "over", "under", "mis", "un", "fore"):
        base = table.get(("verb", form[len(prefix) :])) if form.startswith(prefix) else None
        if base and prefix + base in known_verbs():
            return prefix + base
    if form in known_verbs() and not _is_inflected(form):
        return form
    for candidate in verb_candidates(form):
        if candidate in known_verbs() and form in set(inflected(candidate)):
            return candidate
    lemma = lemma.lower()
    uncut = form == lemma and len(form) > 5 and form.endswith(("ed", "ing"))
    if lemma in known_verbs() or (form == lemma and not uncut) or form in set(inflected(lemma)):
        return lemma
    return next((c for c in verb_candidates(form) if form in set(inflected(c))), lemma)


def _is_inflected(form: str) -> bool:
    """Whether a known verb is also a form of another (*fell*, *found*, *wound*: the other is likelier in news)."""
    return any(c in known_verbs() and c != form and form in set(inflected(c)) for c in verb_candidates(form))


def verb_candidates(form: str) -> Iterator[str]:
    """Base forms that ``form`` could belong to by its ending, the likeliest first; ``form`` itself last."""
    if form.endswith("ies") and len(form) > 4:
        yield form[:-3] + "y"
    elif form.endswith("es") and _SIBILANT.search(form[:-2]):
        yield from (form[:-2], form[:-1]) if not form.endswith(("ses", "zes", "ces")) else (form[:-1], form[:-2])
    elif form.endswith("oes"):
        yield form[:-2]
    if form.endswith("s") and not form.endswith("ss"):
        yield form[:-1]
    if form.endswith("ied") and len(form) > 4:
        yield form[:-3] + "y"
    for ending in ("ed", "ing"):
        if form.endswith(ending) and len(form) > len(ending) + 1:
            yield from _stems(form[: -len(ending)])
    yield form


def _stems(stem: str) -> Iterator[str]:
    """Verbs whose -ed or -ing form leaves ``stem``."""
    if _DOUBLED.search(stem):
        yield from (stem, stem[:-1]) if stem.endswith(("ll", "zz")) else (stem[:-1], stem)
    if stem.endswith("ck") and len(stem) > 4:
        yield from (stem, stem[:-1])
    if _NEEDS_E.search(stem) and not stem.endswith(("ss", "ng")):
        yield from (stem + "e", stem)
    else:
        yield from (stem, stem + "e")


def inflected(verb: str) -> Iterator[str]:
    """The regular forms of ``verb``, spelling variants (travelled, traveled) included."""
    if not verb:
        return
    if verb[-1] == "y" and verb[-2:-1] not in tuple("aeiou"):
        yield from (verb[:-1] + "ies", verb[:-1] + "ied", verb + "ing")
        return
    yield verb + ("es" if _SIBILANT.search(verb) or verb.endswith("o") else "s")
    if verb.endswith("e"):
        yield verb + "d"
        yield from (verb + "ing",) if verb.endswith(("ee", "oe", "ye")) else (verb[:-1] + "ing",)
        if verb.endswith("ie"):
            yield verb[:-2] + "ying"
        return
    doubled = verb[-1:] in "bdgklmnprt" and verb[-2:-1] in tuple("aeiou")
    if verb.endswith("c"):
        yield from (verb + "ked", verb + "king")
    if not doubled or not _SHORT.fullmatch(verb):
        yield from (verb + "ed", verb + "ing")
    if doubled:
        yield from (verb + verb[-1] + "ed", verb + verb[-1] + "ing")


def third_person(verb: str) -> str:
    """The form after he, she, it in the present."""
    irregular = {"have": "has", "be": "is", "do": "does", "go": "goes"}
    return irregular.get(verb) or next(inflected(verb), verb)


def _noun(form: str, lemma: str, *, plural: bool) -> str:
    table = _irregular()
    if ("noun", form) in table:
        return table["noun", form]
    for ending in ("men", "women", "children", "people"):
        if form.endswith(ending) and len(form) > len(ending) + 2 and plural:
            return form[: -len(ending)] + table["noun", ending]
    if not plural or not form.isalpha() or not form.endswith("s"):
        return lemma
    singular = lemma.lower()
    if form in plurals(singular):
        return lemma
    return next((c for c in noun_candidates(form) if form in plurals(c)), lemma)


def noun_candidates(form: str) -> Iterator[str]:
    """Singulars that the plural ``form`` could belong to, the likeliest first."""
    if form.endswith("ies") and len(form) > 4:
        yield form[:-3] + "y"
    if form.endswith("es") and _SIBILANT.search(form[:-2]) and not form.endswith(("ses", "ces", "zes", "ches")):
        yield form[:-2]
    if form.endswith(("sses", "ches", "oes")):
        yield form[:-2]
    yield form[:-1]


def plurals(noun: str) -> tuple[str, ...]:
    """The regular plurals of ``noun``, spelling variants included."""
    if not noun:
        return ()
    if noun[-1] == "y" and noun[-2:-1] not in tuple("aeiou"):
        return (noun[:-1] + "ies",)
    if _SIBILANT.search(noun):
        return (noun + "es",)
    if noun.endswith("o"):
        return (noun + "s", noun + "es")
    return (noun + "s",)
