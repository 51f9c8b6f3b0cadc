"""The purposes of holding data: whose it is, for how long, and what deletes it. Periods are defaults to be confirmed.

`ended_by` names the functions that really do it today; `not_yet` says in words what nothing does yet. A row has at
least one of the two, and a test looks for each function.
"""

from dataclasses import dataclass
from datetime import timedelta
from typing import Any

from django.conf import settings
from django.utils.text import format_lazy
from django.utils.translation import gettext_lazy as _

from accounts.services import KEPT_FOR, RECOVERY_DAYS
from casework.cases.services.messages.presence import LASTS as PRESENCE_LASTS
from casework.offices.access.models import INVITATION_DAYS
from casework.questionnaires.services import KEPT_FOR as ANSWERS_KEPT_FOR

Words = Any  # a sentence that is translated when it is shown

OFFICE = _("The Member, through their office")
SERVICE = _("The Assembly, for the service")
NOBODY_ELSE = _("No one.")

PUBLIC_TASK = _("Public task")
ELECTED = _(
    "Public task. For health, beliefs and the like: elected representatives answering requests "
    "(Data Protection Act 2018, Schedule 1)."
)
SECURITY = _("Legal duty to keep personal data safe (UK GDPR, Article 32)")

ERASE = _("Erase")
ERASE_KEEP_COUNTS = _("Erase rows and files; keep counts that name no one")


@dataclass(frozen=True)
class Purpose:
    """`set_in` names the setting or constant that holds the period, empty while nothing does."""

    why: Words
    people: Words
    owner: Words
    basis: Words
    seen_by: Words
    period: Words
    action: Words
    set_in: str = ""
    ended_by: tuple[str, ...] = ()
    not_yet: Words = ""


