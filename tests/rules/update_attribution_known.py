"""Bring attribution_known.tsv up to date: python tests/rules/update_attribution_known.py LANGUAGE (parser: DESPACHO_PARSER_<LANGUAGE>)

Takes out the examples of attribution.toml and status.toml that pass now, adds those that fail with the reason "to sort" and what was
found, and keeps the other reasons.
"""

from __future__ import annotations

import csv
import sys
from pathlib import Path

ROOT = Path(__file__).resolve().parents[2]
sys.path[:0] = [str(ROOT / "src"), str(ROOT / "tests"), str(Path(__file__).parent)]

import test_attribution as examples  # noqa: E402

KNOWN = Path(__file__).with_name("attribution_known.tsv")
TABLES = (("attribution.toml", "example"), ("attribution.toml", "counter"), ("status.toml", "example"), ("status.toml", "counter"))


def failing(lang: str) -> dict[str, str]:
    """Check to what was found instead, for every example of ``lang`` that does not hold."""
    found = {}
    for name, key in TABLES:
        for case in (param.values[0] for param in examples._cases(name, key)):
            if case["lang"] == lang and (problem := examples.problem_of(case, name, key)):
                found[case["check"]] = problem
    return found


def main() -> None:
    """Rewrite the table."""
    lang = sys.argv[1]
    with KNOWN.open(encoding="utf-8", newline="") as lines:
        known = {row["id"]: row["reason"] for row in csv.DictReader(lines, delimiter="\t")}
    new = failing(lang)
    rows = {check: reason for check, reason in known.items() if not check.startswith(f"{lang}.")}
    rows |= {check: known.get(check, f"to sort: {problem}") for check, problem in new.items()}
    KNOWN.write_text("id\treason\n" + "".join(f"{check}\t{reason}\n" for check, reason in rows.items()), encoding="utf-8")
    print(f"{len(new)} examples of {lang} fail")


if __name__ == "__main__":
    main()
