"""Triggers: which words of a document may carry an event, by the lexicon's rules."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass

from despacho.grammar.clauses import is_participle, own_arguments, reflexive, subject
from despacho.grammar.phrases import conjuncts
from despacho.grammar.words import grammar_of, morphology_of
from despacho.languages.lexicon import Lexicon, Pattern, Rule
from despacho.languages.wordlists import verb_lemmas
from despacho.model import Document, Sentence, Trigger

GAP = 4
"""Largest number of tokens between two words of a pattern (an adverb, an article, a date may stand between)."""


RIVALS = 3
"""Types that one trigger may be read as; the selector chooses among them."""
RIVAL_GAP = 5
"""How much less specific than the best reading a rival may be: less than two words of a pattern."""
WORDED = 4
"""How specific a match of several words is from which on it covers the words in it."""
LOOSE = -3
"""What a rule's missing companion word costs in specificity."""
NO_EVENT = "NONE"
"""The type of rules that only keep others out ("rueda de prensa")."""
NOMINAL = frozenset({"nsubj", "nsubj:pass", "obj", "obl", "obl:arg", "nmod", "root", "conj", "appos"})
"""What an adjective that is really a noun hangs by; a true one is an amod."""


def anchor(document: Document, token: int) -> int:
    """The predicate whose participants the trigger ``token`` has: itself, or the verb that a modal helps."""
    return document.heads[token] if document.deps[token] == "aux" else token


@dataclass(frozen=True, slots=True)
class Match:
    """A rule that fits at a token, how specific it is, and the trigger's token range."""

    rule: Rule
    head: int
    first: int
    last: int
    specificity: int


def find_triggers(document: Document, lexicon: Lexicon) -> tuple[tuple[Trigger, Rule, int], ...]:
    """The best match of each type at every token of prose, in text order, with its rule and specificity."""
    found: list[Match] = []
    for sentence in document.sentences:
        if sentence.kind == "boilerplate":
            continue
        span = slice(sentence.first, sentence.last)
        words = frozenset(document.lemmas[span]).union(document.lowers[span])
        for token in range(sentence.first, sentence.last):
            found.extend(_readings_of(document, lexicon, sentence, token=token, words=words))
    kept = [m for m in _without_covered(found) if m.rule.event_type != NO_EVENT]
    return tuple(
        (
            Trigger(
                head=m.head, first=m.first, last=m.last, event_type=m.rule.event_type, mode=m.rule.mode, rule_id=m.rule.id
            ),
            m.rule,
            m.specificity,
        )
        for m in kept
    )


def _without_covered(found: list[Match]) -> list[Match]:
    """Drop matches whose head is an inner word of a longer pattern ("ruptura" in "ruptura de relaciones")."""
    over: dict[int, list[Match]] = {}
    for match in found:
        if match.specificity >= WORDED:
            for token in range(match.first, match.last):
                over.setdefault(token, []).append(match)
    return [m for m in found if not any(o.head != m.head and o.last - o.first > m.last - m.first for o in over.get(m.head, ()))]


def _readings(document: Document, token: int, lang: str) -> Iterator[tuple[str, str]]:
    """(part of speech of the lexicon, lemma) pairs under which the token is looked up."""
    pos, lemma = document.pos[token], document.lemmas[token]
    if pos in ("ADJ", "VERB") and is_participle(document, token) and _has_article(document, token):
        for noun in morphology_of(document).participle_nouns(document.lowers[token]):
            yield "noun", noun
    if pos in ("VERB", "AUX"):
        if document.deps[token] in ("aux", "aux:pass", "cop"):
            if lemma in grammar_of(document).verbs.modals:
                yield "verb", lemma
            return
        yield "verb", lemma
        if document.feats[token].get("VerbForm") == "Ger" and _has_article(document, token):
            yield "noun", document.lowers[token]
        if is_participle(document, token):
            for infinitive in verb_lemmas(lang, document.lowers[token]):
                if infinitive != lemma:
                    yield "verb", infinitive
    elif pos == "ADJ":
        yield "adj", lemma
        if is_participle(document, token) or morphology_of(document).may_be_participle(document.lowers[token]):
            for infinitive in verb_lemmas(lang, document.lowers[token]):
                yield "verb", infinitive
        elif document.deps[token] in NOMINAL:
            yield from _noun_forms(document, token)
    elif pos == "NOUN":
        yield "noun", lemma
    elif pos == "PROPN" and (document.forms[token].islower() or _in_heading(document, token)):
        yield from _noun_forms(document, token)


