"""Cases. Each kind of timeline row has its own module: message, file, activity."""

from django.conf import settings
from django.db import models
from django.db.models import F, Q
from django.db.models.functions import Coalesce
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from casework.cases.references import new_reference
from casework.cases.turns import Turn
from casework.offices.visibility import Paths, TenantQuerySet, released

from .deadlines.deadline import soonest_deadline
from .topic import Topic


def typed_by():
    """The person of the office who typed in what somebody said or wrote; None if that person typed it."""
    return models.ForeignKey(
        settings.AUTH_USER_MODEL, models.SET_NULL, null=True, blank=True, related_name="+", db_index=False
    )


class CaseQuerySet(TenantQuerySet):
    def open(self):
        return self.filter(closed_at=None)

    def unassigned_before(self, moment):
        """Open cases that no one has had since before this moment."""
        since = Coalesce("unassigned_since", "opened_at")
        return self.open().filter(assignee=None).annotate(since=since).filter(since__lt=moment)

    def closed(self):
        return self.filter(closed_at__isnull=False)

    def released(self):
        """Cases whose writer may read all that was said: theirs, or with permission of whom they are about."""
        return self.filter(released(""))

    def soonest_first(self):
        """Order by next date, then by the longest wait."""
        return self.order_by(F("next_on").asc(nulls_last=True), "waiting_since", "pk")

    def latest_closed_first(self):
        return self.order_by("-closed_at", "-pk")

    def for_queue(self):
        """What a row of the queue shows and no more; touching anything else raises."""
        return (
            self.select_related("constituent", "assignee", "topic", "borough", "office")
            .only(
                "reference", "subject", "safe_contact", "turn", "waiting_since", "next_on", "closed_at", "version",
                "constituent__name", "assignee__name", "assignee__email", "topic__name", "borough__name",
                "office__name",
            )
            .annotate(deadline_kind=soonest_deadline("kind"), deadline_by=soonest_deadline("by"))
            .fetch_mode(models.FETCH_RAISE)
        )  # fmt: skip

    def for_list(self):
        """Everything a list row shows; touching anything else raises."""
        return self.select_related(
            "constituent",
            "assignee",
            "topic",
            "borough",
            "member",
            "office",
            "authority__person",
            "channel",
            "typed_by",
        ).fetch_mode(models.FETCH_RAISE)


class Case(models.Model):
    """One person's problem, worked on by one office for one Member until it is closed."""

    held_for = "casework"
    personal_data = {
        "special": "subject answers safe_contact sensitive",
        "told": "reference kind nature turn waiting_on next_on ending outcome",
        "none": "version",
    }
    carried = {
        "always": "kind nature topic sensitive borough subject channel",
        "answers": "answers",
        "never": "reference office member constituent authority assignee safe_contact version typed_by "
        "turn waiting_since waiting_on next_on opened_at news_at unassigned_since closed_at ending outcome",
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

    class Ending(models.TextChoices):
        """How a case ended. Staff who close a case describe the result in `outcome`."""

        OFFICE = "office", _("Closed by the office")
        WITHDRAWN = "withdrawn", _("The person no longer needs help")
        PASSED_ON = "passed-on", _("Passed on to another office")

    reference = models.CharField(max_length=20, unique=True, default=new_reference, editable=False)
    office = models.ForeignKey("offices.Office", models.PROTECT, related_name="cases")
    member = models.ForeignKey("offices.Member", models.PROTECT, related_name="cases")
    constituent = models.ForeignKey(
        "constituents.Constituent", models.PROTECT, related_name="cases", db_index=False
    )
    assignee = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.SET_NULL, null=True, blank=True, related_name="+"
    )
    kind = models.CharField(max_length=12, choices=Kind)
    nature = models.CharField(max_length=8, choices=Nature)
    topic = models.ForeignKey(
        Topic, models.PROTECT, null=True, blank=True, related_name="cases", db_index=False
    )
    # How it reached the office, and who of the office typed it in; nobody if the constituent did.
    channel = models.ForeignKey(
        "cases.Channel", models.PROTECT, null=True, blank=True, related_name="+", db_index=False
    )
    typed_by = typed_by()
    borough = models.ForeignKey("places.Borough", models.PROTECT, null=True, blank=True, related_name="+")
    subject = models.CharField(_("subject"), max_length=120)
    answers = models.JSONField(default=list, blank=True)
    # Under which permission the writer stands who raised this for somebody else. None: it is their own case.
    authority = models.ForeignKey(
        "cases.Authority", models.PROTECT, null=True, blank=True, editable=False, related_name="+"
    )
    safe_contact = models.BooleanField(default=False)
    # Mail about it says only that there is a message, whatever the office or the person chose.
    sensitive = models.BooleanField(default=False)
    turn = models.CharField(max_length=12, choices=Turn, default=Turn.OFFICE, blank=True)
    waiting_since = models.DateTimeField(default=timezone.now)
    waiting_on = models.CharField(_("third party"), max_length=120, blank=True)
    next_on = models.DateField(_("next date"), null=True, blank=True)
    opened_at = models.DateTimeField(default=timezone.now)
    # When something last came from outside the office: the case itself, a message, a permission, a wish to end it.
    news_at = models.DateTimeField(default=timezone.now, null=True, blank=True, editable=False)
    # Since when no one has it; nothing while someone does.
    unassigned_since = models.DateTimeField(default=timezone.now, null=True, blank=True, editable=False)
    closed_at = models.DateTimeField(null=True, blank=True)
    ending = models.CharField(max_length=9, choices=Ending, blank=True)
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
                condition=Q(closed_at=None, ending="", outcome="")
                | Q(closed_at__isnull=False, ending="office") & ~Q(outcome="")
                | Q(closed_at__isnull=False, ending__in=["withdrawn", "passed-on"], outcome=""),
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
            # All that counting open cases asks for, what row-level security looks at included.
            models.Index(
                fields=["office", "turn", "assignee", "id", "constituent", "safe_contact"],
                condition=Q(closed_at=None),
                name="case_open_counted",
            ),
            models.Index(fields=["topic", "office"], name="case_by_topic"),  # which topics has an office?
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
