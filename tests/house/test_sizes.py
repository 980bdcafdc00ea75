"""The sizes that keep the house calm, public names with a docstring, and no data file that nobody reads."""

from __future__ import annotations

import ast
from collections.abc import Iterator
from functools import lru_cache
from pathlib import Path

import pytest

ROOT = Path(__file__).resolve().parents[2]
FOLDERS = ("src", "eval", "training", "tools", "tests")
MODULE_LINES = 600
BODY_LINES = 80
P95_LINES = 40
DATA = (".tsv", ".toml", ".txt", ".json", ".css", ".js", ".html", ".gz", ".bin", ".csv")
LISTED = ("events", "plover", "labels", "additions", "outlets")
"""Folders whose files are found by listing: a new file in them is read without being named anywhere."""

Function = ast.FunctionDef | ast.AsyncFunctionDef


def _modules(*folders: str) -> list[Path]:
    return [path for folder in folders for path in sorted((ROOT / folder).rglob("*.py"))]


@lru_cache(maxsize=512)
def _tree(path: Path) -> ast.Module:
    return ast.parse(path.read_text(encoding="utf-8"))


def _functions(path: Path) -> Iterator[Function]:
    return (node for node in ast.walk(_tree(path)) if isinstance(node, Function))


def _body_lines(function: Function) -> int:
    """Lines of the body without its docstring."""
    body = function.body[1:] if ast.get_docstring(function) is not None else function.body
    return (body[-1].end_lineno or 0) - body[0].lineno + 1 if body else 0


def _name(path: Path) -> str:
    return str(path.relative_to(ROOT))


@pytest.mark.parametrize("path", _modules(*FOLDERS), ids=_name)
def test_module_and_bodies_are_short(path: Path) -> None:
    lines = len(path.read_text(encoding="utf-8").splitlines())
    assert lines <= MODULE_LINES, f"{lines} lines; split the module"
    long = [f"{f.name}: {_body_lines(f)}" for f in _functions(path) if _body_lines(f) > BODY_LINES]
    assert not long, f"bodies over {BODY_LINES} lines: {long}"


@pytest.mark.parametrize("folder", FOLDERS)
def test_most_bodies_are_much_shorter(folder: str) -> None:
    sizes = sorted(_body_lines(f) for path in _modules(folder) for f in _functions(path))
    if sizes:
        assert sizes[int(0.95 * (len(sizes) - 1))] <= P95_LINES


def _undocumented(path: Path) -> Iterator[str]:
    """Public functions, classes and methods of public classes without a docstring; the module itself too."""
    tree = _tree(path)
    if ast.get_docstring(tree) is None and tree.body:
        yield "the module"
    for node in tree.body:
        if not isinstance(node, Function | ast.ClassDef) or node.name.startswith("_"):
            continue
        if ast.get_docstring(node) is None:
            yield node.name
        if isinstance(node, ast.ClassDef) and not node.bases:
            yield from _undocumented_methods(node)


def _undocumented_methods(owner: ast.ClassDef) -> Iterator[str]:
    """Methods of a class that has no base: those of others carry out what the base says."""
    for node in owner.body:
        if isinstance(node, Function) and not node.name.startswith("_") and ast.get_docstring(node) is None:
            yield f"{owner.name}.{node.name}"


@pytest.mark.parametrize("path", _modules("src", "eval", "tools"), ids=_name)
def test_public_names_say_what_comes_out(path: Path) -> None:
    missing = list(_undocumented(path))
    assert not missing, f"without a docstring: {missing}"


def _data_files() -> list[Path]:
    package = ROOT / "src" / "despacho"
    return [
        path
        for path in sorted(package.rglob("*"))
        if path.suffix in DATA and "model" not in path.parent.parts[-3:] and path.parent.name not in LISTED
    ]


def test_every_data_file_is_read() -> None:
    code = "\n".join(path.read_text(encoding="utf-8") for path in _modules("src", "training", "tools"))
    idle = [_name(p) for p in _data_files() if p.name not in code and not any(q + p.stem + q in code for q in "\"'")]
    assert not idle, f"no code names these files: {idle}"


@pytest.mark.parametrize("path", _modules("src"), ids=_name)
def test_the_library_does_not_print_or_exit(path: Path) -> None:
    calls = (node.func for node in ast.walk(_tree(path)) if isinstance(node, ast.Call))
    named = {call.id for call in calls if isinstance(call, ast.Name)}
    assert not named & {"print", "exit", "quit", "input"}
