"""Sending a reply, and sending its alert again."""

from django.contrib import messages
from django.core.exceptions import ValidationError
from django.db import IntegrityError, transaction
from django.db.models import Q
from django.http import Http404
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.dateparse import parse_datetime
from django.utils.html import format_html
from django.utils.translation import gettext as _

from backoffice.access import ACT, PAGE, on_a_case
from backoffice.cases.case.actions import done, refused
from backoffice.cases.case.address import case_address
from backoffice.cases.case.pages import note_reading, reply_form
from backoffice.cases.queue.neighbours import neighbours
from casework.cases.models import Message, ReplyDraft, SignOff
from casework.cases.permissions import must_ask_for_sign_off
from casework.cases.services.alerts.alert import alert_due_at, send_alert_again
from casework.cases.services.messages.message import NotReleased, SignOffNeeded, reply_to_constituent
from casework.cases.services.messages.planned_reply import plan_reply, planned_before, undo_reply
from casework.cases.services.messages.presence import note_no_longer_writing
from casework.cases.services.messages.reply_check import ReplyStopped
from casework.cases.services.messages.sign_off import ask_for_sign_off
from casework.cases.services.turn import EditConflict, MoveNotAllowed, ToldNotChosen, lock_case
from casework.outbox.services import CannotSendAgain
from ui.templatetags.ui import clock
from ui.uploads import takes_files

from .drafts import save, shown, take_each, to_composer
from .sign_off_words import signer_words


@takes_files
@on_a_case(PAGE, working=True)
def reply(request, case):
    """Send a reply, or keep it as a draft and show on the case what would be sent or is wrong."""
    if request.method != "POST":
        return redirect(case_address(request, case.reference, fragment="reply"))
    following = neighbours(request, case) if "then" in request.POST else None
    form, uploads = reply_form(case, request.POST), take_each(request, case)
    wanted, valid = "preview" not in request.POST, form.is_valid() and not uploads.refused
    if wanted and valid and (said := send(request, case, form, uploads)):
        note_no_longer_writing(case=case, by=request.user)
        messages.success(request, said)
        opened = following.next if following and following.next else case.reference
        return redirect(case_address(request, opened, fragment="result"))
    draft = save(request, case, form, uploads)
    if valid and not wanted:
        return to_composer(request, case, draft, "preview", at="preview-heading")
    return to_composer(request, case, draft, "check", at="")


def sent_words(message):
    """What became of a reply, which is not yet told if no alert could go."""
    if message.alert:
        return _("Your reply is sent.")
    if hasattr(message, "contact_task"):
        return _("Your reply is on the case. No email went, so no one has told them yet.")
    return _("Your reply is on the case. They look for themselves: no email or text went.")


def send(request, case, form, uploads):
    """Send the reply, or plan it, and say so. Return None if it was refused; the composer then says why."""
    try:
        if must_ask_for_sign_off(request.user, case):
            return ask(request, case, form, uploads)
        if case.office.undo_minutes:
            return plan(request, case, form, uploads)
        kept = {"files": uploads.taken, "draft": form.held(), "kept": shown(request)}
        return sent_words(reply_to_constituent(case=case, by=request.user, **form.acts() | kept))
    except (
        EditConflict,
        MoveNotAllowed,
        ToldNotChosen,
        NotReleased,
        ReplyStopped,
        SignOffNeeded,
        ValidationError,
        IntegrityError,
    ):
        return None


@transaction.atomic
def plan(request, case, form, uploads):
    """Have the reply sent once the time to undo it is over, and say when. A second press plans no second one."""
    facts = {name: value for name, value in form.acts().items() if name != "body"}
    lock_case(case)
    if sent := Message.objects.in_offices_of(request.user).filter(case=case, uuid=facts["once"]).first():
        return sent_words(sent)
    planned = planned_before(case, facts["once"])
    if planned is None:
        planned = plan_reply(draft=save(request, case, form, uploads), by=request.user, **facts)
    words = _("Your reply goes at %(time)s. Until then you can undo it.") % {"time": clock(planned.send_at)}
    where = case_address(request, case.reference, fragment="planned")
    return format_html('{} <a href="{}">{}</a>', words, where, _("Look at it, or undo it"))


@transaction.atomic
def ask(request, case, form, uploads):
    """Have the reply wait for sign-off, and say so. A second press of the button asks for no second one."""
    facts = {name: value for name, value in form.acts().items() if name != "body"}
    lock_case(case)
    asked = SignOff.objects.in_offices_of(request.user).filter(case=case, once=facts["once"]).first()
    if asked is None:
        asked = ask_for_sign_off(draft=save(request, case, form, uploads), by=request.user, **facts)
    where = reverse("backoffice:sign_off", args=[case.reference, asked.uuid])
    words = _("Nothing is sent yet. Your reply waits for sign-off by %(names)s.")
    words %= {"names": signer_words(case.office)}
    return format_html('{} <a href="{}">{}</a>', words, where, _("Look at it"))


@on_a_case(ACT, working=True)
def undo(request, case, draft):
    """Make a reply that has not gone yet a draft again; only its sender may, and who signed it off."""
    own = Q(author=request.user.pk) | Q(sign_off__decided_by=request.user.pk)
    found = ReplyDraft.objects.in_offices_of(request.user).filter(own, case=case, uuid=draft).first()
    if found is None or not undo_reply(draft=found, by=request.user):
        return refused(request, case, _("It is too late to undo this reply."))
    found.refresh_from_db()
    if found.waits:
        return done(request, case, _("Nothing was sent. The reply waits for sign-off again."))
    messages.success(request, _("Nothing was sent. Your reply is a draft again."))
    return to_composer(request, case, found)


def seen_attempt(request):
    """Return when the attempt was due that the page of this press showed; None if it does not say."""
    try:
        return parse_datetime(request.POST.get("attempt", ""))
    except ValueError:
        return None


@on_a_case(PAGE, working=True)
def alert_again(request, case, message):
    """Sends the alert of a reply once more, because a person decided to."""
    message = Message.objects.visible_to(request.user).filter(case=case, uuid=message).first()
    if message is None or message.alert is None:
        raise Http404
    if request.method != "POST":
        note_reading(request, case, part="alert_again")
        context = {"case": case, "message": message, "due_at": alert_due_at(message)}
        return render(request, "backoffice/cases/reply/alert_again.html", context)
    try:
        send_alert_again(message=message, by=request.user, due_at=seen_attempt(request))
    except CannotSendAgain:
        words = _(
            "This alert cannot be sent again. It is on its way, has arrived, or a permission is missing."
        )
        return refused(request, case, words)
    return done(request, case, _("The alert goes out once more."))
