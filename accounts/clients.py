"""Where a request comes from, as far as that can be believed."""

from ipaddress import ip_address, ip_network

from django.conf import settings


def _parsed(address):
    try:
        return ip_address(address.strip())
    except ValueError:
        return None


def trusted_proxies():
    """The addresses of our own proxies. The word "none" says that somebody thought about it and has no proxy."""
    return [] if settings.TRUSTED_PROXIES == ["none"] else settings.TRUSTED_PROXIES


def client_address(request):
    """The address that limits are counted by.

    X-Forwarded-For is written by whoever likes to. It is believed only from the right, and only as far as each
    sender is one of TRUSTED_PROXIES. A web server on a socket of this machine has no address of its own.
    """
    proxies = [ip_network(proxy, strict=False) for proxy in trusted_proxies()]
    here = _parsed(request.META.get("REMOTE_ADDR", ""))
    if not proxies:
        return str(here or "local")
    for claimed in reversed(request.headers.get("X-Forwarded-For", "").split(",")):
        if here is not None and not any(here in proxy for proxy in proxies):
            break
        before = _parsed(claimed)
        if before is None:
            break
        here = before
    return str(here or "local")
