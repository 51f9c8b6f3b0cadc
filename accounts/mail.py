"""Mail about accounts. It goes into the outbox like all mail; texts that hold a code or a link are marked secret."""

from django.conf import settings
from django.core.mail import EmailMultiAlternatives
from django.template.loader import render_to_string
from django.utils.translation import gettext as _


def _send(template, *, to, subject, purpose, secret, **facts):
    facts["site_name"] = f"{settings.SITE_NAME_LEAD} {settings.SITE_NAME}"
    message = EmailMultiAlternatives(subject, _rendered(f"{template}.txt", facts), None, [to])
    message.attach_alternative(_rendered(f"{template}.html", facts), "text/html")
    message.purpose = purpose
    message.secret = secret
    message.send()


def _rendered(name, facts):
    return render_to_string(f"mail/{name}", facts).strip() + "\n"


def send_code(*, to, code, minutes, link):
    """The same mail to every address, whether somebody ever wrote to us from it or not."""
    _send(
        "accounts_code",
        to=to,
        subject=_("Your code is %(code)s") % {"code": code},
        purpose="account.code",
        secret=True,
        code=code,
        minutes=minutes,
        link=link,
    )


def send_invitation(*, user, link, by, days, place):
    _send(
        "accounts_invitation",
        to=user.email,
        subject=_("You are invited to %(desk)s") % {"desk": settings.DESK_NAME},
        purpose="account.invitation",
        secret=True,
        name=user.name,
        by=by,
        link=link,
        days=days,
        place=place,
        desk=settings.DESK_NAME,
    )


def tell_of_change(*, user, what):
    """People hear of every change to how they sign in, so that a change by somebody else does not stay unseen."""
    _send(
        "accounts_changed",
        to=user.email,
        subject=_("The way you sign in has changed"),
        purpose="account.changed",
        secret=False,
        what=what,
    )
