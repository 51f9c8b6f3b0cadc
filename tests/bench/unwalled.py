"""The service without what the wall costs: nothing read is written down, and the database is told no scope.

Only to be measured, beside a database whose row-level security is switched off. Everything else is the same.
"""

from config.wsgi import application  # isort: skip  it loads the apps, which the others need

from casework import scope
from casework.audit.services import record

__all__ = ["application"]


def _nothing(verb, *, by, office=None, subject="", reason="", **detail):
    return None


# Every module holds these functions by name, so what is exchanged is what they do.
record.__code__ = _nothing.__code__
scope._tell_database.__code__ = (lambda scope: None).__code__
