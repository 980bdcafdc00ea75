"""What the folder of a language lacks, a line each: python tools/language_gaps.py [CODE ...]

A language has every file that ``languages/supported.py`` asks for, words for every key that both English and Spanish fill, and a rule with
example and counter-example for every event type. What a language cannot have stands in its ``lacks.txt``: the file, the table and the
key as this list writes them, then "#" and why ("grammar.toml [forms] articles  # Russian has none").
"""

from __future__ import annotations

import argparse
import ast
import sys
import tomllib
from collections.abc import Iterator
from pathlib import Path
from typing import Any

from language_tables import LANGUAGES, MODELS, TABLES, WORD_LISTS, is_entries, is_format, key_of, load

sys.path.insert(0, str(LANGUAGES.parents[1]))
from despacho.languages.supported import NEEDED

PROTOCOL = LANGUAGES / "morphology.py"


def languages(folder: Path = LANGUAGES) -> list[str]:
    """The codes of the languages that have a folder, complete or not."""
    return sorted(path.name for path in folder.iterdir() if path.is_dir() and not path.name.startswith(("_", ".")))


def gaps(lang: str, *, folder: Path = LANGUAGES) -> list[str]:
    """One readable line for each thing that the folder of ``lang`` lacks; empty where it lacks nothing."""
    found = [*_files(folder / lang), *_events(folder / lang), *_morphology(folder / lang / "morphology.py")]
    for name in TABLES:
        if (folder / lang / name).is_file():
            found += [f"{name} {gap}" for gap in _tables(lang, name, folder=folder)]
    excused = _excused(folder / lang / "lacks.txt")
    return [f"{lang}: {gap}" for gap in found if not any(gap.startswith(f"{key} ") for key in excused)]


def _excused(path: Path) -> list[str]:
    lines = path.read_text(encoding="utf-8").splitlines() if path.is_file() else []
    return [key for line in lines if (key := line.partition("#")[0].strip())]


def _files(folder: Path) -> Iterator[str]:
    for name in ("__init__.py", *NEEDED):
        if not (folder / name).exists():
            yield f"{name} is missing"


def _events(folder: Path) -> Iterator[str]:
    names = sorted(set.intersection(*({path.name for path in (LANGUAGES / lang / "events").glob("*.toml")} for lang in MODELS)))
    for name in names if (folder / "events").is_dir() else ():
        path = folder / "events" / name
        if not path.is_file():
            yield f"events/{name} is missing"
            continue
        try:
            rules = tomllib.loads(path.read_text(encoding="utf-8")).get("rule", [])
        except tomllib.TOMLDecodeError as error:
            yield f"events/{name} is no TOML: {error}"
            continue
        if name == "NONE.toml" and not rules:
            yield f"events/{name} has no rule"
        elif name != "NONE.toml" and not any(_tried(rule) for rule in rules):
            yield f"events/{name} has no rule with example and counter"


def _tried(rule: dict[str, Any]) -> bool:
    return bool((rule.get("example") or rule.get("examples")) and (rule.get("counter") or rule.get("counters")) and rule.get("lemmas"))


def _morphology(path: Path) -> Iterator[str]:
    if path.is_file():
        there = _functions(path)
        yield from (f"morphology.py has no function {name}" for name in _functions(PROTOCOL) if name not in there and name != "load_morphology")


def _functions(path: Path) -> list[str]:
    nodes = ast.walk(ast.parse(path.read_text(encoding="utf-8")))
    return [node.name for node in nodes if isinstance(node, ast.FunctionDef) and not node.name.startswith("_")]


def _tables(lang: str, name: str, *, folder: Path) -> Iterator[str]:
    try:
        table = load(lang, name, folder=folder)
    except tomllib.TOMLDecodeError as error:
        yield f"is no TOML: {error}"
        return
    yield from _keys(table, *(load(model, name) for model in MODELS), ())


def _keys(table: dict[str, Any], one: dict[str, Any], other: dict[str, Any], path: tuple[str, ...]) -> Iterator[str]:
    for key, value in one.items():
        mine, values = table.get(key), (value, other.get(key))
        if all(map(is_entries, values)):
            yield from _entries(mine if isinstance(mine, list) else [], *values, key)
        elif is_format(*values):
            yield from _keys(mine if isinstance(mine, dict) else {}, *values, (*path, key))
        elif all(map(_filled, values)) and not _filled(mine):
            where = f"[{'.'.join(map(key_of, path))}] " if path else ""
            place = f"[{'.'.join(map(key_of, (*path, key)))}]" if isinstance(value, dict) else f"{where}{key_of(key)}"
            yield f"{place} is {'missing' if mine is None else 'empty'}"


def _filled(value: Any) -> bool:
    return value is not None and value not in ("", [], {}) and not (isinstance(value, dict) and not any(map(_filled, value.values())))


def _entries(mine: list[dict[str, Any]], one: list[dict[str, Any]], other: list[dict[str, Any]], table: str) -> Iterator[str]:
    """Every kind of entry that both model languages have must have one with words."""
    there = _kinds(mine)
    for kind in (kind for kind in _kinds(one) if kind in _kinds(other)):
        if kind not in there:
            yield f"[[{table}]]{f' {kind}' if kind else ''} has no entry with words"


def _kinds(entries: list[dict[str, Any]]) -> list[str]:
    filled = (entry for entry in entries if any(entry.get(key) for key in WORD_LISTS))
    return list(dict.fromkeys(_kind(entry) for entry in filled))


def _kind(entry: dict[str, Any]) -> str:
    """What tells entries of one table apart: "kind", "role", or the rule of a time pattern; "" where nothing does."""
    named = [f'{key} = "{entry[key]}"' for key in ("kind", "role", "rule") if key in entry]
    return named[0] if named else ""


def main() -> int:
    """The command: prints the list; 1 where something is missing, 2 for a language that has no folder."""
    parser = argparse.ArgumentParser(description="What a language lacks.")
    parser.add_argument("codes", nargs="*", help="languages; all where none is named")
    codes = parser.parse_args().codes or languages()
    if unknown := [code for code in codes if code not in languages()]:
        print(f"no folder for {unknown[0]!r}: make new-language LANG={unknown[0]} makes one", file=sys.stderr)
        return 2
    lines = [line for code in codes for line in gaps(code)]
    print("\n".join(lines) or "Nothing is missing.")
    return 1 if lines else 0


if __name__ == "__main__":
    sys.exit(main())
