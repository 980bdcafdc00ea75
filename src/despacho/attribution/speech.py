"""Speech acts: whether a reported act is its own actor speaking, so that nobody else need vouch for it."""

from __future__ import annotations

from despacho.attribution.lexicon import VERBAL, Lexicon
from despacho.attribution.reports import Report, case_of, is_verbal
from despacho.attribution.tense import finite_part, tense_of
from despacho.attribution.trees import is_passive, shared_subject, subject_of, subtree
from despacho.grammar.words import grammar_of, morphology_of
from despacho.model import Document, Trigger

_STANCE = frozenset(("REQUEST", "ACCUSE", "REJECT", "THREATEN", "SUPPORT"))
_FIRST = ("1",)
_PLAIN = str.maketrans("áéí", "aei")


def is_own_speech(document: Document, trigger: Trigger, report: Report, lexicon: Lexicon) -> bool:
    """Whether the act in ``trigger``, told by ``report``, is the reporting speaker's own speech act.

    "Francia llama a la calma, indicó la portavoz": no. "X afirmó que Y debe retirarse": the REQUEST is X's own.
    """
    if trigger.event_type not in VERBAL or report.form in ("answer", "impersonal") or report.reporting.denies:
        return False
    head = trigger.head
    judged = any(document.lemmas[i] in lexicon.lemmas["evaluative"] for i in range(trigger.first, trigger.last))
    if (judged and trigger.event_type in _STANCE) or _anonymous_text(document, report, lexicon):
        return True
    if _is_speech_noun(document, trigger, lexicon):
        return _performs(document, head, report, lexicon)
    if document.pos[head] == "ADJ" and _shifted_back(document, head, report):
        return True
    agent = _agent_of_participle(document, head)
    if agent is not None:
        return _same_word(document, agent, report)
    if document.feats[head].get("VerbForm") == "Part" and document.deps[head] in ("acl", "amod"):
        return False
    if report.form == "accuse":
        return not is_verbal(document, head)
    if is_verbal(document, head):
        return _verb_is_own(document, trigger, report, lexicon)
    return trigger.event_type in _STANCE


def _anonymous_text(document: Document, report: Report, lexicon: Lexicon) -> bool:
    """As in "La nota agrega que Managua rechaza ...": a text of no named issuer is its actor's own voice."""
    if report.form != "clause" or report.source is None or document.pos[report.source] != "NOUN":
        return False
    texts = lexicon.lemmas["noun.communique"] | lexicon.lemmas["noun.document"]
    return document.lemmas[report.source] in texts and not any(
        document.deps[c] in ("nmod", "acl", "amod", "appos") for c in document.children[report.source]
    )


def _is_speech_noun(document: Document, trigger: Trigger, lexicon: Lexicon) -> bool:
    if document.pos[trigger.head] not in ("NOUN", "PROPN"):
        return False
    nouns = lexicon.lemmas["speech_noun"]
    lemma = document.lemmas[trigger.head]
    named = lemma in nouns or document.lemmas[trigger.first] in nouns or lemma in lexicon.acts
    # To accuse or to ask is often only to judge ("una barbaridad", "es hora"); nouns of the other types name acts.
    return named or trigger.event_type not in ("ACCUSE", "REQUEST")


def _agent_of_participle(document: Document, participle: int) -> int | None:
    """Who did it in "las medidas exigidas por X": told, unless X is the speaker."""
    if not morphology_of(document).reported_participle(document.lowers[participle], document.feats[participle]) or document.deps[participle] in ("ccomp", "root"):
        return None
    return next(
        (
            c
            for c in document.children[participle]
            if c > participle and case_of(document, c) in grammar_of(document).slots.agent and document.pos[c] in ("NOUN", "PROPN")
        ),
        None,
    )


def announces_itself(document: Document, noun: int, report: Report, lexicon: Lexicon) -> bool:
    """As in "anunció la ruptura de relaciones", "declaró el estado de sitio": the announcement is the act."""
    return (
        report.form == "noun"
        and document.heads[noun] == report.verb
        and document.lemmas[noun] in lexicon.lemmas["performative"]
        and document.lemmas[report.verb] in lexicon.lemmas["announce_verb"]
    )


def _performs(document: Document, noun: int, report: Report, lexicon: Lexicon) -> bool:
    """As in "reiteró su respaldo": the noun is the object of the reporting verb and nobody else's."""
    if report.form != "noun" or document.heads[noun] != report.verb:
        return False
    if document.lemmas[report.verb] not in lexicon.lemmas["performing_verb"]:
        return False
    return not _owned_by_another(document, noun, report)


