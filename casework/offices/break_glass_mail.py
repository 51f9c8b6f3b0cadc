"""Who is told of emergency access, and in which words. No mail names a case, nor the reason, which may hold names."""

from collections.abc import Iterable

from django.conf import settings
from django.db.models import Q
from django.urls import reverse
from django.utils import timezone
from django.utils.formats import date_format
from django.utils.translation import gettext as _

from accounts.models import User
from casework.outbox.services import tell

from .models import EmergencyAccess, Membership, Office
from .services import administrators, managers_of


def tell_of_ask(access: EmergencyAccess) -> None:
    words = _(
        "%(who)s (%(email)s), an administrator, asks to read the cases of %(office)s. "
        "Nothing opens unless a manager of the office approves it within 24 hours."
    )
    tell_office(access, _("An administrator asks to read the cases of your office"), words % _facts(access))


def tell_of_opening(access: EmergencyAccess, *, by: User) -> None:
    words = _(
        "%(who)s (%(email)s), an administrator, reads the cases of %(office)s from now until %(until)s. "
        "They said that somebody’s life or safety is at risk. Any manager can end this at once."
    )
    if not access.life_at_risk:
        words = _(
            "%(by)s approved it: %(who)s (%(email)s), an administrator, reads the cases of %(office)s from now "
            "until %(until)s. Any manager can end this at once."
        )
    facts = _facts(access) | {"by": by, "until": until(access)}
    tell_office(access, _("An administrator reads the cases of your office"), words % facts)
    if not access.life_at_risk:
        approved = _("%(by)s approved emergency access to %(office)s. It is open until %(until)s.")
        tell_administrator(access, approved, by=by)


def _facts(access: EmergencyAccess) -> dict[str, object]:
    return {"who": access.asked_by, "email": access.asked_by.email, "office": access.office.name}


def until(access: EmergencyAccess) -> str:
    """When it ends, for people: 14:05, 23 November."""
    return (
        date_format(timezone.localtime(access.membership.ended_at), "H:i, j F") if access.membership else ""
    )


def _to_tell(office: Office) -> Iterable[str]:
    """The managers of the office; where there is none, everybody who works there and the other administrators."""
    managers = managers_of(office)
    if managers:
        return [manager.email for manager in managers]
    working = Membership.objects.active().filter(office=office, user__is_administrator=False)
    here = Q(pk__in=working.values("user")) | Q(pk__in=administrators())
    return User.objects.filter(here).order_by("pk").values_list("email", flat=True)


def tell_office(access: EmergencyAccess, subject: str, words: str) -> None:
    page = reverse("backoffice:emergency", args=[access.uuid])
    _mail(_to_tell(access.office), access, subject=subject, words=words, page=page)


def tell_administrator(access: EmergencyAccess, words: str, *, by: User) -> None:
    facts = {"by": by, "office": access.office.name, "until": until(access)}
    subject = _("Emergency access to %(office)s") % {"office": access.office.name}
    page = reverse("backoffice:administration_emergency")
    _mail([access.asked_by.email], access, subject=subject, words=words % facts, page=page)


def _mail(to: Iterable[str], access: EmergencyAccess, *, subject: str, words: str, page: str) -> None:
    tell(
        to,
        subject=subject,
        template="emergency",
        facts={"words": words, "link": settings.BASE_URL + page},
        office=access.office_id,
        purpose="office.emergency",
    )
