"""Titles: the role noun that stands before or behind a personal name."""

from __future__ import annotations

from collections.abc import Container

from despacho.grammar.phrases import lemma_case
from despacho.grammar.words import grammar_of
from despacho.model import Document
from despacho.resolve.mentions import Mentions
from despacho.resolve.roles import Roles, clean_lemma

QUOTES = frozenset("\"'«»“”‘’")
REACH = 16
"""How many tokens before a name its title may begin ("el presidente de la Asamblea Parlamentaria del Consejo de Europa, X")."""
NOMINAL = frozenset({"NOUN", "PROPN", "ADJ", "NUM"})
BEHIND = NOMINAL | {"DET", "ADV", "VERB"}
OFFICES = frozenset({"GOV", "LEG", "JUD", "MIL", "IGO"})
PHRASE = 9
"""How many tokens the phrase behind a name may have before its head."""


class Titles:
    """Finds the titles of the names in one document; ``names`` holds the tokens of all names."""

    def __init__(self, document: Document, mentions: Mentions, *, roles: Roles, names: Container[int]) -> None:
        self.document = document
        self._words = grammar_of(document).names
        self.mentions = mentions
        self.roles = roles
        self.names = names

    def before(self, first: int) -> int | None:
        """The role noun whose apposition the name is: the outermost one before a comma, the nearest without."""
        document = self.document
        start = document.sentences[document.sentence_of[first]].first
        at = self._over_rank(self._over_quotes(first - 1, start), start)
        comma = at >= start and document.lowers[at] == ","
        at = self._over_brackets(at - comma, start)
        if at < start or (not comma and self._belongs_to(at)):
            return None
        found: int | None = None
        for token in range(at, max(start, at - REACH) - 1, -1):
            if self._is_title(token):
                found = token
                if not comma or not self._linked(token, start):
                    break
            elif not self._inside_title(token, at):
                break
        return None if comma and found is not None and self._own_subject(first, found) else found

    def _own_subject(self, first: int, title: int) -> bool:
        """Whether the name is the subject of a clause that the title only opens: "según la policía, Juan Pérez huyó"."""
        document = self.document
        if not document.deps[first].startswith("nsubj"):
            return False
        if self._closed(first) and clean_lemma(document, title) in self.roles.singular and not lemma_case(document, title):
            return False
        return not document.deps[title].startswith("nsubj") or document.heads[title] != document.heads[first]

    def _closed(self, first: int) -> bool:
        """Whether a comma and no age follow the name, as behind an apposition: "the trade minister, Ana Silva, said"."""
        document, at = self.document, first
        while at < len(document.forms) and (at in self.names or document.pos[at] == "PROPN"):
            at += 1
        return at + 1 < len(document.forms) and document.lowers[at] == "," and document.pos[at + 1] != "NUM"

    def _belongs_to(self, at: int) -> bool:
        """Whether the name right behind ``at`` is part of a phrase of its own ("de | Juan", "la Universidad | Carlos III")."""
        if self.document.pos[at] in ("NOUN", "PROPN"):
            return at not in self.mentions and not self._is_title(at)
        return self.document.pos[at] == "ADP"

    def _over_quotes(self, at: int, start: int) -> int:
        while at >= start and self.document.lowers[at] in QUOTES:
            at -= 1
        return at

    def _over_rank(self, at: int, start: int) -> int:
        """Past a rank between comma and name: "el portavoz de la misión, comandante | X"."""
        document = self.document
        rank = at > start and document.lowers[at - 1] == "," and document.pos[at] in ("NOUN", "PROPN", "ADJ")
        if rank and at not in self.names and self.roles.is_role(clean_lemma(document, at)):
            return at - 1
        return at

    def _over_brackets(self, at: int, start: int) -> int:
        """Past an acronym in brackets: "el portavoz del Alto Comisionado (ACNUR), | X"."""
        if at >= start and self.document.forms[at] == ")":
            return next((t - 1 for t in range(at, max(start, at - 6), -1) if self.document.forms[t] == "("), at)
        return at

    def _linked(self, title: int, start: int) -> bool:
        """Whether the title is itself a complement: "el portavoz del | presidente"."""
        document = self.document
        before = [t for t in range(title - 1, max(start, title - 3) - 1, -1) if document.pos[t] != "DET"]
        return bool(before) and document.lowers[before[0]] in self._words["of"]

    def _is_title(self, token: int) -> bool:
        document = self.document
        return (
            document.pos[token] in ("NOUN", "ADJ", "PROPN", "VERB")
            and clean_lemma(document, token) in self.roles.singular
            and document.feats[token].get("Number") != "Plur"
            and token not in self.names
            and not (
                document.pos[token] in ("ADJ", "VERB")
                and document.deps[token] in ("amod", "acl")
                and document.heads[token] < token
            )
        )

    def _inside_title(self, token: int, end: int) -> bool:
        """Whether ``token`` may stand inside a title's phrase before the name at ``end``."""
        document = self.document
        if token in self.names or document.deps[token] == "mark":
            return False
        if document.pos[token] in NOMINAL or document.pos[token] == "DET" or document.lowers[token] in QUOTES:
            return True
        if document.pos[token] == "ADP":
            return document.lowers[token] in self._words["title_links"] or (
                document.lowers[token] in self._words["title_at"] and token < end
            )
        return document.lowers[token] in self._words["title_joins"] and token < end

    def behind(self, last: int) -> int | None:
        """The role noun behind the name: "Geoff Hoon, ministro de Defensa"."""
        document = self.document
        stop = document.sentences[document.sentence_of[last - 1]].last
        at = last
        if at < stop and document.forms[at] == "(":
            at = next((t + 1 for t in range(at, min(stop, at + 8)) if document.forms[t] == ")"), at)
        if at >= stop or document.lowers[at] != ",":
            return None
        if grammar_of(document).switches.compounds:
            return self._head_behind(at, stop)
        for token in range(at + 1, min(stop, at + 5)):
            if self._is_title(token) and document.pos[token] == "NOUN":
                return token if self._stands_as_title(token, at) else None
            if document.lowers[token] not in self._words["title_before"] and document.pos[token] not in ("ADJ", "ADV", "NUM", "DET"):
                return None
        return None

    def _head_behind(self, comma: int, stop: int) -> int | None:
        """The last noun of the phrase behind the comma where nouns modify nouns: "Ana Silva, 34, the country's former trade minister"."""
        document, found = self.document, None
        for token in range(comma + 1, min(stop, comma + PHRASE)):
            word = document.lowers[token]
            if word == "," and token - comma == 2 and document.pos[token - 1] == "NUM":
                return self._head_behind(token, stop)  # the age
            if document.pos[token] not in BEHIND and word not in self._words["title_before"] and word not in ("-", "'s", "’s", "'"):
                break
            if document.pos[token] in NOMINAL:
                found = token if self._is_title(token) and document.pos[token] in ("NOUN", "PROPN") else None
        return found if found is not None and self._described(found, comma) and not self._biography(comma, found) else None

    def _biography(self, comma: int, title: int) -> bool:
        """As in "Silva, 62, a former newspaper editor, has denied it": what somebody did once, and no office of state."""
        words = self.document.lowers[comma + 1 : title]
        return not self.roles.former.isdisjoint(words) and self.roles.sector.get(clean_lemma(self.document, title)) not in OFFICES

    def _described(self, title: int, comma: int) -> bool:
        """Whether the noun is no subject of its own: "said Silva, | the minister denied it" has no comma before its verb."""
        document = self.document
        if lemma_case(document, title):
            return False
        if document.deps[title] not in ("nsubj", "nsubj:pass") or document.heads[title] < title:
            return document.deps[title] not in ("obj", "obl") or title - comma < PHRASE
        return "," in document.lowers[title + 1 : document.heads[title]]

    def _stands_as_title(self, token: int, comma: int) -> bool:
        """Whether the noun behind the comma describes the name before it rather than opening a phrase of its own."""
        document = self.document
        if document.deps[token] in ("nsubj", "obj", "obl", "nsubj:pass") and token - comma > 1:
            return False
        return not lemma_case(document, token)
