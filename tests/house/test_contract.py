"""One name for one thing: the fields of the record are the same in the dataclass, JSON, the tables and the reference page."""

from __future__ import annotations

import dataclasses
import re
import subprocess
from pathlib import Path

import pytest

from despacho.model import Event
from despacho.store import records
from despacho.store.flat import COLUMNS
from despacho.store.tables import SCHEMA

ROOT = Path(__file__).resolve().parents[2]
FIELDS = (
    *(
        "event_id",
        "article_id",
        "event_type",
        "modes",
        "contexts",
        "quad",
        "intensity",
        "trigger",
        "actors",
        "recipients",
    ),
    *(
        "attribution",
        "status",
        "status_cue",
        "date",
        "date_end",
        "date_text",
        "place",
        "sentence",
        "coder_score",
        "coder",
    ),
)
"""The contract, written out: a change here is a change for everybody who reads despacho's output."""
PARTICIPANT = (
    *("text", "start", "end", "name", "country", "sector", "other_sectors", "entity_id", "wikidata_id", "resolved_by"),
)


def _rows(markdown: str) -> list[str]:
    """The names in back quotes at the start of the rows of the first table."""
    first = markdown[markdown.index("\n| field |") :].split("\n\n", maxsplit=1)[0]
    return [
        name
        for row in first.splitlines()
        if row.startswith("| `")
        for name in re.findall(r"`(\w+)`", row.split("|")[1])
    ]


def test_dataclass_has_the_fields_of_the_contract() -> None:
    assert tuple(field.name for field in dataclasses.fields(Event)) == FIELDS


def test_json_has_the_fields_of_the_contract() -> None:
    source = (ROOT / "src/despacho/store/records.py").read_text(encoding="utf-8")
    body = source[source.index("def event_to_dict") : source.index("def event_from_dict")]
    assert tuple(re.findall(r'^ {8}"(\w+)":', body, flags=re.MULTILINE)) == FIELDS
    assert records.PARTICIPANT_FIELDS == PARTICIPANT


def test_tables_have_the_fields_of_the_contract() -> None:
    assert tuple(SCHEMA) == FIELDS
    heads = [next(f for f in sorted(FIELDS, key=len, reverse=True) if _belongs(column, f)) for column in COLUMNS]
    assert tuple(dict.fromkeys(heads)) == FIELDS


def _belongs(column: str, field: str) -> bool:
    return column == field or column.startswith((f"{field}_", f"{field.removesuffix('s')}_"))


def test_reference_page_has_the_fields_of_the_contract() -> None:
    page = (ROOT / "docs/reference/record.md").read_text(encoding="utf-8")
    assert tuple(_rows(page)) == FIELDS


def test_definition_has_the_fields_of_the_contract(shared: Path) -> None:
    page = (shared / "record.md").read_text(encoding="utf-8")
    assert tuple(_rows(page)) == FIELDS


# Written as patterns that do not match themselves.
FORBIDDEN = {
    "a path of one machine": r"(?<![\w.~-])/(?:hom[e]|roo[t]|User[s]|wor[k]|tm[p])/\w",
    "an address of one machine": r"\b(?:127\.0\.0\.[1]|localhos[t]:\d)",
    "a host of a package registry": r"\b(?:file[s]\.pythonhosted|pyp[i]\.org/simple|artifactor[y]|inde[x]-url)",
    "how it was made instead of what it is": r"(?i)\b(?:thi[s]|th[e]|ou[r]) (?:coding |work |working )?session\b",
}
MODEL = re.compile(r"languages/\w+/model\b")
TEXT = (".py", ".md", ".toml", ".cfg", ".txt", ".tsv", ".json", ".jsonl", ".css", ".js", ".yml", "")


def _tracked() -> list[Path]:
    """What belongs to the project: tracked files and new ones that git does not ignore."""
    command = ["git", "ls-files", "--cached", "--others", "--exclude-standard"]
    try:
        listed = subprocess.run(command, cwd=ROOT, capture_output=True, text=True, check=True).stdout.split("\n")
    except (OSError, subprocess.CalledProcessError):
        pytest.skip("not a git repository")
    paths = (ROOT / name for name in listed if name)
    return [path for path in paths if path.suffix in TEXT and not MODEL.search(str(path)) and path.is_file()]


@pytest.mark.parametrize("what", FORBIDDEN)
def test_the_project_speaks_of_itself_alone(what: str) -> None:
    pattern = re.compile(FORBIDDEN[what])
    found = []
    for path in _tracked():
        for number, line in enumerate(path.read_text(encoding="utf-8", errors="replace").splitlines(), 1):
            if match := pattern.search(line):
                found.append(f"{path.relative_to(ROOT)}:{number}: {match[0]}")
    assert not found, f"{what}: {found[:10]}"
