"""Put the real output under the examples of README.md and the measured figures into its table: python tools/readme.py [--check]

A block marked ``console`` holds a command after "$ " and its output; a ``python`` block is run and what it prints stands in the ``text`` block
after it. The table between the ``results`` comments comes from eval/results.json (eval/gate.py --update) and eval/bench.json
(eval/bench.py --write). ``--check`` writes nothing and fails when something differs.
"""

from __future__ import annotations

import argparse
import json
import os
import re
import shlex
import subprocess
import sys
from pathlib import Path
from typing import Any

ROOT = Path(__file__).resolve().parents[1]
README = ROOT / "README.md"
RESULTS, BENCH = ROOT / "eval" / "results.json", ROOT / "eval" / "bench.json"
WIDTH = "88"
CONSOLE = re.compile(r"(```console\n\$ )([^\n]+)\n(.*?)(```)", re.DOTALL)
PYTHON = re.compile(r"(```python\n(.*?)```\n\n```text\n)(.*?)(```)", re.DOTALL)
TABLE = re.compile(r"(<!-- results -->\n)(.*?)(<!-- end of results -->)", re.DOTALL)
TEXTS = {
    "es-newswire-dev": "Spanish newswire, development",
    "es-newswire-val": "Spanish newswire, validation",
    "es-modern-dev": "Spanish press of today, development",
    "en-newswire-dev": "English newswire, development",
    "seed": "one article of a digital outlet",
    "es-own": "the gold articles of this repository",
}


def output_of(command: list[str]) -> str:
    """What a command prints in the root of the repository, without colours and trailing blanks."""
    environment = {
        **os.environ,
        "PYTHONPATH": os.pathsep.join([str(ROOT / "src"), *filter(None, [os.environ.get("PYTHONPATH")])]),
        "COLUMNS": WIDTH,
        "NO_COLOR": "1",
        "TERM": "dumb",
        "PYTHONIOENCODING": "utf-8",
    }
    done = subprocess.run(
        command, cwd=ROOT, env=environment, capture_output=True, text=True, encoding="utf-8", check=False
    )
    if done.returncode:
        raise SystemExit(f"{' '.join(command)} failed:\n{done.stderr}")
    lines = [line.rstrip() for line in done.stdout.strip("\n").splitlines()]
    return "\n".join(lines) + "\n"


def with_outputs(text: str) -> str:
    """The README with the outputs that its examples have now."""

    def console(match: re.Match[str]) -> str:
        command = shlex.split(match[2])
        if command[0] != "despacho":
            raise SystemExit(f"README: only despacho commands stand in console blocks, not {command[0]!r}")
        return f"{match[1]}{match[2]}\n{output_of([sys.executable, '-m', *command])}{match[4]}"

    def python(match: re.Match[str]) -> str:
        return f"{match[1]}{output_of([sys.executable, '-c', match[2]])}{match[4]}"

    return PYTHON.sub(python, CONSOLE.sub(console, text))


def with_results(text: str) -> str:
    """The README with the figures of the last runs of the gate and the bench."""
    return TABLE.sub(lambda match: f"{match[1]}{results_table()}{match[3]}", text)


def results_table() -> str:
    """The figures as Markdown tables, each with the command that gives it."""
    rows = [
        "| articles | events | event F1 | dyad F1 | full F1 | attribution | status | mode | date |",
        "|---|---|---|---|---|---|---|---|---|",
    ]
    for name, one in json.loads(RESULTS.read_text(encoding="utf-8")).items():
        cells = [
            f"{one[key]:.2f}" if key in one else "-"
            for key in ("event", "dyad", "full", "attribution", "status", "mode", "date")
        ]
        rows.append(
            f"| {TEXTS.get(name, name)} ({one['articles']}) | {one['gold_events']} | " + " | ".join(cells) + " |"
        )
    rows.append(
        "\n`make eval`; F1 on types, on types with both countries, on types with countries and sectors; accuracy of the other fields on matched events.\n"
    )
    return "\n".join(rows) + _bench_lines()


def _bench_lines() -> str:
    if not BENCH.is_file():
        return ""
    bench = json.loads(BENCH.read_text(encoding="utf-8"))
    rows = ["\n| `make bench` | |", "|---|---|"]
    rows += [
        f"| {one['text']}, words per second and core | {one['words_per_second_and_core']:,} |" for one in bench["texts"]
    ]
    rows.append(f"| peak resident memory | {max(one['peak_memory_mb'] for one in bench['texts'])} MB |")
    rows += [f"| `{command}`, first time | {first:.1f} s |" for command, (first, _) in bench["start_up_s"].items()]
    return "\n".join(rows) + "\n"


def main() -> int:
    """Refresh, or say that it is needed; 0 when all is well."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--check", action="store_true")
    check = parser.parse_args().check
    before = README.read_text(encoding="utf-8")
    now: Any = with_outputs(with_results(before))
    if not check:
        README.write_text(now, encoding="utf-8")
    print("README.md is up to date" if now == before else f"README.md {'is stale' if check else 'was refreshed'}")
    return 1 if check and now != before else 0


if __name__ == "__main__":
    raise SystemExit(main())
