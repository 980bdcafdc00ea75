"""Attribution: for every act, the innermost source that vouches for it, or None for the article's own voice."""

from __future__ import annotations

from bisect import bisect_right
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from operator import attrgetter

from despacho.attribution.background import is_background
from despacho.attribution.carrying import carry, clip
from despacho.attribution.clauses import account_report, clause_report, headline_report
from despacho.attribution.denials import refuses
from despacho.attribution.denying import denial_report
from despacho.attribution.dialogue import answers
from despacho.attribution.lexicon import VERBAL, Lexicon, Reporting, load_lexicon
from despacho.attribution.names import channel_of, issuer, naming
from despacho.attribution.nominals import content_noun_report, participle_lemma, participle_report
from despacho.attribution.objects import accusing_report, noun_report
from despacho.attribution.phrases import phrase_reports
from despacho.attribution.postposed import after_report
from despacho.attribution.quotes import Quote, find_quotes, parentheses
from despacho.attribution.reports import Range, Report, case_of
from despacho.attribution.speech import announces_itself, is_own_speech
from despacho.attribution.tense import tense_of
from despacho.attribution.trees import is_impersonal, sentence_range, subject_of, with_particle
from despacho.grammar.words import grammar_of
from despacho.model import Document, Phrase, Source, Span, Trigger


def attribute(document: Document, triggers: Sequence[Trigger]) -> tuple[Source | None, ...]:
    """For each trigger who vouches for it, in the same order; None is the article's own voice.

    The triggers carry their final type (a future CONSULT is already AGREE): speech acts are told by their own actor.
    """
    if not triggers:
        return ()
    lexicon = load_lexicon(document.lang)
    context = _Context(quotes=find_quotes(document), asides=parentheses(document))
    reports = _by_sentence(document, find_reports(document, lexicon, context.quotes))
    return tuple(
        _source(document, trigger, reports.get(document.sentence_of[trigger.head], ()), context, lexicon)
        for trigger in triggers
    )


def _by_sentence(document: Document, reports: Sequence[Report]) -> Mapping[int, list[Report]]:
    """The reports that tell something in each sentence, in their order."""
    found: dict[int, list[Report]] = {}
    for report in reports:
        for first, last in report.scopes:
            if first >= last:  # a source at the very end of a sentence tells nothing behind it
                continue
            for k in range(document.sentence_of[first], document.sentence_of[last - 1] + 1):
                told = found.setdefault(k, [])
                if not told or told[-1] is not report:
                    told.append(report)
    return found


@dataclass(frozen=True, slots=True, kw_only=True)
class _Context:
    """The stretches of an article between quotation marks and between brackets."""

    quotes: tuple[Quote, ...]
    asides: tuple[Range, ...]


def find_reports(document: Document, lexicon: Lexicon, quotes: tuple[Quote, ...]) -> tuple[Report, ...]:
    """Every reporting clause of the article in order of its cue, quotes carried over sentences."""
    found: list[Report] = []
    for i, lemma in enumerate(document.lemmas):
        if document.lowers[i] in lexicon.prepositions:
            phrase = phrase_reports(document, i, lexicon)
            found.extend((phrase,) if phrase is not None else ())
        if lemma in lexicon.lemmas["content_noun"] and document.pos[i] == "NOUN":
            claim = content_noun_report(document, i, lexicon)
            found.extend((claim,) if claim is not None else ())
        if lemma in lexicon.lemmas["account_noun"]:
            account = account_report(document, i, lexicon)
            found.extend((account,) if account is not None else ())
        found.extend(_verb_reports(document, i, lexicon, quotes))
    for sentence in document.sentences:
        headline = headline_report(document, sentence.first, sentence.last)
        found.extend((headline,) if headline is not None else ())
    clauses: dict[int, list[Report]] = {}
    for report in found:
        if report.form == "clause":
            clauses.setdefault(document.sentence_of[report.verb], []).append(report)
    spoken = [report for report in found if not _is_nobody(document, report)]
    clipped = tuple(clip(report, clauses.get(document.sentence_of[report.verb], ())) for report in spoken)
    return (*carry(document, clipped, quotes), *answers(document, lexicon))


