"""What staff do with a case. Each is one POST at its own address; a GET shows its page and changes nothing."""

from django.contrib import messages
from django.core.exceptions import ValidationError
from django.db import IntegrityError
from django.http import Http404, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _

from backoffice.access import ACT, PAGE, on_a_case
from casework.cases.alerts import send_alert_again
from casework.cases.models import Message
from casework.cases.presence_services import note_no_longer_writing, note_writing
from casework.cases.services import (
    MoveNotAllowed,
    NotReleased,
    SomethingNewer,
    add_note,
    assign,
    claim,
    close_case,
    reopen_case,
    reply_to_constituent,
    set_turn,
)
from casework.outbox.services import CannotSendAgain
from ui.uploads import takes_files

from .forms import AssignForm, CloseForm, NoteForm, TurnForm
from .meanwhile import refuse_once
from .pages import case_page, note_reading, reply_form
from .standing import flags_on


def back_to(case):
    return reverse("backoffice:case_detail", args=[case.reference]) + "#result"


def done(request, case, result):
    """Back to the case, with a line that says what happened."""
    messages.success(request, result)
    return redirect(back_to(case))


def refused(request, case, reason):
    messages.warning(request, reason)
    return redirect(back_to(case))


def form_page(request, case, form, name, meanwhile=None):
    """The page of an action, with what was typed and what is wrong with it. Its head names the case: a reading."""
    note_reading(request, case, part=name)
    context = {"case": case, "form": form, "meanwhile": meanwhile}
    return render(request, f"backoffice/cases/{name}.html", context, status=422 if form.errors else 200)


@on_a_case(ACT, working=True)
def claim_case(request, case):
    if claim(case=case, by=request.user):
        messages.success(request, _("You have “%(subject)s” now.") % {"subject": case.subject})
    else:
        messages.warning(
            request, _("Somebody else took “%(subject)s” just before you.") % {"subject": case.subject}
        )
    # The queue sends its own query string, so that people stay where they were.
    query = request.POST.get("list", "")
    if query.startswith("?"):
        return redirect(f"{reverse('backoffice:case_list')}{query}#result")
    return redirect(back_to(case))


@on_a_case(PAGE, working=True)
def assign_case(request, case):
    form = AssignForm(request.POST if request.method == "POST" else None, case=case)
    if not form.is_valid():
        return form_page(request, case, form, "assign")
    person = form.person()
    try:
        assign(case=case, to=person, by=request.user, seen=form.cleaned_data["seen"])
    except SomethingNewer:
        return form_page(request, case, form, "assign", refuse_once(form, case, request.user))
    if person is None:
        return done(request, case, _("This case is no one’s now."))
    return done(request, case, _("%(name)s has this case now.") % {"name": person})


@on_a_case(PAGE, working=True)
def note(request, case):
    form = NoteForm(request.POST if request.method == "POST" else None, case=case)
    if not form.is_valid():
        return form_page(request, case, form, "note")
    try:
        add_note(case=case, by=request.user, body=form.cleaned_data["body"], once=form.cleaned_data["once"])
    except (ValidationError, IntegrityError):
        form.add_error(None, _("Press “Save note” again."))
        return form_page(request, case, form, "note")
    if form.cleaned_data["seen"] not in {None, case.version}:
        words = _("Your note is saved. Look at the timeline: something else came while you were writing.")
        return done(request, case, words)
    return done(request, case, _("Your note is saved. It stays in this office."))


@on_a_case(PAGE, working=True)
def turn(request, case):
    closed = _("This case is closed. Open it again to set a turn.")
    if not case.is_open and request.method != "POST":
        return refused(request, case, closed)
    form = TurnForm(request.POST if request.method == "POST" else None, case=case)
    if not form.is_valid():
        return form_page(request, case, form, "turn")
    try:
        set_turn(case=case, by=request.user, **form.acts())
    except SomethingNewer:
        return form_page(request, case, form, "turn", refuse_once(form, case, request.user))
    except (MoveNotAllowed, ValidationError):  # closed by somebody else a moment ago
        form.add_error(None, closed)
        return form_page(request, case, form, "turn")
    return done(request, case, _("The turn and the next date are set."))


