"""The office log as tests fill and read it."""

from casework.audit.services import record
from casework.audit.verbs import Verb
from casework.offices.models import Membership
from casework.wall.scope import ALL, scoped

LOG = "/office/log/"
COPY = "/office/log/copy/"


def rows_of(response):
    """Return the rows of the page, without the sign-ins made by the tests."""
    return [row for row in response.context["rows"] if row["entry"].verb != Verb.SIGNED_IN]


def shown(response):
    """Return (who, what, case, why) of each row."""
    return [(row["who"], row["what"], row["case"], row["why"]) for row in rows_of(response)]


def note(case, by, number=1):
    with scoped(ALL):
        for _each in range(number):
            record(Verb.NOTE_ADDED, by=by, office=case.office_id, subject=case.reference)


def make_manager(user, office):
    with scoped(ALL):
        Membership.objects.create(office=office, user=user, role="manager")
