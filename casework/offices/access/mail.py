"""Mail about access rights: to the person, and to the people who watch over access."""

from django.conf import settings
from django.db.models import Q
from django.utils.translation import gettext as _

from accounts.models import User
from casework.offices.membership import Membership
from casework.offices.services import administrators
from casework.outbox.services import post, render_mail, tell

from .models import INVITATION_DAYS, Invitation


def send_invitation(invitation: Invitation, *, token: str, by: User | None) -> None:
    """Send a link with the token. The mail is the same whoever reads mail at the address."""
    office = invitation.office
    facts = {
        "name": invitation.name,
        "by": by,
        "office": office.name if office else "",
        "role": invitation.get_role_display(),
        "desk": settings.DESK_NAME,
        "days": INVITATION_DAYS,
        "token": token,
    }
    text, html = render_mail("invitation", facts)
    post(
        to=[invitation.email],
        subject=_("You’re invited to %(desk)s") % {"desk": settings.DESK_NAME},
        text=text,
        html=html,
        office=invitation.office_id,
        purpose="account.invitation",
        secret=True,
    )


def tell_administrators(change: str, *, but: User | None) -> None:
    """Tell every administrator except the one who did it that someone's rights changed."""
    others = administrators().exclude(pk=but.pk) if but else administrators()
    _tell_of_access([each.email for each in others], _("Who may do what has changed"), change)


def tell_person(email: str, change: str) -> None:
    """Tell a person that their rights changed."""
    _tell_of_access([email], _("What you may do has changed"), change)


def _tell_of_access(to: list[str], subject: str, change: str) -> None:
    tell(to, subject=subject, template="access_changed", facts={"change": change}, purpose="account.access")


def tell_of_first_manager(invitation: Invitation, *, by: User) -> None:
    """Tell everyone who works there, locked or not, and the other administrators, so that no one lets themselves in
    unseen.
    """
    office = invitation.office
    working = Membership.objects.held().filter(office=office)
    there = Q(pk__in=working.values("user")) | Q(pk__in=administrators())
    people = User.objects.filter(there).exclude(pk=by.pk).order_by("pk")
    tell(
        people.values_list("email", flat=True),
        subject=_("Someone was invited to be the first manager of %(office)s") % {"office": office.name},
        template="first_manager",
        facts={"office": office.name, "by": by, "email": invitation.email},
        office=office.pk,
        purpose="office.first-manager",
    )
