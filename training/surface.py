"""Sentences of a treebank as tokens of the text: one token per slice, as the shipped tokenizer cuts them."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass

from despacho.reading.tokenizer import split_clitics
from training.conllu import Sentence, Word

_TYPES = {"p": "PER", "l": "LOC", "o": "ORG", "a": "MISC"}


@dataclass(slots=True, kw_only=True)
class Token:
    """A token; ``head`` is an index in the sentence (root: its own), ``space`` tells whether a blank follows."""

    form: str
    lemma: str
    upos: str
    feats: str
    head: int
    relation: str
    space: bool


@dataclass(slots=True, kw_only=True)
class Surface:
    """A sentence of tokens; ``entities`` are (first, last, type), None where the treebank does not tell them."""

    tokens: list[Token]
    entities: list[tuple[int, int, str]] | None
    text: str


def to_surface(sentence: Sentence, *, entities: str, lang: str = "es") -> Surface | None:
    """The surface of ``sentence``, or None where words and text do not agree.

    ``entities`` says where names are typed: "xpos" (AnCora), "misc" (CESS, the English treebanks) or "none".
    """
    groups = _groups(sentence, _CUTS[lang])
    token_of = {word.number: index for index, (_, _, words) in enumerate(groups) for word in words}
    ends = _ends(sentence.text, [form for form, _, _ in groups])
    if ends is None:
        return None
    tokens = []
    for index, (form, head_word, words) in enumerate(groups):
        start_of_next = ends[index + 1] - len(groups[index + 1][0]) if index + 1 < len(groups) else ends[index] + 1
        tokens.append(
            Token(
                form=form,
                lemma=head_word.lemma,
                upos=head_word.upos if head_word.upos != "_" else "X",
                feats=_union(words),
                head=token_of[head_word.head] if head_word.head else index,
                relation=head_word.relation if head_word.head else "ROOT",
                space=start_of_next > ends[index],
            )
        )
    found = None if entities == "none" else _entities(groups, how=entities)
    return Surface(tokens=tokens, entities=found, text=sentence.text)


def _cut_clitics(form: str, words: list[Word]) -> tuple[str, ...]:
    return split_clitics(form) if words[0].upos in ("VERB", "AUX") else (form,)


def _cut_contraction(form: str, words: list[Word]) -> tuple[str, ...]:
    """English: the words themselves, where they are slices (do, n't)."""
    parts = tuple(word.form for word in words)
    return parts if "".join(parts) == form else (form,)


_CUTS: dict[str, Callable[[str, list[Word]], tuple[str, ...]]] = {"es": _cut_clitics, "en": _cut_contraction}
"""Language to a function from a form and its words to the slices that the tokenizer makes of it."""


def _groups(
    sentence: Sentence, cut: Callable[[str, list[Word]], tuple[str, ...]]
) -> list[tuple[str, Word, list[Word]]]:
    """(form, governing word, words) per token; a verb with enclitics is cut as the tokenizer cuts it."""
    groups: list[tuple[str, Word, list[Word]]] = []
    by_number = {word.number: word for word in sentence.words}
    number, count = 1, len(sentence.words)
    while number <= count:
        last, form, misc = sentence.ranges.get(number, (number, by_number[number].form, {}))
        words = [by_number[k] for k in range(number, last + 1)]
        words[0].misc = {**words[0].misc, **misc}
        parts = cut(form, words)
        if len(words) > 1 and len(parts) == len(words):
            groups += [(part, word, [word]) for part, word in zip(parts, words, strict=True)]
        else:
            groups.append((form, _governor(words), words))
        number = last + 1
    return groups


def _governor(words: list[Word]) -> Word:
    """The word that stands for the token: the preposition of ``del``, the verb of ``dímelo``."""
    if words[0].upos in ("ADP", "SCONJ") and words[-1].upos == "DET":
        return words[0]
    inside = {word.number for word in words}
    outer = [word for word in words if word.head not in inside]
    return next((word for word in outer if word.upos in ("VERB", "AUX")), outer[0])


def _ends(text: str, forms: list[str]) -> list[int] | None:
    ends, position = [], 0
    for form in forms:
        start = text.find(form, position)
        if start < 0 or text[position:start].strip():
            return None
        position = start + len(form)
        ends.append(position)
    return ends


def _union(words: list[Word]) -> str:
    values: dict[str, set[str]] = {}
    for word in words:
        for name, value in word.feats.items():
            values.setdefault(name, set()).update(value.split(","))
    return "|".join(f"{name}={','.join(sorted(values[name]))}" for name in sorted(values))


def _entities(groups: list[tuple[str, Word, list[Word]]], *, how: str) -> list[tuple[int, int, str]] | None:
    firsts = [words[0] for _, _, words in groups]
    if how == "xpos":
        if any(word.xpos == "np00000" for word in firsts):
            return None
        return _from_xpos(groups, firsts)
    tags = [word.misc.get("NE", "O") for word in firsts]
    if tags[0] == "unknown" or any(
        tag == "O" and word.xpos == "np00000" for tag, word in zip(tags, firsts, strict=True)
    ):
        return None
    starts = [i for i, tag in enumerate(tags) if tag.startswith("B-")]
    found = []
    for start in starts:
        end = start + 1
        while end < len(tags) and tags[end] == "I-" + tags[start][2:]:
            end += 1
        found.append((start, end, tags[start][2:]))
    return found


def _from_xpos(groups: list[tuple[str, Word, list[Word]]], firsts: list[Word]) -> list[tuple[int, int, str]]:
    found: list[tuple[int, int, str]] = []
    position = 0
    while position < len(groups):
        tag = firsts[position].xpos
        end = position + 1
        if len(tag) == 7 and tag.startswith("np0000") and tag[-1] in _TYPES:
            wanted = firsts[position].misc.get("MWE", "").replace("_", "")
            while end < len(groups) and len("".join(g[0] for g in groups[position:end])) < len(wanted):
                end += 1
            found.append((position, end, _TYPES[tag[-1]]))
        position = end
    return found
