"""Accounts: created for constituents whose address was proved and for staff who were invited; changed, and closed."""

import secrets
from datetime import timedelta
from hashlib import sha256

from allauth.account.models import EmailAddress
from allauth.mfa.models import Authenticator
from django.contrib.auth.models import Group, Permission
from django.core.exceptions import ValidationError
from django.db import transaction
from django.db.models import Q
from django.utils import timezone
from django.utils.translation import gettext as _

from ui.links import page_link

from .addresses import plain_address
from .events import (
    account_closed,
    address_proved,
    administrator_changed,
    editor_changed,
    recovery_sent,
    recovery_used,
    renamed,
)
from .mail import send_recovery
from .models import RecoveryLink, UnsentText, User
from .sign_in.homes import MAY_EDIT
from .vault import seal

EDITORS = "Editors"
RECOVERY_DAYS = 7
A_DAY = timedelta(days=1)
LINKS_A_DAY_FOR_ONE, LINKS_A_DAY_BY_ONE = 3, 20
KEPT_FOR = timedelta(hours=24)


class NotStaff(ValidationError):
    """The address does not belong to staff."""


class TooManyLinks(ValueError):
    """So many recovery links went to this person, or were sent by this one, in the last day that no more may go."""


def known_staff(*, email: str) -> User | None:
    """Return the staff account with this address, or None."""
    return User.objects.filter(email=email.strip().lower(), kind=User.Kind.STAFF).first()


