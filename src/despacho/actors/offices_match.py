"""Persons that a parsed article names: full names first, then the surnames that can only be theirs."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass

from despacho.actors.offices_names import name_key, name_words, plain_words
from despacho.model import Document

# A shorter surname must be spelled as in the table (Parra is not "Para"); a longer one may be transliterated otherwise.
_LOOSE_LETTERS = 6
# A surname alone names a person of this prominence without more ado; a minor one needs a full mention or a title.
KNOWN = 2


@dataclass(frozen=True, slots=True, kw_only=True)
class PersonMention:
    """Tokens ``first``..``last`` (half-open) that name one of ``candidates`` (person ids, most prominent first).

    ``surname_only``: only a surname stands there. Where the article names persons of that surname in full, these are the
    candidates; otherwise accept it beside an office or an apposition, or when ``OfficeTable.famous`` names one candidate.
    """

    first: int
    last: int
    candidates: tuple[str, ...]
    surname_only: bool


class NameIndex:
    """Person ids by key of full name and of surname; plain dictionaries.

    ``titles`` may stand before a surname without being the given name of somebody else; ``particles`` begin or join
    surnames in small letters (both lower case).
    """

    def __init__(self, *, titles: frozenset[str], particles: frozenset[str]) -> None:
        self.titles = titles
        self.particles = particles
        self.full: dict[str, list[str]] = {}
        self.surnames: dict[str, list[str]] = {}
        self.longest: dict[str, int] = {}
        self.prominence: dict[str, int] = {}

    def add_all(self, plain: Iterable[str], keys: Iterable[str], person_id: str, *, prominence: int) -> None:
        """Learn a person's names, folded and as keys; one that starts with ``~`` or has one word is a surname."""
        self.prominence[person_id] = prominence
        for name, key in zip(plain, keys, strict=True):
            words = key.lstrip("~").split()
            if not words:
                continue
            if name[0] == "~" or len(words) == 1:
                self._add_surname(" ".join(name.lstrip("~").split()), words, person_id)
            else:
                self._put(self.full, words, person_id)
                if len(words) > 2 and min(map(len, words[1:-1])) == 1:
                    self._put(self.full, without_initials(words), person_id)

    def _add_surname(self, plain: str, words: list[str], person_id: str) -> None:
        self._put(self.surnames, plain.split(), person_id, first=words[0])
        if len(plain) >= _LOOSE_LETTERS:
            self._put(self.surnames, words, person_id)

    def _put(self, index: dict[str, list[str]], words: list[str], person_id: str, *, first: str = "") -> None:
        name = " ".join(words)
        known = index.get(name)
        if known is None:
            index[name] = [person_id]
        elif person_id not in known:
            known.append(person_id)
        first = first or words[0]
        if self.longest.get(first, 0) < len(words):
            self.longest[first] = len(words)

    def dump(self) -> str:
        """The index as text for ``load``: full names, surnames, first words; a line a key, an empty line between."""
        named = (f"{key}\t{' '.join(ids)}" for key, ids in self.full.items())
        surnamed = (f"{key}\t{' '.join(ids)}" for key, ids in self.surnames.items())
        lengths = (f"{first}\t{count}" for first, count in self.longest.items())
        return "\n\n".join("\n".join(part) for part in (named, surnamed, lengths))

    def load(self, text: str, *, prominence: dict[str, int]) -> None:
        """Takes over what ``dump`` has written; ``prominence`` is that of every person."""
        full, surnames, longest = (part.split("\n") for part in text.rstrip("\n").split("\n\n"))
        self.prominence = prominence
        for index, lines in ((self.full, full), (self.surnames, surnames)):
            for line in lines:
                key, _, ids = line.partition("\t")
                index[key] = ids.split(" ")
        self.longest = {first: int(count) for first, _, count in (line.partition("\t") for line in longest)}

    def of_surname(self, plain: str, key: str) -> list[str]:
        """Ids of a surname as spelled, or of a long one in another transliteration."""
        found = self.surnames.get(plain)
        if found is None and len(plain) >= _LOOSE_LETTERS:
            found = self.surnames.get(key)
        return found or []

    def ids(self, name: str) -> list[str]:
        """Ids of everybody with this full name or surname."""
        key = name_key(name)
        return list(dict.fromkeys([*self.full.get(key, ()), *self.of_surname(" ".join(plain_words(name)), key)]))

    def ranked(self, ids: Iterable[str]) -> tuple[str, ...]:
        """Ids, most prominent first."""
        return tuple(sorted(ids, key=lambda p: (-self.prominence[p], p)))


def without_initials(words: list[str]) -> list[str]:
    """Words of a name without initials in its middle (George W. Bush)."""
    return [words[0], *(w for w in words[1:-1] if len(w) > 1), *words[1:][-1:]]


