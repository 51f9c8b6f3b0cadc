"""The page of a reply that waits for sign-off: for who signs it to read and decide, for the office to follow."""

from django.contrib import messages
from django.core.exceptions import PermissionDenied, ValidationError
from django.db import IntegrityError
from django.http import Http404
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _

from backoffice.access import ACT, PAGE, on_a_case
from backoffice.cases.case.actions import done, refused
from backoffice.cases.case.address import case_address
from backoffice.cases.case.case_status import flags_on, rare_on, safe_of
from backoffice.cases.case.edit_conflict import refuse_once
from backoffice.cases.case.pages import note_reading, points_of, way_on
from casework.cases.models import Case, DraftFile, Message, ReplyDraft, SignOff
from casework.cases.permissions import can_sign
from casework.cases.services.messages.message import NotReleased
from casework.cases.services.messages.planned_reply import next_date_of
from casework.cases.services.messages.reply_check import ReplyStopped, check_reply
from casework.cases.services.messages.sign_off import (
    DecidedAlready,
    send_back,
    sender_of,
    sign_and_send,
    withdraw,
)
from casework.cases.services.turn import EditConflict, MoveNotAllowed, ToldNotChosen
from casework.cases.turns import Turn
from ui.templatetags.ui import clock

from .changes import changes, marked
from .sign_form import SignForm
from .sign_off_words import decided_words

REFUSED = (MoveNotAllowed, NotReleased, ToldNotChosen, ReplyStopped, ValidationError, IntegrityError)


@on_a_case(PAGE, working=True)
def sign_off(request, case, sign_off):
    """Show a reply that waits for sign-off. Those who sign it send it, change it first, or send it back."""
    found = requested(request, case, sign_off)
    draft = draft_of(request, found)
    if request.method != "POST" or not (found.waits and draft):
        if request.method == "POST":
            return too_late(request, case, found)
        form = SignForm(case=case, draft=draft, changing="change" in request.GET) if draft else None
        return sign_off_page(request, case, found, draft, form)
    if not can_sign(request.user, case):
        raise PermissionDenied
    form = SignForm(request.POST, case=case, draft=draft, changing="body" in request.POST)
    if "back" in request.POST:
        return answer_back(request, case, found, draft, form)
    return answer_sign(request, case, found, draft, form)


@on_a_case(ACT, working=True)
def withdraw_sign_off(request, case, sign_off):
    """Make a reply that waits for sign-off a draft again; only its writer may."""
    found = requested(request, case, sign_off)
    if found.asked_by_id != request.user.pk:
        return refused(request, case, _("Only the person who asked for sign-off can withdraw it."))
    try:
        draft = withdraw(sign_off=found, by=request.user)
    except DecidedAlready:
        return too_late(request, case, requested(request, case, sign_off))
    messages.success(request, _("No one signs this reply off any more. It’s a draft again."))
    return redirect(case_address(request, case.reference, fragment="reply", draft=draft.uuid))


def requested(request, case, uuid):
    """Return a request for sign-off on this case, or raise Http404."""
    rows = SignOff.objects.in_offices_of(request.user).select_related("asked_by", "decided_by")
    found = rows.filter(case=case, uuid=uuid).first()
    if found is None:
        raise Http404
    return found


def draft_of(request, found):
    """Return the draft that waits, None if it is gone."""
    drafts = ReplyDraft.objects.in_offices_of(request.user).select_related("author")
    return drafts.filter(sign_off=found).first() if found.waits else None


def too_late(request, case, found):
    """Say what became of a reply that someone else decided about first."""
    if found.decided_by_id == request.user.pk:
        return done(request, case, decided_words(found))
    return refused(request, case, _("Not done. %(words)s") % {"words": decided_words(found)})


def answer_back(request, case, found, draft, form):
    if form.is_valid() and not form.cleaned_data["note"]:
        form.add_error("note", _("Say what should be changed"))
    if form.errors:
        return sign_off_page(request, case, found, draft, form)
    try:
        send_back(sign_off=found, by=request.user, note=form.cleaned_data["note"])
    except DecidedAlready:
        return too_late(request, case, requested(request, case, found.uuid))
    return done(request, case, _("The reply is back with %(name)s.") % {"name": writer_of(found)})


