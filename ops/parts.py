"""The parts that the service depends on. The worker looks at them every few seconds, each within a time limit."""

import logging
from collections.abc import Callable

from django.conf import settings
from django.core.mail import mailers
from django.db import DatabaseError, close_old_connections
from django.db.models import F

from accounts.limits.attempts import cache_takes_writes
from accounts.models import Installation

from . import heartbeat, measures

logger = logging.getLogger(__name__)

SECONDS_FOR_MAIL = 5


def database_takes_writes() -> bool:
    """Return whether both databases store what they are given. The row of the installation is written as it is."""
    try:
        Installation.objects.update(is_demo=F("is_demo"))
        return cache_takes_writes()
    except DatabaseError:
        close_old_connections()  # one that broke while the server restarted would stay broken
        return False


def disk_has_room() -> bool:
    return measures.free_bytes() >= settings.FILES_KEEP_FREE


def mail_server_answers() -> bool:
    mailer = mailers["out"]
    mailer.timeout = mailer.most_seconds = SECONDS_FOR_MAIL
    try:
        mailer.open()
        mailer.close()
    except Exception as error:  # the message may hold a password
        logger.warning("mail server: %s", type(error).__name__)
        return False
    return True


def scanner_answers() -> bool:
    return measures.scanner() != "silent"


PARTS: dict[str, Callable[[], bool]] = {
    "database": database_takes_writes,
    "disk": disk_has_room,
    "mail": mail_server_answers,
    "scanner": scanner_answers,
}


def look() -> None:
    """Write a heartbeat with the names of the parts that do not work."""
    heartbeat.beat(tuple(name for name, works in PARTS.items() if not works()))
