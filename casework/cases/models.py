"""Cases and what stands on their timeline: messages, notes, files and events."""

import uuid

from django.conf import settings
from django.db import models
from django.db.models import F, Q
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from casework.files.models import StoredFile
from casework.offices.wall import Paths, TenantQuerySet, released

from .authority import Authority, AuthorityPaper
from .claim_codes import ClaimCode
from .hand_tasks import HandTask
from .offers import Share, Transfer
from .presence import Presence
from .references import new_reference
from .risk import RiskFlag
from .safe import SafeContact
from .turns import Turn
from .votes import FeedbackMark, FeedbackMonth

__all__ = [
    "Activity",
    "Authority",
    "AuthorityPaper",
    "Case",
    "CaseFile",
    "CaseQuerySet",
    "ClaimCode",
    "FeedbackMark",
    "FeedbackMonth",
    "HandTask",
    "Message",
    "Note",
    "Presence",
    "RiskFlag",
    "SafeContact",
    "Share",
    "Topic",
    "Transfer",
]


class Topic(models.Model):
    """What a case is about, in the words of the public form. The same list for every office."""

    held_for = "running"
    personal_data = {"none": "slug name"}

    slug = models.SlugField(unique=True)
    name = models.CharField(max_length=80)

    class Meta:
        ordering = ["name"]

    def __str__(self):
        return self.name


class CaseQuerySet(TenantQuerySet):
    def open(self):
        return self.filter(closed_at=None)

    def closed(self):
        return self.filter(closed_at__isnull=False)

    def released(self):
        """Cases whose writer may read all that was said: theirs, or with permission of whom they are about."""
        return self.filter(released(""))

    def soonest_first(self):
        """The next date first, then who has waited longest."""
        return self.order_by(F("next_on").asc(nulls_last=True), "waiting_since", "pk")

    def latest_closed_first(self):
        return self.order_by("-closed_at", "-pk")

    def for_list(self):
        """Everything a list row shows; touching anything else raises."""
        return self.select_related(
            "constituent", "assignee", "topic", "borough", "member", "office", "authority__person"
        ).fetch_mode(models.FETCH_RAISE)


class Case(models.Model):
    """One person's problem, worked on by one office for one Member until it is closed."""

    held_for = "casework"
    personal_data = {
        "special": "subject answers safe_contact",
        "told": "reference kind nature turn waiting_on next_on outcome",
        "none": "version",
    }

    class Kind(models.TextChoices):
        PROBLEM = "problem", _("Problem")
        QUESTION = "question", _("Question")
        COMMENT = "comment", _("Comment")
        COMPLAINT = "complaint", _("Complaint")
        INFORMATION = "information", _("Request for information")

    class Nature(models.TextChoices):
        CASEWORK = "casework", _("Casework")
        POLICY = "policy", _("Policy or campaign")
        OTHER = "other", _("Other")

    reference = models.CharField(max_length=20, unique=True, default=new_reference, editable=False)
    office = models.ForeignKey("offices.Office", models.PROTECT, related_name="cases")
    member = models.ForeignKey("offices.Member", models.PROTECT, related_name="cases")
    constituent = models.ForeignKey("constituents.Constituent", models.PROTECT, related_name="cases")
    assignee = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.SET_NULL, null=True, blank=True, related_name="+"
    )
    kind = models.CharField(max_length=12, choices=Kind)
    nature = models.CharField(max_length=8, choices=Nature)
    topic = models.ForeignKey(Topic, models.PROTECT, null=True, blank=True, related_name="cases")
    borough = models.ForeignKey("places.Borough", models.PROTECT, null=True, blank=True, related_name="+")
    subject = models.CharField(_("subject"), max_length=120)
    answers = models.JSONField(default=list, blank=True)
    # Under which permission the writer stands who raised this for somebody else. None: it is their own case.
    authority = models.ForeignKey(
        "cases.Authority", models.PROTECT, null=True, blank=True, editable=False, related_name="+"
    )
    safe_contact = models.BooleanField(default=False)
    turn = models.CharField(max_length=12, choices=Turn, default=Turn.OFFICE, blank=True)
    waiting_since = models.DateTimeField(default=timezone.now)
    waiting_on = models.CharField(_("third party"), max_length=120, blank=True)
    next_on = models.DateField(_("next date"), null=True, blank=True)
    opened_at = models.DateTimeField(default=timezone.now)
    closed_at = models.DateTimeField(null=True, blank=True)
    outcome = models.CharField(_("outcome"), max_length=200, blank=True)
    # Goes up with every act on the case, so that an act can say which state its writer had before them.
    version = models.PositiveIntegerField(default=0, editable=False)

    objects = CaseQuerySet.as_manager()
    wall = Paths(case="", share="shares", before=Q(pk__isnull=False))  # they know that they raised it

    class Meta:
        constraints = [
            models.CheckConstraint(
                name="case_closed_exactly_if_nobodys_turn",
                condition=Q(closed_at=None) & ~Q(turn="") | Q(closed_at__isnull=False, turn=""),
                violation_error_message=_(
                    "An open case has exactly one whose turn it is; a closed case has none."
                ),
            ),
            models.CheckConstraint(
                name="case_has_an_outcome_once_closed",
                condition=Q(closed_at=None, outcome="") | (Q(closed_at__isnull=False) & ~Q(outcome="")),
                violation_error_message=_("Record an outcome when you close a case."),
            ),
            models.CheckConstraint(
                name="case_names_the_third_party_it_waits_on",
                condition=Q(turn="third-party") & ~Q(waiting_on="")
                | ~Q(turn="third-party") & Q(waiting_on=""),
                violation_error_message=_("Say which third party the case waits on."),
            ),
        ]
        indexes = [
            models.Index(
                fields=["office", "next_on", "waiting_since", "id"],
                condition=Q(closed_at=None),
                name="case_open_soonest_first",
            ),
            models.Index(fields=["constituent"], name="case_by_constituent"),
        ]

    def __str__(self):
        return self.reference

    @property
    def is_open(self):
        return self.closed_at is None

    @property
    def is_withheld(self):
        """Somebody raised this for another person, who has not agreed, or no longer does."""
        return self.authority_id is not None and not (self.authority and self.authority.in_force)


