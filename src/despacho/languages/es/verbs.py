"""What is known about the form of Spanish verbs: which words are infinitives, and which infinitive a form belongs to.

The tables beside this module are data: ``infinitives.txt`` (one infinitive a line) and ``irregular_stems.tsv``.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from functools import lru_cache
from importlib.resources import files

_PLAIN = str.maketrans("áéíóúÁÉÍÓÚ", "aeiouAEIOU")
_FUTURE = re.compile(r"(\w+)(?:é|ás|á|emos|éis|án|ía|ías|íamos|íais|ían)")
_STRONG = re.compile(
    r"(\w+?)(?:e|iste|o|imos|isteis|i?eron|i?era[ns]?|i?éramos|i?erais|i?ese[ns]?|i?ésemos|i?eseis|a[ns]?|amos|áis)"
)
# Endings that leave the bare stem of a regular form, by conjugation; longest first.
_ENDINGS = {
    "ar": "ásemos áramos aríamos ábamos aremos asteis aseis arais aríais arían arías abais aban abas aron aran aras asen "
    "ases aste ando ados adas ado ada amos emos arán arás aréis aría aba ara ase ará aré áis éis an as en es ó é o a e",
    "er": "iésemos iéramos eríamos eremos isteis ieseis ierais eríais erían erías ieron iendo ieran ieras iesen ieses "
    "iste idos idas ido ida íamos íais ían ías emos amos imos erán erás eréis ería iera iese erá eré ía éis áis en es an "
    "as ió í o e a yó yeron yendo yera yeran én és",
}
_ENDINGS["ir"] = (
    _ENDINGS["er"]
    .replace("er", "ir")
    .replace("iiron", "ieron")
    .replace("iira", "iera")
    .replace("yiron", "yeron")
    .replace("yira", "yera")
)
# Spelling changes before an ending, then the vowel changes of the stem.
_SPELLING = (("zc", "c"), ("qu", "c"), ("gu", "g"), ("c", "z"), ("j", "g"), ("g", "gu"), ("z", "c"))
_VOWELS = (("ie", "e"), ("ue", "o"), ("ye", "e"), ("i", "e"), ("u", "o"), ("ue", "u"), ("ie", "i"))


def without_accents(word: str) -> str:
    """``word`` without acute accents; ñ and ü stay."""
    return word.translate(_PLAIN)


@lru_cache(maxsize=1)
def infinitives() -> frozenset[str]:
    """All known infinitives, lower case, without accents (``oir``)."""
    text = (files("despacho.languages.es") / "infinitives.txt").read_text(encoding="utf-8")
    return frozenset(without_accents(line) for line in text.split())


@lru_cache(maxsize=1)
def _accented() -> dict[str, str]:
    text = (files("despacho.languages.es") / "infinitives.txt").read_text(encoding="utf-8")
    return {without_accents(line): line for line in text.split() if line != without_accents(line)}


@lru_cache(maxsize=1)
def _irregular() -> dict[str, dict[str, str]]:
    tables: dict[str, dict[str, str]] = {"future": {}, "strong": {}, "form": {}, "refused": {}}
    text = (files("despacho.languages.es") / "irregular_stems.tsv").read_text(encoding="utf-8")
    for line in text.splitlines():
        if line and not line.startswith("#"):
            kind, stem, infinitive = line.split("\t")
            tables[kind][stem] = infinitive
    return tables


def is_infinitive(word: str) -> bool:
    """Whether ``word`` (lower case, accents optional) is a known infinitive."""
    return without_accents(word) in infinitives()


@lru_cache(maxsize=65536)
def repair_lemma(form: str, lemma: str) -> str:
    """The infinitive of a verb ``form`` (lower case); ``lemma`` itself where it is possible or nothing better is known.

    >>> repair_lemma("haremos", "harer"), repair_lemma("considerándo", "considerár"), repair_lemma("dijo", "decir")
    ('hacer', 'considerar', 'decir')
    """
    certain = _certain(form)
    if certain:
        return certain
    plain = without_accents(lemma.lower())
    if plain in infinitives():
        return _accented().get(plain, plain)
    return next(_candidates(form), lemma if plain[-2:] not in ("ar", "er") else plain)


def _certain(form: str) -> str:
    """The infinitive that the form alone shows: an irregular form, or a future made on a known infinitive."""
    table = _irregular()
    if form in table["form"]:
        return table["form"][form]
    match = _FUTURE.fullmatch(form)
    if match is None:
        return ""
    stem = match.group(1)
    if stem in infinitives():
        return _accented().get(stem, stem)
    return _prefixed(stem, table["future"])


def _prefixed(stem: str, table: dict[str, str]) -> str:
    """The known infinitive whose irregular stem ends ``stem``: compondr- is com- and pondr-."""
    for cut in range(len(stem) - 1):
        infinitive = table.get(stem[cut:])
        if infinitive and stem[:cut] + infinitive in infinitives():
            return stem[:cut] + infinitive
    return ""


def _candidates(form: str) -> Iterator[str]:
    """Known infinitives that ``form`` could belong to, the likeliest first."""
    known = infinitives()
    match = _STRONG.fullmatch(form)
    if match is not None:
        infinitive = _prefixed(match.group(1), _irregular()["strong"])
        if infinitive:
            yield infinitive
    for stem, conjugation in _stems(form):
        for variant in _variants(stem):
            infinitive = without_accents(variant) + conjugation
            if infinitive in known:
                yield _accented().get(infinitive, infinitive)


def _stems(form: str) -> Iterator[tuple[str, str]]:
    """(stem, conjugation) for every regular ending of ``form``, the longest ending first."""
    if form[-2:] in ("ár", "ér", "ír"):
        yield form[:-2], without_accents(form[-2:])
    found = [
        (len(ending), form[: -len(ending)], conjugation)
        for conjugation, endings in _ENDINGS.items()
        for ending in endings.split()
        if form.endswith(ending) and len(form) > len(ending) + 1
    ]
    plain = without_accents(form)
    if plain.endswith(("ando", "iendo")):
        found.append((5, plain[: -5 if plain.endswith("iendo") else -4], "ar" if plain.endswith("ando") else "er"))
        found.append((5, plain[: -5 if plain.endswith("iendo") else -4], "ir"))
    for _, stem, conjugation in sorted(found, key=lambda item: -item[0]):
        yield stem, conjugation


def _variants(stem: str) -> Iterator[str]:
    """``stem`` and its spellings before another ending, each also with the vowel of the infinitive."""
    spellings = [stem, *(stem[: -len(a)] + b for a, b in _SPELLING if stem.endswith(a))]
    yield from spellings
    for spelling in spellings:
        for changed, vowel in _VOWELS:
            head, found, tail = spelling.rpartition(changed)
            if found:
                yield head + vowel + tail
