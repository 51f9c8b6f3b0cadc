"""People who sign in. A person is a constituent or staff, never both, and nobody is a superuser."""

import uuid

from django.contrib.auth.base_user import AbstractBaseUser, BaseUserManager
from django.contrib.auth.models import PermissionsMixin
from django.db import models
from django.db.models import Q
from django.db.models.functions import Lower, Now
from django.utils.translation import gettext_lazy as _


class UserManager(BaseUserManager):
    def create_user(self, email, *, kind, name="", password=None):
        """A user who can sign in; without a password only by e-mailed code or invitation."""
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
        "none": "kind is_active is_superuser",
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


class Invitation(models.Model):
    """A way in for one member of staff, by a link that works once and for seven days. Only its hash is kept."""

    held_for = "invitations"
    personal_data = {"security": "token_hash"}

    user = models.ForeignKey(User, models.CASCADE, related_name="invitations")
    token_hash = models.CharField(max_length=64, unique=True)
    invited_by = models.ForeignKey(User, models.SET_NULL, null=True, blank=True, related_name="+")
    created_at = models.DateTimeField(db_default=Now())
    expires_at = models.DateTimeField()
    used_at = models.DateTimeField(null=True, blank=True)

    def __str__(self):
        return f"{self.user} until {self.expires_at}"


class Disuse(models.Model):
    """What came of a staff account that nobody used: a warning, its suspension, and who let the person back in."""

    held_for = "accounts"
    personal_data: dict[str, str] = {}

    user = models.OneToOneField(User, models.CASCADE, related_name="disuse")
    warned_at = models.DateTimeField(null=True, blank=True)
    suspended_at = models.DateTimeField(null=True, blank=True)
    let_back_in_at = models.DateTimeField(null=True, blank=True)

    def __str__(self):
        return f"{self.user_id}: warned {self.warned_at}, suspended {self.suspended_at}"


class AppCodeUse(models.Model):
    """The last code taken from one authenticator app, so that no code is ever taken twice."""

    held_for = "factors"
    personal_data = {"security": "last_counter"}

    authenticator = models.OneToOneField("mfa.Authenticator", models.CASCADE, related_name="code_use")
    last_counter = models.BigIntegerField(default=0)

    def __str__(self):
        return f"{self.authenticator_id}: {self.last_counter}"


class KeptForm(models.Model):
    """What somebody sent after their session had ended: kept for them, for a day, encrypted."""

    held_for = "kept-forms"
    personal_data = {"special": "sealed", "told": "path"}

    uuid = models.UUIDField(default=uuid.uuid4, unique=True, editable=False)
    user = models.ForeignKey(User, models.CASCADE, related_name="kept_forms")
    path = models.CharField(max_length=500)
    sealed = models.TextField()
    created_at = models.DateTimeField(db_default=Now())

    def __str__(self):
        return f"{self.path} at {self.created_at}"


class Installation(models.Model):
    """What this database is for. Demo sign-ins and demo commands work only on one that says so."""

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
