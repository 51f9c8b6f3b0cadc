"""Every door of the service, read from the resolver, with the values that lead to one office's things."""

from dataclasses import dataclass

from django.urls import URLPattern, URLResolver, get_resolver


@dataclass(frozen=True)
class Door:
    """One URL pattern: its full route and the names of its arguments."""

    name: str
    route: str
    arguments: tuple[str, ...]


def doors(prefix="", resolver=None):
    """All doors whose route begins with `prefix`, in a fixed order."""
    return [door for door in _walk(resolver or get_resolver(), "", ()) if door.route.startswith(prefix)]


def _walk(resolver, route, arguments):
    for pattern in resolver.url_patterns:
        deeper = route + str(pattern.pattern).removeprefix("^")
        taken = (*arguments, *pattern.pattern.converters)
        if isinstance(pattern, URLResolver):
            yield from _walk(pattern, deeper, taken)
        elif isinstance(pattern, URLPattern):
            yield Door(name=pattern.name or "", route=deeper, arguments=taken)


def address(door, values):
    """The path of a door for these argument values."""
    path = door.route.replace("\\Z", "").replace("$", "")
    for argument in door.arguments:
        for converter in ("str", "slug", "uuid", "int", "path", "reference"):
            path = path.replace(f"<{converter}:{argument}>", str(values[argument]))
        path = path.replace(f"<{argument}>", str(values[argument]))
    return "/" + path
