"""Every span of every event slices back to its text, whatever the text; the same input gives the same bytes.

Where the shared texts are present, a sample of them is read too: 60 articles, or all with DESPACHO_ALL=1.
"""

from __future__ import annotations

import json
import os
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from despacho.ingest import read_articles
from despacho.model import Article, Rejected
from despacho.store import event_from_dict, event_to_dict
from despacho.store.writers import jsonl_bytes

pytestmark = pytest.mark.model
ROOT = Path(__file__).resolve().parents[2]
OWN = (ROOT / "examples" / "articulos.jsonl", ROOT / "tests" / "golden" / "articles.jsonl")
SAMPLE = 60

# Words that make events, and what makes offsets slip: characters outside the BMP, combining accents, line ends of all
# kinds, spaces without width, quotes and dashes that the reader rewrites before it parses.
PIECES = (
    *(
        "Rusia",
        "el presidente de Chile",
        "la ONU",
        "el Ejército",
        "ambos países",
        "la canciller",
        "Hamás",
        "Washington",
    ),
    *(
        "condenó",
        "exigió que retirara sus tropas",
        "bombardeó",
        "se reunió con",
        "habría detenido a",
        "niega haber atacado",
    ),
    *(
        "según un comunicado",
        "este jueves",
        "el 3 de mayo",
        "en Bogotá",
        "sanciones contra",
        "la retirada de",
        "no",
        "si",
    ),
    *(".", ",", ";", ":", "—", "–", "-", "«", "»", "“", "”", '"', "'", "¿", "?", "¡", "!", "(", ")", "…", "...", "•"),
    *(" ", "  ", "\n", "\n\n", "\r\n", "\r", "\t", "\u00a0", "\u200b", "\ufeff", "\u2028", "\u00ad", "\x00", "\x0c"),
    *(
        "😀",
        "🇪🇸",
        "e\u0301",
        "ﬁ",
        "Ⅷ",
        "İ",
        "ß",
        "漢字",
        "عربي",
        "https://ejemplo.es/a?b=c",
        "@usuario",
        "#Cumbre",
        "18:40",
    ),
    *("LA CUMBRE ARRANCA", "LIMA, 9 oct (Agencia).-", "Lee también:", "—dijo—", "U.S.A.", "1.234,5", "a" * 300),
)
TEXTS = st.lists(st.sampled_from(PIECES) | st.text(max_size=8), max_size=40).flatmap(
    lambda pieces: st.sampled_from([" ", ""]).map(lambda glue: glue.join(pieces))
)


def _spans(node: Any) -> Iterator[dict[str, Any]]:
    """Everything in a record that has a text with offsets."""
    if isinstance(node, dict):
        if {"text", "start", "end"} <= node.keys():
            yield node
        node = list(node.values())
    if isinstance(node, list):
        for child in node:
            yield from _spans(child)


def check_events(article: Article, outcome: Any) -> None:
    """Asserts what holds for the events of any article."""
    if isinstance(outcome, Rejected):
        assert outcome.reason == "unsupported_language", outcome
        return
    text = article.text
    for event in outcome:
        record = event_to_dict(event)
        for span in _spans(record):
            _check_span(span, text, record)
        sentence = record["sentence"]
        assert (
            0
            <= sentence["start"]
            <= record["trigger"]["start"]
            < record["trigger"]["end"]
            <= sentence["end"]
            <= len(text)
        )
        assert 0 <= record["coder_score"] <= 1
        assert record["actors"] or record["recipients"]
        assert event_from_dict(json.loads(json.dumps(record))) == event
    assert len({event.event_id for event in outcome}) == len(outcome), "two events with one id"


def _check_span(span: dict[str, Any], text: str, record: dict[str, Any]) -> None:
    if span["start"] is None or span["end"] is None:
        assert span["start"] is None, record
        assert span["end"] is None, record
        assert span["text"] == "", record
    else:
        assert 0 <= span["start"] < span["end"] <= len(text), record
        assert text[span["start"] : span["end"]] == span["text"], record


def _own() -> list[Article]:
    return [item for item in read_articles([str(path) for path in OWN]) if isinstance(item, Article)]


def _found(shared: Path) -> list[Article]:
    """Articles of the shared texts and of the gold that may be read, a sample that is the same every time."""
    gold = ("seed", "es-newswire-dev", "es-modern-dev")
    paths = [*sorted((shared / "text").glob("es-*.jsonl")), *(shared / "gold" / f"{name}.jsonl" for name in gold)]
    articles = [
        item for path in paths if path.is_file() for item in read_articles([str(path)]) if isinstance(item, Article)
    ]
    step = 1 if os.environ.get("DESPACHO_ALL") else max(1, len(articles) // SAMPLE)
    return articles[::step]


def test_spans_slice_back_in_the_own_articles(pipeline):
    for article, outcome in pipeline.code_articles(_own()):
        check_events(article, outcome)


def test_spans_slice_back_in_the_shared_texts(pipeline, shared):
    for article, outcome in pipeline.code_articles(_found(shared)):
        check_events(article, outcome)


@settings(max_examples=80, deadline=None, derandomize=True, suppress_health_check=list(HealthCheck))
@given(text=TEXTS)
def test_spans_slice_back_in_any_text(pipeline, text):
    article = Article(id="made", text=text, lang="es", published_at="2024-02-29")
    check_events(article, pipeline.code_article(article))


@settings(max_examples=30, deadline=None, derandomize=True, suppress_health_check=list(HealthCheck))
@given(data=st.data())
def test_spans_slice_back_in_damaged_articles(pipeline, data):
    """An article with pieces cut out and foreign pieces put in."""
    text = data.draw(st.sampled_from(_own())).text
    for _ in range(data.draw(st.integers(1, 6))):
        at = data.draw(st.integers(0, len(text)))
        cut = data.draw(st.integers(0, 30))
        text = text[:at] + data.draw(st.sampled_from(PIECES)) + text[at + cut :]
    article = Article(id="damaged", text=text, lang="es", published_at=None)
    check_events(article, pipeline.code_article(article))


def _bytes(outcome: Any) -> bytes:
    return jsonl_bytes(outcome) if not isinstance(outcome, Rejected) else repr(outcome).encode()


def test_the_same_input_gives_the_same_bytes(pipeline):
    """Twice, one by one and together, backwards and forwards: an article's events depend on the article alone."""
    articles = _own()
    together = {article.id: _bytes(outcome) for article, outcome in pipeline.code_articles(articles)}
    again = {article.id: _bytes(outcome) for article, outcome in pipeline.code_articles(articles[::-1])}
    alone = {article.id: _bytes(pipeline.code_article(article)) for article in articles}
    assert together == again
    assert together == alone


def test_two_processes_give_the_same_bytes(pipeline, tmp_path):
    written = []
    for jobs in (1, 2):
        out = tmp_path / f"{jobs}.jsonl"
        command = [sys.executable, "-m", "despacho", "code", *map(str, OWN), "--out", str(out), "--jobs", str(jobs), "--quiet"]
        environment = {**os.environ, "PYTHONPATH": os.pathsep.join(p for p in sys.path if p)}
        subprocess.run(command, check=True, env=environment, capture_output=True)
        written.append(out.read_bytes())
    assert written[0] == written[1]
    assert written[0].count(b"\n") == sum(len(pipeline.code_article(article)) for article in _own())
