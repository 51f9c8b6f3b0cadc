"""People who sign in. A person is a constituent or staff, never both, and no one is a superuser."""

import uuid

from django.contrib.auth.base_user import AbstractBaseUser, BaseUserManager
from django.contrib.auth.models import PermissionsMixin
from django.db import models
from django.db.models import Q
from django.db.models.functions import Lower, Now
from django.utils.translation import gettext_lazy as _


class UserManager(BaseUserManager):
    def create_user(self, email, *, kind, name="", password=None):
        """Create a user who can sign in; without a password only by emailed code or invitation."""
        user = self.model(email=email.strip().lower(), kind=kind, name=name)
        user.set_password(password)
        user.full_clean(exclude=["password"])
        user.save(using=self._db)
        return user

    def get_by_natural_key(self, email):
        return self.get(email__iexact=email)


class User(AbstractBaseUser, PermissionsMixin):
    """Someone with a sign-in. What staff may see follows from their memberships, not from this row."""

    held_for = "accounts"
    personal_data = {
        "identity": "name",
        "contact": "email",
        "security": "password",
        "staff": "is_administrator",
        "none": "kind is_active is_superuser single_keys queue_columns",
    }

    class Kind(models.TextChoices):
        CONSTITUENT = "constituent", _("Constituent")
        STAFF = "staff", _("Staff")

    uuid = models.UUIDField(default=uuid.uuid4, unique=True, editable=False)
    email = models.EmailField(_("email address"), unique=True)
    name = models.CharField(_("name"), max_length=150, blank=True)
    kind = models.CharField(max_length=12, choices=Kind)
    is_administrator = models.BooleanField(default=False)
    is_active = models.BooleanField(default=True)
    joined_at = models.DateTimeField(db_default=Now())
    # The single keys that this person switched on at the desk, with spaces between. Nothing: they are off.
    single_keys = models.CharField(max_length=40, blank=True, default="", editable=False)
    # The columns of the queue that this person chose, with spaces between. Nothing: the usual ones.
    queue_columns = models.CharField(max_length=120, blank=True, default="", editable=False)
    # Set for good when the last reason for the account is gone: its address is free for another account then.
    closed_at = models.DateTimeField(null=True, blank=True, editable=False)

    USERNAME_FIELD = "email"
    EMAIL_FIELD = "email"
    REQUIRED_FIELDS = []
    objects = UserManager()

    class Meta:
        constraints = [
            models.UniqueConstraint(
                Lower("email"),
                name="user_email_once_in_any_case",
                violation_error_message=_("Someone already signs in with this email address."),
            ),
            models.CheckConstraint(
                name="user_is_never_superuser",
                condition=Q(is_superuser=False),
                violation_error_message=_("This service has no superusers."),
            ),
            models.CheckConstraint(
                name="user_administrator_is_staff",
                condition=Q(is_administrator=False) | Q(kind="staff"),
                violation_error_message=_("Only staff can be administrators."),
            ),
            models.CheckConstraint(
                name="user_closed_signs_in_no_more",
                condition=Q(closed_at=None) | Q(is_active=False, is_administrator=False),
                violation_error_message=_("This account is closed."),
            ),
        ]

    def __str__(self):
        return self.name or self.email

    @property
    def is_staff(self):
        return self.kind == self.Kind.STAFF

    def get_full_name(self):
        return self.name

    def get_short_name(self):
        return self.name


class RecoveryLink(models.Model):
    """A link with which staff set a new password and second factor. It works once, for seven days; its hash is
    stored.
    """

    held_for = "recovery-links"
    personal_data = {"security": "token_hash"}

    user = models.ForeignKey(User, models.CASCADE, related_name="recovery_links")
    token_hash = models.CharField(max_length=64, unique=True)
    sent_by = models.ForeignKey(User, models.SET_NULL, null=True, blank=True, related_name="+")
    created_at = models.DateTimeField(db_default=Now())
    expires_at = models.DateTimeField()
    used_at = models.DateTimeField(null=True, blank=True)

    def __str__(self):
        return f"{self.user} until {self.expires_at}"


class AccountLock(models.Model):
    """The lock of a staff account, with reason and person; no person if the service locked it, which warns first."""

    held_for = "accounts"
    personal_data = {"staff": "reason"}

    user = models.OneToOneField(User, models.CASCADE, related_name="lock")
    warned_at = models.DateTimeField(null=True, blank=True)
    locked_at = models.DateTimeField(null=True, blank=True)
    locked_by = models.ForeignKey(User, models.SET_NULL, null=True, blank=True, related_name="+")
    reason = models.CharField(max_length=200, blank=True)
    unlocked_at = models.DateTimeField(null=True, blank=True)

    def __str__(self):
        return f"{self.user_id}: warned {self.warned_at}, locked {self.locked_at}"


class AppCodeUse(models.Model):
    """The last counter used by an authenticator app, so that no code is accepted twice."""

    held_for = "factors"
    personal_data = {"security": "last_counter"}

    authenticator = models.OneToOneField("mfa.Authenticator", models.CASCADE, related_name="code_use")
    last_counter = models.BigIntegerField(default=0)

    def __str__(self):
        return f"{self.authenticator_id}: {self.last_counter}"


class UnsentText(models.Model):
    """A form that was sent after the session had ended, stored encrypted for its owner for a day."""

    held_for = "unsent-text"
    personal_data = {"special": "sealed", "told": "path"}

    uuid = models.UUIDField(default=uuid.uuid4, unique=True, editable=False)
    user = models.ForeignKey(User, models.CASCADE, related_name="unsent_texts")
    path = models.CharField(max_length=500)
    sealed = models.TextField()
    created_at = models.DateTimeField(db_default=Now())

    def __str__(self):
        return f"{self.path} at {self.created_at}"


class Installation(models.Model):
    """The purpose of this database. Demo sign-ins and demo commands work only if it says so."""

    held_for = "running"
    personal_data = {"none": "is_demo"}

    is_demo = models.BooleanField(default=False)

    class Meta:
        constraints = [
            models.CheckConstraint(
                name="installation_is_one_row",
                condition=Q(pk=1),
                violation_error_message=_("There is only one installation."),
            ),
        ]

    def __str__(self):
        return "demo" if self.is_demo else "in use"
