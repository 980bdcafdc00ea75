"""The views: nothing of the text is lost, nothing of it is obeyed, and every code has its words."""

import base64
import hashlib
import io
import re
from dataclasses import replace
from html.parser import HTMLParser
from typing import get_args

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from rich.console import Console
from sample_events import sample_article, sample_events

from despacho.cli.views.clean import shown
from despacho.cli.views.page import render_page
from despacho.cli.views.page_file import write_page
from despacho.cli.views.scene import ROLES, Mark, pieces_of, scene_of
from despacho.cli.views.terminal import QUAD_STYLES, STATUS_SIGNS, render_terminal, superscript
from despacho.cli.views.wording import wording_for
from despacho.codebook import load_codebook
from despacho.model import Article, Channel, OutputError, Status

HOSTILE = "<script>alert('1')</script> \"><img src=x onerror=alert(1)> & </style> \u202eabc\u202c שלום \x1b[31mrojo\x07"


def terminal_text(article, events, **options):
    stream = io.StringIO()
    render_terminal(article, events, console=Console(file=stream, **{"width": 80, **options}))
    return stream.getvalue()


class Page(HTMLParser):
    """Collects the tags, the attributes and the visible text of a page."""

    def __init__(self, page):
        super().__init__()
        self.tags, self.attributes, self.shown, self._open = [], [], [], []
        self.feed(page)
        self.close()

    def handle_starttag(self, tag, attrs):
        self.tags.append(tag)
        self.attributes += attrs
        self._open.append(tag)

    def handle_endtag(self, tag):
        while self._open and self._open.pop() != tag:
            pass

    def handle_data(self, data):
        if not self._open or self._open[-1] not in ("script", "style"):
            self.shown.append(data)


@given(
    st.text(max_size=40),
    st.lists(st.tuples(st.integers(0, 45), st.integers(1, 20), st.sampled_from(ROLES), st.integers(1, 5)), max_size=10),
)
def test_pieces_are_the_text_under_their_marks(text, some):
    marks = [Mark(start=start, end=start + length, role=role, number=number) for start, length, role, number in some]
    pieces = pieces_of(text, marks)
    assert "".join(piece.text for piece in pieces) == text
    position = 0
    for piece in pieces:
        middle = range(position, position + len(piece.text))
        assert {(m.role, m.number) for m in piece.marks} == {
            (m.role, m.number) for m in marks if m.start <= middle[0] < m.end
        }
        position += len(piece.text)


def test_scene_of_the_sample():
    article = sample_article()
    scene = scene_of(article, reversed(sample_events(article)))
    assert [event.trigger.start for event in scene.events] == sorted(event.trigger.start for event in scene.events)
    assert [closed for piece in scene.pieces for closed in piece.closes] == list(range(1, 13))
    assert scene.accounts == ((4, 6),)
    assert scene.not_asserted == 3


@pytest.mark.parametrize("width", [30, 48, 80, 140])
def test_terminal_fits_and_is_whole(width):
    article = sample_article()
    shown = terminal_text(article, sample_events(article), width=width)
    assert max(len(line) for line in shown.splitlines()) <= width
    assert "\x1b" not in shown
    words = re.sub(r"[\s\[\]¹²³⁴⁵⁶⁷⁸⁹⁰]", "", shown)
    for word in article.text.split():
        assert re.sub(r"[¹²³\[\]]", "", word) in words


def test_terminal_says_what_matters():
    article = sample_article()
    shown = terminal_text(article, sample_events(article), width=100)
    for part in (
        "[conversó por teléfono]¹",
        "Gabriel Boric CHL gobierno ↔ Luis Arce BOL gobierno",
        "2025-06-17 «este martes»",
        "La Moneda CHL gobierno · comunicado «en un comunicado»",
        "✗ negado",
        "Bolivia (sobreentendido) BOL gobierno",
        "fuente sin nombre",
        "12 hechos",
        "Versiones que difieren",
        "0,93",
    ):
        assert part in shown


def test_terminal_in_colour_needs_no_brackets():
    article = sample_article()
    shown = terminal_text(article, sample_events(article), force_terminal=True, color_system="standard")
    assert "\x1b[1;31mconversó por teléfono" in shown
    assert "[conversó" not in shown


def test_no_events():
    article = replace(sample_article(), title=None, published_at=None)
    assert "ningún hecho" in terminal_text(article, [])
    assert "fechas relativas" in " ".join(terminal_text(article, []).split())
    assert "ningún hecho" in render_page(article, [])


