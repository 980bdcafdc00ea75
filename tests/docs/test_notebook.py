"""The example notebook runs from top to bottom, and what its cells show is HTML that a notebook can show."""

import ast
import json
import os
from html.parser import HTMLParser
from pathlib import Path

import pytest

ROOT = Path(__file__).resolve().parents[2]
NOTEBOOK = ROOT / "examples" / "corpus.ipynb"
CELLS = json.loads(NOTEBOOK.read_text(encoding="utf-8"))["cells"]


class Balanced(HTMLParser):
    """Fails where a tag is closed that was not the last to be opened."""

    def __init__(self):
        super().__init__()
        self.open = []

    def handle_starttag(self, tag, attrs):
        assert tag not in ("script", "iframe", "style")
        self.open.append(tag)

    def handle_endtag(self, tag):
        assert self.open.pop() == tag


def shown(source, names):
    """Run a cell as a notebook does: the value of its last line, where that is an expression."""
    tree = ast.parse(source)
    last = tree.body[-1] if tree.body and isinstance(tree.body[-1], ast.Expr) else None
    if last is not None:
        tree.body.pop()
    exec(compile(tree, "cell", "exec"), names)
    return None if last is None else eval(compile(ast.Expression(last.value), "cell", "eval"), names)


def test_it_is_a_notebook_without_outputs():
    for cell in CELLS:
        assert cell["cell_type"] in ("code", "markdown")
        assert not cell.get("outputs")
        assert cell.get("execution_count") is None
    assert len({cell["id"] for cell in CELLS}) == len(CELLS)


@pytest.mark.model
def test_its_cells_run_in_order(monkeypatch, capsys):
    monkeypatch.chdir(ROOT / "examples")
    monkeypatch.setenv("PYTHONPATH", os.pathsep.join([str(ROOT / "src"), os.environ.get("PYTHONPATH", "")]))
    names, html = {}, []
    for cell in CELLS:
        if cell["cell_type"] == "code":
            value = shown("".join(cell["source"]), names)
            if hasattr(value, "_repr_html_"):
                html.append(value._repr_html_())
    for one in html:
        parser = Balanced()
        parser.feed(one)
        assert not parser.open
    assert len(html) == 6
    printed = capsys.readouterr().out
    assert "3 articles already in the store" in printed
    assert "COERCE" in printed
