"""Views of emergency access: requests by administrators, and answers and reports for managers."""

from django.contrib import messages
from django.core.exceptions import PermissionDenied
from django.http import Http404
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.http import require_POST

from accounts.decorators import recently_authenticated
from backoffice.access import administrators_only, office_staff_only, page
from backoffice.team.views import manages
from casework.offices.access import emergency_access, emergency_report
from casework.offices.access.answerers import answerers, of_other
from casework.offices.models import EmergencyAccess

from .forms import DeclineForm, EmergencyForm

OF_OTHER = "backoffice:administration_emergency_of_other"
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
        "current": emergency_access.current_of(request.user),
        "asks": [
            {"access": each, "state": state_of(each)} for each in emergency_access.asked_by(request.user)
        ],
    }
    status = 422 if form.errors else 200
    return render(request, "backoffice/emergency/ask.html", context, status=status)


def _asked(form, *, by):
    """What the form asks for, written down; if that cannot be, the form says why."""
    try:
        return emergency_access.ask_for_access(by=by, **form.cleaned_data)
    except emergency_access.OneAtATime:
        form.add_error(
            "office", _("End what you asked for before. You can have one emergency access at a time")
        )
    except emergency_access.NoManager:
        form.add_error(
            "office",
            _(
                "Invite a manager of this office first. It has none who could approve, and there is no other "
                "administrator"
            ),
        )
    except emergency_access.NoWatcher:
        form.add_error(
            "life_at_risk",
            _("Invite another administrator first. No one outside the office would hear of this at once"),
        )
    except emergency_access.TooOften:
        form.add_error(
            "life_at_risk",
            _("Ask without this box. You opened offices without approval as often as a day allows"),
        )
    return None


@require_POST
@administrators_only
def end_mine(request):
    """End the administrator's open access, or withdraw the waiting request."""
    access = emergency_access.current_of(request.user)
    if access is not None and emergency_access.end_access(access=access, by=request.user):
        messages.success(
            request, _("Ended. You see no case of %(office)s any more.") % {"office": access.office}
        )
    return redirect("backoffice:administration_emergency")


def visible_accesses(request):
    return EmergencyAccess.objects.visible_to(request.user)


@page
@office_staff_only
def emergency(request, uuid):
    """One emergency access, for the managers of its office."""
    found = visible_accesses(request).select_related("office", "asked_by", "answered_by", "membership")
    access = get_object_or_404(found, uuid=uuid)
    if not manages(request.user, access.office_id):
        raise PermissionDenied
    return _answered_or_shown(request, access)


@page
@administrators_only
def of_other_administrator(request, uuid):
    """Emergency access of another administrator: to watch, and to answer where the office has no manager."""
    access = of_other(request.user, uuid)
    if access is None:
        raise Http404
    if request.method == "POST" and request.user not in answerers(access.office, asker=access.asked_by):
        raise PermissionDenied
    return _answered_or_shown(request, access, url=OF_OTHER)


def _answered_or_shown(request, access, *, url="backoffice:emergency"):
    request.emergency_url = url
    if request.method == "POST":
        return ACTS.get(request.POST.get("act", ""), _shown)(request, access)
    return _shown(request, access)


def _shown(request, access, form=None):
    seen = emergency_report.pages_seen(access)
    context = {
        "access": access,
        "may_answer": request.user in answerers(access.office, asker=access.asked_by),
        "state": state_of(access),
        "now": access.now(),
        "unread": access.is_unread(),
        "seen": [{"page": each, "words": PAGES.get(each.route, _("A page of the office"))} for each in seen],
        "form": form or DeclineForm(),
    }
    status = 422 if form else 200
    return render(request, "backoffice/emergency/emergency_access.html", context, status=status)


@recently_authenticated
def _approve(request, access):
    done = emergency_access.approve(access=access, by=request.user)
    return _told(request, access, done, _("Approved. %(who)s reads the cases of this office from now on."))


def _decline(request, access):
    form = DeclineForm(request.POST)
    if not form.is_valid():
        return _shown(request, access, form)
    done = emergency_access.decline(access=access, because=form.cleaned_data["because"], by=request.user)
    return _told(request, access, done, _("Declined. %(who)s sees nothing. We’ll tell them why."))


def _end(request, access):
    done = emergency_access.end_access(access=access, by=request.user)
    return _told(request, access, done, _("Ended. %(who)s sees no case of this office any more."))


def _read(request, access):
    done = emergency_report.read_report(access=access, by=request.user)
    return _told(request, access, done, _("Thank you. The log says that you read this report."))


def _told(request, access, done, words):
    if done:
        messages.success(request, words % {"who": access.asked_by})
    else:
        messages.warning(
            request, _("Nothing has changed. Look at the page again: this is over or was answered.")
        )
    return redirect(request.emergency_url, uuid=access.uuid)


ACTS = {"approve": _approve, "decline": _decline, "end": _end, "read": _read}


def state_of(access):
    """Return the state of a request in a word or two."""
    return {
        "waiting": _("Waits for a manager"),
        "declined": _("Declined"),
        "withdrawn": _("Taken back"),
        "lapsed": _("No one answered in time"),
        "open": _("Open"),
        "over": _("Over"),
    }[access.now()]