def answer_sign(request, case, found, draft, form):
    """Sign and send. A message or another act since the page was opened is shown before anything is sent."""
    if not form.is_valid() or "preview" in request.POST:
        return sign_off_page(request, case, found, draft, form)
    facts = {name: form.cleaned_data[name] for name in ("version", "seen", "reason")}
    body = form.cleaned_data.get("body", draft.body)
    try:
        sent = sign_and_send(sign_off=found, by=request.user, body=body, **facts)
    except DecidedAlready:
        return too_late(request, case, requested(request, case, found.uuid))
    except EditConflict:
        conflict = refuse_once(form, case, request.user)
        return sign_off_page(request, conflict["case"], found, draft, form, conflict=conflict)
    except REFUSED:
        return sign_off_page(request, case, found, draft, form, tried=True)
    return done(request, case, sent_words(sent))


def sent_words(sent):
    if isinstance(sent, ReplyDraft):
        words = _("You signed the reply off. It goes at %(time)s. Until then you can undo it on the case.")
        return words % {"time": clock(sent.send_at)}
    return _("You signed the reply off, and it is sent.")


def writer_of(found):
    return found.asked_by or _("a former colleague")


def sign_off_page(request, case, found, draft, form, *, tried=False, conflict=None):
    """Render the page: what they wrote last, the reply as it goes, what is in its way, and what was decided."""
    note_reading(request, case, part="sign_off")
    signs = found.waits and draft is not None and can_sign(request.user, case)
    context = {
        "case": case,
        "found": found,
        "form": form if signs else None,
        "signs": signs,
        "edit_conflict": conflict,
        "is_writer": found.asked_by_id == request.user.pk,
        "last": last_message(case, request.user),
        "safe": safe_of(case, request.user) if case.safe_contact else None,
        "risks": flags_on(case, request.user),
        "words": decided_words(found),
        "changed": marked(changes(found.asked, found.changed_to)) if found.changed_to else "",
        "address": reverse("backoffice:sign_off", args=[case.reference, found.uuid]),
    }
    if draft is not None:
        context |= waiting(request, case, found, draft, form, tried=tried)
    errors = signs and form.errors
    return render(request, "backoffice/cases/reply/sign_off.html", context, status=422 if errors else 200)


def waiting(request, case, found, draft, form, *, tried):
    """Return what the page shows of a reply that still waits."""
    body = form.text_of(draft)
    sender = sender_of(draft, case, signer=request.user)
    planned = draft.planned
    checked = check_reply(
        case=case, body=body, by=sender, next_on=next_date_of(draft), waiting_on=planned.get("waiting_on", "")
    )
    if tried:
        say_why_not(form, case, checked)
    rare = rare_on(case, request.user)
    points = points_of(case, request.user)
    safe = safe_of(case, request.user) if rare.safe else None
    wrote = changes(found.asked, body) if body != found.asked else []
    return {
        "draft": draft,
        "checked": checked,
        "files": list(DraftFile.objects.in_offices_of(request.user).filter(draft=draft)),
        "way": way_on(case, request.user, rare, points=points, safe=safe),
        "sender": sender if sender != draft.author else None,
        "turn": Turn(planned["turn"]).label if planned.get("turn") else "",
        "waiting_on": planned.get("waiting_on", ""),
        "next_on": next_date_of(draft),
        "changed": marked(wrote) if wrote else "",
        "wrote_since": wrote_since(case, request.user, found),
    }


def say_why_not(form, case, checked):
    """Add to the form why its reply was not sent."""
    if case.ending == Case.Ending.PASSED_ON:
        form.add_error(None, _("Send the reply back. Someone passed the case on to another office."))
    elif not case.is_open:
        form.add_error(
            None, _("Open this case again first, or send the reply back. Someone closed the case.")
        )
    elif case.is_withheld:
        form.add_error(None, _("Send the reply back. The person whom it is about has not agreed to it."))
    elif not checked.obstacles:
        form.add_error(
            None, _("Send the reply back. What it says about a third party has to be chosen again.")
        )
    for obstacle in checked.obstacles:
        form.add_error(None if obstacle.must else "reason", obstacle.sentence)


def last_message(case, user):
    """Return what the constituent wrote last, None if nothing."""
    said = Message.objects.in_offices_of(user).filter(case=case, direction=Message.Direction.IN)
    return said.select_related("author").last()


def wrote_since(case, user, found):
    """Return whether the constituent wrote after sign-off was asked for."""
    said = Message.objects.in_offices_of(user).filter(case=case, direction=Message.Direction.IN)
    return said.filter(at__gt=found.asked_at).exists()