def _is_nobody(document: Document, report: Report) -> bool:
    """Whether what "speaks" is a thing that nobody says: "todo apunta a que", "ello indica que"."""
    return report.source is not None and document.lowers[report.source] in grammar_of(document).speech["nobody"]


def _verb_reports(document: Document, i: int, lexicon: Lexicon, quotes: tuple[Quote, ...]) -> list[Report]:
    denial = denial_report(document, i, lexicon)
    if denial is not None:
        return [denial]
    if document.pos[i] not in ("VERB", "ADJ", "AUX"):
        return []
    lemma = document.lemmas[i]
    if _is_bare_participle(document, i):
        known = lemma in lexicon.verbs or participle_lemma(document, i) in lexicon.verbs
        report = participle_report(document, i, lexicon) if known else None
        return [report] if report is not None else []
    reporting = lexicon.verbs.get(with_particle(document, i)) or lexicon.verbs.get(lemma)
    if reporting is None or document.pos[i] == "ADJ" or not _reports_here(document, i, reporting):
        return []
    made = (
        clause_report(document, i, reporting, lexicon),
        noun_report(document, i, reporting, lexicon),
        accusing_report(document, i, reporting),
        after_report(document, i, reporting, quotes, lexicon),
    )
    return [report for report in made if report is not None]


def _is_bare_participle(document: Document, i: int) -> bool:
    return (
        document.deps[i] in ("acl", "amod")
        and document.feats[i].get("VerbForm") == "Part"
        and not any(document.deps[c].startswith("aux") for c in document.children[i])
    )


def _reports_here(document: Document, verb: int, reporting: Reporting) -> bool:
    """Whether the verb tells somebody's words here: not negated, not impersonal, not the reflexive of another meaning."""
    if _negated(document, verb) or is_impersonal(document, verb) or _in_first_person(document, verb):
        return False
    if reporting.without and any(
        case_of(document, c) in reporting.without for c in document.children[verb] if c > verb
    ):
        return False
    head = document.heads[verb]
    if (
        document.feats[verb].get("VerbForm") == "Inf"
        and document.deps[verb] in ("xcomp", "ccomp")
        and _negated(document, head)
    ):
        return False
    reflexive = any(
        document.deps[c] == "expl:pv" or (document.lowers[c] in grammar_of(document).speech["own_reflexives"] and c > verb)
        for c in document.children[verb]
    )
    return reporting.reflexive if reflexive else reporting.plain


def _in_first_person(document: Document, verb: int) -> bool:
    """As in "creo que ...": the speaker of the quote goes on."""
    group = (verb, *(c for c in document.children[verb] if document.deps[c].startswith("aux")))
    return any(document.feats[i].get("Person") == "1" and document.feats[i].get("VerbForm") == "Fin" for i in group)


def _negated(document: Document, verb: int) -> bool:
    return any(document.lowers[c] in grammar_of(document).speech["unreporting"] and c < verb for c in document.children[verb])


def _source(
    document: Document, trigger: Trigger, reports: Sequence[Report], context: _Context, lexicon: Lexicon
) -> Source | None:
    own = _own_denial(document, trigger, lexicon) or _own_claim(document, trigger, lexicon)
    if own is not None:
        return _as_source(document, own, lexicon)
    for report in _covering(document, trigger, reports, context.quotes):
        if is_background(document, trigger, report, context.asides, lexicon):
            continue
        if is_own_speech(document, trigger, report, lexicon) or announces_itself(
            document, trigger.head, report, lexicon
        ):
            continue
        return _as_source(document, report, lexicon)
    return None


def _own_denial(document: Document, trigger: Trigger, lexicon: Lexicon) -> Report | None:
    """The denial that is the trigger itself: "extremo que el Gobierno desmintió"."""
    if trigger.event_type in VERBAL or refuses(document, trigger, lexicon):
        return None
    for i in range(trigger.first, trigger.last):
        if document.lemmas[i] in lexicon.lemmas["denial_verb"] and document.pos[i] == "VERB":
            reporting = lexicon.verbs[document.lemmas[i]]
            source = subject_of(document, i)
            return Report(
                cue=(i, i + 1), verb=i, source=source, scopes=((i, i + 1),), form="clause", reporting=reporting
            )
    return None


