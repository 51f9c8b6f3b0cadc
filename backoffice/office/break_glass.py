"""Emergency access: an administrator asks, the managers of the office answer, watch, end it and read what was seen."""

from django.contrib import messages
from django.core.exceptions import PermissionDenied
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.http import require_POST

from accounts.decorators import recently_authenticated
from backoffice.access import administrators_only, office_staff_only, page
from casework.offices import break_glass
from casework.offices.models import EmergencyAccess

from .forms import DeclineForm, EmergencyForm
from .team import manages

PAGES = {
    "backoffice:case_list": gettext_lazy("The queue"),
    "backoffice:case_detail": gettext_lazy("A case"),
    "backoffice:case_answers": gettext_lazy("The answers of a case"),
    "backoffice:case_file": gettext_lazy("A file of a case"),
    "backoffice:team": gettext_lazy("The team"),
}


@page
@administrators_only
@recently_authenticated
def ask(request):
    """Asks for access to one office, and shows an administrator what came of their asks."""
    form = EmergencyForm(request.POST if request.method == "POST" else None)
    if form.is_valid() and (access := _asked(form, by=request.user)):
        if access.membership is None:
            messages.success(request, _("The managers of %(office)s are asked.") % {"office": access.office})
            return redirect("backoffice:administration_emergency")
        return redirect("backoffice:case_list")
    context = {
        "form": form,
        "current": break_glass.current_of(request.user),
        "asks": [{"access": each, "state": state_of(each)} for each in break_glass.asked_by(request.user)],
    }
    status = 422 if form.errors else 200
    return render(request, "backoffice/office/break_glass_ask.html", context, status=status)


def _asked(form, *, by):
    """What the form asks for, written down; if that cannot be, the form says why."""
    try:
        return break_glass.ask_for_access(by=by, **form.cleaned_data)
    except break_glass.OneAtATime:
        form.add_error(
            "office", _("End what you asked for before. You can have one emergency access at a time")
        )
    except break_glass.NoManager:
        form.add_error(
            "office",
            _("Invite a manager of this office first. It has none who could approve, and nobody else can"),
        )
    return None


@require_POST
@administrators_only
def end_mine(request):
    """The administrator ends what is open, or takes back what waits."""
    access = break_glass.current_of(request.user)
    if access is not None and break_glass.end_access(access=access, by=request.user):
        messages.success(
            request, _("Ended. You see no case of %(office)s any more.") % {"office": access.office}
        )
    return redirect("backoffice:administration_emergency")


def papers(request):
    return EmergencyAccess.objects.visible_to(request.user)


@page
@office_staff_only
def emergency(request, uuid):
    """One emergency access, for the managers of its office."""
    found = papers(request).select_related("office", "asked_by", "answered_by", "membership")
    access = get_object_or_404(found, uuid=uuid)
    if not manages(request.user, access.office_id):
        raise PermissionDenied
    if request.method == "POST":
        return ACTS.get(request.POST.get("act", ""), _shown)(request, access)
    return _shown(request, access)


def _shown(request, access, form=None):
    seen = break_glass.pages_seen(access)
    this = papers(request).filter(pk=access.pk)
    context = {
        "access": access,
        "state": state_of(access),
        "waits": this.waiting().exists(),
        "open": this.open().exists(),
        "unread": this.unread().exists(),
        "seen": [{"page": each, "words": PAGES.get(each.route, _("A page of the office"))} for each in seen],
        "form": form or DeclineForm(),
    }
    status = 422 if form else 200
    return render(request, "backoffice/office/break_glass.html", context, status=status)


@recently_authenticated
def _approve(request, access):
    done = break_glass.approve(access=access, by=request.user)
    return _told(request, access, done, _("Approved. %(who)s reads the cases of this office from now on."))


def _decline(request, access):
    form = DeclineForm(request.POST)
    if not form.is_valid():
        return _shown(request, access, form)
    done = break_glass.decline(access=access, because=form.cleaned_data["because"], by=request.user)
    return _told(request, access, done, _("Declined. %(who)s sees nothing and is told why."))


def _end(request, access):
    done = break_glass.end_access(access=access, by=request.user)
    return _told(request, access, done, _("Ended. %(who)s sees no case of this office any more."))


def _read(request, access):
    done = break_glass.read_report(access=access, by=request.user)
    return _told(request, access, done, _("Thank you. The log says that you read this report."))


def _told(request, access, done, words):
    if done:
        messages.success(request, words % {"who": access.asked_by})
    else:
        messages.warning(
            request, _("Nothing has changed. Look at the page again: this is over or was answered.")
        )
    return redirect("backoffice:emergency", uuid=access.uuid)


ACTS = {"approve": _approve, "decline": _decline, "end": _end, "read": _read}


def state_of(access):
    """How an ask stands, in a word or two."""
    return {
        "waiting": _("Waits for a manager"),
        "declined": _("Declined"),
        "withdrawn": _("Taken back"),
        "lapsed": _("Nobody answered in time"),
        "open": _("Open"),
        "over": _("Over"),
    }[access.now()]
