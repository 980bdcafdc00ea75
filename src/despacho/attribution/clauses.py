"""Content clauses: X dijo que ..., X negó haber ..., X: "..."."""

from __future__ import annotations

from collections.abc import Iterator

from despacho.attribution.coordination import along
from despacho.attribution.lexicon import Lexicon, Reporting
from despacho.attribution.quotes import is_mark
from despacho.attribution.reports import Range, Report, is_verbal, mood_of, report_of
from despacho.attribution.trees import is_finite, is_finite_token, sentence_range, subtree, tells_anew
from despacho.grammar.words import grammar_of
from despacho.model import Document

CONTENT = "content"
"""How a content clause opens, whatever the word is."""


def clause_report(document: Document, verb: int, reporting: Reporting, lexicon: Lexicon) -> Report | None:
    """X dijo que ..., X negó haber ..., X dijo: "..."."""
    que = reporting.que and not _told_already(document, verb)
    heads = tuple(_content_heads(document, verb, reporting, lexicon)) if que else ()
    scopes = [_clause_scope(document, head, verb) for head in heads]
    if que and grammar_of(document).switches.fronted_content:
        scopes.extend(_fronted(document, verb))
    if que and not any(document.lowers[a] in grammar_of(document).forms.content for a, _ in scopes):
        scopes.extend(_linear_scope(document, verb, reporting, lexicon))
    colon = _colon_scope(document, verb)
    if colon is not None and (reporting.que or reporting.quote):
        scopes.append(colon)
    if not scopes:
        return None
    scopes = [_until_remark(document, along(document, scope, verb), lexicon) for scope in scopes]
    return report_of(document, verb, scopes, "clause", reporting)


def _fronted(document: Document, verb: int) -> Iterator[Range]:
    """The content before its verb and the speaker: "Russia bombed the port, | officials said"; "Russia, | officials said, | bombed the port"."""
    first, last = sentence_range(document, verb)
    start = _group_start(document, verb)
    for child in document.children[verb]:
        if child < verb and document.deps[child] in ("ccomp", "parataxis") and is_finite(document, child):
            yield min(subtree(document, child)[0], start), start
    head = document.heads[verb]
    if document.deps[verb] == "parataxis" and head != verb and not tells_anew(document, verb):
        if start > first:
            yield first, start
        end = next((i for i in range(verb + 1, last) if document.forms[i] in (",", ";")), last)
        if head > verb and end + 1 < last:
            yield end + 1, last


def _group_start(document: Document, verb: int) -> int:
    """Where the speaker and the verb of saying begin, a comma before them left out."""
    first = sentence_range(document, verb)[0]
    speakers = [subtree(document, c)[0] for c in document.children[verb] if c < verb and document.deps[c].startswith("nsubj")]
    start = min([verb, *speakers])
    while start > first and document.forms[start - 1] == ",":
        start -= 1
    return start


def _told_already(document: Document, verb: int) -> bool:
    """Whether a quote closed by a comma before ``verb`` is what it tells, and no "que" follows at once."""
    closed = verb > 1 and is_mark(document.forms[verb - 2]) and document.forms[verb - 1] == ","
    return closed and grammar_of(document).forms.content.isdisjoint(document.lowers[verb + 1 : verb + 2])


def _content_heads(document: Document, verb: int, reporting: Reporting, lexicon: Lexicon) -> Iterator[int]:
    """Heads of the content clauses of ``verb``: direct complements, and a que-clause the parser hung elsewhere."""
    seen = False
    for child in document.children[verb]:
        if child > verb and _opens_content(document, verb, child, reporting, lexicon):
            seen = True
            yield child
    if seen:
        return
    que = next_que(document, verb, reporting, lexicon)
    if que is not None and document.deps[que] in ("mark", "obj", "nsubj") and document.heads[que] > que:
        yield document.heads[que]


def _opens_content(document: Document, verb: int, child: int, reporting: Reporting, lexicon: Lexicon) -> bool:
    dep = document.deps[child]
    if dep not in ("ccomp", "xcomp", "csubj", "advcl", "acl", "conj"):
        return False
    opener = _opener(document, verb, child, lexicon)
    if dep == "conj":
        # A tree that coordinates the content with its verb ("dijo que la decisión ... significa").
        start = max(subtree(document, child)[0], verb + 1)
        return opener == CONTENT and document.pos[start - 1] not in ("CCONJ", "PUNCT")
    if opener == CONTENT or (_quoted_between(document, verb, child) and dep == "ccomp"):
        return True
    if dep not in ("ccomp", "xcomp") or opener or not (is_verbal(document, child) or mood_of(document, child)):
        return False
    perfect = any(
        document.lemmas[c] in grammar_of(document).verbs.perfect and document.deps[c].startswith("aux") for c in document.children[child]
    )
    if mood_of(document, child) == "Inf":
        return perfect or reporting.infinitive
    # A verb between commas is put into the clause, not over it ("esto, explicó, daría ...").
    return dep == "ccomp" and document.forms[verb + 1 : verb + 2] != (",",)


