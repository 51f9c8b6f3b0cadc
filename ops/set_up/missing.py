"""What an installation lacks before people can write to it and be answered."""

from collections.abc import Iterator

from django.db.models import Exists, OuterRef

from body.models import Body
from casework.offices.models import Membership, NoticeVersion, Office
from casework.offices.seats import all_seats
from casework.questionnaires.services import current_version
from cms.models import PrivacyPage

from .form import SLUG

PAGES = "under /office/administration/"


def lacking() -> Iterator[str]:
    """Yield what is missing before anyone can write, each with what to do."""
    if not Body.objects.exists():
        yield "This installation belongs to no body yet. Run manage.py set_up."
    if not Office.objects.exists():
        yield "There is no office, so no one would read a case. Run manage.py set_up."
    seats = all_seats()
    if not any(seat.office for seat in seats):
        yield f"No Member has a seat and an office today. Run manage.py set_up, or add one {PAGES}body/."
    version = current_version(SLUG)
    if version is None or version.closed_at:
        yield f"The form {SLUG} is not published, so no one can raise a case. Run manage.py set_up."
    if not PrivacyPage.objects.live().exists():
        yield "There is no privacy notice. Run manage.py set_up, or publish the privacy page under /editor/."
    else:
        noticed = Exists(NoticeVersion.objects.filter(office=OuterRef("pk")))
        for office in Office.objects.exclude(noticed):
            yield f"{office} has no privacy notice. Publish the privacy page under /editor/ once more."


def waiting() -> Iterator[str]:
    """Yield what is not ready although people can write."""
    without = [seat.member.name for seat in all_seats() if seat.office is None]
    if without:
        yield f"No one can write to {', '.join(without)}. Give each an office {PAGES}body/."
    managed = Membership.objects.active().filter(office=OuterRef("pk"), role=Membership.Role.MANAGER)
    for office in Office.objects.exclude(Exists(managed)):
        yield f"{office} has no manager, so no one reads its cases. Invite one {PAGES}."