@transaction.atomic
def prove_address(*, email: str) -> User:
    """Return the account of the person who reads mail at this address, created now for a new constituent.

    Nothing is stored about an address before it is proved. A staff account is returned unchanged: its address is
    proved by the accepted invitation, and a code never signs staff in.
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
def create_staff(*, email: str, name: str, password: str) -> User:
    """Create the account of a person who accepted an invitation, which proves their address."""
    user = User.objects.create_user(plain_address(email), kind=User.Kind.STAFF, name=name, password=password)
    _mark_proved(user)
    return user


@transaction.atomic
def rename(*, user: User, name: str) -> None:
    """Give staff the name that they chose."""
    user.name = name
    user.save(update_fields=["name"])
    renamed.send(sender=User, user=user)


@transaction.atomic
def choose_keys(*, user: User, keys: list[str]) -> None:
    """Save which single keys a person of staff uses at the desk. None switches them off."""
    user.single_keys = " ".join(keys)
    user.save(update_fields=["single_keys"])


def choose_queue_columns(*, user: User, columns: list[str]) -> None:
    """Save which columns of the queue a person of staff sees. None are the usual ones."""
    user.queue_columns = " ".join(columns)
    user.save(update_fields=["queue_columns"])


def close_account(*, user: User, by: User | None) -> None:
    """Close an account for good and free its address. The name stays for the log and the cases.

    No factor, session, unsent text or right is left for a new account with the same address.
    """
    EmailAddress.objects.filter(user=user).delete()
    Authenticator.objects.filter(user=user).delete()
    user.unsent_texts.all().delete()
    user.recovery_links.all().delete()
    user.groups.clear()
    user.email = f"{user.uuid}@closed.invalid"
    user.is_active, user.is_administrator, user.closed_at = False, False, timezone.now()
    user.set_unusable_password()
    user.save()
    account_closed.send(sender=User, user=user, by=by)


def editors() -> Group:
    """Return the group whose members may open `/editor/`. The site says which pages it may change (`cms.setup`)."""
    group, _created = Group.objects.get_or_create(name=EDITORS)
    label, _dot, codename = MAY_EDIT.partition(".")
    group.permissions.add(Permission.objects.get(content_type__app_label=label, codename=codename))
    return group


def is_editor(user: User) -> bool:
    return user.groups.filter(name=EDITORS).exists()


@transaction.atomic
def set_editor(*, user: User, may_edit: bool, by: User | None) -> None:
    """Grant or revoke the right to edit the public site."""
    if may_edit:
        user.groups.add(editors())
    else:
        user.groups.remove(editors())
    editor_changed.send(sender=User, user=user, may_edit=may_edit, by=by)


@transaction.atomic
def set_administrator(*, user: User, administers: bool, by: User | None) -> None:
    """Make a person an administrator, or end that."""
    user.is_administrator = administers
    user.save(update_fields=["is_administrator"])
    administrator_changed.send(sender=User, user=user, administers=administers, by=by)


@transaction.atomic
def send_recovery_link(*, user: User, by: User | None) -> None:
    """Mail a link to staff who lost their password or second factor. Raise TooManyLinks.

    Nothing changes until they use it, so no one can take a colleague's sign-in away.
    """
    _refuse_more_links(user=user, by=by)
    send_recovery(user=user, link=recovery_link(user=user, by=by), by=by, days=RECOVERY_DAYS)


def _refuse_more_links(*, user: User, by: User | None) -> None:
    if by is None:  # the owner of the machine
        return
    today = RecoveryLink.objects.filter(created_at__gt=timezone.now() - A_DAY, sent_by__isnull=False)
    for_one, by_one = today.filter(user=user).count(), today.filter(sent_by=by).count()
    if for_one >= LINKS_A_DAY_FOR_ONE or by_one >= LINKS_A_DAY_BY_ONE:
        raise TooManyLinks


@transaction.atomic
def recovery_link(*, user: User, by: User | None) -> str:
    """Return a new recovery link. Earlier links of this person end."""
    token = secrets.token_urlsafe(32)
    now = timezone.now()
    user.recovery_links.filter(used_at=None, expires_at__gt=now).update(expires_at=now)
    RecoveryLink.objects.create(
        user=user, token_hash=_hash(token), sent_by=by, expires_at=now + timedelta(days=RECOVERY_DAYS)
    )
    recovery_sent.send(sender=User, user=user, by=by)
    return page_link("accounts_open_recovery", token)


def open_recovery_link(token: str) -> RecoveryLink | None:
    """Return the row of a link while it can be used. A lookup does not use it up."""
    links = RecoveryLink.objects.filter(
        token_hash=_hash(token), used_at=None, expires_at__gt=timezone.now(), user__is_active=True
    )
    return links.select_related("user").first()


def _hash(token):
    return sha256(token.encode()).hexdigest()


@transaction.atomic
def use_recovery_link(*, link: RecoveryLink, password: str) -> User | None:
    """Set the password and delete older second factors, which ends every older session. Return None if the link was
    used already.
    """
    unused = RecoveryLink.objects.filter(pk=link.pk, used_at=None, expires_at__gt=timezone.now())
    if not unused.update(used_at=timezone.now()):
        return None
    user = link.user
    user.set_password(password)
    user.save(update_fields=["password"])
    Authenticator.objects.filter(user=user).delete()
    _mark_proved(user)
    recovery_used.send(sender=User, user=user)
    return user


@transaction.atomic
def make_staff(*, email: str, name: str, password: str) -> User:
    """Create a staff account with a password, for demo databases and tests; people are invited instead.

    Raise NotStaff for the address of a constituent.
    """
    user = User.objects.filter(email=plain_address(email)).first()
    if user is None:
        return create_staff(email=email, name=name, password=password)
    if not user.is_staff:
        raise NotStaff(_("This address belongs to a constituent."))
    user.set_password(password)
    user.save(update_fields=["password"])
    return user


@transaction.atomic
def enrol_totp(*, user: User, secret: str) -> Authenticator:
    """Give a person an authenticator app with a known secret (32 base32 characters), stored encrypted."""
    return Authenticator.objects.create(
        user=user, type=Authenticator.Type.TOTP, data={"secret": seal(secret)}
    )


def forget_old() -> int:
    """Delete expired rows: unsent texts after a day, and links a day after they could last be used."""
    now = timezone.now()
    forms, _each = UnsentText.objects.filter(created_at__lt=now - KEPT_FOR).delete()
    old = Q(expires_at__lt=now - A_DAY) | Q(used_at__lt=now - A_DAY)
    links, _each = RecoveryLink.objects.filter(old).delete()
    return forms + links