class Message(models.Model):
    """What a constituent wrote to the office, or the office to the constituent. Never changed once sent."""

    held_for = "casework"
    personal_data = {"special": "body", "told": "direction fixed"}

    class Direction(models.TextChoices):
        IN = "in", _("From the constituent")
        OUT = "out", _("To the constituent")

    class Fixed(models.TextChoices):
        """Messages that say nothing of a case. Staff choose one and cannot change its words."""

        RECEIVED = "received", _("We have it, and wait for permission")
        ASK = "ask", _("Please ask for the signed letter")

    uuid = models.UUIDField(
        default=uuid.uuid4, unique=True
    )  # given by the form: a double click is one message
    office = models.ForeignKey("offices.Office", models.PROTECT, related_name="+")
    case = models.ForeignKey(Case, models.PROTECT, related_name="messages")
    direction = models.CharField(max_length=3, choices=Direction)
    body = models.TextField(max_length=20_000)
    author = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.SET_NULL, null=True, blank=True, related_name="+"
    )
    at = models.DateTimeField(default=timezone.now)
    alert = models.UUIDField(null=True, blank=True)  # the outbox row that told them, if one did
    fixed = models.CharField(max_length=8, choices=Fixed, blank=True)

    objects = TenantQuerySet.as_manager()
    wall = Paths(case="case", share="case__shares", before=Q(direction="in") | ~Q(fixed=""))

    class Meta:
        ordering = ["at", "pk"]

    def __str__(self):
        return f"{self.case_id} {self.direction} {self.at:%Y-%m-%d %H:%M}"


def opened_in():
    """The share in which this one row was shown to the other office; closed to it otherwise."""
    return models.ForeignKey(
        "cases.Share", models.SET_NULL, null=True, blank=True, editable=False, related_name="+"
    )


class Note(models.Model):
    """Internal, in a table of its own: nothing can ever send one."""

    held_for = "casework"
    personal_data = {"special": "body"}

    uuid = models.UUIDField(default=uuid.uuid4, unique=True)
    office = models.ForeignKey("offices.Office", models.PROTECT, related_name="+")
    case = models.ForeignKey(Case, models.PROTECT, related_name="notes")
    body = models.TextField(_("note"), max_length=20_000)
    author = models.ForeignKey(settings.AUTH_USER_MODEL, models.SET_NULL, null=True, related_name="+")
    at = models.DateTimeField(default=timezone.now)
    opened_in = opened_in()

    objects = TenantQuerySet.as_manager()
    wall = Paths(share="opened_in")

    class Meta:
        ordering = ["at", "pk"]

    def __str__(self):
        return f"{self.case_id} note {self.at:%Y-%m-%d %H:%M}"


class CaseFile(StoredFile):
    """A photo or document on a case, with the message it came with."""

    held_for = "casework"

    office = models.ForeignKey("offices.Office", models.PROTECT, related_name="+")
    case = models.ForeignKey(Case, models.PROTECT, related_name="files")
    message = models.ForeignKey(Message, models.PROTECT, related_name="files")
    opened_in = opened_in()

    objects = TenantQuerySet.as_manager()
    wall = Paths(case="case", share="opened_in", before=Q(message__direction="in"))

    class Meta(StoredFile.Meta):
        ordering = ["stored_at", "pk"]


class Activity(models.Model):
    """Something that happened to a case. `shown` ones the constituent sees too."""

    held_for = "casework"
    personal_data = {"told": "verb detail shown"}

    class Verb(models.TextChoices):
        RAISED = "raised", _("Raised")
        ASSIGNED = "assigned", _("Assigned")
        TURN = "turn", _("Turn")
        CLOSED = "closed", _("Closed")
        REOPENED = "reopened", _("Opened again")
        RECEIVED = "received", _("Received from another office")
        HELD = "held", _("File held")
        RISK = "risk", _("Risk flagged")
        RISK_OVER = "risk-over", _("Risk settled")

    office = models.ForeignKey("offices.Office", models.PROTECT, related_name="+")
    case = models.ForeignKey(Case, models.PROTECT, related_name="activities")
    verb = models.CharField(max_length=10, choices=Verb)
    detail = models.JSONField(default=dict, blank=True)
    by = models.ForeignKey(settings.AUTH_USER_MODEL, models.SET_NULL, null=True, blank=True, related_name="+")
    at = models.DateTimeField(default=timezone.now)
    shown = models.BooleanField(default=False)

    objects = TenantQuerySet.as_manager()
    wall = Paths(
        case="case",
        share="case__shares",
        told={"shown": True},
        before=Q(verb="raised") | Q(verb="held", detail__direction="in"),
    )

    class Meta:
        ordering = ["at", "pk"]
        verbose_name_plural = "activities"

    def __str__(self):
        return f"{self.case_id} {self.verb} {self.at:%Y-%m-%d %H:%M}"
