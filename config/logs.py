"""How a line of the programs' logs looks: in UTC, on one line, and without anything that somebody typed."""

import json
import logging
import time
import traceback
from contextvars import ContextVar
from copy import copy

# The request that this thread answers: all its lines carry the same random mark, which means nothing elsewhere.
request_mark: ContextVar[str] = ContextVar("request_mark", default="")


class Line(logging.Formatter):
    """Of a fault its class and its places in the code, of a request its route.

    The words of an exception may quote a case, and an address may hold a reference or the token of a link.
    """

    converter = staticmethod(time.gmtime)
    default_time_format = "%Y-%m-%dT%H:%M:%S"
    default_msec_format = "%s.%03dZ"

    def format(self, record):
        record = copy(record)
        record.exc_text = None  # made by whoever formatted it before us, words and all
        request = getattr(record, "request", None)
        if request is not None and isinstance(record.args, tuple):
            record.args = tuple(_route(request) if each == request.path else each for each in record.args)
        return super().format(record)

    def formatMessage(self, record):
        """A line break that came from outside must not look like a line of ours."""
        return super().formatMessage(record).replace("\r", r"\r").replace("\n", r"\n")

    def formatException(self, info):
        return "\n".join(_places(info[1]))


class JsonLine(Line):
    """The same as one JSON object a line, for a collector of logs."""

    def formatMessage(self, record):
        facts = {
            "at": self.formatTime(record),
            "level": record.levelname,
            "logger": record.name,
            "message": record.message,
        }
        if mark := request_mark.get():
            facts["request"] = mark
        return json.dumps(facts | getattr(record, "facts", {}))

    def format(self, record):
        record = copy(record)
        if record.exc_info:
            record.facts = {"places": list(_places(record.exc_info[1]))}
            record.exc_info = None
        return super().format(record)


def _route(request):
    match = getattr(request, "resolver_match", None)
    return f"/{match.route}" if match else "an address that leads nowhere"


def _places(error):
    """Where it happened and what led to it, the first cause first."""
    before = error.__cause__ or (None if error.__suppress_context__ else error.__context__)
    if before is not None:
        yield from _places(before)
        yield "  and then"
    for frame in traceback.extract_tb(error.__traceback__):
        yield f"  {frame.filename}:{frame.lineno} in {frame.name}"
    yield f"  {type(error).__name__}"