def test_hostile_text_is_shown_and_not_obeyed():
    base = sample_article()
    article = Article(
        id=HOSTILE, text=HOSTILE + base.text, title=HOSTILE, outlet=HOSTILE, lang="es", url="javascript:alert(1)"
    )
    events = []
    for event in sample_events(base):
        one = replace(
            event.actors[0], text=HOSTILE, name=HOSTILE, country=HOSTILE, sector=HOSTILE, start=0, end=len(HOSTILE)
        )
        at = replace(event.trigger, start=event.trigger.start + len(HOSTILE), end=event.trigger.end + len(HOSTILE))
        events.append(
            replace(
                event,
                actors=(one,),
                trigger=at,
                modes=(HOSTILE,),
                quad=HOSTILE,
                coder=replace(event.coder, name=HOSTILE),
            )
        )
    page = Page(render_page(article, events))
    assert page.tags.count("script") == 1
    assert not {"img", "iframe", "link", "object"} & set(page.tags)
    assert not [name for name, _ in page.attributes if name.startswith("on") or name in ("style", "src", "srcset")]
    assert [value for name, value in page.attributes if name == "href"] == []
    assert "<script>alert('1')</script>" in "".join(page.shown)
    assert "\u202e" not in "".join(page.shown)
    shown = terminal_text(article, events)
    assert not set(shown) & set("\x1b\x07\u202e")


def test_page_asks_for_nothing_and_its_policy_fits():
    article = replace(sample_article(), url="https://example.org/nota?a=1&b=2")
    html = render_page(article, sample_events(article))
    page = Page(html)
    policy = next(value for name, value in page.attributes if value and value.startswith("default-src"))
    for part in ("style", "script"):
        content = re.search(f"<{part}>(.*?)</{part}>", html, re.DOTALL)[1]
        digest = base64.b64encode(hashlib.sha256(content.encode()).digest()).decode()
        assert f"{part}-src 'sha256-{digest}'" in policy
        assert "url(" not in content and "@import" not in content and "http" not in content
    assert [value for name, value in page.attributes if name == "href"] == ["https://example.org/nota?a=1&b=2"]
    identifiers = [value for name, value in page.attributes if name == "id"]
    assert len(identifiers) == len(set(identifiers))
    assert {value for name, value in page.attributes if name == "for"} <= set(identifiers)


def test_page_is_the_same_every_time_and_holds_the_text():
    article = sample_article()
    pages = {render_page(article, events) for events in (sample_events(article), sample_events(article)[::-1])}
    assert len(pages) == 1
    prose = re.search(r'<div class="prose"[^>]*>(.*?)</div>', pages.pop(), re.DOTALL)[1]
    prose = re.sub(r'<label class="ref.*?</label>', "", prose)
    assert "".join(Page(prose).shown) == article.text


@settings(max_examples=60, deadline=None)
@given(st.text(max_size=60).filter(str.strip))
def test_any_text_renders(text):
    article = Article(id="a", text=text, title=text, lang=None)
    render_page(article, []).encode("utf-8")
    terminal_text(article, [], width=30).encode("utf-8")
    assert len(shown(text)) == len(text)


def test_every_code_has_its_words():
    spanish, english = wording_for("es"), wording_for("en")
    assert {name: sorted(words) for name, words in spanish.sections.items()} == {
        name: sorted(words) for name, words in english.sections.items()
    }
    for section, codes in (
        ("statuses", get_args(Status)),
        ("channels", get_args(Channel)),
        ("roles", ROLES),
        ("quads", QUAD_STYLES),
    ):
        assert set(codes) == set(spanish.sections[section])
    assert set(STATUS_SIGNS) == set(get_args(Status))
    assert wording_for("gl").lang == wording_for(None).lang == wording_for("../es").lang == "en"


@pytest.mark.parametrize("lang", ["es", "en"])
def test_every_code_of_the_codebook_has_its_words(lang):
    codebook, sections = load_codebook(), wording_for(lang).sections
    assert set(codebook.types) == set(sections["types"])
    assert {mode for entry in codebook.types.values() for mode in entry.modes} == set(sections["modes"])
    assert set(codebook.contexts) == set(sections["contexts"])
    assert {entry.quad for entry in codebook.types.values()} == set(sections["quads"])


def test_superscripts():
    assert superscript(1203) == "¹²⁰³"


def test_page_is_put_in_place_whole(tmp_path, capsys):
    write_page(str(tmp_path / "a.html"), "ñ")
    assert [path.name for path in tmp_path.iterdir()] == ["a.html"]
    write_page("-", "ñ")
    assert capsys.readouterr().out == "ñ"
    with pytest.raises(OutputError, match="cannot be written"):
        write_page(str(tmp_path), "ñ")
