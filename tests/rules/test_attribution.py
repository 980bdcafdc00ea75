"""Every example of a language's attribution.toml and status.toml is a test: text, act, who vouches for it, how it is said."""

from __future__ import annotations

import csv
import tomllib
from collections.abc import Iterator, Mapping
from functools import lru_cache
from importlib.resources import files
from pathlib import Path
from typing import Any

import pytest

from despacho.attribution import attribute, statuses
from despacho.model import Article, Document, Source, Trigger
from despacho.reading import load_reader
from parsers import parser_for


def _languages(name: str) -> list[str]:
    folders = files("despacho.languages").iterdir()
    return sorted(path.name for path in folders if path.is_dir() and (path / name).is_file())


def _tables(lang: str, name: str) -> Mapping[str, list[dict[str, Any]]]:
    return tomllib.loads((files("despacho.languages") / lang / name).read_text(encoding="utf-8"))


def _cases(name: str, key: str) -> list[Any]:
    return list(_each_case(name, key))


def _each_case(name: str, key: str) -> Iterator[Any]:
    for lang in _languages(name):
        for table, entries in _tables(lang, name).items():
            for entry in entries:
                if key in entry:
                    check = f"{'' if lang == 'es' else lang + '.'}{table}-{entry['id']}"
                    case = {**entry[key], "lang": lang, "check": f"{lang}.{name.removesuffix('.toml')}.{table}-{entry['id']}.{key}"}
                    yield pytest.param(case, id=check)


@lru_cache(maxsize=4)
def _reader(lang: str) -> Any:
    return load_reader(lang, parser_for(lang))


@lru_cache(maxsize=1)
def _known() -> Mapping[str, str]:
    with Path(__file__).with_name("attribution_known.tsv").open(encoding="utf-8", newline="") as lines:
        return {row["id"]: row["reason"] for row in csv.DictReader(lines, delimiter="\t")}


def _read(case: Mapping[str, str]) -> tuple[Document, Trigger]:
    lang = case.get("lang", "es")
    document = _reader(lang).read(Article(id="example", text=case["text"], lang=lang))
    start = case["text"].index(case["trigger"])
    span = [
        i
        for i in range(len(document.forms))
        if document.starts[i] < start + len(case["trigger"]) and document.ends[i] > start
    ]
    head = next((i for i in span if document.heads[i] not in span or document.heads[i] == i), span[0])
    trigger = Trigger(
        head=head, first=span[0], last=span[-1] + 1, event_type=case["type"], mode=None, rule_id="example"
    )
    return document, trigger


def _words(document: Document, source: Source | None) -> str | None:
    if source is None:
        return None
    phrase = source.phrase
    if phrase.understood:
        return ""
    return document.article.text[document.starts[phrase.first] : document.ends[phrase.last - 1]]


def problem_of(case: Mapping[str, Any], name: str, key: str) -> str:
    """What an example promises and attribution or status does not keep, "" when all is well."""
    document, trigger = _read(case)
    if name == "status.toml":
        status = statuses(document, [trigger])[0].status
        return "" if status == case["status"] else status
    (source,) = attribute(document, [trigger])
    words = _words(document, source)
    if key == "counter":
        return "" if words is None else f"source {words!r}"
    channel = source.channel if source is not None and "channel" in case else None
    return "" if (words, channel) == (case["source"], case.get("channel")) else f"source {words!r}, channel {channel}"


def _check(case: Mapping[str, Any], name: str, key: str) -> None:
    """The example holds, or is known to fail and still does: attribution_known.tsv may only shrink."""
    problem, known = problem_of(case, name, key), _known().get(case["check"])
    if known is not None:
        assert problem, f"{case['check']} passes now: take its line out of attribution_known.tsv"
        pytest.xfail(f"{known}: {problem}")
    assert not problem, problem


@pytest.mark.parametrize("case", _cases("attribution.toml", "example"))
def test_source(case: Mapping[str, str]) -> None:
    _check(case, "attribution.toml", "example")


@pytest.mark.parametrize("case", _cases("attribution.toml", "counter"))
def test_own_voice(case: Mapping[str, str]) -> None:
    _check(case, "attribution.toml", "counter")


@pytest.mark.parametrize("key", ["example", "counter"])
def test_status_has_examples(key: str) -> None:
    assert _cases("status.toml", key)


@pytest.mark.parametrize("case", _cases("status.toml", "example"))
def test_status(case: Mapping[str, str]) -> None:
    _check(case, "status.toml", "example")


@pytest.mark.parametrize("case", _cases("status.toml", "counter"))
def test_other_status(case: Mapping[str, str]) -> None:
    _check(case, "status.toml", "counter")


def _table() -> Iterator[Any]:
    for path in sorted(Path(__file__).parent.glob("attribution_??.tsv")):
        lang = path.stem.removeprefix("attribution_")
        with path.open(encoding="utf-8", newline="") as lines:
            for row in csv.DictReader(lines, delimiter="\t", quoting=csv.QUOTE_NONE):
                yield pytest.param({**row, "lang": lang}, id=f"{row['trigger']}: {row['text'][:40]}")


@pytest.mark.parametrize("row", _table())
def test_table(row: Mapping[str, str]) -> None:
    document, trigger = _read(row)
    (source,), (reading,) = attribute(document, [trigger]), statuses(document, [trigger])
    said = _words(document, source)
    found = "null" if said is None else said or "understood"
    assert (found, reading.status) == (row["source"], row["status"])


@pytest.mark.parametrize("name", ["attribution.toml", "status.toml"])
@pytest.mark.parametrize("lang", _languages("attribution.toml"))
def test_ids_are_unique_in_their_table(lang: str, name: str) -> None:
    for table, entries in _tables(lang, name).items():
        ids = [entry["id"] for entry in entries]
        assert len(ids) == len(set(ids)), table


def test_cues_slice_back() -> None:
    text = "Según fuentes militares, el Ejército habría bombardeado el puerto."
    document, trigger = _read({"text": text, "trigger": "bombardeado", "type": "ASSAULT"})
    (source,), (status,) = attribute(document, [trigger]), statuses(document, [trigger])
    assert source is not None and source.cue is not None and status.cue is not None
    assert text[source.cue.start : source.cue.end] == source.cue.text == "Según"
    assert text[status.cue.start : status.cue.end] == status.cue.text == "habría"
