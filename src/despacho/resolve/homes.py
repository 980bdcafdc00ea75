"""Homes: the country that a bare institution or group belongs to, where its own phrase does not say.

The rule. Every country of the article, and every organisation of states that it names, is scored for the place where the bare
noun stands: how much the whole article is about it, whether it or a town of it is named near the noun, where the last bare noun
belonged, and where the last noun of the same role did. The highest score wins; the weights were fitted on the development articles
(see ``eval/actor_resolution.py``; fit again when the tables or the parser change).
"""

from __future__ import annotations

from bisect import bisect_left
from collections.abc import Sequence
from dataclasses import dataclass

from despacho.grammar.phrases import lemma_case
from despacho.grammar.words import grammar_of
from despacho.model import Document
from despacho.resolve.mentions import SUPRANATIONAL, Mentions
from despacho.resolve.referents import Referent

FEATURES = (
    "share",  # how much the article is about the country, 1 for the first
    "state",  # its name stands before the noun in the same sentence
    "adjective",  # its nationality does
    "actor",  # one of its institutions or persons does
    "after",  # any of these behind the noun
    "scene",  # named with "en" in the same sentence, or a town of it is
    "previous",  # named in the sentence before
    "previous_scene",  # named there with "en"
    "previous_subject",  # a subject there
    "earlier",  # named two sentences back
    "continued",  # the last bare noun, two sentences back at most, belonged to it
    "same_role",  # the last noun of this role belonged to it
    "same_role_near",  # and stands at most two sentences back
    "same_sector",  # the last one named with a country of its own and of the noun's sector belongs to it
    "nearest",  # the last country named before the noun
    "lead",  # named in the first sentence
    "title",  # named in the title
    "body_organ",  # an organisation, and the noun is one for organs of organisations ("la comisión")
    "body_members",  # an organisation, and the noun may mean its members ("los ministros")
    "body_staff",  # an organisation, and the noun may mean its people ("el portavoz")
    "body_other",  # an organisation, and any other noun
)
WEIGHTS = (
    2.3,
    0.8,
    0.35,
    0.4,
    0.35,
    1.3,
    0.45,
    0.25,
    0.3,
    0.25,
    0.3,
    1.2,
    1.3,
    0.5,
    0.5,
    0.35,
    0.25,
    1.2,
    1.2,
    -2.1,
    -2.7,
)
"""What each feature of a country adds to its score, in the order of FEATURES."""
AT = {name: k for k, name in enumerate(FEATURES)}
NEAR = 2
"""Sentences that "continued" and "same_role_near" reach back."""
SUBJECTS = frozenset({"nsubj", "nsubj:pass"})


@dataclass(frozen=True, slots=True, kw_only=True)
class Bare:
    """A noun that asks for its country: its head and sector, the class of bodies it may belong to ("organ", "members",
    "staff", "other", "" for none), and the last noun of its role.
    """

    head: int
    sector: str
    body: str = "other"
    same_role: Referent | None = None


