"""Which addresses may be asked: public ones, by what they resolve to, so that no link leads into the network at home."""

from __future__ import annotations

import socket
from dataclasses import dataclass
from ipaddress import IPv4Address, IPv6Address, ip_address, ip_network
from urllib.parse import quote, urlsplit

SCHEMES = {"http": 80, "https": 443}
_NAT64 = ip_network("64:ff9b::/96")
# Characters that a path or a query may hold as they are; "%" stays, since what is escaped already must not be twice.
_PATH_SAFE = "/%:@!$&'()*+,;=~-._"
_QUERY_SAFE = _PATH_SAFE + "?[]"
MAX_URL = 2048  # characters; the sitemap protocol's own limit


class Refused(Exception):  # noqa: N818 - it is turned into a Rejected, never shown
    """An address that is not asked: the reason and why."""

    def __init__(self, reason: str, detail: str) -> None:
        super().__init__(detail)
        self.reason, self.detail = reason, detail


@dataclass(frozen=True, slots=True, kw_only=True)
class Target:
    """An address taken apart: what to connect to and what to ask for."""

    scheme: str
    host: str
    port: int
    path: str

    @property
    def origin(self) -> str:
        """Scheme, host and port: what a robots.txt is valid for."""
        shown = f"[{self.host}]" if ":" in self.host else self.host
        return f"{self.scheme}://{shown}" + ("" if self.port == SCHEMES[self.scheme] else f":{self.port}")

    @property
    def url(self) -> str:
        """The whole address."""
        return self.origin + self.path


def target_of(url: str) -> Target:
    """The parts of an http(s) address, its host in ASCII; Refused where it is none."""
    if len(url) > MAX_URL or any(ord(c) < 0x20 or c == "\x7f" for c in url):
        raise Refused("bad_address", f"{url[:80]!r} is too long or holds control characters")
    try:
        parts = urlsplit(url)
        host, port = parts.hostname or "", parts.port
        host = host if ":" in host or host.isascii() else host.encode("idna").decode("ascii")
        path = quote(parts.path, safe=_PATH_SAFE) or "/"
        query = quote(parts.query, safe=_QUERY_SAFE)
    except ValueError as error:  # UnicodeError is one
        raise Refused("bad_address", f"{url[:80]!r} is no address: {error}") from error
    if parts.scheme not in SCHEMES or not host or len(host) > 253:
        raise Refused("bad_address", f"{url[:80]!r} is no http(s) address")
    if parts.username is not None:
        raise Refused("bad_address", f"{host}: an address with a user name is not asked")
    return Target(
        scheme=parts.scheme,
        host=host.lower(),
        port=SCHEMES[parts.scheme] if port is None else port,
        path=path + (f"?{query}" if query else ""),
    )


def resolved(target: Target, *, allow_private: bool) -> list[tuple[int, str]]:
    """The IP addresses of a host as (family, address); Refused where one of them is not public.

    All of them are looked at, and the connection is made to one that was: a name that answers differently when it is
    asked again leads nowhere else.
    """
    try:
        infos = socket.getaddrinfo(target.host, target.port, type=socket.SOCK_STREAM)
    except (OSError, UnicodeError) as error:
        raise Refused("unreachable", f"{target.host}: the name cannot be resolved ({error})") from error
    found = list(dict.fromkeys((int(info[0]), str(info[4][0])) for info in infos))
    for _, address in found:
        if not allow_private and not is_public(address):
            raise Refused(
                "private_address",
                f"{target.host}: {address} is a private, loopback or reserved address; --allow-private allows it",
            )
    return found


def is_public(address: str) -> bool:
    """Whether an IP address is reachable by everybody, also by what is embedded in it (mapped, 6to4, Teredo, NAT64)."""
    try:
        found = ip_address(address.partition("%")[0])
    except ValueError:
        return False
    inner = _embedded(found) if isinstance(found, IPv6Address) else ()
    return all(one.is_global and not one.is_multicast for one in inner or (found,))


def _embedded(address: IPv6Address) -> tuple[IPv4Address, ...]:
    if address.ipv4_mapped is not None:
        return (address.ipv4_mapped,)
    if address.sixtofour is not None:
        return (address.sixtofour,)
    if address.teredo is not None:
        return address.teredo
    if address in _NAT64:
        return (IPv4Address(int(address) & 0xFFFFFFFF),)
    return ()
