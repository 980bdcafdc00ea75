"""The pages say what the code does: generated pages are up to date, the README runs, what is named exists."""

from __future__ import annotations

import importlib
import re
import sys
import tomllib
from pathlib import Path

import pytest

ROOT = Path(__file__).resolve().parents[2]
sys.path.insert(0, str(ROOT / "tools"))
build_docs = importlib.import_module("build_docs")
readme = importlib.import_module("readme")
PAGES = sorted([*ROOT.glob("*.md"), *(ROOT / "docs").rglob("*.md"), *(ROOT / "training").glob("*.md")])
LINK = re.compile(r"\]\((?!https?:|#|mailto:)([^)#\s]+)")


@pytest.mark.parametrize("name", build_docs.PAGES)
def test_generated_pages_are_up_to_date(name):
    path = ROOT / "docs" / "reference" / name
    assert path.read_text(encoding="utf-8") == build_docs.PAGES[name](), "run make docs"


def _name(path):
    return str(path.relative_to(ROOT))


@pytest.mark.parametrize("path", PAGES, ids=_name)
def test_links_lead_somewhere(path):
    text = path.read_text(encoding="utf-8")
    dead = [target for target in LINK.findall(text) if not (path.parent / target).exists()]
    assert not dead


@pytest.mark.parametrize("path", [ROOT / "README.md", ROOT / "CONTRIBUTING.md"], ids=_name)
def test_targets_and_files_that_are_named_exist(path):
    text = path.read_text(encoding="utf-8")
    targets = set(re.findall(r"`?make ([a-z-]+)", text))
    makefile = (ROOT / "Makefile").read_text(encoding="utf-8")
    assert not [target for target in sorted(targets) if not re.search(rf"^{target}:", makefile, flags=re.MULTILINE)]
    files = re.findall(r"`((?:src|tests|eval|training|tools|docs|examples)/[\w./-]+)`", text)
    assert not [name for name in files if not (ROOT / name).exists()]


def test_readme_is_short():
    assert len((ROOT / "README.md").read_text(encoding="utf-8").splitlines()) <= 150


@pytest.mark.parametrize("path", sorted((ROOT / "docs" / "decisions").glob("0*.md")), ids=_name)
def test_a_decision_is_one_page(path):
    lines = path.read_text(encoding="utf-8").splitlines()
    assert len(lines) <= 40
    assert {"## What was decided", "## Why", "## What it costs"} <= set(lines), "the headings that every decision has"


def test_decisions_are_numbered_without_gaps():
    numbers = [int(path.name[:4]) for path in sorted((ROOT / "docs" / "decisions").glob("0*.md"))]
    assert numbers == list(range(1, len(numbers) + 1))


def test_every_dependency_has_its_reason():
    text = (ROOT / "pyproject.toml").read_text(encoding="utf-8")
    block = re.search(r"^dependencies = \[\n(.*?)^\]", text, flags=re.MULTILINE | re.DOTALL)
    assert block is not None
    lines = block[1].strip().splitlines()
    assert len(lines) == len(tomllib.loads(text)["project"]["dependencies"]) <= 10
    assert all(re.search(r'",\s+# \S', line) for line in lines)


@pytest.mark.model
def test_examples_of_the_readme_print_what_it_says():
    text = readme.README.read_text(encoding="utf-8")
    assert readme.with_outputs(text) == text, "run python tools/readme.py"


def test_figures_of_the_readme_are_those_that_were_measured():
    text = readme.README.read_text(encoding="utf-8")
    assert readme.with_results(text) == text, "run python tools/readme.py"


def test_changelog_tells_of_this_version_and_of_the_data():
    from despacho import __version__

    text = (ROOT / "CHANGELOG.md").read_text(encoding="utf-8")
    entry = text[text.index(f"## {__version__}") :].split("\n## ")[0]
    assert "### Data changes" in entry


def test_the_article_of_make_run_exists():
    makefile = (ROOT / "Makefile").read_text(encoding="utf-8")
    named = re.findall(r"despacho read (\S+)", makefile)
    assert named
    assert not [name for name in named if not (ROOT / name).is_file()]
