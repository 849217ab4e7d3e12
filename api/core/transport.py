"""Connections to other machines are encrypted, or the process does not start.

asyncpg and Redis clients fall back to plain text where nothing is said (`sslmode=prefer`), which nobody would notice.
"""

import ipaddress
from collections.abc import Mapping
from urllib.parse import parse_qs, urlsplit

from api.core.errors import Misconfigured

PLAIN = "XINQIAO_PLAIN_NETWORK"
_POSTGRES = {"postgres", "postgresql"}


def check(addresses: Mapping[str, str | None]) -> None:
    """Checks addresses by the names of their settings. Raises Misconfigured, without the address: it may hold a password."""
    for name, url in addresses.items():
        if url is not None and not is_safe(url):
            raise Misconfigured(
                f"{name} names another machine without TLS: {_cure(url)}, or set {PLAIN}=1 where the network itself is encrypted."
            )


def is_safe(url: str) -> bool:
    """Whether an address stays on this machine, or is encrypted with the other side's certificate checked."""
    try:
        parts = urlsplit(url)
        asked = parse_qs(parts.query)
        hosts = [*_hosts(parts.netloc), *(h for value in asked.get("host", []) for h in value.split(","))]
    except ValueError:
        return True  # the connection itself says what is wrong with it
    if parts.scheme in _POSTGRES:
        return asked.get("sslmode", [""])[-1] == "verify-full" or all(map(_is_here, hosts))
    return parts.scheme not in {"redis", "http", "tcp"} or all(map(_is_here, hosts))


def tcp(name: str, url: str | None) -> str | None:
    """An address with a host and a port, as it stands. Raises Misconfigured."""
    try:
        right = url is None or (urlsplit(url).scheme == "tcp" and urlsplit(url).hostname and urlsplit(url).port)
    except ValueError:
        right = False
    if not right:
        raise Misconfigured(f"{name} must be an address such as tcp://127.0.0.1:3310.")
    return url


def _hosts(netloc: str) -> list[str]:
    """The hosts of `user:password@a:5432,[::1]:5433`."""
    found = netloc.rpartition("@")[2].split(",")
    return [h.partition("]")[0].strip("[") if h.startswith("[") else h.partition(":")[0] for h in found if h]


def _is_here(host: str) -> bool:
    if not host or host.startswith(("/", "@")) or host == "localhost":
        return True
    try:
        return ipaddress.ip_address(host).is_loopback
    except ValueError:
        return False


def _cure(url: str) -> str:
    scheme = urlsplit(url).scheme
    cures = {"redis": "use rediss://", "http": "use https://", "tcp": "have it on this machine"}
    return cures.get(scheme, "add sslmode=verify-full")
