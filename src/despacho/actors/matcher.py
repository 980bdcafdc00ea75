"""Matcher: every mention of an actor's name in a document, longest match first, linear in the text."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from despacho.actors.entries import KINDS, ActorEntry
from despacho.actors.folding import fold, runs
from despacho.actors.index import NameIndex
from despacho.model import Document

# Institutions whose later words the press writes with or without capitals ("Consejo de seguridad", "Corte suprema").
RELAXED = frozenset(KINDS[KINDS.index("igo") : KINDS.index("subnational") + 1]) | {
    "union",
    "church",
    "education",
    "state_body",
}
_QUOTES = frozenset("\"'«»“”‘’")
_HYPHENS = frozenset("-–")
_TIGHT = _HYPHENS | {"/"}
_ABBREVIATION = 2  # letters of an abbreviation whose stop does not end a name: "EE. UU."
_NAME_LIKE = 4  # letters from which an acronym may be written like a name: "Otan", "Farc"
_FUSED = 9  # letters of the shortest compounds in one word: "francosuizo"
# Kinds beside whose capitalised name an adjective of the same form is not meant ("Siria", "Navarra", "Gales").
_PLACES = frozenset({"country", "capital", "admin1", "subnational"})
_NOMINAL = frozenset({"NOUN", "NUM", "SYM", "ADJ", "PROPN"})
# Kinds whose names each language has of its own: "Jordan" is a country in English only.
_TRANSLATED = frozenset({"country", "capital", "demonym", "prefix"})
# Kinds whose ambiguous names are names all the same: "Georgia" opens a sentence as a place, "Tiempo" as a word.
_SURE = frozenset({"country", "capital"})


@dataclass(frozen=True, slots=True, kw_only=True)
class ActorMention:
    """A name in a document: half-open token range and all entries that the name can stand for, the likeliest first.

    A compound in one token ("sirio-israelí") gives two mentions with the same range.
    """

    first: int
    last: int
    entries: tuple[ActorEntry, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class _Stream:
    """The document as pieces: key, form and token of each, and whether a name may run on from the piece before."""

    document: Document
    keys: list[str]
    forms: list[str]
    tokens: list[int]
    joined: list[bool]

    def add(self, form: str, *, token: int, joined: bool) -> None:
        self.keys.append(fold(form))
        self.forms.append(form)
        self.tokens.append(token)
        self.joined.append(joined)


def _stream(document: Document) -> _Stream:
    stream = _Stream(document=document, keys=[], forms=[], tokens=[], joined=[])
    joined = False
    ends, starts, text = document.ends, document.starts, document.article.text
    for i, form in enumerate(document.forms):
        if i and "\n\n" in text[ends[i - 1] : starts[i]]:
            joined = False
        pieces = (form,) if form.isalnum() else runs(form)
        for piece in pieces:
            stream.add(piece, token=i, joined=joined)
            joined = True
        if not pieces:
            joined = joined and _transparent(stream, token=i)
    return stream


def _transparent(stream: _Stream, *, token: int) -> bool:
    """Whether a name may run on over the punctuation at ``token``: quotes, tight hyphens and slashes, the stop of an abbreviation."""
    form = stream.document.forms[token]
    if form in _QUOTES:
        return True
    if form in _TIGHT:
        return _tight(stream.document, token)
    return form == "." and bool(stream.forms) and len(stream.forms[-1]) <= _ABBREVIATION and stream.forms[-1].isupper()


def _tight(document: Document, token: int) -> bool:
    """Whether no blank stands on either side of ``token``."""
    before = token > 0 and document.ends[token - 1] == document.starts[token]
    after = token + 1 < len(document.forms) and document.ends[token] == document.starts[token + 1]
    return before and after


def match(document: Document, index: NameIndex) -> tuple[ActorMention, ...]:
    """The mentions in ``document``, in the order of the text."""
    stream = _stream(document)
    mentions: list[ActorMention] = []
    at, size = 0, len(stream.keys)
    while at < size:
        key = stream.keys[at]
        if key not in index.prefixes and key not in index.entries:
            if len(key) >= _FUSED:
                mentions.extend(_fused(key, index, token=stream.tokens[at]))
            at += 1
            continue
        stop, found = _longest(stream, index, at=at)
        if found:
            mentions.append(ActorMention(first=stream.tokens[at], last=stream.tokens[stop - 1] + 1, entries=found))
        at = stop
    return tuple(mentions)


def _longest(stream: _Stream, index: NameIndex, *, at: int) -> tuple[int, tuple[ActorEntry, ...]]:
    """Where the longest name from piece ``at`` ends, and its entries; no entries when nothing fits."""
    candidates = _candidates(stream, index, at=at)
    for stop, name in reversed(candidates):
        if _cuts_number(stream, stop):
            continue
        fitting = tuple(e for e in index.entries[name] if _fits(e, stream, index=index, at=at, stop=stop))
        if fitting and (fitting[0].kind != "prefix" or _compound(stream, index, at=at)):
            return stop, _distinct(fitting, stream.forms[at])
    return at + 1, ()


def _candidates(stream: _Stream, index: NameIndex, *, at: int) -> list[tuple[int, str]]:
    """The keys that start at piece ``at`` with the piece where each stops, shortest first."""
    key, stop, size = stream.keys[at], at + 1, len(stream.keys)
    candidates = [(stop, key)] if key in index.entries else []
    while key in index.prefixes and stop < size and stream.joined[stop]:
        key = f"{key} {stream.keys[stop]}"
        stop += 1
        if key in index.entries:
            candidates.append((stop, key))
    return candidates


def _cuts_number(stream: _Stream, stop: int) -> bool:
    """Whether a name that ends before piece ``stop`` would end inside a number ("los 27.300")."""
    inside = stop < len(stream.keys) and stream.tokens[stop] == stream.tokens[stop - 1]
    return inside and stream.keys[stop].isdigit() and stream.keys[stop - 1].isdigit()


def _distinct(fitting: tuple[ActorEntry, ...], form: str) -> tuple[ActorEntry, ...]:
    """``fitting`` with each actor once, and without nationalities where a place is written as a name ("Siria" is no adjective, "SIRIA" may be one)."""
    if len(fitting) == 1:
        return fitting
    distinct = tuple({(e.entity_id, e.kind, e.country, e.sector, e.since): e for e in reversed(fitting)}.values())[::-1]
    if not form[0].isupper() or form.isupper() or not any(_sure_place(e) for e in distinct):
        return distinct
    return tuple(entry for entry in distinct if entry.kind != "demonym")


def _sure_place(entry: ActorEntry) -> bool:
    return entry.kind in _PLACES and ("ambiguous" not in entry.flags or "default" in entry.flags)


def _compound(stream: _Stream, index: NameIndex, *, at: int) -> bool:
    """Whether the piece after ``at`` is the other half of a compound adjective."""
    return any(entry.kind in ("demonym", "prefix") for entry in index.entries.get(stream.keys[at + 1], ()))


def _fits(entry: ActorEntry, stream: _Stream, *, index: NameIndex, at: int, stop: int) -> bool:
    """Whether the words of the text may be this entry's name: language, capitals, place in the sentence, neighbours."""
    document, first, last = stream.document, stream.tokens[at], stream.tokens[stop - 1]
    if entry.lang != "any" and _foreign(entry, document):
        return False
    if entry.kind == "prefix":
        return _before_hyphen(stream, at=at)
    if entry.kind == "demonym":
        stance = at > 0 and stream.joined[at] and stream.keys[at - 1] in index.cues.stance
        return not stance and _fits_demonym(entry, stream, at=at, stop=stop)
    if not _capitals_fit(entry, stream.forms[at:stop]):
        return False
    if entry.flags and not _flags_fit(entry, document, first=first, last=last):
        return False
    if "cue" in entry.flags and not _introduced(entry.kind, document, index=index, first=first):
        return False
    return stop - at > 1 or not _inside_person(document, first)