def _in_heading(document: Document, token: int) -> bool:
    return document.sentences[document.sentence_of[token]].kind == "heading"


def _noun_forms(document: Document, token: int) -> Iterator[tuple[str, str]]:
    """A noun that was tagged as something else ("la Cumbre", "intensos combates"), as it stands and in the singular."""
    for noun in morphology_of(document).noun_lemmas(document.lowers[token]):
        yield "noun", noun


def _has_article(document: Document, token: int) -> bool:
    """Whether a participle is used as a noun: "la llamada", "los llamados"."""
    return any(
        (document.deps[c] == "det" and document.pos[c] == "DET") or (c == token - 1 and document.lowers[c] in grammar_of(document).forms.articles)
        for c in document.children[token]
    )


def _readings_of(
    document: Document, lexicon: Lexicon, sentence: Sentence, *, token: int, words: frozenset[str]
) -> list[Match]:
    """The best match of each type at ``token``, the most specific first; none where NONE is the most specific.

    ``words`` are all lemmas and forms of the sentence: a pattern with a word that is not among them cannot fit.
    """
    best: dict[str, Match] = {}
    contracted = grammar_of(document).forms.contracted
    for pos, lemma in _readings(document, token, lexicon.lang):
        for pattern, rule in lexicon.index[pos].get(lemma, ()):
            if not _all_present(pattern, words, contracted):
                continue
            match = _fits(document, sentence, token, pattern, rule)
            if match is not None and (rule.event_type not in best or match.specificity > best[rule.event_type].specificity):
                best[rule.event_type] = match
    ranked = sorted(best.values(), key=lambda m: (-m.specificity, m.rule.event_type))
    if ranked and ranked[0].rule.event_type == NO_EVENT:
        return ranked[:1]
    return [m for m in ranked[:RIVALS] if m.rule.event_type != NO_EVENT and (m is ranked[0] or m.specificity >= ranked[0].specificity - RIVAL_GAP)]


def _all_present(pattern: Pattern, words: frozenset[str], contracted: Mapping[str, str]) -> bool:
    return all(w in words or contracted.get(w) in words for w in pattern.after) and all(w in words for w in pattern.before)


def _fits(document: Document, sentence: Sentence, token: int, pattern: Pattern, rule: Rule) -> Match | None:
    span = _words(document, sentence, token, pattern)
    if span is None:
        return None
    if pattern.pronominal and reflexive(document, token) is None:
        return None
    words = sum(word != "-" for word in (*pattern.before, *pattern.after))
    specificity = 4 * words + 2 * pattern.pronominal - (1 if rule.weak else 0)
    conditions = _conditions(document, token, rule)
    if conditions is None:
        return None
    return Match(rule=rule, head=token, first=span[0], last=span[1], specificity=specificity + conditions)


def _words(document: Document, sentence: Sentence, token: int, pattern: Pattern) -> tuple[int, int] | None:
    first, last = token, token + 1
    grammar = grammar_of(document)
    tight, before = grammar.forms.tight, GAP
    if grammar.switches.tight_last:
        tight, before = tight & {*pattern.after[-1:], "-"}, 1
    for word in pattern.after:
        if grammar.switches.particles and (apart := _particle(document, token, word)) is not None:
            last = apart + 1 if apart - last < 1 else last
            continue
        reach = 1 + _passed_over(document, token, last) if word in tight else GAP + 1
        at = _seek(document, word, range(last, min(last + reach, sentence.last)))
        if at is None:
            if word in tight or _dependent(document, token, word) is None:
                return None
            continue
        last = at + 1
    for word in reversed(pattern.before):
        at = _seek(document, word, range(first - 1, max(first - before - 1, sentence.first - 1), -1))
        if at is None:
            return None
        first = at
    return first, last


def _particle(document: Document, token: int, word: str) -> int | None:
    """The particle of a verb, wherever it stands ("called the visit off")."""
    return next((c for c in document.children[token] if document.deps[c] == "compound:prt" and document.lowers[c] == word), None)


def _passed_over(document: Document, token: int, start: int) -> int:
    """How many adverbs and days stand at ``start`` before a word that belongs to the trigger: "called | Tuesday | on Israel"."""
    if not grammar_of(document).switches.tight_last:
        return 0
    at = start
    while at < min(start + GAP, len(document.forms)) and (
        document.pos[at] == "ADV" or (document.heads[at] == token and document.deps[at] == "obl" and not document.children[at])
    ):
        at += 1
    return at - start


