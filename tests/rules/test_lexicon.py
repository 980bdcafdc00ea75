"""Every rule of every language is tried on its own example and counter-example: the lexicon's data are its tests.

``lexicon_known.tsv`` lists the checks that fail today, each with its reason. It may only shrink: a listed check that passes fails
the test until its line is taken out (python tests/rules/update_known.py takes out all of them).
"""

from __future__ import annotations

import csv
from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass
from functools import cache
from importlib.resources import files
from pathlib import Path
from typing import Any

import pytest

from despacho.languages.lexicon import Rule, load_lexicon
from despacho.model import Article, Document, Draft

KNOWN = Path(__file__).with_name("lexicon_known.tsv")


@dataclass(frozen=True, slots=True, kw_only=True)
class Check:
    """One thing that a rule promises: "found", "roles" or "counter", about one text."""

    name: str
    kind: str
    lang: str
    rule: Rule
    text: str
    expected: Mapping[str, Any]


def _languages() -> list[str]:
    folders = (path for path in files("despacho.languages").iterdir() if path.is_dir())
    return sorted(path.name for path in folders if (path / "events").is_dir())


def _checks() -> Iterator[Check]:
    for lang in _languages():
        for rule in load_lexicon(lang).rules:
            yield from _rule_checks(lang, rule)


def _rule_checks(lang: str, rule: Rule) -> Iterator[Check]:
    def check(kind: str, number: int, text: str, expected: Mapping[str, Any]) -> Check:
        name = f"{lang}.{rule.id}.{kind}{number or ''}"
        return Check(name=name, kind=kind, lang=lang, rule=rule, text=text, expected=expected)

    for number, example in enumerate(rule.examples):
        yield check("found", number, example["text"], example)
        if rule.event_type != "NONE" and ("actors" in example or "recipients" in example):
            yield check("roles", number, example["text"], example)
    for number, text in enumerate(rule.counters):
        yield check("counter", number, text, {})


CHECKS = list(_checks())


def known_failures() -> dict[str, str]:
    """Check name to the reason why it fails."""
    with KNOWN.open(encoding="utf-8", newline="") as lines:
        return {row["id"]: row["reason"] for row in csv.DictReader(lines, delimiter="\t")}


@dataclass(frozen=True, slots=True, kw_only=True)
class Read:
    """A text with what the stages made of it: its drafts, and the types of the events that were kept."""

    document: Document
    drafts: tuple[Draft, ...]
    kept: frozenset[str]


@pytest.fixture(scope="module")
def read(pipeline_of) -> Callable[[str], Mapping[str, Read]]:
    """From a language to every text of its checks, parsed in one go."""
    return cache(lambda lang: read_all(pipeline_of(lang)))


def read_all(pipeline: Any) -> Mapping[str, Read]:
    """Every text of the checks with what the stages make of it."""
    texts = list(dict.fromkeys(check.text for check in CHECKS if check.lang == pipeline.lang))
    documents = pipeline.reader.read_many([Article(id=str(i), text=t, lang=pipeline.lang) for i, t in enumerate(texts)])
    return {text: _read(pipeline, document) for text, document in zip(texts, documents, strict=True)}


def _read(pipeline: Any, document: Document) -> Read:
    kept = frozenset(event.event_type for event in pipeline.code_document(document))
    return Read(document=document, drafts=pipeline.drafts(document), kept=kept)


def _matching(one: Read, check: Check) -> list[Draft]:
    """The drafts whose trigger overlaps the words that the example names."""
    start = check.text.find(check.expected["trigger"])
    assert start >= 0, f"the example's trigger {check.expected['trigger']!r} is not in its text"
    end = start + len(check.expected["trigger"])
    spans = [(d, d.candidate.trigger) for d in one.drafts]
    return [d for d, t in spans if one.document.starts[t.first] < end and start < one.document.ends[t.last - 1]]


def problem_of(one: Read, check: Check) -> str:
    """What the rule promises and the coder does not keep, "" when all is well."""
    if check.kind == "counter":
        return f"coded as {check.rule.event_type}" if check.rule.event_type in one.kept else ""
    drafts = _matching(one, check)
    found = [d for d in drafts if d.candidate.trigger.event_type == check.rule.event_type]
    if check.rule.event_type == "NONE":
        return f"a candidate for {drafts[0].event_type}" if drafts else ""
    if not found:
        return f"no candidate; others there: {sorted({d.event_type for d in drafts})}"
    if check.kind == "roles":
        return "" if any(_roles(d, check) == _wanted(check) for d in found) else f"roles {_roles(found[0], check)}"
    return ""


def _wanted(check: Check) -> dict[str, list[str]]:
    return {role: sorted(set(check.expected[role])) for role in ("actors", "recipients") if role in check.expected}


def _roles(draft: Draft, check: Check) -> dict[str, list[str]]:
    """The countries of the roles that the example states."""
    both = {"actors": draft.actors, "recipients": draft.recipients}
    return {role: sorted({one.country for one in both[role]}) for role in both if role in check.expected}


@pytest.mark.model
@pytest.mark.parametrize("check", CHECKS, ids=lambda check: check.name)
def test_rule_keeps_its_promise(check: Check, read: Callable[[str], Mapping[str, Read]]) -> None:
    problem, known = problem_of(read(check.lang)[check.text], check), known_failures()
    if check.name in known:
        assert problem, f"{check.name} passes now: take its line out of {KNOWN.name}"
        pytest.xfail(f"{known[check.name]}: {problem}")
    assert not problem, f"{problem} | {check.text}"


def test_the_table_of_known_failures_only_shrinks() -> None:
    known = known_failures()
    assert not set(known) - {check.name for check in CHECKS}, "checks that no longer exist"
    assert all(known.values()), "every known failure has a reason"
    assert not [name for name, reason in known.items() if reason.startswith("to sort")], "say why, or mend it"


@pytest.mark.parametrize("lang", _languages())
def test_every_rule_has_an_example(lang: str) -> None:
    rules = load_lexicon(lang).rules
    assert not [rule.id for rule in rules if not rule.examples]
    assert not [rule.id for rule in rules if not rule.counters and rule.event_type != "NONE"]
    assert len({rule.id for rule in rules}) == len(rules)
