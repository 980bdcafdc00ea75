"""A server on loopback that behaves as it is told: pages, feeds, outages, and everything that servers do wrong."""

import gzip
import threading
import time
from contextlib import contextmanager
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer

HOST = "127.0.0." + "1"
WORDS = ["gobierno", "oposición", "ministro", "ciudad", "acuerdo", "protesta", "ejército", "frontera", "reunión", "ataque", "presidente", "congreso", "huelga", "banco", "justicia", "partido", "campaña", "policía", "tratado", "embajador", "sanción", "región", "crisis", "reforma", "sindicato", "puerto", "río", "campo", "escuela", "mercado"]


def report(number, *, paragraphs=4):
    """The text of a report that no other number has."""
    chosen = []
    state = number * 2654435761 % 2**32 or 1
    for _ in range(paragraphs * 40):
        state = (state * 1103515245 + 12345) % 2**31
        chosen.append(WORDS[state // 65536 % len(WORDS)])
    lines = [" ".join(chosen[k * 40 : k * 40 + 40]).capitalize() + "." for k in range(paragraphs)]
    return "\n".join(lines)


def page(text, *, title="Una noticia", published="2026-03-04T21:15:00-05:00", canonical=None, extra=""):
    """A page as outlets write them: metadata, menu, report, promotion, footer."""
    link = f'<link rel="canonical" href="{canonical}">' if canonical else ""
    body = "".join(f"<p>{one}</p>" for one in text.split("\n"))
    return (
        f'<!doctype html><html lang="es"><head><meta charset="utf-8"><title>{title} | Diario</title>{link}'
        f'<meta property="og:title" content="{title}"><meta property="og:site_name" content="Diario de Prueba">'
        f'<meta property="og:type" content="article"><meta property="article:published_time" content="{published}">{extra}</head>'
        f"<body><nav><ul><li>Inicio</li><li>Mundo</li></ul></nav><article><h1>{title}</h1>{body}"
        "<p>Lea también: Otra noticia</p></article><footer><p>Aviso legal</p></footer></body></html>"
    ).encode()


def rss(items, *, language="es"):
    """An RSS feed of (link, title) pairs or of ready <item> strings."""
    made = [
        one if isinstance(one, str)
        else f"<item><title>{one[1]}</title><link>{one[0]}</link><pubDate>Wed, 04 Mar 2026 21:15:00 -0500</pubDate></item>"
        for one in items
    ]  # fmt: skip
    head = f'<?xml version="1.0" encoding="utf-8"?><rss version="2.0"><channel><title>F</title><language>{language}</language>'
    return (head + "".join(made) + "</channel></rss>").encode()


def sitemap(entries):
    """A news sitemap of (loc, date) pairs."""
    made = "".join(
        f"<url><loc>{loc}</loc><news:news><news:publication><news:name>D</news:name><news:language>es</news:language>"
        f"</news:publication><news:publication_date>{date}</news:publication_date><news:title>T</news:title></news:news></url>"
        for loc, date in entries
    )
    space = 'xmlns="http://www.sitemaps.org/schemas/sitemap/0.9" xmlns:news="http://www.google.com/schemas/sitemap-news/0.9"'
    return f'<?xml version="1.0"?><urlset {space}>{made}</urlset>'.encode()


class NewsServer:
    """Answers from ``routes``: path to bytes, to (status, headers, bytes), or to a function of the handler."""

    def __init__(self):
        self.routes, self.log, self.down = {}, [], False
        self.busiest, self._now, self._lock = 0, 0, threading.Lock()
        owner = self

        class Handler(BaseHTTPRequestHandler):
            protocol_version = "HTTP/1.1"

            def do_GET(self):
                owner.serve(self)

            def log_message(self, *_):
                pass

        self.server = ThreadingHTTPServer((HOST, 0), Handler)
        self.server.daemon_threads = True
        self.url = f"http://{HOST}:{self.server.server_address[1]}"

    def serve(self, handler):
        with self._lock:
            self.log.append((time.monotonic(), handler.path, dict(handler.headers)))
            self._now += 1
            self.busiest = max(self.busiest, self._now)
        try:
            handler.close_connection = True
            route = self.routes.get(handler.path, (404, {}, b"nothing"))
            if self.down:
                route = (503, {}, b"down")
            if callable(route):
                route = route(handler)
            if route is None:
                return
            status, headers, body = route if isinstance(route, tuple) else (200, {"Content-Type": "text/html"}, route)
            handler.send_response(status)
            for name, value in {"Content-Length": str(len(body)), **headers}.items():
                handler.send_header(name, value)
            handler.send_header("Connection", "close")
            handler.end_headers()
            handler.wfile.write(body)
        except OSError:
            pass
        finally:
            with self._lock:
                self._now -= 1

    def paths(self):
        return [path for _, path, _ in self.log]


@contextmanager
def serving():
    """A server for the time of the block."""
    server = NewsServer()
    thread = threading.Thread(target=server.server.serve_forever, kwargs={"poll_interval": 0.02}, daemon=True)
    thread.start()
    try:
        yield server
    finally:
        server.server.shutdown()
        server.server.server_close()


def packed(data):
    return gzip.compress(data)
