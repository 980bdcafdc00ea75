"""Training noise: what real pages do to text and the treebanks do not show.

Headlines without a full stop, paragraph breaks, typographic quotes and dashes, lines in capitals or in lower case,
missing accents. ``despacho.noise.v1`` distorts each document anew in every epoch; annotation follows the tokens.
"""

from __future__ import annotations

import random
from collections.abc import Callable, Iterator
from dataclasses import dataclass, replace

import spacy
from spacy.language import Language
from spacy.tokens import Doc
from spacy.training import Example
from spacy.vocab import Vocab

from despacho.languages.es.verbs import without_accents

_QUOTES = {
    "es": (("“", "”"), ("«", "»"), ("‘", "’"), ("“", "“")),
    "en": (("'", "'"), ("'", "'"), ("“", "”"), ("``", "''")),
}
# How English sets a dash: (its form, whether with blanks around it).
_ENGLISH_DASHES = (("—", False), ("—", False), ("—", True), ("-", True), ("--", True), ("--", False))
_BREAKS = ("\n\n", "\n\n", "\n")


@dataclass(frozen=True, slots=True, kw_only=True)
class Rates:
    """Chances per document; ``headline`` and ``paragraph`` per document with several sentences."""

    quotes: float = 0.25
    dashes: float = 0.25
    headline: float = 0.10
    paragraph: float = 0.12
    lower: float = 0.03
    sentence_case: float = 0.05
    upper: float = 0.02
    title: float = 0.02
    accents: float = 0.05


# English headlines have capitals, and no accents to lose; the normalised text has all quotes straight, dashes not.
RATES = {"es": Rates(), "en": Rates(quotes=0.15, dashes=0.5, upper=0.01, title=0.05, accents=0)}


@dataclass(frozen=True, slots=True, kw_only=True)
class Item:
    """A token of the distorted text: index in the original (None: a line break), its form, a blank after it."""

    source: int | None
    form: str
    space: bool


@spacy.registry.augmenters("despacho.noise.v1")
def make_augmenter(seed: int, level: float, lang: str = "es") -> Callable[[Language, Example], Iterator[Example]]:
    """An augmenter that distorts the share ``level`` of the documents; its own generator makes runs repeatable."""
    rng = random.Random(seed)
    rates = RATES[lang]

    def augment(nlp: Language, example: Example) -> Iterator[Example]:
        if rng.random() >= level:
            yield example
            return
        reference = distort(nlp.vocab, example.reference, rng, rates=rates, lang=lang)
        yield Example(nlp.make_doc(reference.text), reference)

    return augment


def distort(vocab: Vocab, doc: Doc, rng: random.Random, *, rates: Rates, lang: str = "es") -> Doc:
    """A distorted copy of ``doc`` with its annotation."""
    items = [Item(source=t.i, form=t.text, space=bool(t.whitespace_)) for t in doc]
    items = _quoted(items, rng, rates, lang)
    items = (_english_dashes if lang == "en" else _dashed)(items, rng, rates)
    items = _case(doc, items, rng, rates)
    if rng.random() < rates.accents:
        items = [replace(item, form=without_accents(item.form)) for item in items]
    items = _lines(doc, items, rng, rates)
    return _rebuild(vocab, doc, items)


def _quoted(items: list[Item], rng: random.Random, rates: Rates, lang: str) -> list[Item]:
    quotes = rng.choice(_QUOTES[lang]) if rng.random() < rates.quotes else ('"', '"')
    out, opened = [], False
    for item in items:
        if item.form == '"':
            out.append(replace(item, form=quotes[opened]))
            opened = not opened
        else:
            out.append(item)
    return out


def _dashed(items: list[Item], rng: random.Random, rates: Rates) -> list[Item]:
    dash = rng.choice("–—") if rng.random() < rates.dashes else "-"
    return [replace(item, form=dash) if item.form == "-" else item for item in items]


def _english_dashes(items: list[Item], rng: random.Random, rates: Rates) -> list[Item]:
    """Dashes as others set them; a hyphen (no blanks around it) stays."""
    if rng.random() >= rates.dashes:
        return items
    form, blanks = rng.choice(_ENGLISH_DASHES)
    out: list[Item] = []
    for item in items:
        dash = item.form in ("--", "—") or (item.form in ("-", "–") and item.space and out and out[-1].space)
        if dash and out and len(items) > len(out) + 1:
            out[-1] = replace(out[-1], space=blanks)
            out.append(replace(item, form=form, space=blanks))
        else:
            out.append(item)
    return out


