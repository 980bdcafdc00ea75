"""Whole articles in, events out, byte by byte. After a change that is meant: python tests/golden/update.py."""

from __future__ import annotations

import difflib

import pytest
from golden_articles import EXPECTED, articles, coded, expected, readable

pytestmark = pytest.mark.model
IDS = [article.id for article in articles()]


@pytest.fixture(scope="module")
def now(pipeline):
    """What the articles give now."""
    return coded(pipeline)


@pytest.mark.parametrize("article_id", IDS)
def test_events_are_those_written_down(article_id, now):
    if now[article_id].encode() != expected(article_id).encode():
        before, after = list(readable(expected(article_id))), list(readable(now[article_id]))
        shown = "\n".join(difflib.unified_diff(before, after, "expected", "now", n=0, lineterm=""))
        pytest.fail(f"run python tests/golden/update.py if this is meant\n{shown or 'spans, names or scores differ'}")


def test_no_expectation_without_an_article():
    assert sorted(path.stem for path in EXPECTED.glob("*.jsonl")) == sorted(IDS)


def test_the_coder_says_enough_to_make_the_record_again(pipeline):
    outcome = pipeline.code_article(next(articles()))
    assert {event.coder for event in outcome} == {pipeline.coder}
    assert all((pipeline.coder.name, pipeline.coder.version, pipeline.coder.ruleset, pipeline.coder.model))
