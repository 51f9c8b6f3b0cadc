"""Mail about accounts. It goes into the outbox like all mail; texts with a code or a link are marked secret."""

from django.conf import settings
from django.core.mail import EmailMultiAlternatives
from django.template.loader import render_to_string
from django.utils.translation import gettext as _

from body.current import current_body


def _send(template, *, to, subject, purpose, secret, **facts):
    facts["site_name"] = current_body().service
    message = EmailMultiAlternatives(subject, _rendered(f"{template}.txt", facts), None, [to])
    message.attach_alternative(_rendered(f"{template}.html", facts), "text/html")
    message.purpose = purpose
    message.secret = secret
    message.send()


def grouped(code):
    """Return a code in groups of four, which are easier to read out and to type: `1783 5298`."""
    return " ".join(code[start : start + 4] for start in range(0, len(code), 4))


def _rendered(name, facts):
    return render_to_string(f"mail/{name}", facts).strip() + "\n"


def send_code(*, to, code, minutes, link):
    """Send a code. The mail is the same to every address, known or unknown."""
    _send(
        "accounts_code",
        to=to,
        subject=_("Your code is %(code)s") % {"code": grouped(code)},
        purpose="account.code",
        secret=True,
        code=grouped(code),
        minutes=minutes,
        link=link,
    )


def send_recovery(*, user, link, by, days):
    _send(
        "accounts_recovery",
        to=user.email,
        subject=_("Your link to sign in to %(desk)s again") % {"desk": settings.DESK_NAME},
        purpose="account.recovery",
        secret=True,
        name=user.name,
        by=by,
        link=link,
        days=days,
        desk=settings.DESK_NAME,
    )


def tell_of_change(*, user, what):
    """Mail a person about a change to how they sign in, so that an attacker's change is noticed."""
    _send(
        "accounts_changed",
        to=user.email,
        subject=_("The way you sign in has changed"),
        purpose="account.changed",
        secret=False,
        what=what,
    )