def _foreign(entry: ActorEntry, document: Document) -> bool:
    """Whether the name belongs to another language than the article is known to be in.

    Spanish articles do use English names ("Border Patrol", "NATO"), but not of countries, and no acronyms as short as "US".
    """
    lang = document.article.lang
    if lang is None or entry.lang in (lang, "any"):
        return False
    kept = "generic" in entry.flags or "own" in entry.flags
    borrowed = entry.lang == "en" and entry.kind not in _TRANSLATED and not kept
    return not (borrowed and len(entry.name) >= _NAME_LIKE)


def _flags_fit(entry: ActorEntry, document: Document, *, first: int, last: int) -> bool:
    """Whether the flags of ``entry`` let its name stand in the tokens ``first`` to ``last`` (inclusive)."""
    flags = entry.flags
    unsure = "ambiguous" in flags and "default" not in flags and entry.kind not in _SURE
    if unsure and "lower" in flags and document.forms[first].islower() and document.pos[first] == "ADJ":
        return False
    if (unsure or "word" in flags) and _could_be_word(document, token=first, last=last):
        return False
    return "bare" not in flags or last + 1 >= len(document.pos) or document.pos[last + 1] not in _NOMINAL


def _introduced(kind: str, document: Document, *, index: NameIndex, first: int) -> bool:
    """Whether a noun of the name's kind stands within three tokens before it, in the same sentence."""
    sentence = document.sentences[document.sentence_of[first]]
    introducing = index.cues.introduces.get(kind, index.cues.introduces["other"])
    return any(document.lowers[i] in introducing for i in range(max(sentence.first, first - 3), first))


