"""Which words of the English treebanks are names: from the lists of Universal NER, from the mentions of GUM.

Both write ``NE=B-PER`` and the like into MISC, from where ``surface`` takes them.
"""

from __future__ import annotations

import re
from pathlib import Path

from training.conllu import Sentence, Word

TYPES = {"person": "PER", "place": "LOC", "organization": "ORG"}
_MENTION = re.compile(r"\((\d+)-(\w+)-[^()]*(\))?|(\d+)\)")
# What may stand inside a name between its proper nouns: Bank of England, Trinidad and Tobago, Jean-Luc, Al-Shabaab.
_INSIDE = frozenset({"of", "the", "and", "for", "de", "la", "du", "von", "van", "bin", "&", "-", "/", "al"})
_TITLES = ("nmod:desc",)


def _words(text: str) -> frozenset[str]:
    return frozenset(text.split())


# Offices and the like with a capital, alone: mentions of persons and bodies, but no names.
_NO_NAMES = _words(
    "president general sir governor minister prime queen king pope court government state party senator judge "
    "secretary chancellor mayor dr. mr. mrs. ms. professor lord lady of the and church university college parliament "
    "petitioner respondent god mother father mom dad captain colonel council committee downtown uptown group "
    "administration union convention american british french german russian chinese"
)


def read_iob2(path: Path) -> dict[str, list[tuple[str, str]]]:
    """The words of a sentence, run together (releases differ in blanks), to its (form, tag) pairs."""
    out: dict[str, list[tuple[str, str]]] = {}
    rows = list[tuple[str, str]]()
    for line in [*path.read_text(encoding="utf-8").splitlines(), ""]:
        if line[:1].isdigit():
            columns = line.split("\t")
            rows.append((columns[1], columns[2]))
        elif not line and rows:
            out["".join(form for form, _ in rows)], rows = rows, []
    return out


def type_by_list(sentence: Sentence, typed: dict[str, list[tuple[str, str]]]) -> None:
    """Mark the names of ``sentence``; by characters, as releases differ in what they cut.

    A sentence that is not in the list is marked unknown.
    """
    rows = typed.get("".join(word.form for word in sentence.words))
    if rows is None:
        sentence.words[0].misc["NE"] = "unknown"
        return
    tags = [(tag, index == 0) for form, tag in rows for index in range(len(form))]
    position = 0
    for word in sentence.words:
        tag, first = tags[position]
        position += len(word.form)
        if tag[2:] in TYPES.values():
            word.misc["NE"] = tag if first or tag[0] != "B" else "I" + tag[1:]


def type_by_mentions(sentence: Sentence) -> None:
    """Mark as names the mentions of persons, places and organisations whose head is a proper noun."""
    taken: set[int] = set()
    for first, last, kind in sorted(_mentions(sentence), key=lambda m: (m[0] - m[1], m[0])):
        span = _name_in(sentence.words[first : last + 1])
        numbers = {word.number for word in span}
        if not span or numbers & taken:
            continue
        taken |= numbers
        for index, word in enumerate(span):
            word.misc["NE"] = ("I-" if index else "B-") + TYPES[kind]


def _mentions(sentence: Sentence) -> list[tuple[int, int, str]]:
    """(first, last, kind) of the mentions of a kind that is typed; indices of words."""
    opened: dict[str, list[tuple[int, str]]] = {}
    found = []
    for index, word in enumerate(sentence.words):
        for match in _MENTION.finditer(word.misc.get("Entity", "")):
            number, kind, closed, ending = match.groups()
            if number and closed:
                found.append((index, index, kind))
            elif number:
                opened.setdefault(number, []).append((index, kind))
            elif opened.get(ending):
                first, kind = opened[ending].pop()
                found.append((first, index, kind))
    return [mention for mention in found if mention[2] in TYPES]


def _name_in(words: list[Word]) -> list[Word]:
    """The proper nouns around the head of a mention; empty where the head is a common noun."""
    numbers = {word.number for word in words}
    heads = [index for index, word in enumerate(words) if word.head not in numbers]
    if not heads or words[heads[0]].upos != "PROPN":
        return []
    first = last = heads[0]
    while first > 0 and _inside(words[first - 1]):
        first -= 1
    while last + 1 < len(words) and _inside(words[last + 1]):
        last += 1
    while words[first].form.lower() in _INSIDE or not (words[first].form[:1].isupper() or words[first].upos == "PROPN"):
        first += 1
    while words[last].upos not in ("PROPN", "NUM") and not words[last].form[:1].isupper():
        last -= 1
    span = words[first : last + 1]
    return [] if all(word.form.lower() in _NO_NAMES for word in span) or _is_people(span) else span


def _inside(word: Word) -> bool:
    if word.relation in _TITLES:
        return False
    # United States: the treebanks have the participle.
    opening = word.number == 1 and word.upos != "VERB"
    capital = word.form[:1].isupper() and not opening and word.relation in ("amod", "compound", "nummod", "case", "cc")
    return capital or word.upos == "PROPN" or word.form.lower() in _INSIDE or word.form.isdigit()


def _is_people(span: list[Word]) -> bool:
    """*Americans*, *the Kurds*: no names in Universal NER."""
    return len(span) == 1 and span[0].feats.get("Number") == "Plur"