def _owned_by_another(document: Document, noun: int, report: Report) -> bool:
    for child in document.children[noun]:
        if (
            document.deps[child] == "nmod"
            and any(document.lowers[c] in grammar_of(document).names["of"] for c in document.children[child])
            and (
                document.ents[child] in ("PER", "ORG", "LOC")
                and document.forms[child] != document.forms[report.source or 0]
            )
        ):
            return True
    return False


def _verb_is_own(document: Document, trigger: Trigger, report: Report, lexicon: Lexicon) -> bool:
    head = trigger.head
    if (
        _goes_on_to_speak(document, head, report)
        or _shifted_back(document, head, report)
        or _told_beside(document, head, report, lexicon)
        or _told_of_it(document, head, report, lexicon)
    ):
        return True
    lemma = document.lemmas[head]
    known = lexicon.lemmas["speech_verb"] | lexicon.acts
    span = range(trigger.first, trigger.last)
    speaks = (
        lemma in known
        or lemma.translate(_PLAIN) in known
        or any(document.lemmas[i] in lexicon.lemmas["speech_noun"] for i in span)
    )
    # To accuse is to tell what somebody did; in the other types a verb of the past tells an act, not a stance.
    speaks = speaks or (trigger.event_type != "ACCUSE" and _is_over(document, _clause_verb(document, head)))
    if trigger.event_type in ("REQUEST", "REJECT") and _obliges(document, trigger, report):
        return True
    if not speaks and trigger.event_type in _STANCE:
        # "ya llevará el caso": an act announced, not a stance taken by saying so.
        return not (trigger.event_type == "ACCUSE" and tense_of(document, trigger) == "future")
    return _same_actor(document, trigger, report)


def _goes_on_to_speak(document: Document, head: int, report: Report) -> bool:
    """As in "said it was worried and urged calm": where the content is in the past too, what is joined to it is the speaker's own."""
    if not grammar_of(document).switches.fronted_content or report.form != "clause" or head < report.verb:
        return False
    joined = document.deps[head] == "conj" and _is_plain_past(document, head) and _is_plain_past(document, report.verb)
    return joined and subject_of(document, head) is None


def _told_beside(document: Document, head: int, report: Report, lexicon: Lexicon) -> bool:
    """As in "Exhortó a la militancia a resistir, porque, según dijo, ...": whoever is left unsaid beside a speech is its speaker."""
    if report.form not in ("after", "phrase") or not _speaks_in_past(document, head, lexicon):
        return False
    subject = subject_of(document, head)
    main = document.deps[head] in ("root", "conj")
    return main and (report.source is None or (subject is not None and report.source == subject))


def _told_of_it(document: Document, head: int, report: Report, lexicon: Lexicon) -> bool:
    """As in "reconoció que hay problemas, de lo que responsabilizó a X", "por lo que instó a X": the speaker goes on."""
    if report.form != "clause" or head < report.verb or document.deps[head] not in ("acl:relcl", "advcl", "conj", "parataxis"):
        return False
    if not _speaks_in_past(document, head, lexicon) or subject_of(document, head) is not None:
        return False
    above = finite_part(document, document.heads[head])
    if document.deps[head] == "conj" and document.feats[above].get("Tense") == "Past":
        return False
    feats, told = document.feats[head], document.feats[finite_part(document, report.verb)]
    return told.get("Tense") == "Past" and feats.get("Number") == told.get("Number")


def _speaks_in_past(document: Document, head: int, lexicon: Lexicon) -> bool:
    feats = document.feats[head]
    finite = feats.get("VerbForm") == "Fin" and feats.get("Tense") == "Past" and feats.get("Person") != "1"
    return finite and document.lemmas[head] in lexicon.lemmas["speech_verb"] | lexicon.acts


def _shifted_back(document: Document, head: int, report: Report) -> bool:
    """As in "said it was ready", "said he supported": a stance taken in the present, its tense that of the report."""
    if not grammar_of(document).switches.fronted_content or report.form != "clause" or head < report.verb:
        return False
    if document.deps[head] not in ("ccomp", "xcomp", "conj", "csubj") or is_passive(document, head):
        return False
    verb = _clause_verb(document, head)
    subject = subject_of(document, verb)
    spoken = subject is not None and document.lowers[subject] in grammar_of(document).speech["same_speaker"]
    return spoken and _is_plain_past(document, finite_part(document, verb)) and _is_plain_past(document, report.verb)


def _is_plain_past(document: Document, i: int) -> bool:
    """A past without "had": "urged", "was"."""
    feats = document.feats[i]
    finite = feats.get("VerbForm") == "Fin" and feats.get("Tense") == "Past"
    return finite and document.lemmas[i] not in grammar_of(document).verbs.perfect


