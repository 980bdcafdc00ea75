"""One request to one server: connected to an address that was looked at, held to limits of time and size."""

from __future__ import annotations

import contextlib
import http.client
import socket
import ssl
import threading
import time
from collections.abc import Mapping
from dataclasses import dataclass, field
from functools import lru_cache

from despacho.ingest.web.body import Broken, TooLarge, collected, unpacked
from despacho.ingest.web.guard import Target, resolved
from despacho.ingest.web.manners import Manners


@dataclass(frozen=True, slots=True, kw_only=True)
class Page:
    """What a server answered: the final address, the status, lower-case headers, the unpacked body."""

    url: str
    status: int
    headers: Mapping[str, str] = field(default_factory=dict)
    body: bytes = b""

    @property
    def charset(self) -> str | None:
        """The charset that the server states, None where it states none."""
        for part in self.headers.get("content-type", "").split(";")[1:]:
            name, _, value = part.partition("=")
            if name.strip().lower() == "charset":
                return value.strip().strip("\"'") or None
        return None


@dataclass(frozen=True, slots=True, kw_only=True)
class Failure:
    """Why an address gave nothing: a reason of REASONS, what happened, whether later may be better and when (seconds)."""

    url: str
    reason: str
    detail: str
    passing: bool = False
    wait: float | None = None


class Unanswered(Exception):  # noqa: N818 - it is turned into a Failure
    """A request without a whole answer: the reason and what happened."""

    def __init__(self, reason: str, detail: str) -> None:
        super().__init__(detail)
        self.reason, self.detail = reason, detail


def ask(target: Target, *, headers: Mapping[str, str], manners: Manners) -> Page:
    """The answer to a GET, without following it anywhere; Refused, Unanswered where there is none."""
    addresses = resolved(target, allow_private=manners.allow_private)
    deadline = time.monotonic() + manners.total_timeout
    connection = http.client.HTTPConnection(target.host, target.port, timeout=manners.read_timeout)
    try:
        lines = [_connected(target, addresses, manners=manners)]
        # Whatever trickles (the handshake, headers, the body): at the deadline the line is cut under it.
        late = threading.Event()
        cutter = threading.Timer(max(deadline - time.monotonic(), 0.01), _cut, args=(lines, late))
        cutter.daemon = True
        cutter.start()
        try:
            if target.scheme == "https":
                _secure(lines, target)
            connection.sock = lines[-1]
            return _exchange(connection, target, headers=headers, manners=manners, late=late)
        finally:
            cutter.cancel()
            lines[-1].close()
    except (OSError, http.client.HTTPException, ValueError) as error:
        reason = "timeout" if isinstance(error, TimeoutError) else "unreachable"
        raise Unanswered(reason, f"{target.url}: {_words(error)}") from error
    finally:
        connection.close()


def _cut(lines: list[socket.socket], late: threading.Event) -> None:
    late.set()
    with contextlib.suppress(OSError):
        # The plain method: that of an encrypted line would change it under the thread that reads it.
        socket.socket.shutdown(lines[-1], socket.SHUT_RDWR)


def _connected(target: Target, addresses: list[tuple[int, str]], *, manners: Manners) -> socket.socket:
    failure: OSError = OSError("the name has no address")
    for family, address in addresses[:4]:  # more would only multiply the wait
        line = socket.socket(family, socket.SOCK_STREAM)
        line.settimeout(manners.connect_timeout)
        try:
            line.connect((address, target.port))
        except OSError as error:
            line.close()
            failure = error
        else:
            line.settimeout(manners.read_timeout)
            return line
    raise failure


@lru_cache(maxsize=1)
def _trust() -> ssl.SSLContext:
    """The certificates of the machine and, for machines without, those that come with trafilatura."""
    import certifi

    context = ssl.create_default_context()
    context.load_verify_locations(certifi.where())
    return context


def _secure(lines: list[socket.socket], target: Target) -> None:
    """Put the encrypted line after the plain one; the handshake comes last, so that it can be cut too."""
    line = _trust().wrap_socket(lines[-1], server_hostname=target.host, do_handshake_on_connect=False)
    lines.append(line)
    line.do_handshake()


def _exchange(
    connection: http.client.HTTPConnection,
    target: Target,
    *,
    headers: Mapping[str, str],
    manners: Manners,
    late: threading.Event,
) -> Page:
    sent = {"User-Agent": manners.user_agent, "Accept-Encoding": "gzip, deflate", "Connection": "close"}
    try:
        connection.request("GET", target.path, headers={**sent, **headers})
        response = connection.getresponse()
        answered = {name.lower(): value for name, value in response.getheaders()}
        body = b"" if response.status in (204, 304) else collected(response.read1, limit=manners.max_bytes)
        if late.is_set() or (response.length or 0) > 0:  # a line that was cut reads like an end
            raise Unanswered("timeout" if late.is_set() else "unreachable", f"{target.url}: the answer ends too early")
        body = unpacked(body, answered.get("content-encoding", ""), limit=manners.max_bytes)
    except TooLarge as error:
        raise Unanswered("too_large", f"{target.url}: {error}") from error
    except Broken as error:
        raise Unanswered("truncated", f"{target.url}: {error}") from error
    except (OSError, http.client.HTTPException) as error:
        if late.is_set():
            raise Unanswered("timeout", f"{target.url}: no whole answer in {manners.total_timeout:g} s") from error
        raise
    return Page(url=target.url, status=response.status, headers=answered, body=body)


def _words(error: Exception) -> str:
    return f"{type(error).__name__}: {str(error)[:200]}" if str(error) else type(error).__name__