def _seek(document: Document, word: str, tokens: range) -> int | None:
    grammar = grammar_of(document)
    contracted, opened = grammar.forms.contracted.get(word), grammar.switches.open_patterns
    for token in tokens:
        finite = opened and document.feats[token].get("VerbForm") == "Fin" and document.pos[token] in ("VERB", "AUX")
        if finite and token > tokens.start:
            return None  # another clause has begun: "called as some might | boycott"
        if document.lemmas[token] == word or document.lowers[token] == word or document.lowers[token] == contracted:
            return token
        if document.lowers[token] in (".", ";", ":", "?", "!") or (opened and document.pos[token] == "VERB"):
            return None
    return None


def _dependent(document: Document, token: int, word: str) -> int | None:
    """A word of the pattern that stands before its head: "las relaciones fueron rotas", "las relaciones rotas"."""
    for argument in own_arguments(document, token):
        if argument.slot == "obj" and (document.lemmas[argument.token] == word or document.lowers[argument.token] == word):
            return argument.token
    return None


def _conditions(document: Document, token: int, rule: Rule) -> int | None:
    """None where a condition of the rule excludes the match, else how many hold; ``LOOSE`` less where a wanted word is missing.

    A missing companion word ("with", "subject_with") does not exclude: the press finds words that no list has. Such a match is
    loose: any other beats it, and the selector knows it by its specificity.
    """
    held = 0
    base = anchor(document, token)
    if rule.without and complement_lemmas(document, base, rule.with_slot, depth=1) & rule.without:
        return None
    if rule.with_lemmas:
        held += 3 if complement_lemmas(document, base, rule.with_slot) & rule.with_lemmas else LOOSE
    if rule.clause is not None:
        if has_clause(document, token) is not rule.clause:
            return None
        held += 1
    if rule.subject_with or rule.subject_without:
        lemmas = _subject_lemmas(document, token)
        if lemmas & rule.subject_without:
            return None
        if rule.subject_with:
            held += 1 if lemmas & rule.subject_with else LOOSE
    return held


def has_clause(document: Document, token: int) -> bool:
    """Whether a content clause (que + verb, infinitive) hangs on the predicate."""
    if document.deps[token] == "aux":
        return True
    for child in document.children[token]:
        if document.deps[child] in ("ccomp", "xcomp", "csubj", "csubj:pass"):
            return True
        infinitive = document.feats[child].get("VerbForm") == "Inf"
        if infinitive and document.deps[child] in ("advcl", "obl", "obl:arg", "acl", "obj", "nmod"):
            return True
        if document.deps[child] == "acl" and any(document.lowers[c] in grammar_of(document).forms.content for c in document.children[child]):
            return True
    return False


def complement_lemmas(document: Document, token: int, slots: tuple[str, ...] = (), *, depth: int = 2) -> frozenset[str]:
    """Lemmas and lower-case forms of the complements of a predicate, ``depth`` levels deep, in ``slots`` if given."""
    heads: list[int] = []
    if document.pos[token] in ("VERB", "AUX") or is_participle(document, token):
        arguments = own_arguments(document, token)
        heads = [a.token for a in arguments if (a.slot in slots if slots else a.slot != "subj")]
        if not slots or "obj" in slots:
            heads += [c for c in document.children[token] if document.deps[c] in ("xcomp", "ccomp", "csubj") or (not slots and document.deps[c] in ("obl", "advmod", "advcl"))]
    else:
        heads = [c for c in document.children[token] if document.deps[c] in ("nmod", "amod", "acl", "compound", "flat", "appos", "obl", "nummod")]
    words: set[str] = set()
    for head in heads:
        for node in conjuncts(document, head):
            words.update((document.lemmas[node], document.lowers[node]))
            for child in document.children[node] if depth > 1 else ():
                if document.deps[child] in ("nmod", "amod", "flat", "obj", "compound", "nummod"):
                    words.update((document.lemmas[child], document.lowers[child]))
    return frozenset(words)


def _subject_lemmas(document: Document, token: int) -> frozenset[str]:
    if document.pos[token] == "NOUN":
        return complement_lemmas(document, token, ())
    argument = subject(document, anchor(document, token))
    if argument is None or argument.elided:
        return frozenset()
    return frozenset(document.lemmas[t] for t in conjuncts(document, argument.token))
