"""Write the reference pages from the code and the data: python tools/build_docs.py [--check]

``--check`` writes nothing and fails when a page on disk differs. The pages are never edited by hand.
"""

from __future__ import annotations

import argparse
import dataclasses
import sys
import tomllib
from collections import Counter
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from pathlib import Path
from typing import Any

ROOT = Path(__file__).resolve().parents[1]
sys.path.insert(0, str(ROOT / "src"))

from despacho import model  # noqa: E402
from despacho.cli import options  # noqa: E402
from despacho.codebook import load_codebook  # noqa: E402
from despacho.languages.lexicon import Lexicon, load_lexicon  # noqa: E402

FOLDER = ROOT / "docs" / "reference"
PACKAGE = ROOT / "src" / "despacho"
FIELDS = ROOT / "tools" / "record_fields.toml"
MADE = "<!-- Written by tools/build_docs.py; `make docs` writes it anew. -->\n"


def table(header: Sequence[str], rows: Iterable[Sequence[Any]]) -> str:
    """A Markdown table."""
    lines = ["| " + " | ".join(header) + " |", "|" + "---|" * len(header)]
    lines += ["| " + " | ".join(str(cell).replace("|", "\\|") for cell in row) + " |" for row in rows]
    return "\n".join(lines) + "\n"


# --- the record ---------------------------------------------------------------------------------------------------------


def record_page() -> str:
    """The page of the records, one table a dataclass."""
    described = tomllib.loads(FIELDS.read_text(encoding="utf-8"))
    parts = [
        MADE,
        "# The record\n",
        (
            "One event a line in JSON Lines; field name = JSON key = column = attribute of the dataclass in `despacho.model`. "
            "Spans are half-open, in code points of the text as it came in: `article.text[start:end] == text`. CSV spreads the "
            "nested fields over columns (`trigger_text`, `trigger_start`, ...); Parquet and DuckDB keep them nested.\n"
        ),
    ]
    for name in ("Event", "Span", "Participant", "Attribution", "Place", "SentenceSpan", "Coder", "Article"):
        parts.append(_record_section(name, described[name]))
    return "\n".join(parts)


def _record_section(name: str, described: Mapping[str, str]) -> str:
    record = getattr(model, name)
    fields = {field.name: field for field in dataclasses.fields(record)}
    intro = record.__doc__.strip().split("\n\n")[0].replace("\n", " ").replace("``", "`")
    inherited = ""
    if name == "Attribution":
        inherited = "All fields of Participant, and:\n\n"
        fields = {key: value for key, value in fields.items() if key in record.__annotations__}
    if set(fields) != set(described):
        raise SystemExit(f"{FIELDS.name}: [{name}] must describe exactly {sorted(fields)}; it has {sorted(described)}")
    rows = [(f"`{key}`", f"`{_type_name(str(field.type))}`", described[key]) for key, field in fields.items()]
    return f"## {name}\n\n{intro}\n\n{inherited}{table(('field', 'type', 'meaning'), rows)}"


JSON_NAMES = {"str": "string", "int": "integer", "float": "number", "Status": "string", "Channel": "string"}


def _type_name(annotation: str) -> str:
    """An annotation in the words of JSON."""
    if annotation.startswith("tuple["):
        return "list of " + _type_name(annotation.removeprefix("tuple[").removesuffix(", ...]"))
    if annotation.startswith("Mapping["):
        return "object"
    name, _, null = annotation.partition(" | ")
    return JSON_NAMES.get(name, name) + (" or null" if null else "")


# --- the codebook -------------------------------------------------------------------------------------------------------


def codebook_page() -> str:
    """The page of types, modes, scores and contexts."""
    book = load_codebook()
    types = [
        (f"`{t.name}`", t.quad, f"{t.score:+.1f}", "yes" if t.requires_recipient else "", t.definition)
        for t in book.types.values()
    ]
    modes = [
        (f"`{t.name}`", ", ".join(f"`{mode}` {score:+.1f}" for mode, score in t.modes.items()) or "none")
        for t in book.types.values()
    ]
    return "\n".join(
        [
            MADE,
            "# The codebook\n",
            (
                "Types, quad classes, modes and contexts of PLOVER, with its conflict-cooperation scores (-10 to +10); from "
                "`src/despacho/codebook/`.\n"
            ),
            f"## Types ({len(types)})\n",
            table(("type", "quad", "score", "needs a recipient", "definition"), types),
            f"## Modes ({sum(len(t.modes) for t in book.types.values())})\n",
            "`intensity` of an event is the score of its mode, else of its type.\n",
            table(("type", "modes and scores"), modes),
            f"## Contexts ({len(book.contexts)})\n",
            ", ".join(f"`{context}`" for context in book.contexts) + "\n",
        ]
    )


# --- the lexicon --------------------------------------------------------------------------------------------------------


def lexicon_page(lang: str) -> str:
    """The page of one language's event lexicon in figures."""
    lexicon = load_lexicon(lang)
    types = sorted({rule.event_type for rule in lexicon.rules})
    rows = [_lexicon_row(lexicon, name) for name in types]
    total = ("all", *(sum(row[k] for row in rows) for k in range(1, 8)))
    header = ("type", "rules", "patterns", "verbs", "nouns", "adjectives", "examples", "counter-examples")
    return "\n".join(
        [
            MADE,
            f"# The event lexicon of `{lang}` in figures\n",
            (
                f"Ruleset `{lang}-{lexicon.digest}`; its format is described in [lexicon.md](../lexicon.md). A pattern is one "
                "dictionary form or phrase that can carry the type; `NONE` holds phrases that only look like one.\n"
            ),
            table(header, [(f"`{row[0]}`", *row[1:]) for row in rows] + [total]),
        ]
    )


