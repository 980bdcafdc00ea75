"""What the selector wins over the rules alone: python eval/selector_gain.py GOLD... [--write]

Both codings use the same drafts. "Rules alone" keeps for each word the most specific reading that has a participant with a country.
``--write`` puts the table into docs/decisions/0001. Prints figures only, so that validation files may be named.
"""

from __future__ import annotations

import argparse
import re
import sys
from collections.abc import Sequence
from dataclasses import replace
from pathlib import Path
from typing import Any

ROOT = Path(__file__).resolve().parents[1]
sys.path[:0] = [str(ROOT / "src"), str(ROOT / "eval")]

from despacho.evaluation import evaluate  # noqa: E402
from despacho.model import Document, Draft  # noqa: E402
from gate import LEVELS, predictions, records  # noqa: E402

PAGE = ROOT / "docs" / "decisions" / "0001-rules-and-selector.md"
BLOCK = re.compile(r"(<!-- selector -->\n).*?(<!-- end of selector -->)", re.DOTALL)


class RulesAlone:
    """A selector that does not count: the most specific reading of each word, if it names anybody known."""

    def select(self, _document: Document, drafts: Sequence[Draft]) -> list[tuple[Draft, float]]:
        """The drafts that are kept, in text order, each with the same score."""
        best: dict[int, Draft] = {}
        for draft in drafts:
            known = any(one.country for one in (*draft.actors, *draft.recipients))
            head = draft.candidate.trigger.head
            if known and (head not in best or draft.candidate.specificity > best[head].candidate.specificity):
                best[head] = draft
        return [(draft, 0.5) for draft in best.values()]


def row(name: str, pipeline: Any, path: Path) -> str:
    """A row of figures."""
    figures = evaluate(records(path), list(predictions(pipeline, path))).figures
    cells = [
        f"{figures[level][part]:.3f}"
        for level in LEVELS
        for part in (("precision", "recall", "f1") if level == "event" else ("f1",))
    ]
    return f"| {path.stem} | {name} | {figures['predicted_events']} | " + " | ".join(cells) + " |"


def main() -> None:
    """Print the table, or write it into the page."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("gold", nargs="+", type=Path)
    parser.add_argument("--write", action="store_true")
    options = parser.parse_args()
    from despacho.pipeline import load_pipeline

    pipeline = load_pipeline()
    codings = {"rules alone": replace(pipeline, selector=RulesAlone()), "with the selector": pipeline}
    lines = [
        "| articles | coding | events | P | R | event F1 | dyad F1 | full F1 |",
        "|---|---|---|---|---|---|---|---|",
    ]
    lines += [row(name, one, path) for path in options.gold for name, one in codings.items()]
    table = "\n".join(lines) + "\n"
    print(table)
    if options.write:
        page = PAGE.read_text(encoding="utf-8")
        PAGE.write_text(BLOCK.sub(lambda match: f"{match[1]}{table}{match[2]}", page), encoding="utf-8")


if __name__ == "__main__":
    main()
