"""Coreference: whom pronouns, possessives and unsaid subjects refer to, among those named before."""

from __future__ import annotations

from bisect import bisect_left
from collections.abc import Callable, Iterator
from operator import attrgetter

from despacho.grammar.clauses import is_finite, is_passive, own_arguments, subject
from despacho.grammar.phrases import conjuncts
from despacho.grammar.words import grammar_of
from despacho.model import Document
from despacho.resolve.referents import Referent

WINDOW = 60
"""How many referents back a pronoun or bare role noun may look."""
BACK = 4
"""How many sentences back an unsaid subject may have been named."""
SUBJECTS = frozenset({"nsubj", "nsubj:pass"})
PREDICATES = frozenset({"VERB", "AUX", "ADJ", "NOUN"})
_head = attrgetter("head")


class Coreference:
    """Looks back over the referents of one document; ``refer`` reads the phrase headed by a token."""

    def __init__(self, document: Document, done: list[Referent], refer: Callable[[int], Referent | None]) -> None:
        self.document = document
        self._done = done
        self._refer = refer
        self._asked: dict[tuple[str, int], Referent | None] = {}
        self._subjects: dict[int, tuple[int, ...]] = {}
        self._subjects_in: dict[int, tuple[int, ...]] = {}

    # --- looking back -------------------------------------------------------------------------------------------------

    def before(self, token: int) -> list[Referent]:
        """Referents named before ``token``, latest first, at most ``WINDOW``."""
        low = bisect_left(self._done, token, key=_head)
        return self._done[max(0, low - WINDOW) : low][::-1]

    def _once(self, kind: str, token: int, find: Callable[[int], Referent | None]) -> Referent | None:
        """Answers are remembered; a question that leads back to itself has none."""
        if (kind, token) not in self._asked:
            self._asked[kind, token] = None
            self._asked[kind, token] = find(token)
        return self._asked[kind, token]

    def pronoun(self, token: int) -> Referent | None:
        """Who a pronoun or possessive refers to: the clause's subject for a possessive, else the latest that agrees."""
        return self._once("pronoun", token, self._pronoun)

    def elided(self, verb: int) -> Referent | None:
        """Who the unsaid subject of ``verb`` is: the nearest clause subject that agrees in number."""
        return self._once("elided", verb, self._elided)

    # --- pronouns -----------------------------------------------------------------------------------------------------

    def _pronoun(self, token: int) -> Referent | None:
        feats, names = self.document.feats[token], grammar_of(self.document).names
        ungendered, latter_words = names["ungendered"], names["latter"]
        if feats.get("Person") == "1":
            return self._speaker(token)
        if (stands_for := names.get("pronouns", {}).get(self.document.lowers[token])) is not None:
            return self._overt(token, stands_for)
        own = self.clause_subject(token)
        if feats.get("Poss") == "Yes":
            return own or self._latest(token, plural=False, gender="", apart=None)
        word = self.document.lowers[token]
        plural = feats.get("Number") == "Plur"
        gender = "" if word in ungendered else feats.get("Gender", "")
        latter = word in latter_words or any(self.document.lowers[c] in latter_words for c in self.document.children[token])
        return self._latest(token, plural=plural, gender=gender, apart=own, latter=latter)

    def _overt(self, token: int, stands_for: str) -> Referent | None:
        """Whom a pronoun means in a language that leaves no subject unsaid: "Ukraine said it ..." is Ukraine, "told it" is not.

        ``stands_for``: "person", "thing" or "many". A subject looks for subjects: of the clauses around, then of those before.
        """
        document, subject_of = self.document, document_verb(self.document, token)
        possessive = document.feats[token].get("Poss") == "Yes" or document.deps[token] == "det"
        found = [self._refer(t) for t in self._subject_tokens(subject_of) if t != token] if subject_of is not None else []
        own = None if subject_of is not None else self.clause_subject(token)
        if possessive:
            found.append(own)
        back = self._subjects_first(self.before(token), token)
        if subject_of is None and not possessive and own is not None:
            back = [r for r in back if not r.same_as(own)]
        candidates = [r for r in [*found, *back] if r is not None and r.country]
        gender = document.feats[token].get("Gender", "")
        fitting = (r for r in candidates if self._means(r, stands_for) and agrees(r, plural=r.plural, gender=gender))
        return next(fitting, None) or next((r for r in found if r is not None and r.country and stands_for == "many"), None)

    def _means(self, referent: Referent, stands_for: str) -> bool:
        """Whether a pronoun for a person, a thing or many may mean the referent."""
        several = referent.plural or len(conjuncts(self.document, referent.head)) > 1
        if stands_for == "many":
            return several or referent.kind == "group"
        return (referent.kind == "person") is (stands_for == "person") and not several

    def _speaker(self, token: int) -> Referent | None:
        """Who says "yo" or "nuestro": a person who is a subject in the sentence, else the last person named."""
        sentence = self.document.sentences[self.document.sentence_of[token]]
        first, last = (bisect_left(self._done, at, key=_head) for at in (sentence.first, sentence.last))
        around = self._done[first:last]
        told = [r for r in around if r.kind == "person" and self.document.deps[r.head] in SUBJECTS]
        back = [r for r in self.before(token) if r.kind == "person" and not r.plural]
        return next((r for r in [*told, *back] if r.country), None)

    def _latest(
        self, token: int, *, plural: bool, gender: str, apart: Referent | None, latter: bool = False
    ) -> Referent | None:
        """The latest referent that agrees; "éste" takes the nearest, other pronouns a subject near by first."""
        back = self.before(token)
        for referent in back if latter else self._subjects_first(back, token):
            if not referent.country or (apart is not None and referent.same_as(apart)):
                continue
            if latter and self.document.deps[referent.head] in SUBJECTS and self._same_sentence(referent, token):
                continue
            if agrees(referent, plural=plural, gender=gender):
                return referent
        return None

    def _same_sentence(self, referent: Referent, token: int) -> bool:
        return self.document.sentence_of[referent.head] == self.document.sentence_of[token]

    def _subjects_first(self, back: list[Referent], token: int) -> list[Referent]:
        sentence = self.document.sentence_of[token]
        near = [r for r in back if sentence - self.document.sentence_of[r.head] <= 1]
        subjects = [r for r in near if self.document.deps[r.head] in SUBJECTS]
        return subjects + [r for r in back if r not in subjects]

    # --- subjects -----------------------------------------------------------------------------------------------------

    def clause_subject(self, token: int) -> Referent | None:
        """The subject of the clause that holds ``token``, if it is named before or around it."""
        document, node = self.document, token
        for _ in range(8):
            head = document.heads[node]
            if head == node:
                return None
            if document.pos[head] in ("VERB", "AUX") and document.deps[node] not in SUBJECTS:
                who = subject(document, head)
                if who is not None and who.elided:
                    return self.elided(who.token)
                if who is not None and who.token != token and not self.contains(who.token, token):
                    found = self._refer(who.token)
                    if found is not None:
                        return found
            node = head
        return None

    def contains(self, ancestor: int, token: int) -> bool:
        """Whether ``token`` stands below ``ancestor`` in the tree (ten steps at most)."""
        node = token
        for _ in range(10):
            if node == ancestor:
                return True
            if self.document.heads[node] == node:
                return False
            node = self.document.heads[node]
        return False

    def _elided(self, verb: int) -> Referent | None:
        plural = self._verb_number(verb) == "Plur"
        seen: set[int] = set()
        for token in self._subject_tokens(verb):
            if token in seen or self.contains(token, verb):
                continue
            seen.add(token)
            found = self._refer(token)
            if found is not None and found.country and self._number_fits(token, found, plural=plural):
                return found
        return None

    def _subject_tokens(self, verb: int) -> Iterator[int]:
        """Heads of the subjects before ``verb``: of the clauses around it, of those before it, of earlier sentences."""
        document = self.document
        node = verb
        for _ in range(8):
            node = document.heads[node]
            yield from self._subjects_of(node)
            if document.heads[node] == node:
                break
        sentence = document.sentence_of[verb]
        for index in range(sentence, max(-1, sentence - BACK), -1):
            if index == sentence:
                for token in range(verb - 1, document.sentences[index].first - 1, -1):
                    yield from self._subjects_of(token)
            else:
                yield from self._subjects_of_sentence(index)

    def _subjects_of_sentence(self, index: int) -> tuple[int, ...]:
        """The heads of all subjects of a sentence, that of its root first."""
        if index not in self._subjects_in:
            span = self.document.sentences[index]
            order = self._main_first(span.first, span.last)
            self._subjects_in[index] = tuple(head for token in order for head in self._subjects_of(token))
        return self._subjects_in[index]

    def _main_first(self, first: int, last: int) -> Iterator[int]:
        """The tokens of a sentence, its root first."""
        root = next((t for t in range(first, last) if self.document.heads[t] == t), None)
        if root is not None:
            yield root
        yield from (t for t in range(first, last) if t != root)

    def _subjects_of(self, token: int) -> tuple[int, ...]:
        """The heads of the subjects of a predicate; many unsaid subjects look back to the same ones."""
        if token not in self._subjects:
            self._subjects[token] = tuple(self._find_subjects(token))
        return self._subjects[token]

    def _find_subjects(self, token: int) -> Iterator[int]:
        document = self.document
        if document.pos[token] not in PREDICATES or not is_finite(document, token):
            return
        for argument in own_arguments(document, token):
            wanted = "obj" if is_passive(document, token) else "subj"
            if (
                argument.slot == wanted
                and not argument.elided
                and document.deps[argument.token] in (*SUBJECTS, "obl:agent")
            ):
                yield argument.token

    def _number_fits(self, token: int, referent: Referent, *, plural: bool) -> bool:
        several = len(conjuncts(self.document, token)) > 1 or referent.plural
        return several is plural or (
            referent.kind in ("country", "group", "institution") and not referent.plural and not plural
        )

    def _verb_number(self, verb: int) -> str:
        document = self.document
        for token in (verb, *[c for c in document.children[verb] if document.deps[c] in ("aux", "cop", "aux:pass")]):
            if document.feats[token].get("VerbForm") == "Fin":
                return document.feats[token].get("Number", "Sing")
        return "Sing"


def document_verb(document: Document, token: int) -> int | None:
    """The predicate whose subject ``token`` is, or None where it is no subject."""
    return document.heads[token] if document.deps[token] in SUBJECTS and document.heads[token] != token else None


def agrees(referent: Referent, *, plural: bool, gender: str) -> bool:
    """Whether a pronoun of this number and gender may stand for the referent."""
    if plural != referent.plural and (plural is False or referent.kind == "person"):
        return False
    return not (gender and referent.gender and referent.kind != "country" and gender != referent.gender)