def _case(doc: Doc, items: list[Item], rng: random.Random, rates: Rates) -> list[Item]:
    """One change of case, for the whole document or one sentence of it."""
    change = _draw_change(rng, rates)
    if change is None:
        return items
    chosen = rng.choice(list(doc.sents)) if doc.has_annotation("DEP") and rng.random() < 0.7 else doc[:]
    first = next((t.i for t in chosen if t.is_alpha), chosen.start)
    out = []
    for item in items:
        inside = item.source is not None and chosen.start <= item.source < chosen.end
        form = change(item.form, item.source == first) if inside else item.form
        # A few letters change their length with their case (ß); those stay.
        out.append(replace(item, form=form) if len(form) == len(item.form) else item)
    return out


def _draw_change(rng: random.Random, rates: Rates) -> Callable[[str, bool], str] | None:
    """A change of (form, whether it opens the sentence), or None for none."""
    changes: tuple[tuple[float, Callable[[str, bool], str]], ...] = (
        (rates.lower, lambda form, _: form.lower()),
        (rates.sentence_case, lambda form, first: form.capitalize() if first else form.lower()),
        (rates.upper, lambda form, _: form.upper()),
        (rates.title, lambda form, first: form[:1].upper() + form[1:] if first or len(form) > 3 else form),
    )
    draw = rng.random()
    for rate, change in changes:
        if draw < rate:
            return change
        draw -= rate
    return None


def _lines(doc: Doc, items: list[Item], rng: random.Random, rates: Rates) -> list[Item]:
    """Break the line after a sentence, with (paragraph) or without (headline) its full stop."""
    if not doc.has_annotation("SENT_START"):
        return items
    ends = [sentence.end - 1 for sentence in doc.sents]
    draw = rng.random()
    if draw >= rates.headline + rates.paragraph:
        return items
    end = rng.choice(ends[:-1] or ends)
    bare = draw < rates.headline and doc[end].text == "." and doc[end].n_lefts + doc[end].n_rights == 0
    out: list[Item] = []
    for item in items:
        if item.source != end:
            out.append(item)
            continue
        if bare and out:
            out[-1] = replace(out[-1], space=False)
        elif not bare:
            out.append(replace(item, space=False))
        if end != ends[-1]:
            out.append(Item(source=None, form=rng.choice(_BREAKS), space=False))
    return out


def _rebuild(vocab: Vocab, doc: Doc, items: list[Item]) -> Doc:
    """``items`` as a Doc; a line break hangs on the token before it."""
    place = {item.source: index for index, item in enumerate(items) if item.source is not None}
    columns: dict[str, list[object]] = {
        "words": [item.form for item in items],
        "spaces": [item.space for item in items],
    }
    tokens = [None if item.source is None else doc[item.source] for item in items]
    if doc.has_annotation("DEP"):
        columns["heads"] = [place[t.head.i] if t is not None else i - 1 for i, t in enumerate(tokens)]
        columns["deps"] = [t.dep_ if t is not None else "dep" for t in tokens]
        columns["pos"] = [t.pos_ if t is not None else "SPACE" for t in tokens]
        columns["morphs"] = [str(t.morph) if t is not None else "" for t in tokens]
        columns["lemmas"] = [
            _lemma(t.text, t.lemma_, item.form) if t is not None else item.form
            for t, item in zip(tokens, items, strict=True)
        ]
    if doc.has_annotation("ENT_IOB"):
        columns["ents"] = _entity_tags(doc, items)
    return Doc(vocab, **columns)


def _lemma(old: str, lemma: str, new: str) -> str:
    """The lemma to learn for the changed form; empty (unknown) where no edit of its letters gives it."""
    if new == old:
        return lemma
    if new == old.lower():
        return lemma if lemma != old else new
    return ""


def _entity_tags(doc: Doc, items: list[Item]) -> list[str | None]:
    tags: list[str | None] = []
    for item in items:
        token = None if item.source is None else doc[item.source]
        if token is None:
            tags.append("O")
        elif not token.ent_iob:
            tags.append(None)
        else:
            tags.append(f"{token.ent_iob_}-{token.ent_type_}" if token.ent_type_ else "O")
    return tags
