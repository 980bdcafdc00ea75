"""Actors: phrases of a document to participants with country and sector, over the whole article."""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable
from dataclasses import replace

from despacho.actors.offices import OfficeTable
from despacho.actors.tables import ActorTables
from despacho.grammar.clauses import is_finite, own_arguments, subject
from despacho.grammar.phrases import conjuncts, lemma_case
from despacho.model import Document, Participant, Phrase
from despacho.resolve.naming import Naming, clean_lemma
from despacho.resolve.referents import Referent
from despacho.resolve.roles import load_roles

WINDOW = 60
"""How many referents back a pronoun or bare role noun may look."""


LOCAL = (0.6, 0.15)
"""What a country in the same sentence, or the one before, counts against the article's own (which counts 1)."""


class ActorResolver:
    """Resolves the phrases of one document; ask in any order."""

    def __init__(self, document: Document, tables: ActorTables, offices: OfficeTable, *, lang: str) -> None:
        self.document = document
        self.roles = load_roles(lang)
        self.tables = tables
        self._done: list[Referent] = []
        self._asked: dict[tuple[str, int], Referent | None] = {}
        self.naming = Naming(document, tables, offices, roles=self.roles)
        self.home = self._home()
        self._register()

    # --- the article ----------------------------------------------------------------------------------------------

    def _home(self) -> str:
        """The country that the article is most about."""
        weights = self.naming.weights
        return min(weights, key=lambda c: (-weights[c], c)) if weights else ""

    def local_country(self, head: int) -> str:
        """The country that the passage around ``head`` is about, "" when the article names none."""
        return self._local(head)

    def _local(self, head: int) -> str:
        """The country that a bare institution at ``head`` belongs to: the article's, unless its sentence is about another."""
        document, sentence = self.document, self.document.sentence_of[head]
        scores: Counter[str] = Counter()
        top = max(self.naming.weights.values(), default=1)
        for country, weight in self.naming.weights.items():
            scores[country] += weight / top
        for referent in self._done:
            distance = sentence - document.sentence_of[referent.head]
            if referent.country in self.naming.weights and 0 <= distance <= 1 and referent.head != head:
                if distance == 0 or not referent.bare:
                    scores[referent.country] = max(scores[referent.country], scores[referent.country] + LOCAL[distance] * (referent.head < head or distance > 0))
        return min(scores, key=lambda c: (-round(scores[c], 6), c)) if scores else ""

    def _register(self) -> None:
        """Read every nominal head in text order, so that later phrases can look back."""
        document = self.document
        for token in range(len(document.forms)):
            pos = document.pos[token]
            if pos in ("NOUN", "PROPN") or (pos in ("ADJ", "NUM") and token in self.naming.mentions):
                if document.deps[token] in ("flat", "compound") and token not in self.naming.mentions and token not in self.naming.persons:
                    continue
                referent = self.naming.of(token)
                if referent is not None and referent.head == token and referent.kind != "place":
                    self._done.append(self._placed(referent))

    def _placed(self, referent: Referent) -> Referent:
        return self._bare(referent) if referent.bare else referent

    # --- looking back ---------------------------------------------------------------------------------------------

    def _before(self, token: int) -> list[Referent]:
        """Referents named before ``token``, latest first."""
        found = []
        for referent in reversed(self._done):
            if referent.head < token:
                found.append(referent)
                if len(found) >= WINDOW:
                    break
        return found

    def _latest_country(self, token: int) -> Referent | None:
        return next((r for r in self._before(token) if r.kind == "country"), None)

    def _bare(self, referent: Referent) -> Referent:
        """The country of a role noun that does not say it: who it refers back to, who it is coordinated with, or the article's."""
        head, document = referent.head, self.document
        possessor = self._possessor(head)
        if possessor is not None:
            return replace(referent, country=possessor.country, resolved_by="possessive")
        if referent.role in ("país", "nación", "república", "potencia", "estado") and referent.kind != "person":
            own = self._clause_subject(head)
            back = next((r for r in self._before(head) if r.kind == "country" and (own is None or r.country != own.country)), None)
            return replace(back, head=head, resolved_by="coreference") if back is not None else referent
        if referent.role in self.roles.singular and not referent.plural and not referent.name:
            back = self._same_person(referent)
            if back is not None:
                return back.at(head, "coreference")
        for other in conjuncts(document, head)[1:]:
            named = self.naming.of(other)
            if named is not None and named.country and not named.bare and named.kind not in ("country", "person"):
                return replace(referent, country=named.country, resolved_by="coordination")
        if not referent.name:
            back = self._same_role(referent)
            if back is not None:
                return replace(referent, country=back.country, sector=back.sector, resolved_by="coreference")
        home = self._local(head)
        return replace(referent, country=home, resolved_by="document_country") if home else replace(referent, resolved_by="unknown:no country in the article")

    def _possessor(self, head: int) -> Referent | None:
        for child in self.document.children[head]:
            if self.document.deps[child] == "det" and self.document.feats[child].get("Poss") == "Yes":
                return self.pronoun(child)
        return None

    def _same_person(self, referent: Referent) -> Referent | None:
        back = [r for r in self._before(referent.head) if r.kind == "person" and r.country and not r.plural]
        same = next((r for r in back if r.role and self.roles.alike(r.role, referent.role)), None)
        return same or next((r for r in back if r.sector == referent.sector and r.name), None)

    def _same_role(self, referent: Referent) -> Referent | None:
        for back in self._before(referent.head):
            if back.country and back.role == referent.role and (back.sector == referent.sector or back.kind == "institution"):
                return back
        return None

    # --- pronouns and elision -------------------------------------------------------------------------------------

    def pronoun(self, token: int) -> Referent | None:
        """Who a pronoun or possessive refers to: the clause's subject for a possessive, else the latest that agrees."""
        return self._once("pronoun", token, self._pronoun)

    def elided(self, verb: int) -> Referent | None:
        """Who the unsaid subject of ``verb`` is: the latest clause subject that agrees in number, same sentence first."""
        return self._once("elided", verb, self._elided)

    def _once(self, kind: str, token: int, find: Callable[[int], Referent | None]) -> Referent | None:
        """Answers are remembered; a question that leads back to itself has none."""
        if (kind, token) not in self._asked:
            self._asked[kind, token] = None
            self._asked[kind, token] = find(token)
        return self._asked[kind, token]

    def _pronoun(self, token: int) -> Referent | None:
        document = self.document
        feats = document.feats[token]
        possessive = feats.get("Poss") == "Yes"
        if possessive:
            owner = self._clause_subject(token)
            if owner is not None:
                return owner
        plural = feats.get("Number") == "Plur" and not possessive
        gender = feats.get("Gender", "") if document.lowers[token] not in ("le", "les", "se") else ""
        own = self._clause_subject(token)
        for referent in self._candidates(token):
            if own is not None and (referent.country, referent.sector, referent.name) == (own.country, own.sector, own.name):
                continue
            if self._agrees(referent, plural=plural, gender=gender) and referent.country:
                return referent
        return None

    def _candidates(self, token: int) -> list[Referent]:
        """Referents before ``token``, those that are subjects in this sentence and the one before first."""
        back = self._before(token)
        sentence = self.document.sentence_of[token]
        near = [r for r in back if sentence - self.document.sentence_of[r.head] <= 1]
        subjects = [r for r in near if self.document.deps[r.head] in ("nsubj", "nsubj:pass")]
        return subjects + [r for r in back if r not in subjects]

    @staticmethod
    def _agrees(referent: Referent, *, plural: bool, gender: str) -> bool:
        if referent.kind == "person" and plural and not referent.plural:
            return False
        if not plural and referent.plural:
            return False
        return not (gender and referent.gender and referent.kind != "country" and gender != referent.gender)

    def _clause_subject(self, token: int) -> Referent | None:
        """The subject of the clause that holds ``token``, if it is named before or around it."""
        document = self.document
        node = token
        for _ in range(8):
            head = document.heads[node]
            if head == node:
                return None
            if document.pos[head] in ("VERB", "AUX") and document.deps[node] not in ("nsubj", "nsubj:pass"):
                who = subject(document, head)
                if who is not None and not who.elided and who.token != token and not self._contains(who.token, token):
                    found = self.referent(who.token)
                    if found is not None:
                        return found
                elif who is not None and who.elided:
                    return self.elided(who.token)
            node = head
        return None

    def _contains(self, ancestor: int, token: int) -> bool:
        node = token
        for _ in range(10):
            if node == ancestor:
                return True
            if self.document.heads[node] == node:
                return False
            node = self.document.heads[node]
        return False

    def _elided(self, verb: int) -> Referent | None:
        document = self.document
        plural = self._verb_number(verb) == "Plur"
        sentence = document.sentence_of[verb]
        for index in range(sentence, max(-1, sentence - 4), -1):
            span = document.sentences[index]
            order = range(min(verb, span.last) - 1, span.first - 1, -1) if index == sentence else range(span.first, span.last)
            for token in order:
                if document.pos[token] not in ("VERB", "AUX", "ADJ", "NOUN") or token == verb or not is_finite(document, token):
                    continue
                for argument in own_arguments(document, token):
                    if argument.slot == "subj" and not argument.elided and not self._contains(argument.token, verb):
                        found = self.referent(argument.token)
                        if found is not None and found.country and self._number_fits(argument.token, found, plural=plural):
                            return found
        return None

    def _number_fits(self, token: int, referent: Referent, *, plural: bool) -> bool:
        several = len(conjuncts(self.document, token)) > 1 or referent.plural
        return several is plural or (referent.kind in ("country", "group", "institution") and not referent.plural and not plural)

    def _verb_number(self, verb: int) -> str:
        document = self.document
        for token in (verb, *[c for c in document.children[verb] if document.deps[c] in ("aux", "cop", "aux:pass")]):
            if document.feats[token].get("VerbForm") == "Fin":
                return document.feats[token].get("Number", "Sing")
        return "Sing"

    # --- phrases --------------------------------------------------------------------------------------------------

    def referent(self, head: int) -> Referent | None:
        """The referent of the phrase headed by ``head``, looking back where its own words do not tell."""
        document = self.document
        if document.pos[head] == "PRON" or (document.pos[head] == "DET" and document.feats[head].get("Poss") == "Yes"):
            return self.pronoun(head)
        named = self.naming.of(head)
        return self._placed(named) if named is not None else None

    def referents(self, phrase: Phrase) -> list[Referent]:
        """All that ``phrase`` stands for; empty when it names no actor."""
        if phrase.understood:
            one = self.elided(phrase.head)
            return [one] if one is not None else []
        both = self._both(phrase.head)
        if both:
            return both
        several = self._both_owners(phrase.head)
        if several:
            return several
        several = self.naming.all_of(phrase.head)
        if len(several) > 1:
            return several
        one = self.referent(phrase.head)
        return [one] if one is not None else []

    def _both(self, head: int) -> list[Referent]:
        """ "ambos países", "las dos naciones", "las partes": the two parties named last."""
        document = self.document
        lemma = clean_lemma(document, head)
        quantified = any(document.lowers[c] in self.roles.both_quantifiers for c in document.children[head])
        alone = document.lowers[head] in ("ambos", "ambas")
        parties = lemma == "parte" and document.feats[head].get("Number") == "Plur" and not any(lemma_case(document, c) == "de" for c in document.children[head])
        if not (alone or parties or (quantified and lemma in self.roles.both_nouns)):
            return []
        if parties and any(document.lowers[c] in ("todas", "todos") for c in document.children[head]):
            country = self.naming._modifier_country(head) or self._local(head)
            return [Referent(head=head, name="", country=country, sector="UNK", kind="group", resolved_by="document_country", plural=True)]
        found: list[Referent] = []
        for referent in self._before(head):
            if referent.country and not referent.plural and referent.country not in {f.country for f in found}:
                if referent.kind == "country" or referent.sector in ("GOV", "REB", "MIL", "OPP"):
                    found.append(referent)
            if len(found) == 2:
                sector = self.roles.sector.get(lemma, "")
                return [replace(f, head=head, sector=sector if sector in ("MIL", "LEG") else f.sector, resolved_by="coreference") for f in reversed(found)]
        return []

    def _both_owners(self, head: int) -> list[Referent]:
        """ "los ministros de Defensa de ambos países": one minister of each."""
        stack = [(head, 0)]
        while stack:
            node, depth = stack.pop()
            for child in self.document.children[node]:
                if self.document.deps[child] == "nmod" and lemma_case(self.document, child) == "de":
                    both = self._both(child)
                    if both:
                        one = self.naming.of(head)
                        return [replace(b, head=head, sector=one.sector if one is not None else b.sector) for b in both]
                    if depth < 1:
                        stack.append((child, depth + 1))
        return []

    def participants(self, phrase: Phrase) -> tuple[Participant, ...]:
        """The participants that ``phrase`` stands for, with its words and codes."""
        document = self.document
        found = self.referents(phrase)
        if phrase.understood:
            text, start, end = "", None, None
        else:
            first, last = self._span(phrase, found)
            start, end = document.starts[first], document.ends[last - 1]
            text = document.article.text[start:end]
        return tuple(
            Participant(
                text=text, start=start, end=end, name=r.name or text, country=r.country, sector=r.sector,
                other_sectors=r.other_sectors, entity_id=r.entity_id, wikidata_id=r.wikidata_id, resolved_by=r.resolved_by,
            )
            for r in found
        )  # fmt: skip

    def _span(self, phrase: Phrase, found: list[Referent]) -> tuple[int, int]:
        """The shortest span that names the participant: the personal name beside a title, else the phrase."""
        if len(found) == 1 and found[0].kind == "person":
            name = self.naming._name_in(phrase.head)
            if name is not None:
                return self.naming.person_span(name)
        return phrase.first, phrase.last
