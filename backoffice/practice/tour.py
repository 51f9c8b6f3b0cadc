"""The tour of practice: ten steps, each ticked by what the person really did since the cases were written."""

from collections.abc import Callable
from dataclasses import dataclass

from django.db.models import Q
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from casework.cases.models import Activity, Case, CaseFile, CaseTag, Message, Note, ReplyDraft, SavedView
from casework.cases.models.channel import PHONE
from casework.offices.visibility import memberships_of

Verb = Activity.Verb


@dataclass(frozen=True)
class Step:
    """One step: what to do, where it begins, and whether this person did it after `since`."""

    title: str
    text: str
    page: str
    is_done: Callable


def _acted(verb):
    def is_done(user, since):
        return Activity.objects.in_offices_of(user).filter(by=user.pk, verb=verb, at__gte=since).exists()

    return is_done


def _wrote(user, since):
    replies = Message.objects.in_offices_of(user).filter(direction=Message.Direction.OUT)
    return replies.filter(author=user.pk, at__gte=since).exists()


def _noted(user, since):
    return Note.objects.in_offices_of(user).filter(author=user.pk, at__gte=since).exists()


def _drafted(user, since):
    return ReplyDraft.objects.in_offices_of(user).exists() or _wrote(user, since)


def _dated(user, since):
    return Case.objects.in_offices_of(user).filter(next_on__gt=timezone.localdate(since)).exists()


def _logged_a_call(user, since):
    calls = Message.objects.in_offices_of(user).filter(channel=PHONE, typed_by=user.pk)
    return calls.filter(at__gte=since).exists()


def _added_a_file(user, since):
    by_hand = Q(message__typed_by=user.pk) | Q(message__author=user.pk)
    return CaseFile.objects.in_offices_of(user).filter(by_hand, message__at__gte=since).exists()


def _tagged(user, since):
    return CaseTag.objects.in_offices_of(user).exists()


def _kept_a_view(user, since):
    return SavedView.objects.in_offices_of(user).exists()


STEPS = (
    Step(
        _("Look after the urgent case"),
        _(
            "Open “Bailiffs come on Thursday at nine” from the red line. Say what you did about the risk to settle it."
        ),
        "backoffice:my_day",
        _acted(Verb.RISK_OVER),
    ),
    Step(
        _("Assign a case to yourself"),
        _("Open “Rubbish beside the playground”, look at its photo and choose “Assign to me”."),
        "backoffice:case_list",
        _acted(Verb.ASSIGNED),
    ),
    Step(
        _("Begin a reply and leave it"),
        _(
            "Write a line under “Lift at the station out of order”, choose “Save draft” and go to another page."
        ),
        "backoffice:my_day",
        _drafted,
    ),
    Step(
        _("Send a reply"),
        _("Finish the reply, look at the preview, say whose turn it is then, and send it. Nothing leaves."),
        "backoffice:my_day",
        _wrote,
    ),
    Step(
        _("Write a note"),
        _("Note on “Cladding works stopped in June” what the developer told you. Notes are never sent."),
        "backoffice:my_day",
        _noted,
    ),
    Step(
        _("Set a next date"),
        _(
            "“Bus 999 does not stop at the clinic” is overdue. Say whose turn it is, and give it a date to come."
        ),
        "backoffice:my_day",
        _dated,
    ),
    Step(
        _("Log a call"),
        _(
            "Someone rings: “Malik here, you know me.” Find the case while you listen, and write down what was said."
        ),
        "backoffice:contact",
        _logged_a_call,
    ),
    Step(
        _("Add a letter with a scan"),
        _("Choose any photo or PDF of yours that is not about a real person."),
        "backoffice:contact",
        _added_a_file,
    ),
    Step(
        _("Put tags on several cases, and save a view"),
        _("Tick three cases of the list and tag them “school run”. Filter by that tag and save the view."),
        "backoffice:case_list",
        lambda user, since: _tagged(user, since) and _kept_a_view(user, since),
    ),
    Step(
        _("Close a case"),
        _("Close a case whose risk is settled. Say what came of it."),
        "backoffice:case_list",
        _acted(Verb.CLOSED),
    ),
)


def steps_of(user):
    """Return the steps as `{step, url, done}` for the person of a request that practises."""
    since = memberships_of(user)[0].started_at
    return [{"step": step, "url": reverse(step.page), "done": step.is_done(user, since)} for step in STEPS]
