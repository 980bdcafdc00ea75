"""The gate: figures on the gold articles against floors. python eval/gate.py --gold FOLDER [--results] [--update]

For each gold file that eval/floors.toml names: the digest of the file (a floor holds for one state of the gold only), F1 by event, dyad and
full record, and the accuracy of the fields on matched events. Exit code 1 when a figure is below its floor or a file has another digest,
2 when a file is missing. ``--results`` writes the figures into eval/results.json, from which the README has them. ``--update`` does so too and
raises the floors that were beaten; it never lowers one. Lowering a floor is an edit of floors.toml by hand, with its reason in the entry's ``note`` and in the CHANGELOG.
"""

from __future__ import annotations

import argparse
import hashlib
import json
import math
import sys
import tomllib
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, field, replace
from pathlib import Path
from typing import Any

ROOT = Path(__file__).resolve().parents[1]
sys.path.insert(0, str(ROOT / "src"))

from despacho.evaluation import evaluate  # noqa: E402
from despacho.ingest import read_articles  # noqa: E402
from despacho.model import Rejected  # noqa: E402
from despacho.store import event_to_dict  # noqa: E402

FLOORS = ROOT / "eval" / "floors.toml"
RESULTS = ROOT / "eval" / "results.json"
LEVELS = ("event", "dyad", "full")
FIELDS = ("attribution", "attribution_present", "status", "status_marked", "mode", "date")
SLACK = 0.0005
"""Half a unit of the third decimal, to which floors are kept: less is rounding."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Gold:
    """One gold file: where it is, which state of it, and the least that each figure must be."""

    name: str
    file: str
    sha256: str
    floors: Mapping[str, float]
    note: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class Check:
    """One figure beside its floor."""

    gold: str
    metric: str
    value: float
    floor: float | None

    @property
    def ok(self) -> bool:
        """Whether the figure is at or above its floor; a figure without floor is."""
        return self.floor is None or self.value >= self.floor - SLACK


@dataclass(slots=True, kw_only=True)
class Report:
    """What a run of the gate found."""

    checks: list[Check] = field(default_factory=list)
    results: dict[str, Any] = field(default_factory=dict)
    changed: list[str] = field(default_factory=list)
    missing: list[str] = field(default_factory=list)

    @property
    def code(self) -> int:
        """The exit code."""
        if self.missing:
            return 2
        return 1 if self.changed or not all(check.ok for check in self.checks) else 0


def load_floors(path: Path = FLOORS) -> list[Gold]:
    """The gold files with their floors, in the order of the file."""
    entries = tomllib.loads(path.read_text(encoding="utf-8"))["gold"]
    golds = [Gold(**entry) for entry in entries]
    for gold in golds:
        if unknown := sorted(set(gold.floors) - {*LEVELS, *FIELDS}):
            raise SystemExit(
                f"{path}: [{gold.name}] unknown floor {unknown[0]!r}; there are {', '.join((*LEVELS, *FIELDS))}"
            )
    return golds


def floors_text(golds: Iterable[Gold]) -> str:
    """The floors as TOML."""
    parts = [
        "# Floors of eval/gate.py: raised by `eval/gate.py --update`, lowered only by hand with a note that says why.\n"
    ]
    for gold in golds:
        floors = ", ".join(f"{name} = {gold.floors[name]:.3f}" for name in (*LEVELS, *FIELDS) if name in gold.floors)
        note = f"note = {json.dumps(gold.note, ensure_ascii=False)}\n" if gold.note else ""
        head = f'[[gold]]\nname = "{gold.name}"\nfile = "{gold.file}"\nsha256 = "{gold.sha256}"\n'
        parts.append(f"{head}{note}floors = {{ {floors} }}\n")
    return "\n".join(parts)


def metrics(figures: Mapping[str, Any]) -> dict[str, float]:
    """The figures that can have a floor, by name."""
    fields = figures["fields_on_matched"]
    return {
        **{level: figures[level]["f1"] for level in LEVELS},
        **{name: fields[name]["accuracy"] for name in FIELDS if name in fields},
    }


def compared(gold: Gold, measured: Mapping[str, float]) -> list[Check]:
    """Every figure with its floor; a floor whose figure could not be measured counts as 0."""
    names = [name for name in (*LEVELS, *FIELDS) if name in measured or name in gold.floors]
    return [Check(gold=gold.name, metric=n, value=measured.get(n, 0.0), floor=gold.floors.get(n)) for n in names]


def raised(gold: Gold, measured: Mapping[str, float]) -> Gold:
    """The gold file with floors raised to what was measured, cut (not rounded) to three decimals; none is lowered."""
    floors = dict(gold.floors)
    for name, value in measured.items():
        floors[name] = max(floors.get(name, 0.0), math.floor(value * 1000 + 1e-6) / 1000)
    return replace(gold, floors=floors)


def digest(path: Path) -> str:
    """sha256 of a file."""
    return hashlib.sha256(path.read_bytes()).hexdigest()


def path_of(gold: Gold, folder: Path) -> Path:
    """Where the file is: in the repository when it is named with a folder, else in the folder of gold files."""
    return ROOT / gold.file if "/" in gold.file else folder / gold.file


def predictions(pipeline: Any, path: Path) -> Iterator[dict[str, Any]]:
    """The events that the pipeline codes in the articles of a gold file, as plain data; a rejected article has none."""
    articles = (item for item in read_articles([str(path)]) if not isinstance(item, Rejected))
    for _, outcome in pipeline.code_articles(articles):
        if not isinstance(outcome, Rejected):
            yield from (event_to_dict(event) for event in outcome)


def records(path: Path) -> list[dict[str, Any]]:
    """The gold articles of a file as plain data."""
    with path.open(encoding="utf-8") as lines:
        return [json.loads(line) for line in lines if line.strip()]


def run(pipeline: Any, golds: Iterable[Gold], folder: Path) -> Report:
    """The figures of every gold file beside their floors."""
    report = Report()
    for gold in golds:
        path = path_of(gold, folder)
        if not path.is_file():
            report.missing.append(f"{gold.name}: there is no {path}")
            continue
        if (found := digest(path)) != gold.sha256:
            report.changed.append(f"{gold.name}: the gold is another one (sha256 {found}); its floors must be set anew")
        figures = evaluate(records(path), list(predictions(pipeline, path))).figures
        measured = metrics(figures)
        report.checks += compared(gold, measured)
        counts = {name: figures[name] for name in ("articles", "gold_events", "predicted_events")}
        report.results[gold.name] = {**counts, **measured}
    return report


def table(report: Report) -> list[str]:
    """The figures as lines: a row a gold file, floors in brackets, "!" where one is missed."""
    lines = [f"{'':18}" + "".join(f"{name[:18]:>20}" for name in (*LEVELS, *FIELDS))]
    for name in report.results:
        cells = {check.metric: _cell(check) for check in report.checks if check.gold == name}
        lines.append(f"{name:18}" + "".join(f"{cells.get(metric, '-'):>20}" for metric in (*LEVELS, *FIELDS)))
    return lines


def _cell(check: Check) -> str:
    floor = "" if check.floor is None else f" ({check.floor:.3f})"
    return f"{check.value:.3f}{floor}{'' if check.ok else ' !'}"


def update(golds: Iterable[Gold], report: Report) -> None:
    """Raise the floors that were beaten; a file whose digest changed keeps its old ones."""
    stale = {line.split(":")[0] for line in report.changed}
    measured = {name: {k: v for k, v in row.items() if k in {*LEVELS, *FIELDS}} for name, row in report.results.items()}
    risen = [raised(g, measured[g.name]) if g.name in measured and g.name not in stale else g for g in golds]
    FLOORS.write_text(floors_text(risen), encoding="utf-8")


def main() -> int:
    """Run the gate from the command line."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--gold", type=Path, default=ROOT.parent / "shared" / "gold", help="folder of the gold files")
    parser.add_argument("--results", action="store_true", help="write eval/results.json")
    parser.add_argument(
        "--update", action="store_true", help="write eval/results.json and raise the floors that were beaten"
    )
    parser.add_argument("--parser", help="an installed spaCy pipeline to use instead of the shipped one")
    options = parser.parse_args()
    from despacho.pipeline import load_pipelines

    golds = load_floors()
    report = run(load_pipelines(parser=options.parser), golds, options.gold)
    print("\n".join(table(report)))
    for problem in (*report.missing, *report.changed):
        print(f"! {problem}")
    if options.results or options.update:
        RESULTS.write_text(json.dumps(report.results, indent=1) + "\n", encoding="utf-8")
    if options.update:
        update(golds, report)
    print({0: "all floors are kept", 1: "BELOW A FLOOR", 2: "gold files are missing"}[report.code])
    return report.code


if __name__ == "__main__":
    raise SystemExit(main())
