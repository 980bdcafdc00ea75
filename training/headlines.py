"""English sentences made into what the treebanks hardly have: headlines and datelines of agencies.

A headline leaves out articles and the auxiliary of the passive, tells the past in the present and the future by *to*
(*Rebels killed in raid*, *Army kills two*, *Minister to visit Moscow*). Made from annotated sentences, it is annotated.
"""

from __future__ import annotations

import random
from collections.abc import Callable
from dataclasses import replace

from despacho.languages.en.lemmas import third_person
from training import names
from training.corpora import Chunk
from training.surface import Surface, Token

SHORTEST, LONGEST = 4, 17
"""Tokens of a sentence that is made into a headline."""
_ARTICLES = ("the", "a", "an")
_PRESENT = "Mood=Ind|Number=Sing|Person=3|Tense=Pres|VerbForm=Fin"
_AGENCIES = ("AP", "Reuters", "AFP", "UPI", "Xinhua", "IANS", "PTI", "BBC", "CNN")
_DASHES = ("-", "_", "—", "--")


def headlines(chunks: list[Chunk], *, share: float, seed: int) -> list[Chunk]:
    """Headlines of a ``share`` of the sentences that can be one, each a document of its own."""
    rng = random.Random(seed)
    out = []
    for chunk in chunks:
        for sentence in chunk:
            if _can_be_headline(sentence) and rng.random() < share:
                made = headline(sentence, rng)
                if made is not None:
                    out.append([made])
    return out


def _can_be_headline(sentence: Surface) -> bool:
    tokens = sentence.tokens
    root = next(token for token in tokens if token.relation == "ROOT")
    subject = any(t.relation.startswith("nsubj") and tokens[t.head] is root and t.upos != "PRON" for t in tokens)
    return SHORTEST <= len(tokens) <= LONGEST and subject and tokens[-1].form == "." and root.upos == "VERB"


def headline(sentence: Surface, rng: random.Random) -> Surface | None:
    """``sentence`` as a headline, or None where it has nothing to change."""
    tokens = _retold(sentence.tokens)
    with_dependants = {token.head for index, token in enumerate(tokens) if token.head != index}
    kept = [
        index for index in range(len(tokens) - 1) if index in with_dependants or not _left_out(tokens[index], tokens)
    ]
    if any(tokens[i].head not in kept for i in kept):
        return None
    place = {index: new for new, index in enumerate(kept)}
    cased = _capital if rng.random() < 0.5 else _same
    made = [
        replace(tokens[i], head=place[tokens[i].head], form=cased(tokens[i].form, first=new == 0))
        for new, i in enumerate(kept)
    ]
    made[-1] = replace(made[-1], space=False)
    return Surface(tokens=made, entities=None, text="")


def _left_out(token: Token, tokens: list[Token]) -> bool:
    """Articles, and the auxiliary of a passive main clause that has no other."""
    if token.relation == "det":
        return token.lemma.lower() in _ARTICLES
    head = tokens[token.head]
    if token.relation != "aux:pass" or head.relation != "ROOT" or token.lemma != "be":
        return False
    return not any(t.relation == "aux" and tokens[t.head] is head for t in tokens)


def _retold(tokens: list[Token]) -> list[Token]:
    """The past of the root as present, *will* as *to*."""
    out = list(tokens)
    root = next(index for index, token in enumerate(tokens) if token.relation == "ROOT")
    subject = next(
        (t for t in tokens if t.relation == "nsubj" and t.head == root),
        None,
    )
    helped = any(t.head == root and t.relation.startswith(("aux", "cop")) for t in tokens)
    if subject is not None and not helped and "Tense=Past" in tokens[root].feats:
        one = "Number=Sing" in subject.feats and not any(
            t.relation == "conj" and tokens[t.head] is subject for t in tokens
        )
        feats = _PRESENT if one else _PRESENT.replace("Number=Sing", "Number=Plur")
        for index, token in enumerate(tokens):
            same = index == root or (token.head == root and token.relation == "conj" and token.upos == "VERB")
            if same and "Tense=Past" in token.feats and "VerbForm=Fin" in token.feats:
                form = third_person(token.lemma) if one else token.lemma
                out[index] = replace(token, form=form, feats=feats)
    for index, token in enumerate(tokens):
        if token.head == root and token.relation == "aux" and token.form == "will":
            out[index] = replace(token, form="to", lemma="to", upos="PART", relation="mark", feats="")
    return out


def _same(form: str, *, first: bool) -> str:
    return form[:1].upper() + form[1:] if first else form


def _capital(form: str, *, first: bool) -> str:
    return form[:1].upper() + form[1:] if first or len(form) > 3 else form


def with_datelines(chunks: list[Chunk], *, share: float, seed: int) -> list[Chunk]:
    """``chunks``, a ``share`` of them with the dateline of an agency before their first sentence."""
    rng = random.Random(seed)
    countries, capitals = names.places("en")
    draw: Callable[[], tuple[str, str]] = lambda: (rng.choice(capitals), rng.choice(countries))  # noqa: E731
    return [[dateline(*draw(), rng), *chunk] if rng.random() < share else chunk for chunk in chunks]


def dateline(city: str, country: str, rng: random.Random) -> Surface:
    """A sentence such as ``NAIROBI, Kenya (AP) -``: the city its root."""
    where = [part.upper() for part in city.split()]
    tokens = [_token(part, "PROPN", "flat" if index else "ROOT", 0) for index, part in enumerate(where)]
    entities = [(0, len(tokens), "LOC")]
    if rng.random() < 0.6:
        tokens[-1].space = False
        start = len(tokens) + 1
        tokens.append(_token(",", "PUNCT", "punct", start))
        tokens += [
            _token(part, "PROPN", "flat" if index else "appos", start if index else 0)
            for index, part in enumerate(country.split())
        ]
        entities.append((start, len(tokens), "LOC"))
    if rng.random() < 0.8:
        start = len(tokens) + 1
        tokens.append(_token("(", "PUNCT", "punct", start, space=False))
        tokens.append(_token(rng.choice(_AGENCIES), "PROPN", "parataxis", 0, space=False))
        tokens.append(_token(")", "PUNCT", "punct", start))
        entities.append((start, start + 1, "ORG"))
    tokens.append(_token(rng.choice(_DASHES), "PUNCT", "punct", 0))
    return Surface(tokens=tokens, entities=entities, text="")


def _token(form: str, upos: str, relation: str, head: int, *, space: bool = True) -> Token:
    feats = "Number=Sing" if upos == "PROPN" else ""
    return Token(form=form, lemma=form, upos=upos, feats=feats, head=head, relation=relation, space=space)
