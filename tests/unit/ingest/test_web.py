"""Manners towards servers: who is asked, how often, how long and how much; all against a server on loopback."""

import gzip
import itertools
import time
import zlib

import pytest
from newsserver import HOST, packed

from despacho.ingest.fields import REASONS
from despacho.ingest.web import Failure, Fetcher, Manners, Page
from despacho.ingest.web.body import Broken, TooLarge, unpacked
from despacho.ingest.web.fetcher import retry_after
from despacho.ingest.web.guard import Refused, is_public, resolved, target_of


def fetcher(**given):
    return Fetcher(Manners(**{"delay": 0.0, "backoff": 0.01, "allow_private": True, "total_timeout": 5.0, "read_timeout": 2.0, **given}))


@pytest.mark.parametrize(
    ("address", "public"),
    [
        ("93.184.216.34", True), ("2606:4700::1111", True), ("10.0.0.1", False), ("192.168.1.1", False), ("172.16.0.1", False),
        ("169.254.169.254", False), ("100.64.0.1", False), ("0.0.0.0", False), ("224.0.0.1", False), ("255.255.255.255", False),
        ("::1", False), ("fe80::1", False), ("fe80::1%eth0", False), ("fc00::1", False), ("::ffff:10.0.0.1", False), ("::ffff:93.184.216.34", True),
        ("64:ff9b::a00:1", False), ("64:ff9b::5db8:d822", True), ("2002:a00:1::", False), ("2002:5db8:d822::", True), ("nonsense", False),
    ],
)  # fmt: skip
def test_public_addresses(address, public):
    assert is_public(address) is public


@pytest.mark.parametrize("host", [HOST, "localhost", "127.1", "0x7f000001", "2130706433", "[::1]", "[::ffff:7f00:1]"])
def test_loopback_is_refused_however_it_is_written(host):
    with pytest.raises(Refused) as refused:
        resolved(target_of(f"http://{host}/"), allow_private=False)
    assert refused.value.reason in ("private_address", "unreachable")  # some systems do not resolve the odd forms at all


@pytest.mark.parametrize(
    "url",
    ["", "x", "ftp://example.org/", "file:///etc/passwd", "http://", "http://[::1", "http://a:99999/", "http://u:p@example.org/", "http://e.org/\n", "http://" + "a" * 3000],
)
def test_what_is_no_address(url):
    with pytest.raises(Refused) as refused:
        target_of(url)
    assert refused.value.reason == "bad_address"


def test_addresses_are_taken_apart():
    target = target_of("HTTPS://Ñandú.example:443/á b?q=ñ#z")
    assert (target.host, target.port, target.path) == ("xn--and-6ma2c.example", 443, "/%C3%A1%20b?q=%C3%B1")
    assert target.url == "https://xn--and-6ma2c.example/%C3%A1%20b?q=%C3%B1"


def test_loopback_only_with_the_flag_and_nothing_is_asked_without(server):
    server.routes["/a"] = b"hello"
    answer = fetcher(allow_private=False).get(server.url + "/a")
    assert isinstance(answer, Failure)
    assert answer.reason == "private_address"
    assert "--allow-private" in answer.detail
    assert server.log == []
    assert fetcher().get(server.url + "/a").body == b"hello"


def test_a_redirect_is_looked_at_like_the_first_address(server, monkeypatch):
    """A public host (a name that only this test knows) must not lead to a private one."""
    import socket

    port = int(server.url.rpartition(":")[2])
    real = socket.getaddrinfo
    monkeypatch.setattr(socket, "getaddrinfo", lambda host, *a, **k: real(HOST if host == "public.example" else host, *a, **k))
    for scheme_target in (f"{server.url}/secret", "file:///etc/passwd", "ftp://example.org/"):
        monkeypatch.setattr("despacho.ingest.web.guard.is_public", _public_for(2))  # robots.txt and the page itself
        server.log.clear()
        server.routes["/go"] = (302, {"Location": scheme_target}, b"")
        answer = fetcher(allow_private=False).get(f"http://public.example:{port}/go")
        assert answer.reason in ("private_address", "bad_address")
        assert server.paths() == ["/robots.txt", "/go"]