class Homes:
    """Answers where bare nouns of one document belong; ``note`` every referent in text order."""

    def __init__(self, document: Document, mentions: Mentions) -> None:
        self.document = document
        self.mentions = mentions
        self.weights = mentions.weights
        self.home = mentions.home
        self._bodies = mentions.bodies
        self._titled = frozenset(mentions.titled)
        self._cities: dict[int, list[tuple[int, str]]] = {}
        for token, country in mentions.cities.items():
            self._cities.setdefault(document.sentence_of[token], []).append((token, country))
        self._top = max(self.weights.values(), default=max(self._bodies.values(), default=1.0))
        self._by_sentence: dict[int, list[Referent]] = {}
        self._noted: list[Referent] = []
        self._of_sector: dict[str, list[Referent]] = {}
        self._last: tuple[int, str] = (-9, "")

    def note(self, referent: Referent, *, bare: bool) -> None:
        """Remember who was named; ``bare`` where the country was itself found by this rule."""
        if not referent.country or (referent.country in SUPRANATIONAL and referent.country not in self._bodies):
            return
        if bare:
            self._last = (self.document.sentence_of[referent.head], referent.country)
            return
        self._noted.append(referent)
        if referent.kind != "country":
            self._of_sector.setdefault(referent.sector, []).append(referent)
        self._by_sentence.setdefault(self.document.sentence_of[referent.head], []).append(referent)

    def local(self, head: int) -> str:
        """The country that the passage around the token ``head`` is about; "" where the article names none."""
        return self.of(Bare(head=head, sector="GOV"))

    def of(self, bare: Bare) -> str:
        """The country of a bare noun; "" where the article names none."""
        scored = {
            c: sum(w * f for w, f in zip(WEIGHTS, values, strict=True)) for c, values in self.features(bare).items()
        }
        return min(scored, key=lambda c: (-round(scored[c], 6), c)) if scored else ""

    def features(self, bare: Bare) -> dict[str, list[float]]:
        """The features of every country of the article for the noun, in the order of ``FEATURES``."""
        table = {c: [w / self._top, *[0.0] * (len(FEATURES) - 1)] for c, w in self.weights.items()}
        for body, w in self._bodies.items() if bare.body else ():
            table[body] = [w / self._top, *[0.0] * (len(FEATURES) - 1)]
            table[body][AT["body_" + bare.body]] = 1.0
        sentence = self.document.sentence_of[bare.head]
        self._here(table, bare.head, sentence)
        for referent in self._by_sentence.get(sentence - 1, ()):
            if referent.country in table:
                self._previous(table[referent.country], referent)
        self._mark(table, [r.country for r in self._by_sentence.get(sentence - 2, ())], "earlier")
        self._towns(table, bare.head, sentence)
        self._story(table)
        self._noun(table, bare, sentence)
        return table

    def _mark(self, table: dict[str, list[float]], countries: list[str], feature: str) -> None:
        for country in countries:
            if country in table:
                table[country][AT[feature]] = 1.0

    def _here(self, table: dict[str, list[float]], head: int, sentence: int) -> None:
        for referent in self._by_sentence.get(sentence, ()):
            if referent.country not in table or referent.head == head:
                continue
            row = table[referent.country]
            if self._scene(referent):
                row[AT["scene"]] = 1.0
            row[AT["after" if referent.head > head else self._sort(referent)]] = 1.0
        self._mark(table, _last_before(self._noted, head), "nearest")

    def _towns(self, table: dict[str, list[float]], head: int, sentence: int) -> None:
        for token, country in self._cities.get(sentence, ()):
            if country in table:
                here = lemma_case(self.document, token) in grammar_of(self.document).slots.locative
                table[country][AT["scene" if here else "state" if token < head else "after"]] = 1.0
        for token, country in self._cities.get(sentence - 1, ()):
            if country in table:
                table[country][AT["previous"]] = 1.0
                if lemma_case(self.document, token) in grammar_of(self.document).slots.locative:
                    table[country][AT["previous_scene"]] = 1.0

    def _story(self, table: dict[str, list[float]]) -> None:
        """What holds for the article as a whole."""
        self._mark(table, [r.country for r in self._by_sentence.get(0, ())], "lead")
        self._mark(table, [country for _, country in self._cities.get(0, ())], "lead")
        self._mark(table, sorted(self._titled), "title")

    def _noun(self, table: dict[str, list[float]], bare: Bare, sentence: int) -> None:
        """What the noun itself adds: who was called so before, and the last one of its sector."""
        if sentence - self._last[0] <= NEAR:
            self._mark(table, [self._last[1]], "continued")
        same = bare.same_role
        if same is not None and same.country in table:
            row = table[same.country]
            row[AT["same_role"]] = 1.0
            row[AT["same_role_near"]] = float(sentence - self.document.sentence_of[same.head] <= NEAR)
        self._mark(table, _last_before(self._of_sector.get(bare.sector, ()), bare.head), "same_sector")

    def _sort(self, referent: Referent) -> str:
        if referent.kind not in ("country", "place"):
            return "actor"
        return "adjective" if self.document.deps[referent.head] == "amod" else "state"

    def _previous(self, row: list[float], referent: Referent) -> None:
        row[AT["previous"]] = 1.0
        if self._scene(referent):
            row[AT["previous_scene"]] = 1.0
        if self.document.deps[referent.head] in SUBJECTS:
            row[AT["previous_subject"]] = 1.0

    def _scene(self, referent: Referent) -> bool:
        return referent.kind in ("country", "place") and lemma_case(self.document, referent.head) in grammar_of(self.document).slots.locative


def _last_before(noted: Sequence[Referent], head: int) -> list[str]:
    """The country of the last of the referents (in text order) that stand before a token, as a list of one or none."""
    at = bisect_left(noted, head, key=lambda referent: referent.head)
    return [noted[at - 1].country] if at else []