def _own_claim(document: Document, trigger: Trigger, lexicon: Lexicon) -> Report | None:
    """The claim that is the trigger itself: "Hamas claimed responsibility", "la guerrilla se atribuyó el ataque"."""
    if trigger.event_type in VERBAL:
        return None
    lemmas, claims = document.lemmas, lexicon.lemmas["own_claim"]
    for i in range(trigger.first, trigger.last):
        claim = lemmas[i] in claims or any(f"{lemmas[i]} {lemmas[j]}" in claims for j in range(i + 1, min(i + 3, trigger.last)))
        source = subject_of(document, i) if claim and document.pos[i] == "VERB" else None
        if source is not None:
            reporting = lexicon.verbs.get(lemmas[i], Reporting())
            return Report(cue=(i, i + 1), verb=i, source=source, scopes=((i, i + 1),), form="clause", reporting=reporting)
    return None


def _covering(document: Document, trigger: Trigger, reports: Sequence[Report], quotes: Sequence[Quote]) -> list[Report]:
    """The reports that tell the trigger, innermost first: the smallest scope, then the nearest cue."""
    ranked = []
    for k, report in enumerate(reports):
        # A phrase stands aside for the clause that it is put into ("reveló, según la prensa, que ...").
        handicap = 4 if report.form in ("phrase", "impersonal", "opinion") else 0
        sizes = [last - first + handicap for first, last in report.scopes if first <= trigger.head < last]
        if sizes and not trigger.first <= report.verb < trigger.last and _tells(document, trigger, report, quotes):
            ranked.append((min(sizes), abs(report.verb - trigger.head), k))
    return [reports[k] for _, _, k in sorted(ranked)]


def _tells(document: Document, trigger: Trigger, report: Report, quotes: Sequence[Quote]) -> bool:
    """Whether a report of this form can tell this act: what hangs on a noun in a clause of its own is background."""
    if report.form != "noun":
        return True
    head = trigger.head
    at = bisect_right(quotes, head, key=attrgetter("first"))  # they stand apart, in text order
    quoted = at > 0 and head < quotes[at - 1].last
    if quoted or (tense_of(document, trigger) == "future" and document.pos[head] == "VERB"):
        return True
    if document.feats[head].get("VerbForm") == "Inf":
        return any(document.lowers[c] in grammar_of(document).slots.genitive for c in document.children[head])
    verbal = document.pos[head] in ("VERB", "AUX") or (
        document.feats[head].get("VerbForm") == "Part" and document.deps[head] in ("acl", "amod")
    )
    return not verbal and not _in_clause(document, head, report)


def _in_clause(document: Document, i: int, report: Report) -> bool:
    """Whether a clause opens between ``i`` and the reporting verb."""
    while i != report.verb and document.heads[i] != i:
        if document.deps[i] in ("acl:relcl", "advcl", "acl") and i != report.verb:
            return True
        i = document.heads[i]
    return False


def _as_source(document: Document, report: Report, lexicon: Lexicon) -> Source:
    text = document.article.text
    cue = Span.of(text, document.starts[report.cue[0]], document.ends[report.cue[1] - 1])
    if report.form == "impersonal":
        phrase = Phrase(head=report.verb, first=report.cue[0], last=report.cue[1])
        return Source(phrase=phrase, cue=cue, channel="other")
    head = report.source
    clause = _clause_range(document, report)
    if head is None:
        phrase = Phrase(head=report.verb, first=report.verb, last=report.verb, understood=True)
        return Source(phrase=phrase, cue=cue, channel=channel_of(document, None, clause, lexicon))
    channel = "interview" if report.form == "answer" else channel_of(document, head, clause, lexicon)
    return Source(phrase=naming(document, _speaker(document, head, lexicon), lexicon), cue=cue, channel=channel)


def _speaker(document: Document, head: int, lexicon: Lexicon) -> int:
    documents = lexicon.lemmas["noun.document"] | lexicon.lemmas["noun.communique"]
    if document.lemmas[head] in documents:
        found = issuer(document, head, lexicon)
        return head if found is None else found
    return head


def _clause_range(document: Document, report: Report) -> Range:
    """The tokens of the reporting clause itself, without what it reports."""
    first, last = sentence_range(document, report.verb)
    for a, b in report.scopes:
        if a > report.verb:
            last = min(last, max(a, report.verb + 1))
        elif b <= report.verb:
            first = max(first, b)
    return first, max(last, report.verb + 1)
