"""A folder for a new language with every file that it needs, empty: python tools/new_language.py CODE [--out FOLDER]

The files have the tables and keys of the English ones; above each key stands what belongs there and what English has. The folder loads at
once and finds nothing; ``python tools/language_gaps.py CODE`` says what is missing, docs/howto/add-a-language.md what to fill first.
"""

from __future__ import annotations

import argparse
import re
import sys
import tomllib
from collections.abc import Iterator
from pathlib import Path
from typing import Any

from language_tables import (
    LANGUAGES,
    MODELS,
    TABLES,
    WORD_LISTS,
    Unit,
    at,
    comments_of,
    emptied,
    is_entries,
    is_format,
    key_of,
    load,
    shown,
    units,
    written,
)

TEMPLATES = Path(__file__).with_name("language_template")
LISTS = (*WORD_LISTS, "preps", "without")
"""Keys of an entry that hold words."""
TRIED = ("example", "counter", "examples")
"""Keys of an entry that hold sentences of the language."""


class ScaffoldError(Exception):
    """Why no folder is made, and what to do."""


def scaffold(code: str, *, out: Path = LANGUAGES) -> list[Path]:
    """Writes the folder ``code`` below ``out``; the paths of its files. ScaffoldError where the code is no code or the folder is there."""
    if not re.fullmatch(r"[a-z]{2}", code):
        raise ScaffoldError(f"{code!r} is no ISO 639-1 code: give two small letters, such as LANG=pt")
    folder = out / code
    if folder.exists():
        raise ScaffoldError(f"{folder} is there already: nothing was changed; python tools/language_gaps.py {code} says what it lacks")
    texts = {name: table_text(name, code) for name in TABLES}
    texts |= {f"events/{path.name}": events_text(path) for path in sorted((LANGUAGES / MODELS[0] / "events").glob("*.toml"))}
    texts |= {path.name: path.read_text(encoding="utf-8").replace("LANGUAGE", code) for path in sorted(TEMPLATES.glob("*.py"))}
    texts["__init__.py"] = f'"""What is known of the language {code}."""\n'
    (folder / "events").mkdir(parents=True)
    for name, text in texts.items():
        (folder / name).write_text(text, encoding="utf-8")
    return [folder / name for name in texts]


def table_text(name: str, code: str) -> str:
    """The empty file ``name``: the keys of English, with what the model languages' comments say of them."""
    model, twin = (load(lang, name) for lang in MODELS)
    text, other = ((LANGUAGES / lang / name).read_text(encoding="utf-8") for lang in MODELS)
    said = comments_of(other) | comments_of(text)
    lines = [f"# {code}: made empty from the English file; fill it key by key. Where the language has no such word, lacks.txt says so."]
    skipped: tuple[str, ...] | None = None
    for unit in units(text):
        if skipped and unit.path[: len(skipped)] == skipped and unit.kind == "key":
            continue
        skipped = None
        if unit.kind == "table" and not is_format(at(model, unit.path), at(twin, unit.path)):
            skipped = unit.path
        lines += _unit_lines(unit, (name.removesuffix(".toml"), model, twin, code), said.get(unit.path, unit.comments))
    return re.sub(r"\n{3,}", "\n\n", "\n".join(lines).strip("\n")) + "\n"


def _unit_lines(unit: Unit, file: tuple[str, dict[str, Any], dict[str, Any], str], comments: tuple[str, ...]) -> Iterator[str]:
    stem, model, twin, code = file
    if unit.kind == "note":
        yield from (*(line.replace("English", code) for line in unit.comments), "")
        return
    inside = isinstance(at(model, unit.path[:1]), list) and unit.kind == "key" and len(unit.path) > 1
    if unit.kind != "key":
        yield ""
    yield from unit.comments if inside else comments
    if unit.kind == "key":
        yield from _entry_lines(unit) if inside else _key_lines(unit, at(twin, unit.path), stem, code)
        return
    if unit.kind == "entry":
        yield f"[[{'.'.join(unit.path)}]]"
        return
    value = at(model, unit.path)
    yield f"[{'.'.join(map(key_of, unit.path))}]"
    if not is_format(value, at(twin, unit.path)):
        yield from (f"# {key_of(key)} = {shown(word)}" for key, word in list(value.items())[:3])


def _key_lines(unit: Unit, twin: Any, stem: str, code: str) -> Iterator[str]:
    empty = code if unit.path == ("language",) else emptied(unit.value, twin, (stem, *unit.path))
    examples = ((lang, shown(value)) for lang, value in zip(MODELS, (unit.value, twin), strict=True) if value is not None)
    if unit.path != ("language",) and (empty != unit.value or not unit.value):
        yield from [f"# {lang}: {words}" for lang, words in examples if words and words != "false"][:1]
    yield f"{key_of(unit.path[-1])} = {written(empty)}"


def _entry_lines(unit: Unit) -> Iterator[str]:
    """A key of an entry: its words are taken out, its sentences stay as comments, its flags stay."""
    key, value = unit.path[-1], unit.value
    if key in TRIED:
        one = value[:1] if isinstance(value, list) else value
        yield f"# {key} = {written(one)}"
    elif key in LISTS:
        yield f"# {MODELS[0]}: {shown(value)}"
        yield f"{key} = []"
    else:
        yield f"{key} = {written(value)}"


def events_text(path: Path) -> str:
    """The empty lexicon of a type: what the type is, and one English rule as a comment."""
    text = path.read_text(encoding="utf-8")
    head = text[: text.index("\n\n")].splitlines()
    rules = tomllib.loads(text)["rule"]
    short = [{key: value[:3] if isinstance(value, list) and not is_entries(value) else value for key, value in r.items()} for r in rules]
    rule = next((r for r in short if r["pos"] == "verb" and "example" in r and "counter" in r and len(written(r)) < 700), short[0])
    lines = [f"{key_of(key)} = {written(value)}" for key, value in rule.items()]
    return "\n".join([*head, "", "# A rule of the English file:", "# [[rule]]", *(f"# {line}" for line in lines)]) + "\n"


def main() -> int:
    """The command: writes the folder and says what to do next."""
    parser = argparse.ArgumentParser(description="Make the folder of a new language.")
    parser.add_argument("code", help="ISO 639-1 code of the language")
    parser.add_argument("--out", type=Path, default=LANGUAGES, help="where the folder is made")
    chosen = parser.parse_args()
    try:
        paths = scaffold(chosen.code, out=chosen.out)
    except ScaffoldError as error:
        print(error, file=sys.stderr)
        return 2
    code = chosen.code
    print(f"{len(paths)} files in {chosen.out / code}; they load, and find nothing yet.")
    print("Next, as docs/howto/add-a-language.md has it:")
    print("1. grammar.toml, morphology.py and the first rules of events/ACCUSE.toml")
    print(f"2. a parser with Universal Dependencies labels (training/README.md): despacho code --parser, DESPACHO_PARSER_{code.upper()} for the tests")
    print(f"3. the other files; python tools/language_gaps.py {code} lists what is missing")
    print(f"4. annotate, then python -m training.train_choice --lang {code} and python -m training.train_selector --lang {code}")
    return 0


if __name__ == "__main__":
    sys.exit(main())
