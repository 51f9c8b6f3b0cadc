"""Messages about an authority that was given or has ended: an alert to the writer, mail to a checked address."""

from django.utils.translation import gettext as _

from accounts.addresses import plain_address
from casework.cases.models import Case
from casework.cases.models.authority.authority import Authority
from casework.cases.services.alerts.alert import alert_constituent
from casework.constituents.models import ContactPoint
from casework.outbox.services import post, render_mail


def may_email(case: Case, authority: Authority, address: str = "") -> bool:
    """Return whether mail may go to this address. Never after someone said that it is not safe."""
    if case.safe_contact or authority.unsafe:
        return False
    points = ContactPoint.objects.filter(office_id=case.office_id, kind=ContactPoint.Kind.EMAIL, safe=False)
    return not points.filter(value=plain_address(address)).exists() if address else True


def tell_of_grant(authority: Authority) -> None:
    """Alert the writer that there is something to read, and tell the person who agreed by link how to take it back.

    The office tells a person who signed a letter, because it has the letter.
    """
    alert_constituent(case=authority.case)
    if authority.link_hash:
        _tell_person(authority, _("We have your answer"), given=True)


def tell_of_end(authority: Authority) -> None:
    """Tell the person that what they agreed to has ended."""
    _tell_person(authority, _("Something you agreed to has ended"), given=False)


def _tell_person(authority: Authority, subject: str, *, given: bool) -> None:
    """Mail the person at the address that the office checked, if there is one and email is safe.

    It names neither the case nor the writer: other readers of the mailbox learn only that an office had a question.
    """
    if not authority.link_to or not may_email(authority.case, authority, authority.link_to):
        return
    text, html = render_mail("authority_changed", {"given": given})
    post(
        to=[authority.link_to],
        subject=subject,
        text=text,
        html=html,
        office=authority.office_id,
        purpose="authority.changed",
    )