def _public_for(times):
    counted = itertools.count()
    return lambda _address: next(counted) < times


def test_redirects_are_followed_up_to_a_number(server):
    for n in range(9):
        server.routes[f"/{n}"] = (301, {"Location": f"/{n + 1}"}, b"")
    server.routes["/5"] = b"here"
    answer = fetcher().get(server.url + "/0")
    assert (answer.url, answer.body) == (server.url + "/5", b"here")
    server.routes["/5"] = (301, {"Location": "/6"}, b"")
    assert fetcher().get(server.url + "/0").reason == "http_error"
    server.routes["/loop"] = (302, {"Location": "/loop"}, b"")
    assert "redirects" in fetcher().get(server.url + "/loop").detail


ROBOTS = b"User-agent: *\nDisallow: /closed/\n\nUser-agent: despacho\nDisallow: /mine/\nCrawl-delay: 7\n"


def test_robots_are_obeyed_and_asked_once(server):
    server.routes |= {"/robots.txt": (200, {}, ROBOTS), "/mine/a": b"x", "/closed/a": b"y"}
    waits = []
    one = Fetcher(Manners(delay=0.0, allow_private=True), sleep=waits.append)
    assert one.get(server.url + "/mine/a").reason == "robots"
    assert one.get(server.url + "/closed/a").body == b"y"  # the group of our own name counts, not that of all
    one.get(server.url + "/closed/a")
    assert server.paths() == ["/robots.txt", "/closed/a", "/closed/a"]
    assert max(waits) == pytest.approx(7.0, abs=0.5)


@pytest.mark.parametrize(("status", "allowed"), [(404, True), (403, True), (500, False), (503, False), (429, False)])
def test_robots_that_cannot_be_had(server, status, allowed):
    server.routes |= {"/robots.txt": (status, {}, b""), "/a": b"x"}
    answer = fetcher().get(server.url + "/a")
    assert isinstance(answer, Page) is allowed
    if not allowed:
        assert answer.passing
        assert "robots.txt" in answer.detail


def test_one_request_at_a_time_to_a_host_with_the_delay_between(server):
    running = []

    def slow(_handler):
        running.append(1)
        most.append(len(running))
        time.sleep(0.05)
        running.pop()
        return (200, {}, b"x")

    most = []
    server.routes |= {f"/{n}": slow for n in range(4)}
    answers = dict(fetcher(delay=0.15).many([f"{server.url}/{n}" for n in range(4)]))
    assert len(answers) == 4
    assert max(most) == 1
    moments = [moment for moment, path, _ in server.log if path != "/robots.txt"]
    assert all(later - earlier >= 0.15 for earlier, later in itertools.pairwise(moments))


def test_hosts_are_asked_side_by_side(server):
    server.routes["/a"] = lambda _handler: time.sleep(0.4) or (200, {}, b"x")
    port = server.url.rpartition(":")[2]
    urls = [f"http://{host}:{port}/a" for host in (HOST, "localhost")]
    started = time.monotonic()
    assert {answer.body for _, answer in fetcher().many(urls)} == {b"x"}
    assert time.monotonic() - started < 0.8


def test_validators_are_sent_and_304_is_an_answer(server):
    server.routes["/f"] = lambda h: (304, {}, b"") if h.headers.get("If-None-Match") == '"1"' else (200, {"ETag": '"1"'}, b"x")
    assert fetcher().get(server.url + "/f").headers["etag"] == '"1"'
    answer = fetcher().get(server.url + "/f", validators={"etag": '"1"', "last-modified": "Wed, 04 Mar 2026 00:00:00 GMT"})
    assert (answer.status, answer.body) == (304, b"")
    assert server.log[-1][2]["If-Modified-Since"].startswith("Wed")


def test_honest_user_agent(server):
    server.routes["/a"] = b"x"
    fetcher(version="1.2", contact="desk@example.org").get(server.url + "/a")
    agent = server.log[-1][2]["User-Agent"]
    assert agent.startswith("despacho/1.2 (")
    assert "desk@example.org" in agent