def _obliges(document: Document, trigger: Trigger, report: Report) -> bool:
    """A duty or a refusal laid down by saying so: "debe ser juzgado", "bajo ninguna circunstancia será admitido"."""
    speech = grammar_of(document).speech
    span = (*range(trigger.first, trigger.last), *document.children[trigger.head])
    if trigger.event_type == "REQUEST":
        return any(
            document.lemmas[i] in speech["must"]
            or f"{document.lemmas[i]} {' '.join(document.lowers[i + 1 : i + 2])}" in speech["must_phrases"]
            or (document.lemmas[i] in speech["can"] and document.lowers[i - 1] in speech["not"])
            for i in span
        )
    negated = any(
        document.lowers[i] in speech["refusing"] for i in range(trigger.first, trigger.last)
    )
    return negated and tense_of(document, trigger) == "future" and not _refused_by_another(document, trigger, report)


def _refused_by_another(document: Document, trigger: Trigger, report: Report) -> bool:
    """As in "aseguró que el Gobierno no cederá": an active verb with a subject that is not the speaker."""
    verb = _clause_verb(document, trigger.head)
    subject = shared_subject(document, verb)
    if subject is None or is_passive(document, verb) or document.lemmas[verb] in grammar_of(document).verbs.perfect:
        return False
    reflexive = any(document.lowers[c] == grammar_of(document).forms.reflexive for c in document.children[verb])
    return not reflexive and not _same_word(document, subject, report)


def _same_actor(document: Document, trigger: Trigger, report: Report) -> bool:
    """Whether the subject of the act is the speaker: the same word, the first person, or left unsaid after "que"."""
    verb = _clause_verb(document, trigger.head)
    if _is_over(document, verb):
        return False
    if document.feats[verb].get("Person") in _FIRST or _auxiliary_person(document, verb) in _FIRST:
        # "enviaremos tropas" is told in quoted words; "condenamos" is the condemnation.
        return trigger.event_type in _STANCE and tense_of(document, trigger) != "future"
    if is_passive(document, verb):
        agent = next((c for c in document.children[verb] if document.deps[c] == "obl:agent"), None)
        return agent is not None and _same_word(document, agent, report)
    if tense_of(document, trigger) == "future" and trigger.event_type not in ("AGREE", "CONCEDE", "REJECT"):
        return False
    who = shared_subject(document, verb)
    if who is not None and not (grammar_of(document).switches.fronted_content and document.pos[who] == "PRON" and _same_word(document, who, report)):
        # Even "el Gobierno dijo que el Gobierno enviará ...": a subject of its own makes the act one that is told.
        return False
    if document.deps[trigger.head] in ("acl:relcl", "acl", "advcl") and trigger.event_type != "AGREE":
        return False
    # "anunció que enviará ..." promises; "señaló que pide ..." and "apuntó que piden ..." tell a demand.
    return (
        report.form in ("clause", "noun")
        and trigger.event_type != "REQUEST"
        and _direct(document, trigger.head, report)
    )


def _is_over(document: Document, verb: int) -> bool:
    """Whether the verb tells a speech act of the past ("dijo que pidió", "que ha pedido"), not one made by saying so."""
    finite = finite_part(document, verb)
    perfect = finite != verb and document.lemmas[finite] in grammar_of(document).verbs.perfect and document.feats[finite].get("Mood") == "Ind"
    return perfect or (
        document.feats[finite].get("Tense") == "Past" and document.feats[finite].get("VerbForm") == "Fin"
    )


def _direct(document: Document, head: int, report: Report) -> bool:
    """Whether the verb is the content of the report itself or coordinated with it."""
    for _ in range(6):
        parent = document.heads[head]
        if parent == report.verb:
            return True
        if parent == head or document.deps[head] not in ("conj", "ccomp", "xcomp"):
            return any(first <= head <= first + 3 for first, _ in report.scopes)
        head = parent
    return False


def _clause_verb(document: Document, head: int) -> int:
    while document.deps[head] == "xcomp" and document.heads[head] != head:
        head = document.heads[head]
    return head


def _auxiliary_person(document: Document, verb: int) -> str:
    for child in document.children[verb]:
        if document.deps[child].startswith("aux"):
            return document.feats[child].get("Person", "")
    return ""


def _same_word(document: Document, subject: int, report: Report) -> bool:
    if document.lowers[subject] in grammar_of(document).speech["same_speaker"]:
        return True
    if report.source is None:
        return False
    first, last = subtree(document, report.source)
    return document.pos[subject] in ("NOUN", "PROPN") and any(
        document.lowers[i] == document.lowers[subject] for i in range(first, last)
    )
