"""The place of an event by the parse: which locative phrase belongs to its predicate."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from despacho.grammar.clauses import is_finite, is_participle
from despacho.model import Document, Trigger
from despacho.resolve.place_links import Link, link_of
from despacho.resolve.place_mentions import PlaceMention
from despacho.resolve.place_words import PlaceWords

VERBAL = frozenset({"AGREE", "CONSULT", "SUPPORT", "CONCEDE", "REQUEST", "ACCUSE", "REJECT", "THREATEN"})
_NOUNS = ("NOUN", "PROPN", "ADJ", "PRON", "NUM")
_ARGUMENTS = frozenset({"obj", "nsubj:pass", "obl", "obl:arg", "nmod", "nsubj", "iobj", "appos", "conj"})


def event_place(
    document: Document, trigger: Trigger, mentions: Sequence[PlaceMention], *, words: PlaceWords
) -> Link | None:
    """The locative phrase of an event: its own, its noun phrase's, its support verb's, its governing clause's; the nearest wins."""
    links = [link_of(document, m, words) for m in mentions if m.country or m.choice is not None or not m.candidates]
    if not links:
        return None
    for level in _levels(document, trigger, words):
        fitting = [link for link in links if level.takes(link)]
        if fitting:
            return min(fitting, key=lambda link: (link.case != "en", abs(link.top - trigger.head)))
    return None


class _Level:
    """One way in which a place belongs to the event: the tokens it may hang on, and what it must look like there."""

    def __init__(self, document: Document, trigger: Trigger, words: PlaceWords, *, hosts: frozenset[int], near: bool) -> None:
        self._doc = document
        self._trigger = trigger
        self._words = words
        self._hosts = hosts
        self._near = near

    def takes(self, link: Link) -> bool:
        """Whether the phrase says where the event is."""
        if link.governor not in self._hosts or link.top == link.governor:
            return False
        doc, words = self._doc, self._words
        lemma = doc.lemmas[link.governor]
        if link.case in ("en", "frente_a"):
            return self._locative(link, lemma)
        if link.case in ("a", "hacia", "hasta", "con_destino_a", "para"):
            return words.has("toward", lemma) and doc.deps[link.top] != "obj" or self._object(link, lemma)
        if link.case == "de":
            return self._genitive(link, lemma)
        if link.case == "desde":
            return self._trigger.event_type in VERBAL or words.has("away", lemma)
        if link.case in ("sobre", "contra", "por"):
            return self._trigger.event_type in ("ASSAULT", "PROTEST", "MOBILIZE") and not _is_country(link)
        return link.case == "" and self._object(link, lemma)

    def _locative(self, link: Link, lemma: str) -> bool:
        nominal = self._doc.pos[link.governor] in ("NOUN", "PROPN")
        own = self._trigger.first <= link.governor < self._trigger.last
        return not (nominal and not own and self._words.has("role", lemma))

    def _object(self, link: Link, lemma: str) -> bool:
        if self._doc.deps[link.top] not in ("obj", "nsubj:pass", "obl", "obl:arg") or not self._words.has("object", lemma):
            return False
        return not _is_country(link) or lemma in ("visitar", "invadir", "ocupar", "recorrer", "sobrevolar")

    def _genitive(self, link: Link, lemma: str) -> bool:
        words = self._words
        if words.has("away", lemma):
            return True
        if self._doc.pos[link.governor] not in ("NOUN", "PROPN") or not self._near:
            return False
        if words.has("act", lemma):
            return not _is_country(link) or lemma in ("ocupación", "invasión", "anexión")
        return words.has("held", lemma) and not _is_country(link)


def _is_country(link: Link) -> bool:
    return link.mention.choice is not None and link.mention.choice.kind == "country" and not link.noun


def _levels(document: Document, trigger: Trigger, words: PlaceWords) -> Iterator[_Level]:
    own = frozenset(range(trigger.first, trigger.last)) | {trigger.head}
    seen = set(own)
    yield _Level(document, trigger, words, hosts=own, near=True)
    for hosts, near in _further(document, trigger, own):
        fresh = frozenset(hosts) - seen
        if fresh:
            seen |= fresh
            yield _Level(document, trigger, words, hosts=fresh, near=near)


def _further(document: Document, trigger: Trigger, own: frozenset[int]) -> Iterator[tuple[set[int], bool]]:
    """The tokens on which a place of the event may hang, nearest first: its arguments, clauses on them, the verbs above."""
    inner = _arguments(document, own)
    yield inner, False
    yield _clauses_on(document, own), False
    yield from _above(document, trigger.head)


def _arguments(document: Document, own: frozenset[int]) -> set[int]:
    found: set[int] = set()
    stack = sorted(own)
    for _ in range(12):
        if not stack:
            break
        node = stack.pop()
        for child in document.children[node]:
            if document.deps[child] in ("obj", "nsubj:pass", "obl", "obl:arg", "nmod", "iobj") and document.pos[child] in _NOUNS and child not in own:
                found.add(child)
                stack.append(child)
    return found


def _clauses_on(document: Document, own: frozenset[int]) -> set[int]:
    """Relative and participle clauses on the event noun: "la reunión que celebrarán mañana en Florencia"."""
    return {c for node in own if document.pos[node] in ("NOUN", "PROPN") for c in document.children[node] if document.deps[c] in ("acl", "acl:relcl")}


def _above(document: Document, head: int) -> Iterator[tuple[set[int], bool]]:
    """The support verb of an event noun; the verbs that govern an infinitive or share their complements with a second verb."""
    node = head
    for _ in range(4):
        up, dep = document.heads[node], document.deps[node]
        if up == node:
            return
        nominal = document.pos[node] in ("NOUN", "PROPN") and not is_participle(document, node)
        if nominal:
            if dep not in ("obj", "nsubj", "nsubj:pass", "obl:arg", "nmod", "conj", "obl", "xcomp", "appos"):
                return
            if document.pos[up] in ("VERB", "AUX"):
                yield {up}, False
                return
        elif dep in ("xcomp", "advcl", "acl", "csubj") and not is_finite(document, node):
            yield {up}, False
        elif dep == "conj" and document.pos[up] in ("VERB", "AUX", "ADJ"):
            yield {up}, False
        else:
            return
        node = up