def test_busy_servers_are_asked_again_after_what_they_ask_for(server):
    answers = iter([(429, {"Retry-After": "3"}, b""), (503, {}, b""), (200, {}, b"x")])
    server.routes |= {"/robots.txt": (404, {}, b""), "/a": lambda _h: next(answers)}
    waits = []
    one = Fetcher(Manners(delay=0.0, backoff=1.0, allow_private=True), sleep=waits.append)
    assert one.get(server.url + "/a").body == b"x"
    assert [wait for wait in waits if wait >= 0.5] == [3.0, 2.0]


def test_a_server_that_stays_busy_is_left_in_peace(server):
    server.routes["/a"] = (503, {"Retry-After": "9999"}, b"")
    answer = fetcher().get(server.url + "/a")
    assert (answer.reason, answer.passing, answer.wait) == ("http_error", True, 9999.0)
    assert server.paths().count("/a") == 1
    server.routes["/b"] = (500, {}, b"")
    assert fetcher().get(server.url + "/b").passing
    assert server.paths().count("/b") == 3
    server.routes["/c"] = (404, {}, b"")
    assert not fetcher().get(server.url + "/c").passing
    assert server.paths().count("/c") == 1


@pytest.mark.parametrize(("value", "seconds"), [("5", 5.0), ("", None), ("x", None), ("-5", None), ("9" * 30, 999999999.0), ("Wed, 04 Mar 2020 00:00:00 GMT", 0.0)])
def test_retry_after(value, seconds):
    assert retry_after(value) == seconds


def test_nobody_there():
    answer = fetcher(tries=1, connect_timeout=1.0).get(f"http://{HOST}:9/")
    assert (answer.reason, answer.passing) == ("unreachable", True)
    answer = fetcher().get("http://no-such-host.invalid/")
    assert (answer.reason, answer.passing) == ("unreachable", True)


def raw(data, *, pause=0.0, times=1):
    """A route that writes bytes as they are, again and again."""

    def write(handler):
        for _ in range(times):
            handler.wfile.write(data)
            handler.wfile.flush()
            time.sleep(pause)

    return write


HEAD = b"HTTP/1.1 200 OK\r\nConnection: close\r\n"
BOMB = gzip.compress(b"\x00" * 30_000_000)
WRONG = {
    "trickling body": (raw(HEAD + b"\r\n", pause=0.1, times=40), "timeout"),
    "trickling headers": (raw(b"X", pause=0.1, times=40), "timeout"),
    "too much": (raw(HEAD + b"\r\n" + b"x" * 2_000_000), "too_large"),
    "a bomb": ((200, {"Content-Encoding": "gzip"}, BOMB), "too_large"),
    "a bomb in a bomb": ((200, {"Content-Encoding": "gzip, gzip"}, gzip.compress(BOMB)), "too_large"),
    "cut gzip": ((200, {"Content-Encoding": "gzip"}, packed(b"hello" * 500)[:40]), "truncated"),
    "no gzip": ((200, {"Content-Encoding": "gzip"}, b"hello"), "truncated"),
    "an encoding not asked for": ((200, {"Content-Encoding": "br"}, b"hello"), "truncated"),
    "less than said": (raw(HEAD + b"Content-Length: 1000\r\n\r\nhello"), "unreachable"),
    "broken chunks": (raw(HEAD + b"Transfer-Encoding: chunked\r\n\r\nzz\r\nhello"), "unreachable"),
    "no HTTP": (raw(b"SSH-2.0-OpenSSH\r\n\r\n"), "unreachable"),
    "many headers": (raw(HEAD + b"X: y\r\n" * 500 + b"\r\n"), "unreachable"),
    "a long header": (raw(HEAD + b"X: " + b"y" * 100_000 + b"\r\n\r\n"), "unreachable"),
    "an odd status": (raw(b"HTTP/1.1 abc OK\r\n\r\n"), "unreachable"),
    "nothing": (raw(b""), "unreachable"),
}