def _opener(document: Document, verb: int, child: int, lexicon: Lexicon) -> str:
    """How the clause of ``child`` opens: ``CONTENT`` for a content clause, another word for an adverbial one, "" for neither."""
    first, _ = subtree(document, child)
    first = max(first, verb + 1)
    words, grammar = document.lowers[first : first + 2], grammar_of(document)
    opens = [word in grammar.forms.content for word in words]
    if opens[:1] == [True] or (words[:1] and words[0] in grammar.speech["content_preps"] and opens[1:2] == [True]):
        return "" if first > 0 and _is_adverbial(document, first, lexicon) else CONTENT
    marks = [c for c in document.children[child] if c < child and document.deps[c] in ("mark", "case")]
    return document.lowers[marks[0]] if marks else ""


def _is_adverbial(document: Document, first: int, lexicon: Lexicon) -> bool:
    """Whether the words before a "que" or "de que" make it adverbial ("después de que", "ya que", "para que")."""
    return document.lowers[first - 1] in lexicon.words["grammar.adverbial"] or (
        document.pos[first - 1] == "ADV" and document.lowers[first] in grammar_of(document).slots.genitive
    )


def _quoted_between(document: Document, verb: int, child: int) -> bool:
    return any(is_mark(document.forms[i]) or document.forms[i] == ":" for i in range(verb + 1, child))


def next_que(document: Document, verb: int, reporting: Reporting, lexicon: Lexicon) -> int | None:
    """The "que" that opens the content of ``verb``: before any other finite verb, and nobody else's."""
    _, last = sentence_range(document, verb)
    content = grammar_of(document).forms.content
    start = _past_inserted(document, verb, min(last, verb + 40))
    for i in range(start, min(last, verb + 40)):
        lower = document.lowers[i]
        # Behind a parenthesis of the verb's own a "que" can only open what it tells.
        inserted = i == start > verb + 1
        opens = inserted or document.pos[i] == "SCONJ" or (i + 1 < last and is_mark(document.forms[i + 1]))
        if lower in content and (opens or _leaves_no_gap(document, i, lexicon)):
            return i if _is_content_que(document, verb, i, reporting, lexicon) else None
        if document.forms[i] in (";", ":", ".") or is_finite_token(document, i):
            return None
    return None


def _leaves_no_gap(document: Document, que: int, lexicon: Lexicon) -> bool:
    """Whether a "que" called relative opens content: "denunció en un informe que la policía mató a ..." lacks no argument."""
    governor = document.heads[que]
    if (
        governor <= que
        or document.lemmas[que - 1] not in lexicon.lemmas["noun.document"] | lexicon.lemmas["noun.communique"]
    ):
        return False
    other = [document.deps[c] for c in document.children[governor] if c != que]
    return "nsubj" in other and "obj" in other


def _past_inserted(document: Document, verb: int, last: int) -> int:
    """Where the content can begin: after a parenthesis between commas, if one stands after the verb."""
    if verb + 1 < last and document.forms[verb + 1] == ",":
        for i in range(verb + 2, last - 1):
            if document.forms[i] == "," and document.lowers[i + 1] in grammar_of(document).forms.content:
                return i + 1
    return verb + 1


def _is_content_que(document: Document, verb: int, que: int, reporting: Reporting, lexicon: Lexicon) -> bool:
    before = document.lowers[que - 1]
    start = que - 1 if before in grammar_of(document).speech["content_preps"] else que
    if start < que and document.pos[start - 1] == "NOUN":
        # "en caso de que" belongs to its noun; "informó en un mensaje de que" to the verb that takes "de".
        takes = (
            before in reporting.clause_preps
            and document.lemmas[start - 1] not in lexicon.lemmas["grammar.clause_nouns"]
        )
        return takes and document.lemmas[start - 1] not in lexicon.lemmas["content_noun"]
    if _is_adverbial(document, start, lexicon):
        return False
    if document.forms[start - 1] == "," and start == que and document.forms[verb + 1 : start - 1].count(",") != 1:
        # A comma closes what is put between verb and content ("reveló, según la prensa, que ..."); else it opens a relative.
        return False
    owner = document.heads[document.heads[que]]
    return document.lemmas[owner] not in lexicon.lemmas["content_noun"] or document.pos[owner] != "NOUN"


