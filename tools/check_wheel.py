"""The built wheel in an empty environment, without the network: python tools/check_wheel.py [WHEEL] [--python PYTHON]

Makes an environment of its own, installs the wheel there (this step may use the network, or --find-links FOLDER), then with every
connection refused imports despacho, runs ``despacho doctor`` and codes an article into a file and into a store.
"""

from __future__ import annotations

import argparse
import json
import os
import subprocess
import sys
import tempfile
import venv
from collections.abc import Sequence
from pathlib import Path

ROOT = Path(__file__).resolve().parents[1]
ARTICLE = {
    "id": "nota",
    "lang": "es",
    "published_at": "2024-03-06",
    "text": "El Gobierno de Ecuador expulsó este lunes a dos diplomáticos venezolanos, según la cancillería.",
}
# Loaded by every Python of the environment: whoever asks for a connection or a name gets an error.
NO_NETWORK = """
import socket
def refuse(*_, **__):
    raise OSError("the network is off")
socket.socket.connect = refuse
socket.socket.connect_ex = refuse
socket.getaddrinfo = refuse
socket.create_connection = refuse
"""


def run(*command: str, folder: Path, accepted: Sequence[int] = (0,)) -> str:
    """What a command printed; SystemExit shows it where the command failed."""
    environment = {name: value for name, value in os.environ.items() if not name.startswith(("PYTHON", "DESPACHO"))}
    made = subprocess.run(command, cwd=folder, capture_output=True, text=True, check=False, env=environment)
    if made.returncode not in accepted:
        raise SystemExit(f"{' '.join(command)}: exit code {made.returncode}\n{made.stdout}{made.stderr}")
    return made.stdout


def build(folder: Path) -> Path:
    """The wheel of this repository."""
    run(sys.executable, "-m", "pip", "wheel", "--quiet", "--no-deps", "--wheel-dir", str(folder), str(ROOT), folder=folder)
    return next(folder.glob("despacho-*.whl"))


def check(wheel: Path, folder: Path, *, python: str | None, install: Sequence[str]) -> None:
    """Install and try; the first thing that fails ends it."""
    place = folder / "environment"
    if python is None:
        venv.create(place, with_pip=True)
    else:
        run(python, "-m", "venv", str(place), folder=folder)
    bin_folder = place / ("Scripts" if os.name == "nt" else "bin")
    inside, despacho = str(bin_folder / "python"), str(bin_folder / "despacho")
    run(inside, "-m", "pip", "install", "--quiet", *install, str(wheel), folder=folder)
    site = Path(run(inside, "-c", "import sysconfig; print(sysconfig.get_paths()['purelib'])", folder=folder).strip())
    (site / "no_network.py").write_text(NO_NETWORK, encoding="utf-8")
    (site / "no_network.pth").write_text("import no_network\n", encoding="utf-8")
    off = run(inside, "-c", "import urllib.request as r\ntry: r.urlopen('http://example.org')\nexcept OSError as e: print(e)", folder=folder)
    if "the network is off" not in off:
        raise SystemExit(f"the network is not off: {off}")
    print("import:", run(inside, "-c", "import despacho; print(despacho.__version__, despacho.Store.__name__)", folder=folder).strip())
    print(run(despacho, "doctor", folder=folder).strip())
    (folder / "in.jsonl").write_text(json.dumps(ARTICLE) + "\n", encoding="utf-8")
    run(despacho, "code", "in.jsonl", "--out", "events.jsonl", folder=folder)
    events = [json.loads(line) for line in (folder / "events.jsonl").read_text(encoding="utf-8").splitlines()]
    if "COERCE" not in {event["event_type"] for event in events}:
        raise SystemExit(f"the article gave {[event['event_type'] for event in events]}, without COERCE")
    run(despacho, "code", "in.jsonl", "--out", "corpus.duckdb", folder=folder)
    print("query:", run(despacho, "query", "SELECT count(*) AS events FROM events", "--csv", folder=folder).split())
    print("search:", run(despacho, "search", "expulso", "--json", folder=folder)[:60])


def main() -> None:
    """Check and print."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("wheel", nargs="?", type=Path, help="else it is built")
    parser.add_argument("--python", help="the Python of the environment; else this one")
    parser.add_argument("--find-links", help="a folder of wheels to install from, without an index")
    options = parser.parse_args()
    install = ["--no-index", "--find-links", options.find_links] if options.find_links else []
    with tempfile.TemporaryDirectory() as name:
        folder = Path(name)
        wheel = options.wheel.resolve() if options.wheel else build(folder)
        check(wheel, folder, python=options.python, install=install)
    print(f"{wheel.name}: imports, is well, and codes with the network off")


if __name__ == "__main__":
    main()
