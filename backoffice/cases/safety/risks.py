"""Every risk of one's offices on one page, grouped by where they come from; several are settled at once, with undo."""

from collections import Counter
from dataclasses import dataclass
from datetime import datetime

from django import forms
from django.contrib import messages
from django.core.exceptions import PermissionDenied
from django.http import JsonResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, ngettext
from django.views.decorators.http import require_POST, require_safe

from backoffice.access import my_offices_now, office_staff_only, page
from backoffice.cases.case.case_status import flagged
from casework.audit.services import record
from casework.audit.verbs import Verb
from casework.cases.models import RiskFlag
from casework.cases.permissions import WORKING_ROLES
from casework.cases.services.safety.risk import reopen_settled, settle_several
from casework.offices.visibility import offices_of

from .risk import SettleForm

FROM_ONE_NETWORK = 3  # from this number on, flags from one network are grouped, whoever wrote
SHOWN = 5  # groups before every list


@dataclass(frozen=True)
class Group:
    """Flags that are looked at together: of one person, or from one network."""

    flags: list[RiskFlag]
    one_network: bool

    @property
    def first(self):
        return self.flags[0]


def groups_of(flags):
    """Return flags in groups, in the order of the first of each: by network where several share one, else by person."""
    per_network = Counter((flag.office_id, flag.network) for flag in flags if flag.network)
    groups = {}
    for flag in flags:
        network = (flag.office_id, flag.network)
        shared = per_network[network] >= FROM_ONE_NETWORK
        key = ("network", *network) if shared else ("person", flag.case.constituent_id)
        groups.setdefault(key, []).append(flag)
    return [Group(found, key[0] == "network") for key, found in groups.items()]


@require_safe
@office_staff_only
def unsettled(request):
    """Return how many risks are unsettled. A queue that is open asks, so that it can announce a new one."""
    return JsonResponse({"unsettled": RiskFlag.objects.in_offices_of(request.user).unsettled().count()})


class SettleSeveralForm(SettleForm):
    flags = forms.MultipleChoiceField(
        error_messages={"required": gettext_lazy("Choose the risks that you settle")},
    )

    def __init__(self, *args, flags, **kwargs):
        super().__init__(*args, **kwargs)
        self.among = {str(flag.uuid): flag for flag in flags}
        self.fields["flags"].choices = [(key, key) for key in self.among]

    def clean_flags(self):
        return [self.among[key] for key in self.cleaned_data["flags"]]


@page
@office_staff_only
def risks(request):
    """Show every risk that is not settled, and settle those that are ticked. Who only reads settles none."""
    worked = offices_of(request.user, roles=WORKING_ROLES)
    if request.method == "POST" and not worked:
        raise PermissionDenied
    flags = flagged(request.user)
    mine = [flag for flag in flags if flag.case.office_id in worked]
    form = SettleSeveralForm(request.POST if request.method == "POST" else None, flags=mine)
    if form.is_valid():
        chosen = form.cleaned_data["flags"]
        at = settle_several(flags=chosen, how=form.cleaned_data["how"], by=request.user)
        words = ngettext("%(n)d risk is settled.", "%(n)d risks are settled.", len(chosen))
        messages.success(request, words % {"n": len(chosen)})
        request.session["risks.settled"] = at.isoformat()
        return redirect("backoffice:risks")
    for office in my_offices_now(request):
        record(Verb.LIST_READ, by=request.user, office=office.pk, view="risks")
    context = {
        "groups": groups_of(flags),
        "form": form if mine else None,
        "ticked": request.POST.getlist("flags"),
        "can_undo": "risks.settled" in request.session,
    }
    return render(request, "backoffice/cases/safety/risks.html", context, status=422 if form.errors else 200)


@require_POST
@office_staff_only
def undo(request):
    """Undo what this person settled last, in this session and a short while ago."""
    at = request.session.pop("risks.settled", None)
    again = reopen_settled(at=datetime.fromisoformat(at), by=request.user) if at else 0
    if again:
        words = ngettext("%(n)d risk stands again.", "%(n)d risks stand again.", again)
        messages.success(request, words % {"n": again})
    else:
        messages.warning(request, _("Nothing was undone. It was settled too long ago, or flagged again."))
    return redirect("backoffice:risks")
