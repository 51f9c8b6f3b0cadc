"""What staff do with a case, beside replying. Each act is one POST at its own URL; a GET changes nothing."""

from django.contrib import messages
from django.core.exceptions import ValidationError
from django.db import IntegrityError
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from accounts.sessions import half_typed
from backoffice.access import ACT, PAGE, on_a_case
from casework.cases.references import read_reference
from casework.cases.services.alerts.alert import alert_target
from casework.cases.services.case import NotOfThisOffice, assign_to_self, reopen_case
from casework.cases.services.messages.message import add_note
from casework.cases.services.planned_act import assign_or_plan, close_or_plan
from casework.cases.services.safety.risk import RiskNotSettled
from casework.cases.services.turn import EditConflict, MoveNotAllowed, ToldNotChosen, set_turn

from .address import case_address
from .case_status import flags_on
from .edit_conflict import refuse_once
from .forms import AssignForm, CloseForm, NoteForm, TurnForm
from .pages import note_reading
from .planned import until_then

SAFE_NOW = gettext_lazy(
    "Look at the case again. It is a safe-contact case now, so choose what to tell the third party."
)


def back_to(request, case):
    return redirect(case_address(request, case.reference, fragment="result"))


def done(request, case, result):
    """Back to the case, with a line that says what happened."""
    messages.success(request, result)
    return back_to(request, case)


def refused(request, case, reason):
    messages.warning(request, reason)
    return back_to(request, case)


def form_page(request, case, form, page, edit_conflict=None):
    """Render the page of an action, such as "case/assign", with what was typed and what is wrong with it.

    Its head names the case, so it counts as reading the case.
    """
    note_reading(request, case, part=page)
    context = {"case": case, "form": form, "edit_conflict": edit_conflict}
    if page == "case/close":
        context["alerts"] = alert_target(case) is not None
    return render(request, f"backoffice/cases/{page}.html", context, status=422 if form.errors else 200)


@on_a_case(ACT, working=True)
def assign_to_me(request, case):
    if assign_to_self(case=case, by=request.user):
        messages.success(request, _("You’re now the owner of “%(subject)s”.") % {"subject": case.subject})
    else:
        messages.warning(
            request, _("Someone else took “%(subject)s” just before you.") % {"subject": case.subject}
        )
    # The queue sends its own query string, so that people stay where they were.
    query = request.POST.get("list", "")
    if query.startswith("?"):
        following = read_reference(request.GET.get("next", ""))
        query += f"&next={following}" if following else ""
        return redirect(f"{reverse('backoffice:case_list')}{query}#result")
    return back_to(request, case)


@on_a_case(PAGE, working=True)
def assign_case(request, case):
    form = AssignForm(request.POST if request.method == "POST" else None, case=case)
    if not form.is_valid():
        return form_page(request, case, form, "case/assign")
    person = form.person()
    try:
        planned = assign_or_plan(case=case, to=person, by=request.user, seen=form.cleaned_data["seen"])
    except EditConflict:
        return form_page(request, case, form, "case/assign", refuse_once(form, case, request.user))
    except NotOfThisOffice:  # their work ended a moment ago
        form.add_error("owner", form.fields["owner"].error_messages["invalid_choice"])
        return form_page(request, case, form, "case/assign")
    if planned:
        return done(request, case, until_then(planned))
    if person is None:
        return done(request, case, _("This case is unassigned."))
    return done(request, case, _("%(name)s is now the owner of this case.") % {"name": person})


@half_typed.keeps
@on_a_case(PAGE, working=True)
def note(request, case):
    page = f"note {case.pk}"
    if half_typed.is_sent_by_leaving(request):
        return half_typed.keep_as_own(request, page, {"body": request.POST.get("body", "")})
    typed = half_typed.kept(request, *half_typed.own_names(request, page))
    form = NoteForm(request.POST if request.method == "POST" else None, case=case, initial=typed)
    if not form.is_valid():
        return form_page(request, case, form, "case/note")
    try:
        add_note(case=case, by=request.user, body=form.cleaned_data["body"], once=form.cleaned_data["once"])
    except (ValidationError, IntegrityError):
        form.add_error(None, _("Press “Save note” again."))
        return form_page(request, case, form, "case/note")
    half_typed.forget(*half_typed.own_names(request, page))
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
        return form_page(request, case, form, "case/turn")
    try:
        set_turn(case=case, by=request.user, **form.acts())
    except EditConflict:
        return form_page(request, case, form, "case/turn", refuse_once(form, case, request.user))
    except ToldNotChosen:
        form.add_error(None, SAFE_NOW)
        return form_page(request, case, form, "case/turn")
    except (MoveNotAllowed, ValidationError):  # closed by somebody else a moment ago
        form.add_error(None, closed)
        return form_page(request, case, form, "case/turn")
    return done(request, case, _("The turn and the next date are set."))


@on_a_case(PAGE, working=True)
def close(request, case):
    settle_first = _("Settle the risk on this case before you close it.")
    if request.method != "POST" and flags_on(case, request.user):
        return refused(request, case, settle_first)
    form = CloseForm(request.POST if request.method == "POST" else None, case=case)
    if not form.is_valid():
        return form_page(request, case, form, "case/close")
    try:
        planned = close_or_plan(case=case, by=request.user, **form.acts())
    except EditConflict:
        return form_page(request, case, form, "case/close", refuse_once(form, case, request.user))
    except RiskNotSettled:
        form.add_error(None, settle_first)
        return form_page(request, case, form, "case/close")
    except MoveNotAllowed:
        form.add_error(
            None, _("Open this case again first. It is closed with another outcome; yours is kept here.")
        )
        return form_page(request, case, form, "case/close")
    return done(request, case, until_then(planned) if planned else _("The case is closed."))


@on_a_case(ACT, working=True)
def reopen(request, case):
    reopen_case(case=case, by=request.user)
    return done(request, case, _("The case is open again. It is your office’s turn."))
