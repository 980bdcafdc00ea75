"""Every table that is shipped is the one that its manifest describes: rows, digest, source, licence and date."""

from __future__ import annotations

import hashlib
import importlib
import sys
from pathlib import Path

import pytest

ROOT = Path(__file__).resolve().parents[2]
sys.path.insert(0, str(ROOT / "tools"))
build_docs = importlib.import_module("build_docs")
PACKAGE = ROOT / "src" / "despacho"
BIG = 200_000  # bytes: what is larger is not written by hand
ENTRIES = [pair for path in build_docs.manifests() for pair in build_docs.manifest_entries(path)]


@pytest.mark.parametrize(("path", "entry"), ENTRIES, ids=[path.name for path, _ in ENTRIES])
def test_table_is_the_one_of_its_manifest(path, entry):
    data = path.read_bytes()
    assert hashlib.sha256(data).hexdigest() == entry["sha256"], "made anew without its manifest, or edited by hand"
    lines = data.count(b"\n")
    assert entry["rows"] in (lines, lines - 1), f"{lines} lines, with or without a header"
    for source in entry.get("sources", [entry]):
        assert all(source.get(key) for key in ("source", "licence", "date")), source


def test_every_big_table_has_a_manifest():
    described = {path for path, _ in ENTRIES}
    tables = {path for path in PACKAGE.rglob("*.tsv") if path.stat().st_size > BIG and "additions" not in str(path)}
    assert not sorted(str(path) for path in tables - described)


def test_the_gazetteer_and_the_models_are_small_enough_to_ship():
    sizes = {
        name: sum(p.stat().st_size for p in (PACKAGE / name).rglob("*") if p.is_file())
        for name in ("gazetteer", "languages/es/model", "languages/en/model")
    }
    assert sizes["gazetteer"] <= 12_000_000
    assert sizes["languages/es/model"] <= 20_000_000
    assert sizes["languages/en/model"] <= 14_000_000


def test_nothing_shipped_is_a_foreign_article():
    """Stand-off annotation holds offsets and codes, never the words of a foreign article; our own articles are in own-*.jsonl."""
    paths = (ROOT / "training" / "annotations").glob("*.jsonl")
    for path in sorted(path for path in paths if not path.name.startswith("own-")):
        assert '"text"' not in path.read_text(encoding="utf-8"), path.name