def _clause_scope(document: Document, head: int, verb: int) -> Range:
    first, last = subtree(document, head)
    return max(first, verb + 1), _with_further_clauses(document, head, last)


def _with_further_clauses(document: Document, head: int, last: int) -> int:
    """The end of a content clause with those that go on in the same way ("que ... y que ...", "que ..., que ...")."""
    _, stop = sentence_range(document, head)
    grammar = grammar_of(document)
    joins, between = grammar.speech["clause_joins"], grammar.speech["between_clauses"]
    for _ in range(4):
        i = last
        while (i < stop and document.lowers[i] in between) or (
            i < stop and is_mark(document.forms[i])
        ):
            i += 1
        joined = any(document.lowers[j] in joins for j in range(last, i))
        if i >= stop or document.lowers[i] not in grammar.forms.content or not joined:
            return last
        governor = document.heads[i]
        if governor <= i or governor >= stop:
            return last
        last = max(last, subtree(document, governor)[1])
    return last


def _linear_scope(document: Document, verb: int, reporting: Reporting, lexicon: Lexicon) -> Iterator[Range]:
    """From the "que" of a verb to the end of its segment, where the tree does not show the content clause."""
    que = next_que(document, verb, reporting, lexicon)
    if que is None:
        return
    _, last = sentence_range(document, verb)
    end = next((i for i in range(que, last) if document.forms[i] == ";"), last)
    later = [
        c
        for c in document.children[verb]
        if c > que and document.deps[c] in ("conj", "parataxis") and is_finite(document, c)
    ]
    starts = [first for c in later if (first := subtree(document, c)[0]) > que]
    if starts:
        end = min(end, starts[0])
    yield que + 1, end


def _until_remark(document: Document, scope: Range, lexicon: Lexicon) -> Range:
    """The scope without the article's own remark at its end (", extremo que X desmintió")."""
    first, last = scope
    for i in range(first + 2, last - 2):
        if document.forms[i] != ",":
            continue
        for j in range(i + 1, min(i + 3, last)):
            if document.lemmas[j] in lexicon.lemmas["summary_noun"] and _relative_follows(document, j + 1, last):
                return first, i
    return scope


def _relative_follows(document: Document, i: int, last: int) -> bool:
    return any(document.lowers[j] in grammar_of(document).forms.content for j in range(i, min(i + 3, last)))


def _colon_scope(document: Document, verb: int) -> Range | None:
    _, last = sentence_range(document, verb)
    for i in range(verb + 1, min(last, verb + 25)):
        if document.forms[i] == ":":
            return (i + 1, last) if i + 1 < last else None
        if (
            document.forms[i] in (";", ".")
            or document.lowers[i] in grammar_of(document).forms.content
            or (i > verb + 1 and is_finite_token(document, i))
        ):
            return None
    return None


def account_report(document: Document, noun: int, lexicon: Lexicon) -> Report | None:
    """As in "Los vecinos ofrecen otra versión: ...": what follows the colon is the subject's account."""
    _, last = sentence_range(document, noun)
    colon = next((i for i in range(noun + 1, min(noun + 6, last)) if document.forms[i] == ":"), None)
    if colon is None or colon + 1 >= last:
        return None
    verb = document.heads[noun]
    if document.pos[verb] != "VERB" or verb == noun or document.lemmas[verb] in lexicon.verbs:
        return None
    return report_of(document, verb, [(colon + 1, last)], "clause", Reporting(que=True, quote=True))


def headline_report(document: Document, first: int, last: int) -> Report | None:
    """A speaker, a colon and a quote, with no verb before it: Sánchez: "Rusia atacó el puerto"."""
    colon = next((i for i in range(first, min(first + 10, last)) if document.forms[i] == ":"), None)
    if colon is None or colon + 1 >= last or not is_mark(document.forms[colon + 1]):
        return None
    if any(document.pos[i] in ("VERB", "AUX") for i in range(first, colon)):
        return None
    speaker = next((i for i in range(first, colon) if document.ents[i] in ("PER", "ORG", "LOC")), None)
    if speaker is None:
        return None
    return Report(
        cue=(colon, colon + 1),
        verb=colon,
        source=speaker,
        scopes=((colon + 1, last),),
        form="colon",
        reporting=Reporting(que=True, quote=True),
    )
