"""Show what the golden articles give now and write it down: python tests/golden/update.py [--check]

Prints one line for each event that went or came, and the count for the "Data changes" section of the CHANGELOG.
``--check`` shows the same and writes nothing.
"""

from __future__ import annotations

import argparse
import difflib
import sys
from pathlib import Path

ROOT = Path(__file__).resolve().parents[2]
sys.path[:0] = [str(ROOT / "src"), str(Path(__file__).parent)]

from golden_articles import EXPECTED, coded, expected, readable  # noqa: E402

from despacho.pipeline import load_pipeline  # noqa: E402


def main() -> int:
    """0 when nothing changed or the changes were written, 1 when ``--check`` found some."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--check", action="store_true")
    check = parser.parse_args().check
    texts = coded(load_pipeline())
    changed = {name: text for name, text in texts.items() if text != expected(name)}
    gone = came = 0
    for name, text in changed.items():
        difference = list(
            difflib.unified_diff(
                list(readable(expected(name))), list(readable(text)), name, name, "before", "now", n=0, lineterm=""
            )
        )
        gone += sum(line.startswith("-") and not line.startswith("---") for line in difference)
        came += sum(line.startswith("+") and not line.startswith("+++") for line in difference)
        print("\n".join(difference) or f"{name}: only spans, names or scores differ")
        if not check:
            EXPECTED.mkdir(exist_ok=True)
            (EXPECTED / f"{name}.jsonl").write_bytes(text.encode("utf-8"))
    print(f"{len(texts)} articles, {len(changed)} changed: {gone} events went, {came} came")
    return 1 if check and changed else 0


if __name__ == "__main__":
    raise SystemExit(main())
