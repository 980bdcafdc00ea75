"""Modes: the rule's own, or what the content of a demand, a refusal or a threat says."""

from __future__ import annotations

from collections.abc import Mapping
from functools import lru_cache

from despacho.languages.wordlists import word_table
from despacho.model import Document, Trigger

CONTENT_MODES = frozenset({"REQUEST", "REJECT", "THREATEN", "ASSAULT", "CONSULT", "MOBILIZE", "PROTEST", "COERCE", "RETREAT", "SANCTION", "ACCUSE"})


@lru_cache(maxsize=4)
def _words(lang: str) -> Mapping[str, Mapping[str, frozenset[str]]]:
    table = word_table(lang, "modes")
    return {kind: {mode: frozenset(words) for mode, words in modes.items()} for kind, modes in table.items() if kind != "default"}


def mode_of(document: Document, trigger: Trigger, event_type: str, *, lang: str) -> str | None:
    """The mode of the act: as the lexicon has it while the type is the rule's, else read off the words of its complements."""
    if event_type != trigger.event_type:
        return None
    if trigger.mode is not None:
        return trigger.mode
    modes = _words(lang).get(event_type)
    if modes is None:
        return None
    near = _complements(document, trigger.head)
    for mode, words in modes.items():
        if near & words:
            return mode
    defaults: Mapping[str, str] = word_table(lang, "modes").get("default", {})
    return defaults.get(event_type)


def _complements(document: Document, head: int) -> frozenset[str]:
    """Lemmas below the trigger, its subject left out, three levels deep."""
    words: set[str] = set()
    layer = [head]
    for _ in range(4):
        following: list[int] = []
        for node in layer:
            for child in document.children[node]:
                if document.deps[child] in ("nsubj", "punct", "acl:relcl", "parataxis") and node == head:
                    continue
                words.update((document.lemmas[child], document.lowers[child]))
                following.append(child)
        layer = following
    return frozenset(words)
