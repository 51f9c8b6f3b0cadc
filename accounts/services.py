"""Who may sign in: constituents whose address was proved, staff who were invited."""

import secrets
from datetime import timedelta
from hashlib import sha256

from allauth.account.models import EmailAddress
from allauth.mfa.models import Authenticator
from django.conf import settings
from django.contrib.auth.models import Group, Permission
from django.core.exceptions import ValidationError
from django.db import transaction
from django.db.models import Q
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy as _lazy

from .addresses import plain_address
from .events import address_proved, editor_made, invitation_accepted, person_invited
from .factors import has_factor
from .homes import MAY_EDIT
from .mail import send_invitation
from .models import Invitation, KeptForm, User
from .vault import seal

NOT_FOR_STAFF = _lazy("Enter a different work email address. This one cannot be used for staff.")
EDITORS = "Editors"
INVITATION_DAYS = 7
KEPT_FOR = timedelta(hours=24)


class NotForStaff(ValidationError):
    """The address is a constituent's, or its account is closed. Whoever invites must not learn that from the answer."""


def known_staff(*, email: str) -> User | None:
    """The staff account that somebody tries to use, if there is one."""
    return User.objects.filter(email=email.strip().lower(), kind=User.Kind.STAFF).first()


@transaction.atomic
def prove_address(*, email: str) -> User:
    """The person who reads mail at this address: their account, made now if it is a new constituent's.

    Nothing is stored about an address before somebody proved it. Staff get their account back unchanged: their
    address is proved by the invitation they accepted, and a code never signs them in.
    """
    email = plain_address(email)
    user = User.objects.filter(email=email).first()
    if user is None:
        user = _constituent(email)
    if user.is_staff or not user.is_active:
        return user
    _mark_proved(user)
    address_proved.send(sender=User, user=user, email=email)
    return user


def _constituent(email):
    user, created = User.objects.get_or_create(email=email, defaults={"kind": User.Kind.CONSTITUENT})
    if created:
        user.set_unusable_password()
        user.save(update_fields=["password"])
    return user


def _mark_proved(user):
    EmailAddress.objects.update_or_create(
        user=user, email=user.email, defaults={"verified": True, "primary": True}
    )


@transaction.atomic
def invite(*, email: str, name: str, by: User | None, place: str = "") -> User:
    """Let a person become staff, and mail them the link. Those who can sign in already get no new one.

    `place` is where they are to work: the mail says so, because accepting it means to work there.
    Raises ValidationError, with a sentence for the inviter, when the address cannot be used for staff.
    """
    user = _staff(email=email, name=name)
    if not has_factor(user):
        invite_again(user=user, by=by, place=place)
    return user


@transaction.atomic
def make_editor(*, email: str, name: str, by: User | None) -> User:
    """Let a person edit the public site, and invite them if they cannot sign in yet. Raises like `invite`."""
    user = invite(email=email, name=name, by=by)
    group = editors()
    if not user.groups.filter(pk=group.pk).exists():
        user.groups.add(group)
        editor_made.send(sender=User, user=user, by=by)
    return user


def editors() -> Group:
    """The group whose people may open `/editor/`. Which pages it may change, the site says (`cms.setup`)."""
    group, _created = Group.objects.get_or_create(name=EDITORS)
    label, _dot, codename = MAY_EDIT.partition(".")
    group.permissions.add(Permission.objects.get(content_type__app_label=label, codename=codename))
    return group


@transaction.atomic
def invite_again(*, user: User, by: User | None, place: str = "") -> None:
    """Mail a fresh link: the way back for staff who lost their password or second factor.

    Nothing changes until they accept, so nobody can take a colleague's way of signing in away.
    """
    link = invitation_link(user=user, by=by)
    send_invitation(user=user, link=link, by=by, days=INVITATION_DAYS, place=place)


@transaction.atomic
def invitation_link(*, user: User, by: User | None) -> str:
    """A fresh link for one member of staff. Older links of theirs stop working."""
    token = secrets.token_urlsafe(32)
    now = timezone.now()
    user.invitations.filter(used_at=None, expires_at__gt=now).update(expires_at=now)
    Invitation.objects.create(
        user=user, token_hash=_hash(token), invited_by=by, expires_at=now + timedelta(days=INVITATION_DAYS)
    )
    person_invited.send(sender=User, user=user, by=by)
    return settings.BASE_URL + reverse("accounts_open_invitation", args=[token])


def _staff(*, email, name, **facts):
    """The staff account of this address, made if there is none. One account is staff or constituent, never both."""
    email = plain_address(email)
    user = User.objects.filter(email=email).first()
    if user is None:
        user = User.objects.create_user(email, kind=User.Kind.STAFF, name=name)
        User.objects.filter(pk=user.pk).update(**facts)
        user.refresh_from_db()
    elif user.is_staff and not user.has_usable_password() and user.name != name:
        user.name = name  # nobody came in yet: whoever asked before and in vain does not name them
        user.save(update_fields=["name"])
    if not (user.is_staff and user.is_active):
        raise NotForStaff(NOT_FOR_STAFF)
    return user


def open_invitation(token: str) -> Invitation | None:
    """The invitation of a link, while it can be accepted. Looking at it uses nothing up."""
    invitations = Invitation.objects.filter(
        token_hash=_hash(token), used_at=None, expires_at__gt=timezone.now(), user__is_active=True
    )
    return invitations.select_related("user").first()


def _hash(token):
    return sha256(token.encode()).hexdigest()


@transaction.atomic
def accept_invitation(*, invitation: Invitation, password: str) -> User | None:
    """Set the password and forget older second factors, which ends every older session. None if used meanwhile."""
    unused = Invitation.objects.filter(pk=invitation.pk, used_at=None, expires_at__gt=timezone.now())
    if not unused.update(used_at=timezone.now()):
        return None
    user = invitation.user
    first = not user.has_usable_password()
    user.set_password(password)
    user.save(update_fields=["password"])
    Authenticator.objects.filter(user=user).delete()
    _mark_proved(user)
    invitation_accepted.send(sender=User, user=user, by=invitation.invited_by, first=first)
    return user


@transaction.atomic
def make_staff(*, email: str, name: str, password: str) -> User:
    """A staff account with a password, for demo databases and tests; people are invited instead."""
    user = _staff(email=email, name=name)
    user.set_password(password)
    user.save(update_fields=["password"])
    _mark_proved(user)
    return user


@transaction.atomic
def make_administrator(*, email: str, name: str) -> str:
    """A new administrator, or a fresh way in for one: returns the link to hand over. Raises ValidationError."""
    user = _staff(email=email, name=name, is_administrator=True)
    if not user.is_administrator:
        raise ValidationError(_("This address belongs to staff who are not an administrator."))
    return invitation_link(user=user, by=None)


@transaction.atomic
def enrol_totp(*, user: User, secret: str) -> Authenticator:
    """Give a person an authenticator app with a known secret (32 base32 characters), stored encrypted."""
    return Authenticator.objects.create(
        user=user, type=Authenticator.Type.TOTP, data={"secret": seal(secret)}
    )


def forget_old() -> int:
    """Delete what was kept for a while only: unsent forms after a day, invitations that can no longer be used."""
    now = timezone.now()
    forms, _each = KeptForm.objects.filter(created_at__lt=now - KEPT_FOR).delete()
    old = Q(expires_at__lt=now) | Q(used_at__isnull=False)
    invitations, _each = Invitation.objects.filter(old).delete()
    return forms + invitations
