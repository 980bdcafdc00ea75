"""The place of an event by the parse: which locative phrase belongs to its predicate."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace

from despacho.grammar.clauses import is_finite, is_participle
from despacho.grammar.words import grammar_of
from despacho.languages.wordlists import verb_lemmas, word_set
from despacho.model import Document, Trigger
from despacho.resolve.place_links import Link, link_of
from despacho.resolve.place_mentions import PlaceMention
from despacho.resolve.place_words import PlaceWords

VERBAL = frozenset({"AGREE", "SUPPORT", "CONCEDE", "REQUEST", "ACCUSE", "REJECT", "THREATEN"})
"""Types that are done by speaking: a place inside what is spoken of is not theirs."""
FORCE = frozenset({"ASSAULT", "PROTEST", "MOBILIZE", "COERCE"})
_SUPPORT = ("direct", "inverse", "happen")


def event_place(
    document: Document, trigger: Trigger, mentions: Sequence[PlaceMention], *, words: PlaceWords
) -> Link | None:
    """The locative phrase of an event: its own, its noun phrase's, its support verb's, its governing clause's; the nearest wins."""
    links = _inherit([link_of(document, m, words) for m in mentions])
    reader, here = _Reader(document, trigger, words), grammar_of(document).places["here"]
    for hosts in reader.levels():
        fitting = [link for link in links if link.governor in hosts.tokens and reader.takes(link, hosts)]
        if fitting:
            return min(
                fitting,
                key=lambda k: (k.mention.choice is None, k.case != here, abs(k.top - trigger.head), _only_names_where(document, k), k.mention.first),
            )
    return reader.relative(links)


def _only_names_where(document: Document, link: Link) -> bool:
    """Whether the name only says where the place named behind its noun lies ("the West Bank city of Jenin")."""
    return document.deps[link.mention.head] == "compound"


def _inherit(links: list[Link]) -> list[Link]:
    """Links where a place that hangs on another place ("la base de Puerto Jordán, en Arauca") hangs where that one does."""
    out: list[Link] = []
    for link in links:
        above = next(
            (k for k in out if k.mention.first <= link.governor < k.mention.last or link.governor == k.top), None
        )
        out.append(replace(link, governor=above.governor, case=above.case) if above is not None else link)
    return out


@dataclass(frozen=True, slots=True)
class _Hosts:
    """Tokens on which a place of the event may hang; ``own`` the predicate itself, ``clause`` a clause on its noun or above it."""

    tokens: frozenset[int]
    own: bool = False
    inner: bool = False


