"""What stands around a name: the noun and the preposition before it, the entity it is in, the nationality beside it."""

from __future__ import annotations

from collections.abc import Mapping

from despacho.grammar.words import grammar_of
from despacho.model import Document
from despacho.resolve.place_words import PlaceWords


class Surroundings:
    """Questions about the words around a token of one document."""

    def __init__(self, document: Document, words: PlaceWords, demonyms: Mapping[str, str]) -> None:
        self._doc = document
        self._words = words
        self._places = grammar_of(document).places
        self._demonyms = demonyms
        self._persons: frozenset[str] | None = None
        self.end_of_last = -1

    def led(self, at: int, *, strict: bool = False) -> bool:
        """Whether a locative preposition or a noun for a kind of place stands before the name."""
        doc, words = self._doc, self._words
        sentence = doc.sentences[doc.sentence_of[at]]
        before = at - 1
        while before >= sentence.first and (
            words.has("between", doc.lowers[before]) or doc.lowers[before] in ('"', "«", "“")
        ):
            before -= 1
        if before < sentence.first:
            return False
        word = doc.lowers[before]
        if words.has("strong", word) or self.kind_noun(before):
            return True
        if word in self._places["of"] and before > sentence.first:
            if self.kind_noun(before - 1):
                return True
            return not strict and not doc.forms[before - 1][0].isupper()
        if word in (",", "("):
            return before == self.end_of_last
        if words.has("object", doc.lemmas[before]) or words.has("object", word):
            return True
        if words.has("locative", word):
            return not strict
        return False

    def after_noun(self, at: int) -> bool:
        """Whether "localidad de", "pueblo libanés de" stands before the name."""
        doc = self._doc
        return (
            at > 1
            and doc.lowers[at - 1] in self._places["of"]
            and self.kind_noun(at - 2)
            and not self.followed_by_capital(at + 1)
        )

    def only_a_place(self, at: int, end: int) -> bool:
        """Whether "en" leads the name and no verb asks for "en" and a person ("confía en Putin")."""
        doc, words = self._doc, self._words
        if (
            at == 0
            or not words.has("strong", doc.lowers[at - 1])
            or self.followed_by_capital(end)
            or doc.forms[at].isupper()
        ):
            return False
        before = [doc.lemmas[i] for i in range(max(doc.sentences[doc.sentence_of[at]].first, at - 4), at)]
        return not any(words.has("trusting", lemma) for lemma in before) and not self.person_elsewhere(doc.forms[at])

    def person_elsewhere(self, form: str) -> bool:
        """Whether the word is part of a longer name of a person somewhere in the article."""
        doc = self._doc
        if self._persons is None:
            self._persons = frozenset(
                doc.forms[i]
                for i, ent in enumerate(doc.ents)
                if ent == "PER" and (self.inside(i) or self.inside(i + 1))
            )
        return form in self._persons

    def kind_noun(self, token: int) -> bool:
        """Whether the word is a kind of place ("ciudad"), or qualifies the one right before it ("ciudad siria")."""
        lemma, lower = self._doc.lemmas[token], self._doc.lowers[token]
        if any(self._words.has(k, w) for k in ("area", "settlement", "division") for w in (lemma, lower)):
            return True
        return (self._words.has("facing", lemma) or lower in self._demonyms) and token > 0 and self.is_area(token - 1)

    def is_area(self, token: int) -> bool:
        """Whether the word is a kind of area, settlement or division."""
        return any(
            self._words.has(k, w)
            for k in ("area", "settlement", "division")
            for w in (self._doc.lemmas[token], self._doc.lowers[token])
        )

    def names_follow(self, token: int) -> bool:
        """Whether a capitalised word follows, past articles and prepositions."""
        doc = self._doc
        while token < len(doc.forms) and self._words.has("between", doc.lowers[token]):
            token += 1
        return token < len(doc.forms) and doc.forms[token][0].isupper()

    def inside(self, token: int) -> bool:
        """Whether an entity goes on over the border before ``token``."""
        doc = self._doc
        return (
            0 < token < len(doc.ents)
            and bool(doc.ents[token])
            and not doc.ent_starts[token]
            and doc.ents[token] == doc.ents[token - 1]
        )

    def entity_end(self, at: int) -> int:
        """The token after the entity that ``at`` is in; 0 where it is in none."""
        doc = self._doc
        if not doc.ents[at]:
            return 0
        end = at + 1
        while end < len(doc.ents) and doc.ents[end] == doc.ents[at] and not doc.ent_starts[end]:
            end += 1
        return end

    def beside_capital(self, at: int, last: int) -> bool:
        """Whether a capitalised word stands right before or after the name ``at``-``last``."""
        doc = self._doc
        sentence = doc.sentences[doc.sentence_of[at]]
        before = at > sentence.first and doc.forms[at - 1][0].isupper() and at - 1 > sentence.first
        return before or self.followed_by_capital(last)

    def followed_by_capital(self, last: int) -> bool:
        """Whether the word after a name, in the same sentence, is capitalised."""
        doc = self._doc
        return (
            last < len(doc.forms)
            and doc.forms[last][0].isupper()
            and doc.sentence_of[last] == doc.sentence_of[last - 1]
        )

    def joined(self, last: int, first: int) -> bool:
        """Whether only "(", "," or ", en [el]" stands between two names."""
        between = self._doc.lowers[last:first]
        return 0 < len(between) <= 6 and between[0] in ("(", ",", "[") and all(self.links_names(w) for w in between)

    def links_names(self, word: str) -> bool:
        """Whether the word may stand between a name and the area that it lies in."""
        if word in self._places["links"] or word in self._demonyms:
            return True
        return any(self._words.has(key, word) for key in ("between", "division", "area", "capital"))

    def adjective_country(self, first: int) -> str:
        """The country of "la localidad libanesa de X", "the Lebanese town of X"."""
        doc = self._doc
        start = max(doc.sentences[doc.sentence_of[first]].first, first - 5)
        stretch = doc.lowers[start:first]
        for offset in range(len(stretch) - 1, -1, -1):
            word = stretch[offset]
            if word in self._demonyms and any(
                self.is_area(start + k) for k in range(max(0, offset - 2), min(len(stretch), offset + 3))
            ):
                return self._demonyms[word]
            if word in (",", "(", ".", ";") or self._words.has("strong", word):
                return ""
        return ""

    def noun_before(self, first: int) -> str:
        """The noun that a name is the complement of ("la ciudad de X": ciudad), lower case; "" where there is none."""
        doc = self._doc
        for token in range(first - 1, max(doc.sentences[doc.sentence_of[first]].first, first - 4) - 1, -1):
            lower = doc.lowers[token]
            if (
                lower in self._places["of"]
                or self._words.has("between", lower)
                or lower in self._demonyms
                or lower in ('"', "«", "“")
            ):
                continue
            lemma = doc.lemmas[token]
            return lemma if any(self._words.has(k, lemma) for k in ("division", "settlement")) else lower
        return ""
