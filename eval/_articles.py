"""Articles for measuring: our own examples again and again, with other countries and figures in them; no model is loaded."""

from __future__ import annotations

import itertools
import json
from collections.abc import Iterator
from pathlib import Path
from typing import Any

ROOT = Path(__file__).resolve().parents[1]
NAMES = ("Chile", "Bolivia", "Honduras", "Guatemala", "Perú", "Brasil", "Nigeria", "Francia", "Canadá", "Ecuador")
OTHERS = ("Rusia", "Turquía", "Egipto", "Japón", "Polonia", "Argelia", "Colombia", "México", "India", "Grecia", "Serbia")


def records(count: int, *, words: int | None = None) -> Iterator[dict[str, Any]]:
    """So many article records, each with about ``words`` words where that is given (paragraphs of several examples)."""
    found = [json.loads(line) for path in _files() for line in path.read_text(encoding="utf-8").splitlines()]
    paragraphs = itertools.cycle([line for one in found for line in one["text"].split("\n") if line.strip()])
    for turn, one in zip(range(count), itertools.cycle(found), strict=False):
        text = one["text"] if words is None else _long(paragraphs, words) + f"\nEs la nota {turn} de la serie."
        for k, name in enumerate(NAMES):
            text = text.replace(name, OTHERS[(turn + k) % len(OTHERS)] if turn % 3 else name)
        kept = {name: one.get(name) for name in ("title", "lang", "published_at", "outlet")}
        yield {"id": f"{one['id']}-{turn}", "text": text.replace("40 millones", f"{turn} millones"), **kept}


def _files() -> tuple[Path, ...]:
    return ROOT / "examples" / "articulos.jsonl", ROOT / "tests" / "golden" / "articles.jsonl"


def _long(paragraphs: Iterator[str], words: int) -> str:
    chosen, count = list[str](), 0
    while count < words:
        chosen.append(next(paragraphs))
        count += len(chosen[-1].split())
    return "\n".join(chosen)


def write(path: Path, count: int, *, words: int | None = None) -> None:
    """A JSON Lines file of so many articles."""
    with path.open("w", encoding="utf-8") as file:
        for one in records(count, words=words):
            file.write(json.dumps(one, ensure_ascii=False) + "\n")


def page(record: dict[str, Any]) -> str:
    """The article as an HTML page with the furniture of a news site around it."""
    paragraphs = "".join(f"<p>{line}</p>" for line in record["text"].split("\n") if line.strip())
    menu = "".join(f'<li><a href="/{one}">{one.title()}</a></li>' for one in ("portada", "mundo", "economia", "deportes", "opinion"))
    related = "".join(f'<li><a href="/nota/{n}">Lea también: nota número {n} del archivo</a></li>' for n in range(12))
    return (
        f'<!doctype html><html lang="es"><head><meta charset="utf-8"><title>{record["title"]}</title>'
        f'<meta property="article:published_time" content="{record["published_at"]}T09:30:00-05:00">'
        f'<meta property="og:site_name" content="{record["outlet"]}"></head><body><nav><ul>{menu}</ul></nav>'
        f"<main><article><h1>{record['title']}</h1>{paragraphs}</article></main><aside><ul>{related}</ul></aside>"
        "<footer><p>Todos los derechos reservados. Suscríbase a nuestro boletín.</p></footer></body></html>"
    )