PURPOSES = {
    "casework": Purpose(
        why=_("To help people with what they ask their Members."),
        people=_("Constituents, people they write about, staff who help them"),
        owner=OFFICE,
        basis=ELECTED,
        seen_by=_(
            "The office's own staff; an office it is shared with; an administrator with emergency access; "
            "and the constituent what was sent to them."
        ),
        period=_("2 years after the case is closed"),
        action=ERASE_KEEP_COUNTS,
        not_yet=_("Nothing deletes closed cases yet. The period is the plan."),
    ),
    "presence": Purpose(
        why=_("To warn people who are about to answer the same person twice."),
        people=_("Staff"),
        owner=OFFICE,
        basis=PUBLIC_TASK,
        seen_by=_("Colleagues of the same office, while it lasts."),
        period=format_lazy(
            _("{minutes} minutes after the last sign of writing, swept once an hour"),
            minutes=PRESENCE_LASTS // timedelta(minutes=1),
        ),
        set_in="casework.cases.services.messages.presence.LASTS",
        action=ERASE,
        ended_by=("casework.cases.services.messages.presence.forget_presence",),
    ),
    "wording": Purpose(
        why=_("To answer like questions alike, with texts that someone keeps true."),
        people=_("Staff who keep a text"),
        owner=OFFICE,
        basis=PUBLIC_TASK,
        seen_by=_("Colleagues of the same office; texts of the service: all staff of offices."),
        period=_("As long as the office works"),
        action=ERASE,
        not_yet=_("Nothing deletes texts that were removed. They name no constituent."),
    ),
    "answers": Purpose(
        why=_("To keep what someone fills in until they send it."),
        people=_("Constituents"),
        owner=SERVICE,
        basis=ELECTED,
        seen_by=_(
            "The person who fills it in, with the key in their browser, by signing in, "
            "or by an emailed link and a code."
        ),
        period=format_lazy(
            _("{days} days after the start. The answers themselves go when they are sent."),
            days=ANSWERS_KEPT_FOR.days,
        ),
        set_in="casework.questionnaires.services.KEPT_FOR",
        action=ERASE,
        ended_by=(
            "casework.questionnaires.services.expire_submissions",
            "casework.questionnaires.services.mark_submission_sent",
        ),
    ),
    "mail": Purpose(
        why=_("To send each mail once, and to know whether it went out."),
        people=_("Constituents and staff who get mail"),
        owner=OFFICE,
        basis=PUBLIC_TASK,
        seen_by=_("The mail server, to deliver it."),
        period=_("Text with a code or a link: until it is sent. Other mail: as long as its case."),
        action=ERASE,
        ended_by=("casework.outbox.delivery.note_sent",),
        not_yet=_("Nothing deletes other mail that was sent."),
    ),
    "accounts": Purpose(
        why=_("To let people sign in, and no one in their place."),
        people=_("Constituents who proved their address; staff"),
        owner=SERVICE,
        basis=PUBLIC_TASK,
        seen_by=_("Staff: colleagues of their office. Constituents: the offices they wrote to."),
        period=_("Constituents: as long as their last case. Staff: as long as they work here."),
        action=ERASE,
        ended_by=("accounts.services.close_account",),
        not_yet=_(
            "A closed account keeps its name, for what the log and cases say. Residents’ accounts stay."
        ),
    ),
    "invitations": Purpose(
        why=_("To offer people a role in an office, or of the service, by a link to their address."),
        people=_("People who are invited"),
        owner=OFFICE,
        basis=SECURITY,
        seen_by=_("Colleagues of the office that invites; administrators for roles of the service."),
        period=format_lazy(_("{days} days"), days=INVITATION_DAYS),
        set_in="casework.offices.access.models.INVITATION_DAYS",
        action=ERASE,
        ended_by=("casework.offices.access.invitations.delete_expired_invitations",),
    ),
    "recovery-links": Purpose(
        why=_("To let staff who lost their password or second factor sign in again."),
        people=_("Staff"),
        owner=SERVICE,
        basis=SECURITY,
        seen_by=NOBODY_ELSE,
        period=format_lazy(_("Until a day after it is used, at most {days} days"), days=RECOVERY_DAYS + 1),
        set_in="accounts.services.RECOVERY_DAYS",
        action=ERASE,
        ended_by=("accounts.services.forget_old",),
    ),
    "factors": Purpose(
        why=_("To ask staff for a second proof of who they are."),
        people=_("Staff"),
        owner=SERVICE,
        basis=SECURITY,
        seen_by=NOBODY_ELSE,
        period=_("Until the person removes it, recovers the account, or stops working here"),
        action=ERASE,
        ended_by=("accounts.services.use_recovery_link", "accounts.services.close_account"),
    ),
    "unsent-text": Purpose(
        why=_("To give back what someone typed when their session had ended."),
        people=_("Constituents and staff"),
        owner=SERVICE,
        basis=PUBLIC_TASK,
        seen_by=_("The person who typed it. It is encrypted."),
        period=format_lazy(_("{hours} hours"), hours=KEPT_FOR // timedelta(hours=1)),
        set_in="accounts.services.KEPT_FOR",
        action=ERASE,
        ended_by=("accounts.services.forget_old",),
    ),
    "sessions": Purpose(
        why=_("To know who is signed in at which browser."),
        people=_("Everyone who signs in or fills in a form"),
        owner=SERVICE,
        basis=SECURITY,
        seen_by=NOBODY_ELSE,
        period=format_lazy(_("{hours} hours, swept once a day"), hours=settings.SESSION_COOKIE_AGE // 3600),
        set_in="config.settings.SESSION_COOKIE_AGE",
        action=ERASE,
        ended_by=("ops.management.commands.worker.clear_sessions",),
    ),
    "team": Purpose(
        why=_("To know who works in which office, since when, and who let them in."),
        people=_("Staff"),
        owner=OFFICE,
        basis=PUBLIC_TASK,
        seen_by=_("Colleagues of the same office; administrators only that an office has a manager."),
        period=_("6 years after the work ends"),
        action=ERASE,
        not_yet=_("Nothing deletes ended work yet. The period is the plan."),
    ),
    "elected": Purpose(
        why=_("To show people who represents them."),
        people=_("Members of the Assembly"),
        owner=SERVICE,
        basis=PUBLIC_TASK,
        seen_by=_("Everyone: it is published."),
        period=_("Kept as a public record"),
        action=_("None: who was elected stays known"),
        not_yet=_("Nothing deletes it, on purpose."),
    ),
    "audit": Purpose(
        why=_("To be able to say who looked at a case and who did what."),
        people=_("Staff and constituents, as numbers"),
        owner=OFFICE,
        basis=SECURITY,
        seen_by=_("Managers of the same office."),
        period=_("6 years"),
        action=ERASE,
        not_yet=_("Nothing deletes old entries yet. The period is the plan."),
    ),
    "site": Purpose(
        why=_("To run the public site: who wrote which page and when."),
        people=_("Editors, and people in published text and pictures"),
        owner=SERVICE,
        basis=PUBLIC_TASK,
        seen_by=_("Editors. What is published: everyone."),
        period=_("As long as the page or picture"),
        action=ERASE,
        not_yet=_(
            "An editor deletes a page or picture by hand. The history of what editors did is not deleted."
        ),
    ),
    "running": Purpose(
        why=_("To make the service work. It holds nothing about people."),
        people=_("No one"),
        owner=SERVICE,
        basis=_("None needed"),
        seen_by=NOBODY_ELSE,
        period=_("As long as the service runs"),
        action=_("None"),
        not_yet=_("Nothing deletes it, on purpose."),
    ),
}
