"""Homes: the country that a bare institution or group belongs to, where its own phrase does not say.

The rule. Every country of the article is scored for the place where the bare noun stands: how much the whole article is
about it, whether it is named before the noun in the same sentence or in the one before, where the last bare noun belonged, and
where the last noun of the same role did. The highest score wins; the weights were fitted on the development articles
(see ``eval/actor_resolution.py``; fit again when the tables or the parser change).
"""

from __future__ import annotations

from despacho.grammar.phrases import lemma_case
from despacho.model import Document
from despacho.resolve.mentions import SUPRANATIONAL, Mentions
from despacho.resolve.referents import Referent

FEATURES = (
    "share",  # how much the article is about the country, 1 for the first
    "state",  # its name stands before the noun in the same sentence
    "adjective",  # its nationality does
    "actor",  # one of its institutions or persons does
    "after",  # any of these behind the noun
    "scene",  # named with "en" in the same sentence
    "previous",  # named in the sentence before
    "previous_scene",  # named there with "en"
    "previous_subject",  # a subject there
    "continued",  # the last bare noun, two sentences back at most, belonged to it
    "same_role",  # the last noun of this role belonged to it
    "same_role_near",  # and stands at most two sentences back
)
WEIGHTS = (1.2, 0.6, 0.1, 0.6, 0.2, 0.8, 0.5, 0.3, 0.2, 0.2, 1.0, 1.0)
"""What each feature of a country adds to its score, in the order of FEATURES."""
AT = {name: k for k, name in enumerate(FEATURES)}
NEAR = 2
"""Sentences that "continued" and "same_role_near" reach back."""
SUBJECTS = frozenset({"nsubj", "nsubj:pass"})


class Homes:
    """Answers where bare nouns of one document belong; ``note`` every referent in text order."""

    def __init__(self, document: Document, mentions: Mentions) -> None:
        self.document = document
        self.weights = mentions.weights
        self.home = mentions.home
        self._top = max(self.weights.values(), default=1.0)
        self._by_sentence: dict[int, list[Referent]] = {}
        self._last: tuple[int, str] = (-9, "")

    def note(self, referent: Referent, *, bare: bool) -> None:
        """Remember who was named; ``bare`` where the country was itself found by this rule."""
        if not referent.country or referent.country in SUPRANATIONAL:
            return
        if bare:
            self._last = (self.document.sentence_of[referent.head], referent.country)
        else:
            self._by_sentence.setdefault(self.document.sentence_of[referent.head], []).append(referent)

    def local(self, head: int, *, same_role: Referent | None = None) -> str:
        """The country of the bare noun at ``head``; "" where the article names none."""
        scored = {
            c: sum(w * f for w, f in zip(WEIGHTS, values, strict=True))
            for c, values in self.features(head, same_role).items()
        }
        return min(scored, key=lambda c: (-round(scored[c], 6), c)) if scored else ""

    def features(self, head: int, same_role: Referent | None) -> dict[str, list[float]]:
        """The features of every country of the article for the noun at ``head``, in the order of ``FEATURES``."""
        table = {c: [w / self._top, *[0.0] * (len(WEIGHTS) - 1)] for c, w in self.weights.items()}
        sentence = self.document.sentence_of[head]
        self._here(table, head, sentence)
        for referent in self._by_sentence.get(sentence - 1, ()):
            if referent.country in table:
                self._previous(table[referent.country], referent)
        if sentence - self._last[0] <= NEAR and self._last[1] in table:
            table[self._last[1]][AT["continued"]] = 1.0
        if same_role is not None and same_role.country in table:
            row = table[same_role.country]
            row[AT["same_role"]] = 1.0
            row[AT["same_role_near"]] = float(sentence - self.document.sentence_of[same_role.head] <= NEAR)
        return table

    def _here(self, table: dict[str, list[float]], head: int, sentence: int) -> None:
        for referent in self._by_sentence.get(sentence, ()):
            if referent.country not in table or referent.head == head:
                continue
            row = table[referent.country]
            if self._scene(referent):
                row[AT["scene"]] = 1.0
            row[AT["after" if referent.head > head else self._sort(referent)]] = 1.0

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
        return referent.kind in ("country", "place") and lemma_case(self.document, referent.head) == "en"
