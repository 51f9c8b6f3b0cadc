"""The address that a request comes from, as far as headers can be trusted."""

import re
from ipaddress import ip_address, ip_network

from django.conf import settings

WITH_PORT = re.compile(r"\[([^\]]+)\](?::\d+)?|([^:]+):\d+")


def _parsed(written):
    """Return the address alone: some proxies append a port, or add brackets or quotes."""
    written = written.strip().strip('"')
    found = WITH_PORT.fullmatch(written)
    try:
        address = ip_address(found[1] or found[2] if found else written)
    except ValueError:
        return None
    return getattr(address, "ipv4_mapped", None) or address


def client_address(request):
    """Return the address that rate limits are counted by.

    Clients can write X-Forwarded-For. It is read from the right, only as far as each sender is one of
    TRUSTED_PROXIES. A web server on a socket of this machine has no address of its own.
    """
    proxies = [ip_network(proxy, strict=False) for proxy in settings.TRUSTED_PROXIES]
    here = _parsed(request.META.get("REMOTE_ADDR", ""))
    if not proxies:
        return str(here or "local")
    for hop in reversed(request.headers.get("X-Forwarded-For", "").split(",")):
        if here is not None and not any(here in proxy for proxy in proxies):
            break
        before = _parsed(hop)
        if before is None:
            break
        here = before
    return str(here or "local")
