"""Bring lexicon_known.tsv up to date: python tests/rules/update_known.py [LANGUAGE [PARSER]]

Takes out the checks that pass now, adds those that fail with the reason "to sort" and what went wrong, and keeps the other reasons. A test
fails until somebody has said in the table why, or mended it.
"""

from __future__ import annotations

import sys
from pathlib import Path

ROOT = Path(__file__).resolve().parents[2]
sys.path[:0] = [str(ROOT / "src"), str(Path(__file__).parent)]

from test_lexicon import CHECKS, KNOWN, known_failures, problem_of, read_all  # noqa: E402

from despacho.pipeline import load_pipeline  # noqa: E402


def main() -> None:
    """Rewrite the table and say what changed."""
    lang, parser = (*sys.argv[1:], "es")[0], (*sys.argv[2:], None)[0]
    read, known = read_all(load_pipeline(lang=lang, parser=parser)), known_failures()
    checks = [check for check in CHECKS if check.lang == lang]
    kept = {name: reason for name, reason in known.items() if not name.startswith(f"{lang}.")}
    known = {name: reason for name, reason in known.items() if name not in kept}
    failing = {check.name: problem for check in checks if (problem := problem_of(read[check.text], check))}
    lines = [f"{name}\t{reason}\n" for name, reason in kept.items()]
    lines += [f"{name}\t{known.get(name, f'to sort: {problem}')}\n" for name, problem in failing.items()]
    KNOWN.write_text("id\treason\n" + "".join(lines), encoding="utf-8")
    passing, new = sorted(set(known) - set(failing)), sorted(set(failing) - set(known))
    print(
        "\n".join([*(f"passes now: {name}" for name in passing), *(f"fails: {name}: {failing[name]}" for name in new)])
    )
    print(f"{len(failing)} of {len(checks)} checks of {lang} fail")


if __name__ == "__main__":
    main()