def _lexicon_row(lexicon: Lexicon, name: str) -> tuple[Any, ...]:
    rules = [rule for rule in lexicon.rules if rule.event_type == name]
    patterns = Counter[str]()
    for rule in rules:
        patterns[rule.pos] += len(rule.patterns)
    examples, counters = sum(len(r.examples) for r in rules), sum(len(r.counters) for r in rules)
    by_pos = (patterns["verb"], patterns["noun"], patterns["adj"])
    return (name, len(rules), patterns.total(), *by_pos, examples, counters)


# --- the commands -------------------------------------------------------------------------------------------------------

EXITS = (
    (0, "everything was done"),
    (options.EXIT_UNEXPECTED, "a fault in despacho; `DESPACHO_DEBUG=1` shows where (`search`: nothing found; `doctor`: something is broken)"),
    (options.EXIT_USAGE, "wrong usage, or input or output that cannot be used"),
    (options.EXIT_REJECTED, "some articles were rejected (counted by reason on standard error), the rest is written"),
    (options.EXIT_INTERRUPTED, "interrupted; what was done is kept"),
    (options.EXIT_PIPE, "whoever read the output closed it"),
)


def commands_page() -> str:
    """The page of the commands, from what they say of themselves."""
    import typer.main

    from despacho.cli.app import app

    group = typer.main.get_command(app)
    parts = [MADE, "# The commands\n", f"{app.info.help}\n"]
    for name, command in group.commands.items():  # type: ignore[attr-defined]
        parts.append(_command_section(name, command))
    parts.append("## Exit codes\n\n" + table(("code", "meaning"), EXITS))
    return "\n".join(parts)


def _command_section(name: str, command: Any) -> str:
    arguments = [p for p in command.params if p.param_type_name == "argument"]
    usage = " ".join(["despacho", name, *(_metavar(p) for p in arguments), "[OPTIONS]"])
    text = (command.help or "").strip()
    rows = [(f"`{_metavar(p)}`", _help(p)) for p in arguments]
    rows += [(f"`{_flags(p)}`", _help(p)) for p in command.params if p.param_type_name == "option" and p.name != "help"]
    return f"## despacho {name}\n\n{text}\n\n    {usage}\n\n{table(('argument or option', 'meaning'), rows)}"


def _metavar(parameter: Any) -> str:
    return str(parameter.metavar or parameter.name.strip("_").upper())


def _flags(parameter: Any) -> str:
    return ", ".join(parameter.opts) + ("" if parameter.is_flag else f" {_metavar(parameter)}")


def _help(parameter: Any) -> str:
    words = getattr(parameter, "help", None) or ""
    if parameter.required:
        return f"{words} Required."
    default = parameter.default
    plain = isinstance(default, str | int) and not isinstance(default, bool) and default != 0
    return f"{words} Default: {default}." if plain else words


# --- the data -----------------------------------------------------------------------------------------------------------


def data_page() -> str:
    """The page of the tables that are shipped, from their manifests."""
    rows = [row for path in manifests() for row in _manifest_rows(path)]
    header = ("file", "rows", "made from", "licence", "state", "sha256")
    return "\n".join(
        [
            MADE,
            "# The tables\n",
            (
                "Generated by scripts in `training/` from named sources and hand-written additions; a test compares rows and digest "
                "with the manifest beside each table. What each licence asks for is in [NOTICE](../../NOTICE).\n"
            ),
            table(header, rows),
        ]
    )


def manifests() -> list[Path]:
    """The manifests in the package."""
    return sorted(PACKAGE.rglob("*manifest.toml"))


def manifest_entries(path: Path) -> list[tuple[Path, dict[str, Any]]]:
    """The data files that a manifest describes, with what it says of each."""
    manifest = tomllib.loads(path.read_text(encoding="utf-8"))
    if "file" in manifest:
        return [(path.parent / manifest["file"], manifest)]
    return [(path.parent / entry.get("file", key), entry) for key, entry in manifest.items() if isinstance(entry, dict)]


def _manifest_rows(path: Path) -> Iterator[tuple[str, ...]]:
    for file, entry in manifest_entries(path):
        sources = entry.get("sources", [entry])
        made_from = "; ".join(_source(one) for one in sources)
        licence = "; ".join(dict.fromkeys(one["licence"] for one in sources))
        state = max(str(one.get("date", "")) for one in sources)
        digest = f"`{str(entry['sha256'])[:12]}`"
        yield f"`{file.relative_to(PACKAGE)}`", f"{entry['rows']:,}", made_from, licence, state, digest


def _source(source: Mapping[str, Any]) -> str:
    counted = f" ({source['rows']:,})" if "provenance" in source and "rows" in source else ""
    return f"{source['source']}{counted}"


PAGES: Mapping[str, Callable[[], str]] = {
    "record.md": record_page,
    "codebook.md": codebook_page,
    "lexicon-es.md": lambda: lexicon_page("es"),
    "commands.md": commands_page,
    "data.md": data_page,
}


def main() -> int:
    """Write the pages, or say which are stale; 0 when all is well."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--check", action="store_true")
    check = parser.parse_args().check
    FOLDER.mkdir(parents=True, exist_ok=True)
    stale = []
    for name, page in PAGES.items():
        path, text = FOLDER / name, page()
        if not path.is_file() or path.read_text(encoding="utf-8") != text:
            stale.append(name)
            if not check:
                path.write_text(text, encoding="utf-8")
    print(f"{'stale' if check else 'written'}: {', '.join(stale) or 'none'}")
    return 1 if check and stale else 0


if __name__ == "__main__":
    raise SystemExit(main())
