"""Mail about emergency access. No mail names a case or the reason, which may contain names."""

from collections.abc import Iterable

from django.utils import timezone
from django.utils.formats import date_format
from django.utils.translation import gettext as _

from accounts.models import User
from casework.offices.models import EmergencyAccess, Membership, Office
from casework.offices.services import administrators, managers_of
from casework.outbox.services import tell

from .answerers import watchers


def tell_of_ask(access: EmergencyAccess) -> None:
    """Ask those who may approve."""
    words = _("%(who)s (%(email)s), an administrator, asks to read the cases of %(office)s.") % _facts(access)
    subject = _("An administrator asks to read the cases of an office")
    if managers := managers_of(access.office):
        words += " " + _("Nothing opens unless a manager of the office approves it within 24 hours.")
        _mail([each.email for each in managers], access, subject=subject, words=words, page="office")
        return
    words += " " + _(
        "The office has no manager: nothing opens unless another administrator approves it in 24 hours."
    )
    others = administrators().exclude(pk=access.asked_by_id).values_list("email", flat=True)
    _mail(others, access, subject=subject, words=words, page="administrators")


def tell_of_opening(access: EmergencyAccess, *, by: User) -> None:
    words = _(
        "%(who)s (%(email)s), an administrator, reads the cases of %(office)s from now until %(until)s. "
        "They said that someone’s life or safety is at risk. Any manager can end this at once."
    )
    if not access.life_at_risk:
        words = _(
            "%(by)s approved it: %(who)s (%(email)s), an administrator, reads the cases of %(office)s from now "
            "until %(until)s. Any manager can end this at once."
        )
    facts = _facts(access) | {"by": by, "until": until(access)}
    subject = _("An administrator reads the cases of your office")
    tell_office(access, subject, words % facts)
    if access.life_at_risk:
        _mail(
            _members_of(access.office),
            access,
            subject=subject,
            words=words % facts,
            page="team",
        )
        subject = _("An administrator reads the cases of an office")
        page = "administrators"
        _mail(watchers(access.asked_by), access, subject=subject, words=words % facts, page=page)
    else:
        approved = _("%(by)s approved emergency access to %(office)s. It is open until %(until)s.")
        tell_administrator(access, approved, by=by)


def _facts(access: EmergencyAccess) -> dict[str, object]:
    return {"who": access.asked_by, "email": access.asked_by.email, "office": access.office.name}


def until(access: EmergencyAccess) -> str:
    """Return the end for people to read: 14:05, 23 November."""
    return (
        date_format(timezone.localtime(access.membership.ended_at), "H:i, j F") if access.membership else ""
    )


def _members_of(office: Office) -> Iterable[str]:
    """Return the addresses of the office's elected Members who sign in."""
    members = Membership.objects.active().filter(office=office, role=Membership.Role.MEMBER)
    return members.order_by("pk").values_list("user__email", flat=True)


def tell_office(access: EmergencyAccess, subject: str, words: str) -> None:
    """Tell the managers. Without one, tell everyone who works there and the administrators who may answer."""
    if managers := managers_of(access.office):
        _mail([each.email for each in managers], access, subject=subject, words=words, page="office")
        return
    working = Membership.objects.active().filter(office=access.office, user__is_administrator=False)
    staff = working.exclude(role=Membership.Role.MEMBER).order_by("pk").values_list("user__email", flat=True)
    _mail(staff, access, subject=subject, words=words, page="team")


def tell_administrator(access: EmergencyAccess, words: str, *, by: User) -> None:
    facts = {"by": by, "office": access.office.name, "until": until(access)}
    subject = _("Emergency access to %(office)s") % {"office": access.office.name}
    page = "administrator"
    _mail([access.asked_by.email], access, subject=subject, words=words % facts, page=page)


def _mail(to: Iterable[str], access: EmergencyAccess, *, subject: str, words: str, page: str) -> None:
    """Queue a mail whose link leads to a page of the office, its team, the administrators or the one who asked."""
    tell(
        to,
        subject=subject,
        template="emergency",
        facts={"words": words, "page": page, "access": access.uuid},
        office=access.office_id,
        purpose="office.emergency",
    )