@on_a_case(PAGE, working=True)
def close(request, case):
    if flags_on(case, request.user):
        return refused(request, case, _("Settle the risk on this case before you close it."))
    form = CloseForm(request.POST if request.method == "POST" else None, case=case)
    if not form.is_valid():
        return form_page(request, case, form, "close")
    try:
        close_case(case=case, by=request.user, **form.acts())
    except SomethingNewer:
        return form_page(request, case, form, "close", refuse_once(form, case, request.user))
    except MoveNotAllowed:
        form.add_error(
            None, _("Open this case again first. It is closed with another outcome; yours is kept here.")
        )
        return form_page(request, case, form, "close")
    return done(request, case, _("The case is closed."))


@on_a_case(ACT, working=True)
def reopen(request, case):
    reopen_case(case=case, by=request.user)
    return done(request, case, _("The case is open again. It is your office’s turn."))


@takes_files
@on_a_case(PAGE, working=True)
def reply(request, case):
    """Sends a reply, or with `preview` shows what would be sent. A refused reply keeps every word."""
    if request.method != "POST":
        return redirect(reverse("backoffice:case_detail", args=[case.reference]) + "#reply")
    form = reply_form(case, request.POST, request.FILES)
    if "preview" in request.POST:
        if form.is_valid():
            return case_page(request, case, form=form, preview=form.cleaned_data["body"])
    elif form.is_valid():
        try:
            message = send(request, case, form)
        except SomethingNewer:
            note_writing(case=case, by=request.user)
            meanwhile = refuse_once(form, case, request.user)
            form.say_that_files_are_gone()
            return case_page(request, meanwhile["case"], form=form, meanwhile=meanwhile, status=422)
        if message:
            note_no_longer_writing(case=case, by=request.user)
            return done(request, case, sent_words(message))
    return case_page(request, case, form=form, status=422)


@on_a_case(ACT, working=True)
def writing(request, case):
    """Tells colleagues that somebody writes a reply here. What is typed already comes back as it was."""
    note_writing(case=case, by=request.user)
    if "quiet" in request.POST:
        return HttpResponse(status=204)
    if request.POST.get("body", "").strip():
        form = reply_form(case, request.POST, request.FILES)
        if request.FILES:
            form.say_that_files_are_gone()
        return case_page(request, case, form=form)
    messages.success(request, _("Your colleagues see that you are writing a reply."))
    return redirect(reverse("backoffice:case_detail", args=[case.reference]) + "#reply")


def sent_words(message):
    """What became of a reply, which is not yet told if no alert could go."""
    if message.alert:
        return _("Your reply is sent.")
    if hasattr(message, "hand_task"):
        return _("Your reply is on the case. No email went, so nobody has told them yet.")
    return _("Your reply is on the case. They look for themselves: no email or text went.")


def send(request, case, form):
    """The reply that is on the case now; None if there is none, and the form says why. Raises SomethingNewer."""
    closed = _("Open this case again before you reply. Somebody closed it; your text is kept.")
    if not case.is_open:
        form.refuse(closed)
        return None
    if not form.take_files_in():
        return None
    facts = form.acts() | {"files": form.taken}
    try:
        return reply_to_constituent(case=case, by=request.user, **facts)
    except MoveNotAllowed:
        form.refuse(closed)
    except NotReleased:
        form.refuse(
            _("Ask for permission first. This reply is not sent, because the person has not agreed to it.")
        )
    except (ValidationError, IntegrityError):
        form.refuse(_("Press “Send reply” again. Your text is kept."))
    form.say_that_files_are_gone()
    return None


@on_a_case(PAGE, working=True)
def alert_again(request, case, message):
    """Sends the alert of a reply once more, because a person decided to."""
    message = Message.objects.visible_to(request.user).filter(case=case, uuid=message).first()
    if message is None or message.alert is None:
        raise Http404
    if request.method != "POST":
        note_reading(request, case, part="alert_again")
        return render(request, "backoffice/cases/alert_again.html", {"case": case, "message": message})
    try:
        send_alert_again(message=message, by=request.user)
    except CannotSendAgain:
        words = _(
            "This alert cannot be sent again. It is on its way, has arrived, or a permission is missing."
        )
        return refused(request, case, words)
    return done(request, case, _("The alert goes out once more."))