class _Reader:
    """Reads the places of one event."""

    def __init__(self, document: Document, trigger: Trigger, words: PlaceWords) -> None:
        self._doc = document
        self._trigger = trigger
        self._words = words
        self._lang = document.lang
        self._slots = grammar_of(document).slots
        self._places = grammar_of(document).places
        self._plain = grammar_of(document).forms.contractions
        self._own = frozenset(range(trigger.first, trigger.last)) | {trigger.head}
        self._nominal = document.pos[trigger.head] in ("NOUN", "PROPN") and not is_participle(document, trigger.head)

    # Where to look

    def levels(self) -> Iterator[_Hosts]:
        """The tokens on which a place of the event may hang, nearest first."""
        yield _Hosts(self._own, own=True)
        yield _Hosts(self._occasions())
        if self._nominal or self._trigger.event_type not in VERBAL - {"AGREE"}:
            yield _Hosts(self._arguments(), inner=True)
        if self._nominal and self._trigger.event_type not in VERBAL - {"AGREE"}:
            yield _Hosts(self._clauses())
        for above in self._above():
            yield _Hosts(above)
        yield _Hosts(self._beside())
        yield _Hosts(self._told_from())
        yield _Hosts(self._acting_there(), inner=True)

    def _told_from(self) -> frozenset[int]:
        """The clause that says where the subject was: "Speaking in Paris, the minister urged"."""
        doc = self._doc
        return frozenset(
            c for c in doc.children[self._trigger.head] if doc.deps[c] == "advcl" and not is_finite(doc, c) and self._any("speaking", self._lemmas(c))
        )

    def _acting_there(self) -> frozenset[int]:
        """The subject of an act of force that is done where its subject is: "police in Istanbul detained"."""
        doc = self._doc
        if self._nominal or self._trigger.event_type not in FORCE | {"SANCTION"}:
            return frozenset()
        return frozenset(
            c for c in doc.children[self._trigger.head] if doc.deps[c] == "nsubj" and self._any("local", self._lemmas(c))
        )

    def _occasions(self) -> frozenset[int]:
        """The meeting or journey at which the act is done: "en su cumbre en Feira", "durante su visita a Uzbekistán"."""
        doc = self._doc
        return frozenset(
            c
            for node in self._own
            for c in doc.children[node]
            if doc.deps[c] in ("obl", "nmod")
            and self._case(c) in self._places["occasion"]
            and (self._words.has("held", doc.lemmas[c]) or self._words.has("toward", doc.lemmas[c]))
        )

    def _arguments(self) -> frozenset[int]:
        """Nouns inside the predicate's complements: "mantiene a 35.000 soldados en el Líbano"."""
        doc, found = self._doc, set[int]()
        stack = sorted(self._own)
        while stack and len(found) < 12:
            node = stack.pop()
            for child in doc.children[node]:
                if node in found and self._settled_there(node, child):
                    found.add(child)
                elif (
                    child not in self._own
                    and doc.pos[child] in ("NOUN", "PROPN", "PRON", "NUM")
                    and self._descends(node, child)
                ):
                    found.add(child)
                    stack.append(child)
        return frozenset(found)

    def _settled_there(self, noun: int, clause: int) -> bool:
        """Whether a clause says where its noun is: "la franja que ocupaban en el sur libanés", "soldados desplegados en el Líbano"."""
        doc = self._doc
        if doc.deps[clause] == "acl:relcl":
            return self._words.has("area", doc.lemmas[noun])
        return self._trigger.event_type in FORCE and doc.deps[clause] in ("acl", "amod") and is_participle(doc, clause)

    def _descends(self, node: int, child: int) -> bool:
        dep = self._doc.deps[child]
        if dep in ("obj", "nsubj:pass"):
            return not self._nominal or node in self._own
        case = self._doc.children[child] and self._case(child)
        return dep in ("nmod", "obl", "obl:arg") and case in self._places["through_noun" if self._nominal else "through_verb"]

    def _case(self, token: int) -> str:
        words = [self._doc.lowers[c] for c in self._doc.children[token] if self._doc.deps[c] == "case"]
        return self._plain.get(words[0], words[0]) if words else ""

    def _clauses(self) -> frozenset[int]:
        """Relative and participle clauses on the event noun: "la reunión que celebrarán mañana en Florencia"."""
        doc, support = self._doc, self._support()
        found = set[int]()
        for node in sorted(self._own | self._arguments()):
            for child in doc.children[node]:
                if doc.deps[child] in ("acl", "acl:relcl", "amod") and doc.pos[child] in ("VERB", "ADJ"):
                    said = node in self._own or bool(self._lemmas(child) & support)
                    if said and doc.feats[child].get("VerbForm") != "Inf":
                        found.add(child)
        return frozenset(found)

    def _above(self) -> Iterator[frozenset[int]]:
        """The support verb of an event noun; the verb above an infinitive; the first of coordinated verbs."""
        doc, node = self._doc, self._trigger.head
        for _ in range(4):
            up, dep = doc.heads[node], doc.deps[node]
            if up == node:
                return
            if doc.pos[node] in ("NOUN", "PROPN") and not is_participle(doc, node):
                if not self._lends(node, up, dep):
                    return
            elif not (dep == "conj" or (dep in ("xcomp", "advcl", "csubj", "acl", "obl") and not is_finite(doc, node))):
                return
            yield frozenset({up})
            node = up

    def _lends(self, noun: int, up: int, dep: str) -> bool:
        """Whether the place of ``up`` is the noun's: a noun that it is a part of, or a verb that only says that it happens."""
        doc = self._doc
        if dep in ("conj", "nmod", "appos"):
            return (
                doc.pos[up] == "NOUN"
                and (dep != "nmod" or self._case(noun) in self._slots.genitive)
                and not self._words.has("role", doc.lemmas[up])
            )
        if dep in ("nsubj:pass", "nsubj"):
            return True
        if dep == "obl":
            return self._any("carry", self._lemmas(up))  # "went on strike"
        return dep in ("obj", "obl:arg") and bool(self._lemmas(up) & self._support())

    def _support(self) -> frozenset[str]:
        return frozenset().union(*(word_set(self._lang, "support_verbs", "support", key) for key in _SUPPORT))

    def _beside(self) -> frozenset[int]:
        """Verbs of the same subject coordinated with the predicate and behind it: their place is the last word on both."""
        doc, head = self._doc, self._trigger.head
        if self._nominal or self._trigger.event_type in VERBAL:
            return frozenset()
        return frozenset(
            c for c in doc.children[head] if doc.deps[c] == "conj" and doc.pos[c] == "VERB" and not self._has_subject(c)
        )

    def _has_subject(self, verb: int) -> bool:
        return any(self._doc.deps[c] in ("nsubj", "nsubj:pass") for c in self._doc.children[verb])

    # What fits there

    def takes(self, link: Link, hosts: _Hosts) -> bool:
        """Whether the phrase says where the event is."""
        if link.top == link.governor:
            return False
        lemmas, case, places = self._lemmas(link.governor), link.case, self._places
        if case == places["here"]:
            return self._locative(link, lemmas, hosts)
        if case in places["goal"]:
            return self._goal(link, lemmas, hosts) or (case in self._slots.address and self._object(link, lemmas))
        if case in self._slots.genitive:
            return self._genitive(link, lemmas, hosts)
        if case in self._slots.origin:
            told = self._trigger.event_type in VERBAL | {"CONSULT"} and not self._nominal and not hosts.inner
            return told or (hosts.own and self._any("away", lemmas)) or self._supported_away(link, lemmas)
        if case in places["struck"]:
            return (
                self._trigger.event_type in FORCE
                and not _is_country(link)
                and (case not in places["about"] or self._trigger.event_type == "PROTEST")
            )
        if case == "" and self._doc.deps[link.top] == "compound":
            return self._genitive(link, lemmas, hosts)  # "the Lisbon summit"
        return case == "" and not hosts.inner and self._object(link, lemmas)

    def _supported_away(self, link: Link, lemmas: frozenset[str]) -> bool:
        """Whether a noun of leaving has its origin on its support verb ("completed their withdrawal from southern Lebanon")."""
        away = self._nominal and self._any("away", self._lemmas(self._trigger.head))
        return away and link.governor == self._doc.heads[self._trigger.head] and bool(lemmas & self._support())

    def _lemmas(self, token: int) -> frozenset[str]:
        own = {self._doc.lemmas[token]}
        if is_participle(self._doc, token):
            own.update(verb_lemmas(self._lang, self._doc.lowers[token]))
        return frozenset(own)

    def _any(self, key: str, lemmas: frozenset[str]) -> bool:
        return any(self._words.has(key, lemma) for lemma in lemmas)

    def _locative(self, link: Link, lemmas: frozenset[str], hosts: _Hosts) -> bool:
        nominal = self._doc.pos[link.governor] in ("NOUN", "PROPN")
        if hosts.inner and self._nominal and self._any("held", self._lemmas(self._trigger.head)):
            return True  # "la reunión de los ministros aliados en Florencia"
        if not nominal or link.governor in self._own or self._any("away", lemmas):
            return True
        meeting = self._trigger.event_type in ("CONSULT", "AGREE")
        return not self._any("posted" if meeting else "role", lemmas)

    def _goal(self, link: Link, lemmas: frozenset[str], hosts: _Hosts) -> bool:
        if hosts.inner:
            return False
        if self._nominal and not hosts.own and self._any("toward", self._lemmas(self._trigger.head)):
            return bool(lemmas & self._support())  # "la visita que cursó a Egipto"
        if not self._any("toward", lemmas):
            return False
        if self._trigger.event_type == "AID" and _is_country(link) and hosts.own:
            return False
        return self._doc.deps[link.top] != "obj" or self._any("arrive", lemmas)

    def _object(self, link: Link, lemmas: frozenset[str]) -> bool:
        doc = self._doc
        if link.governor in self._own:
            lemmas = lemmas.union(*(self._lemmas(t) for t in self._own))
        if doc.deps[link.top] not in ("obj", "nsubj:pass", "nsubj", "obl", "obl:arg", "nmod") or not self._any(
            "object", lemmas
        ):
            return False
        if doc.deps[link.top] == "nsubj" and not self._not_subject(link):
            return False
        return not _is_country(link) or bool(lemmas & self._places["entering"])

    def _not_subject(self, link: Link) -> bool:
        """Whether a subject is none: a participle's, or a lone place behind a verb in the plural ("cazas sobrevuelan Ankara")."""
        doc = self._doc
        if any(is_participle(doc, t) for t in self._own | {link.governor}):
            return True
        return link.top > link.governor and doc.feats[link.governor].get("Number") == "Plur"

    def _genitive(self, link: Link, lemmas: frozenset[str], hosts: _Hosts) -> bool:
        if hosts.inner:
            return self._agent_away(link)
        if self._any("away", lemmas):
            return hosts.own
        if not hosts.own or not self._nominal:
            return False
        if self._any("act", lemmas):
            return not _is_country(link) or bool(lemmas & self._places["taking"])
        return self._any("held", lemmas) and not _is_country(link)

    def _agent_away(self, link: Link) -> bool:
        """Whether a second "de" leads away: "la retirada de los marines británicos de Sierra Leona"."""
        doc = self._doc
        if not self._any("away", self._lemmas(self._trigger.head)) or doc.heads[link.governor] not in self._own:
            return False
        return any(doc.deps[c] == "amod" and c > link.governor for c in doc.children[link.governor])

    def relative(self, links: Sequence[Link]) -> Link | None:
        """The place that "donde" before the predicate takes up: "Sierra Leona, donde reemplazará"."""
        doc, head = self._doc, self._trigger.head
        node = head
        for _ in range(3):
            where = next((c for c in doc.children[node] if doc.lowers[c] in self._places["where"] and c < node), None)
            if where is not None:
                near = [k for k in links if 0 <= where - k.mention.last <= 2]
                return near[-1] if near else None
            if doc.deps[node] not in ("obj", "nsubj", "nsubj:pass", "xcomp", "conj", "aux", "cop"):
                return None
            node = doc.heads[node]
        return None


def _is_country(link: Link) -> bool:
    return link.mention.choice is not None and link.mention.choice.kind == "country" and not link.noun