@pytest.mark.parametrize(("route", "reason"), WRONG.values(), ids=WRONG)
def test_what_servers_do_wrong_ends_in_time_with_a_reason(server, route, reason):
    server.routes |= {"/robots.txt": (404, {}, b""), "/a": route}
    one = fetcher(tries=1, total_timeout=1.5, max_bytes=1_000_000)
    started = time.monotonic()
    answer = one.get(server.url + "/a")
    assert isinstance(answer, Failure)
    assert answer.reason == reason in REASONS, answer.detail
    assert time.monotonic() - started < 3.0


@pytest.mark.parametrize("encoding", ["gzip", "deflate", "", "identity"])
def test_packed_bodies(server, encoding):
    data = {"gzip": gzip.compress(b"hello"), "deflate": zlib.compress(b"hello")}.get(encoding, b"hello")
    server.routes["/a"] = (200, {"Content-Encoding": encoding} if encoding else {}, data)
    assert fetcher().get(server.url + "/a").body == b"hello"


def test_unpacking_has_a_limit_and_knows_members_and_raw_deflate():
    assert unpacked(gzip.compress(b"a") + gzip.compress(b"b"), "gzip", limit=10) == b"ab"
    assert unpacked(zlib.compress(b"hello")[2:-4], "deflate", limit=10) == b"hello"
    with pytest.raises(TooLarge):
        unpacked(gzip.compress(b"a" * 11), "gzip", limit=10)
    with pytest.raises(Broken):
        unpacked(b"\x1f\x8b\x08", "gzip", limit=10)


def test_stop_ends_the_waits(server):
    server.routes |= {f"/{n}": b"x" for n in range(50)}
    one = fetcher(delay=30.0)
    got = []
    started = time.monotonic()
    for url, answer in one.many([f"{server.url}/{n}" for n in range(50)], stop=lambda: time.monotonic() - started > 0.5):
        got.append((url, answer))
    assert time.monotonic() - started < 2.0
    assert len(got) <= 1
    assert one.get(server.url + "/0").reason == "interrupted"


@pytest.fixture
def encrypted(server, tmp_path, monkeypatch):
    """The server behind TLS with a certificate that only this test trusts."""
    import shutil
    import ssl
    import subprocess

    if shutil.which("openssl") is None:
        pytest.skip("no openssl to make a certificate with")
    key, certificate = tmp_path / "k.pem", tmp_path / "c.pem"
    subprocess.run(
        ["openssl", "req", "-x509", "-newkey", "rsa:2048", "-nodes", "-keyout", key, "-out", certificate, "-days", "2", "-subj", "/CN=localhost",
         "-addext", "subjectAltName=DNS:localhost"], check=True, capture_output=True,
    )  # fmt: skip
    context = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
    context.load_cert_chain(certificate, key)
    server.server.socket = context.wrap_socket(server.server.socket, server_side=True)
    trusting = ssl.create_default_context(cafile=certificate)
    monkeypatch.setattr("despacho.ingest.web.request._trust", lambda: trusting)
    return server


def test_encrypted_addresses_and_whose_certificate_it_is(encrypted):
    encrypted.routes |= {"/a": b"hello", "/slow": raw(HEAD + b"\r\n", pause=0.1, times=40)}
    port = encrypted.url.rpartition(":")[2]
    one = fetcher(tries=1, total_timeout=1.5)
    assert one.get(f"https://localhost:{port}/a").body == b"hello"
    answer = one.get(f"https://{HOST}:{port}/a")
    assert answer.reason == "unreachable"  # the certificate is not that of this name
    started = time.monotonic()
    assert one.get(f"https://localhost:{port}/slow").reason == "timeout"
    assert time.monotonic() - started < 3.0


def test_a_handshake_that_never_comes(server):
    import socket

    with socket.create_server((HOST, 0)) as silent:
        started = time.monotonic()
        answer = fetcher(tries=1, total_timeout=1.0).get(f"https://{HOST}:{silent.getsockname()[1]}/")
        assert isinstance(answer, Failure)
        assert time.monotonic() - started < 3.0
