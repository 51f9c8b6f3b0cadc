"""The URL patterns of the service, read from the resolver."""

from dataclasses import dataclass

from django.urls import URLPattern, URLResolver, get_resolver


@dataclass(frozen=True)
class UrlPattern:
    """One URL pattern: its full route and the names of its arguments."""

    name: str
    route: str
    arguments: tuple[str, ...]


def url_patterns(prefix="", resolver=None):
    """Return all URL patterns whose route begins with `prefix`, in resolver order."""
    return [
        url_pattern
        for url_pattern in _walk(resolver or get_resolver(), "", ())
        if url_pattern.route.startswith(prefix)
    ]


def _walk(resolver, route, arguments):
    for pattern in resolver.url_patterns:
        deeper = route + str(pattern.pattern).removeprefix("^")
        taken = (*arguments, *pattern.pattern.converters)
        if isinstance(pattern, URLResolver):
            yield from _walk(pattern, deeper, taken)
        elif isinstance(pattern, URLPattern):
            yield UrlPattern(name=pattern.name or "", route=deeper, arguments=taken)


def address(url_pattern, values):
    """Return the path of a URL pattern for these argument values."""
    path = url_pattern.route.replace("\\Z", "").replace("$", "")
    for argument in url_pattern.arguments:
        for converter in ("str", "slug", "uuid", "int", "path", "reference"):
            path = path.replace(f"<{converter}:{argument}>", str(values[argument]))
        path = path.replace(f"<{argument}>", str(values[argument]))
    return "/" + path
