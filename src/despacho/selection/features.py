"""Features: what a draft looks like to the selector - counts and flags, no words of any article but lemmas."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

from despacho.grammar.clauses import is_participle
from despacho.grammar.tense import verb_tense
from despacho.grammar.words import grammar_of
from despacho.languages.wordlists import word_set
from despacho.model import Document, Draft, Participant
from despacho.selection.surroundings import (
    Layout,
    clause_names,
    history_names,
    layout_of,
    neighbour_names,
    verb_names,
    word_names,
)

CONTENT = frozenset({"NOUN", "VERB", "ADJ", "ADV", "PRON"})
QUOTES = frozenset('"“”«»')
NAMED = frozenset({"gazetteer", "capital", "seat", "demonym", "office", "apposition", "coreference", "place"})


def features_of(document: Document, drafts: Sequence[Draft], *, lang: str) -> list[dict[str, float]]:
    """One mapping of feature names to values for each draft of a document."""
    article = _article_features(document, drafts, lang=lang)
    layout = layout_of(document, drafts)
    types = layout.types
    per_sentence = {sentence: len(heads) for sentence, heads in layout.by_sentence.items()}
    rivals: dict[int, list[Draft]] = {}
    for d in drafts:
        rivals.setdefault(d.candidate.trigger.head, []).append(d)
    quoted = _quoted(document)
    return [
        {
            **article,
            **_draft_features(document, d, types=types, per_sentence=per_sentence, quoted=quoted, lang=lang),
            **_rival_features(d, rivals[d.candidate.trigger.head]),
            **dict.fromkeys(told, 1.0),
            **_surrounding_features(document, d, layout),
        }
        for d, told in zip(drafts, history_names(document, drafts, layout), strict=True)
    ]


def _surrounding_features(document: Document, draft: Draft, layout: Layout) -> dict[str, float]:
    """Where the draft stands, and its word with what was read from it."""
    names = [
        *neighbour_names(document, draft, layout),
        *clause_names(document, draft),
        *word_names(document, draft),
        *(() if draft.candidate.pos == "noun" else verb_names(document, draft)),
    ]
    return dict.fromkeys(names, 1.0)


def _rival_features(draft: Draft, rivals: Sequence[Draft]) -> dict[str, float]:
    """How the draft stands among the other readings of its trigger."""
    if len(rivals) == 1:
        return {"rivals:none": 1.0}
    rank = rivals.index(draft)
    others = max(d.candidate.specificity for d in rivals if d is not draft)
    lead = max(-5, min(5, draft.candidate.specificity - others))
    names = [f"rival:rank:{rank}", f"rival:lead:{lead}", *(f"rival:{draft.event_type}<>{d.event_type}" for d in rivals if d is not draft)]
    return dict.fromkeys(names, 1.0)


def _article_features(document: Document, drafts: Sequence[Draft], *, lang: str) -> dict[str, float]:
    """How far the article is about politics or about sport, culture, accidents and markets."""
    features = {"bias": 1.0}
    size = max(len(document.forms), 1)
    for topic in ("sport", "culture", "business", "accident", "politics"):
        words = word_set(lang, "topics", topic)
        share = sum(1 for lemma in document.lemmas if lemma in words) / size
        features[f"topic:{topic}"] = min(share * 50, 2.0)
    known = sum(1 for d in drafts if _codes(d.actors) and _codes(d.recipients))
    features["drafts:both"] = min(known / max(len(drafts), 1), 1.0)
    return features


def _codes(participants: Sequence[Participant]) -> bool:
    return any(p.country for p in participants)


def _draft_features(
    document: Document, draft: Draft, *, types: Mapping[int, str], per_sentence: Mapping[int, int], quoted: Sequence[bool], lang: str
) -> dict[str, float]:
    candidate, trigger = draft.candidate, draft.candidate.trigger
    head, kind = trigger.head, draft.event_type
    names = [
        f"type:{kind}",
        f"type:{trigger.event_type}/{draft.mode}",
        f"rule:{trigger.rule_id}",
        f"lemma:{document.lemmas[head]}",
        f"pos:{candidate.pos}",
        f"pos:{candidate.pos}/{trigger.event_type}",
        f"dep:{document.deps[head]}/{candidate.pos}",
        f"status:{draft.status.status}",
        f"specificity:{max(min(candidate.specificity, 8), -6)}",
        f"loose:{candidate.specificity < -1}/{candidate.pos}",
        f"sources:{draft.source is not None}",
        f"sentence:{min(per_sentence[document.sentence_of[head]], 5)}",
        *_role_names("actor", draft.actors, draft.actor_slot, candidate.pos),
        *_role_names("recipient", draft.recipients, draft.recipient_slot, candidate.pos),
        *_form_names(document, head, candidate.pos),
        *_governor_names(document, draft, types, lang=lang),
        *_word_names(document, head),
    ]
    flags = {
        "weak": candidate.weak,
        f"weak/{kind}": candidate.weak,
        "shifted": draft.shifted,
        "mutual": candidate.mutual,
        "multiword": trigger.last - trigger.first > 1,
        "quoted": quoted[head],
        "content": candidate.content_of is not None,
        "heading": document.sentences[document.sentence_of[head]].kind == "heading",
        "needs:unmet": bool(set(candidate.needs) - {role for role, found in (("actor", draft.actors), ("recipient", draft.recipients)) if found}),
        "both": _codes(draft.actors) and _codes(draft.recipients),
        "weak:both": candidate.weak and _codes(draft.actors) and _codes(draft.recipients),
        "none": not _codes(draft.actors) and not _codes(draft.recipients),
        "abroad": len({p.country for p in (*draft.actors, *draft.recipients) if p.country}) > 1,
        "capitalised": candidate.pos == "noun" and document.forms[head][:1].isupper() and head != document.sentences[document.sentence_of[head]].first,
    }
    features = dict.fromkeys(names, 1.0)
    features.update((name, 1.0) for name, held in flags.items() if held)
    return features


def _role_names(role: str, participants: Sequence[Participant], slot: str, pos: str) -> list[str]:
    if not participants:
        return [f"{role}:none", f"{role}:none/{pos}"]
    first = participants[0]
    how = first.resolved_by.partition(":")[0]
    return [
        f"{role}:slot:{slot}/{pos}",
        f"{role}:sector:{first.sector}",
        f"{role}:by:{how}",
        f"{role}:said:{bool(first.text)}",
        f"{role}:country:{bool(first.country)}",
        f"{role}:named:{how in NAMED}",
        f"{role}:several:{len(participants) > 1}",
    ]


def _form_names(document: Document, head: int, pos: str) -> list[str]:
    if pos == "noun":
        children = document.children[head]
        determiner = next((document.lowers[c] for c in children if document.deps[c] == "det"), "")
        own = any(document.deps[c] in ("nmod", "amod", "acl", "acl:relcl", "obl:agent") for c in children)
        return [f"det:{_determiner(determiner, grammar_of(document).names['determiners'])}", f"own:{own}", f"number:{document.feats[head].get('Number', '')}"]
    form = document.feats[head].get("VerbForm", "") or ("Part" if is_participle(document, head) else "")
    return [f"tense:{verb_tense(document, head)}", f"form:{form}", f"person:{document.feats[head].get('Person', '')}"]


def _determiner(word: str, classes: Mapping[str, str]) -> str:
    return classes.get(word, "demonstrative" if word else "bare")


def _word_names(document: Document, head: int) -> list[str]:
    """The words around the trigger: its head, its dependents by relation, its neighbours."""
    names = [f"w:{document.deps[c]}:{document.lemmas[c]}" for c in document.children[head] if document.pos[c] in CONTENT]
    parent = document.heads[head]
    if parent != head:
        names.append(f"w:head:{document.lemmas[parent]}")
    names += [f"w:case:{document.lowers[c]}" for c in document.children[head] if document.deps[c] in ("case", "mark")]
    return names


def _governor_names(document: Document, draft: Draft, types: Mapping[int, str], *, lang: str) -> list[str]:
    candidate = draft.candidate
    names = []
    if candidate.content_of is not None:
        names.append(f"content_of:{types.get(candidate.content_of, '')}")
    governor = candidate.governor
    if governor is None:
        return [*names, "governor:none"]
    lemma = document.lemmas[governor]
    for group in ("direct", "inverse", "announce", "happen"):
        if lemma in word_set(lang, "support_verbs", "support", group):
            names.append(f"governor:{group}/{candidate.pos}")
    if governor in types:
        names.append(f"governor:type:{types[governor]}/{candidate.pos}")
        if types[governor] == draft.event_type:
            names.append(f"governor:same/{candidate.pos}")
    return names


def _quoted(document: Document) -> list[bool]:
    """For each token, whether it stands inside quotation marks (pairs are closed at the end of a sentence at the latest)."""
    inside, flags, sentence = False, [], -1
    for token, form in enumerate(document.forms):
        if document.sentence_of[token] != sentence:
            sentence = document.sentence_of[token]
            inside = False
        if form in QUOTES:
            inside = form in "“«" or (form == '"' and not inside)
        flags.append(inside)
    return flags