@dataclass(frozen=True, slots=True)
class _Words:
    """The article's tokens as keys, plain words and the token of each."""

    keys: list[str]
    plain: list[str]
    token_of: list[int]


def _words(document: Document) -> _Words:
    keys: list[str] = []
    plain: list[str] = []
    token_of: list[int] = []
    for i, form in enumerate(document.forms):
        for key, word in zip(name_words(form), plain_words(form), strict=True):
            keys.append(key)
            plain.append(word)
            token_of.append(i)
    return _Words(keys, plain, token_of)


def match_persons(document: Document, names: NameIndex) -> tuple[PersonMention, ...]:
    """Persons of ``names`` in the article, in the order of the text, never overlapping, the longest name first."""
    words = _words(document)
    found: list[tuple[PersonMention, str]] = []
    strangers: set[str] = set()
    at = 0
    while at < len(words.keys):
        hit = _match_at(document, words, names, at=at, strangers=strangers)
        if hit is None:
            at += 1
        else:
            found.append((hit[0], hit[2]))
            at = hit[1]
    named = {p for mention, _ in found if not mention.surname_only for p in mention.candidates}
    kept = (_settle(document, mention, names, named=named, stranger=key in strangers) for mention, key in found)
    return tuple(mention for mention in kept if mention is not None)


def _match_at(
    document: Document, words: _Words, names: NameIndex, *, at: int, strangers: set[str]
) -> tuple[PersonMention, int, str] | None:
    """Mention that starts at a word, the word after it and its key; a surname of somebody else goes to ``strangers``."""
    longest = names.longest.get(words.keys[at], 0)
    first = words.token_of[at]
    if not longest or (at and words.token_of[at - 1] == first) or not _may_begin(document, first, names.particles):
        return None
    sentence = document.sentence_of[first]
    for stop in range(min(at + longest + 2, len(words.keys)), at, -1):
        last = words.token_of[stop - 1] + 1
        split = stop < len(words.keys) and words.token_of[stop] == last - 1
        if split or document.sentence_of[last - 1] != sentence:
            continue
        here = words.keys[at:stop]
        key = " ".join(here)
        ids = names.full.get(key) or names.full.get(" ".join(without_initials(here)), [])
        surname_only = not ids
        if surname_only:
            ids = names.of_surname(" ".join(words.plain[at:stop]), key)
            if not ids or not _is_name(document, first, last):
                continue
            if not _stands_alone(document, names, first=first, last=last):
                strangers.add(key)
                continue
        if stop - at == 1 or document.forms[last - 1][:1].isupper() or last - first == 1:
            mention = PersonMention(first=first, last=last, candidates=names.ranked(ids), surname_only=surname_only)
            return mention, stop, key
    return None


def _settle(
    document: Document, mention: PersonMention, names: NameIndex, *, named: set[str], stranger: bool
) -> PersonMention | None:
    """A surname's candidates in the light of the whole article: those named in full, else the known ones."""
    if not mention.surname_only:
        return mention
    ids = tuple(p for p in mention.candidates if p in named)
    if not ids:
        if stranger:
            return None
        titled = mention.first > 0 and document.pos[mention.first - 1] == "NOUN"
        ids = tuple(p for p in mention.candidates if titled or names.prominence[p] >= KNOWN)
    if not ids:
        return None
    return PersonMention(first=mention.first, last=mention.last, candidates=ids, surname_only=True)


def _may_begin(document: Document, token: int, particles: frozenset[str]) -> bool:
    """A name begins with a capital, or with a particle before one (``bin Laden``, ``al-Asad``)."""
    form = document.forms[token]
    if form[:1].isupper():
        return True
    head, hyphen, rest = form.partition("-")
    if hyphen:
        return head in particles and rest[:1].isupper()
    after = document.forms[token + 1][:1] if token + 1 < len(document.forms) else ""
    return form in particles and after.isupper()


def _is_name(document: Document, first: int, last: int) -> bool:
    """Whether the parser takes the words for a name: ``Hay``, ``Para`` at the head of a sentence are none."""
    return any(document.pos[i] == "PROPN" or document.ents[i] == "PER" for i in range(first, last))


def _capital(document: Document, token: int) -> bool:
    return document.forms[token][:1].isupper()


def _stands_alone(document: Document, names: NameIndex, *, first: int, last: int) -> bool:
    """Whether a surname has no given name before it and no second surname after it that the table does not know."""
    sentence = document.sentences[document.sentence_of[first]]
    before = first - 1
    if first > sentence.first:
        lower = document.lowers[before].rstrip(".")
        if lower in names.particles and before > sentence.first and _capital(document, before - 1):
            return False
        if _capital(document, before) and document.pos[before] == "PROPN" and lower not in names.titles:
            return False
    return not (last < sentence.last and _capital(document, last) and document.pos[last] == "PROPN")