def _fits_demonym(entry: ActorEntry, stream: _Stream, *, at: int, stop: int) -> bool:
    form, token = stream.forms[at], stream.tokens[at]
    if entry.lang == "en" and not form[0].isupper():
        return False
    if "exact" in entry.flags and form.lower() != entry.name:
        return False
    if "word" in entry.flags and form.islower() and stream.document.pos[token] != "ADJ":
        return False
    person = stream.document.ents[token] == "PER" and stop - at == 1 and not _before_noun(entry, stream.document, token)
    return not (person and form[0].isupper() and not form.isupper())


def _before_noun(entry: ActorEntry, document: Document, token: int) -> bool:
    """Whether an English nationality stands right before a common noun ("Somali demonstrators"), which no name of a person does."""
    noun = document.heads[token]
    return (
        entry.lang == "en"
        and document.lang == "en"
        and noun > token
        and document.pos[noun] == "NOUN"
        and document.forms[noun].islower()
        and document.deps[token] in ("compound", "amod")
    )


def _before_hyphen(stream: _Stream, *, at: int) -> bool:
    """Whether the piece is the first half of a compound adjective: a tight or spaced hyphen, then another piece."""
    if at + 1 >= len(stream.keys):
        return False
    token, following = stream.tokens[at], stream.tokens[at + 1]
    if token == following:
        return True
    return following == token + 2 and stream.document.forms[token + 1] in _HYPHENS and stream.forms[at].islower()


def _capitals_fit(entry: ActorEntry, forms: Sequence[str]) -> bool:
    """Whether ``forms`` have the capitals that the name asks for: each of its own, the later ones freely in institutions."""
    names = runs(entry.name)
    if len(names) != len(forms):
        return False
    if "exact" in entry.flags and not entry.name.isupper() and [f.lower() for f in forms] != [n.lower() for n in names]:
        return False
    begun = False
    for name, form in zip(names, forms, strict=True):
        if not name[0].isupper() or ("lower" in entry.flags and not name.isupper()):
            continue
        if len(name) > 1 and name.isupper():
            if not (form.isupper() or _as_word(entry, name, form=form)):
                return False
        elif not form[0].isupper() and not (begun and entry.kind in RELAXED):
            return False
        begun = True
    return True


def _as_word(entry: ActorEntry, name: str, *, form: str) -> bool:
    """Whether an acronym is written as a name ("Otan", "Farc"): four letters or more, not of those that are words."""
    return len(name) >= _NAME_LIKE and form[0].isupper() and "exact" not in entry.flags and "word" not in entry.flags


def _could_be_word(document: Document, *, token: int, last: int) -> bool:
    """Whether a name that is also a word may be the word here: first in its sentence and not tagged as a name, or in capitals."""
    sentence = document.sentences[document.sentence_of[token]]
    if document.forms[token].isupper() and len(document.forms[token]) > 1:
        return last > token or _shouted(document, token=token, first=sentence.first, last=sentence.last)
    starts = all(not document.forms[i][0].isalnum() for i in range(sentence.first, token))
    return starts and document.pos[token] != "PROPN"


def _shouted(document: Document, *, token: int, first: int, last: int) -> bool:
    """Whether the words beside ``token`` in its sentence are in capitals too."""
    beside = [document.forms[i] for i in (token - 1, token + 1) if first <= i < last and document.forms[i].isalpha()]
    return bool(beside) and all(form.isupper() for form in beside)


def _inside_person(document: Document, token: int) -> bool:
    """Whether ``token`` is part of a person's name of several words ("Israel Katz")."""
    if document.ents[token] != "PER":
        return False
    follows = (
        token + 1 < len(document.ents) and document.ents[token + 1] == "PER" and not document.ent_starts[token + 1]
    )
    return follows or not document.ent_starts[token]


def _fused(key: str, index: NameIndex, *, token: int) -> list[ActorMention]:
    """The two mentions in a compound written as one word ("francoalemán"), or none."""
    for size in range(3, min(len(key) - 4, 12)):
        halves = index.compounds.get(key[:size])
        if halves is None:
            continue
        rest = key[size + 1 :] if key.startswith("rr", size) else key[size:]
        second = tuple(e for e in index.entries.get(rest, ()) if e.kind == "demonym" and not _unfit_half(e))
        if second:
            return [ActorMention(first=token, last=token + 1, entries=found) for found in (halves, second)]
    return []


def _unfit_half(entry: ActorEntry) -> bool:
    """Whether a nationality is no second half of a fused compound ("hispanoamericano" is not Spain and the United States)."""
    return entry.lang == "en" or "ambiguous" in entry.flags or "nocountry" in entry.flags
