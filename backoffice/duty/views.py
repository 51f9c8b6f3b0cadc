"""The duty rota: everyone of the office sees it, managers edit it."""

from django.contrib import messages
from django.core.exceptions import PermissionDenied, ValidationError
from django.db.models import Q
from django.http import Http404
from django.shortcuts import redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.http import require_POST, require_safe

from backoffice.access import my_offices_now, office_staff_only, offices_managed_by, page
from casework.offices.duty.acceptance import accept_duty, give_back_duty
from casework.offices.duty.rota import (
    NotOfThisOffice,
    add_away,
    add_turn,
    minutes_of,
    set_duty,
    steps,
    take_away,
)
from casework.offices.models import Away, Duty, DutyPeriod

from .forms import AwayForm, DutyForm, TurnForm


@require_safe
@office_staff_only
def duty(request):
    managed = {office.pk for office in offices_managed_by(request.user)}
    rows = [_row(request.user, office) for office in my_offices_now(request)]
    return render(request, "backoffice/duty/duty.html", {"rows": rows, "managed": managed})


def _row(user, office):
    """Return who is alerted of a risk in this office today, in order, and the rota from today on."""
    today = timezone.localdate()
    ahead = {"office": office, "ends_on__gt": today}
    return {
        "office": office,
        "steps": [(step.label, people) for step, people in steps(office).items()],
        "minutes": minutes_of(office),
        "default": Duty.objects.in_offices_of(user)
        .filter(office=office)
        .select_related("person", "cover")
        .first(),
        "periods": DutyPeriod.objects.in_offices_of(user)
        .filter(**ahead)
        .select_related("person", "cover")
        .latest_last(),
        "away": Away.objects.in_offices_of(user)
        .filter(**ahead)
        .select_related("person", "cover")
        .latest_last(),
    }


def _form_page(request, form_class, save, *, title, lead, said):
    offices = offices_managed_by(request.user)
    if not offices.exists():
        raise PermissionDenied
    office = _chosen(request, offices)
    form = form_class(
        request.POST if request.method == "POST" else None,
        offices=offices,
        office=office,
        duty=Duty.objects.in_offices_of(request.user).filter(office=office).first(),
    )
    if form.is_valid():
        try:
            save(office=office, by=request.user, **form.facts())
        except ValidationError as refusal:
            form.add_error(None, refusal)
        except NotOfThisOffice:
            form.add_error(None, _("Choose people who work on cases in this office."))
        else:
            messages.success(request, said)
            return redirect("backoffice:duty")
    context = {"form": form, "title": title, "lead": lead, "offices": offices, "office": office}
    return render(request, "backoffice/duty/form.html", context, status=422 if form.errors else 200)


def _chosen(request, offices):
    """Return the office that the form or the URL names, or else the manager's first."""
    slug = request.POST.get("office") or request.GET.get("office") or ""
    office = offices.filter(slug=slug).first() if slug and "\0" not in slug else offices.first()
    if office is None:
        raise Http404
    return office


@page
@office_staff_only
def settings(request):
    return _form_page(
        request,
        DutyForm,
        set_duty,
        title=_("Who is on duty"),
        lead=_(
            "These people hear of a risk when the rota names no one. Without them the managers hear of it at once."
        ),
        said=_("The duty is set."),
    )


@page
@office_staff_only
def turn(request):
    return _form_page(
        request,
        TurnForm,
        add_turn,
        title=_("Add days on duty"),
        lead=_("On these days we tell this person about a risk first, instead of the usual duty person."),
        said=_("The days are on the rota."),
    )


@page
@office_staff_only
def away(request):
    return _form_page(
        request,
        AwayForm,
        add_away,
        title=_("Add days away"),
        lead=_(
            "We skip anyone who is away, and tell the next person at once. Their cases stay theirs. "
            "The cover finds them under “Covering”, and so do the managers."
        ),
        said=_("The days away are noted."),
    )


@require_POST
@office_staff_only
def remove(request, uuid):
    """Remove days on duty or days away from the rota."""
    row = (
        DutyPeriod.objects.in_offices_of(request.user).filter(uuid=uuid).first()
        or Away.objects.in_offices_of(request.user).filter(uuid=uuid).first()
    )
    if row is None:
        raise Http404
    if not offices_managed_by(request.user).filter(pk=row.office_id).exists():
        raise PermissionDenied
    take_away(row=row, by=request.user)
    messages.success(request, _("The days are off the rota."))
    return redirect("backoffice:duty")


ANSWERS = {
    "accept": (accept_duty, gettext_lazy("You are on duty then.")),
    "give-back": (give_back_duty, gettext_lazy("You’re not on duty then. We’ll tell the managers.")),
}


@require_POST
@office_staff_only
def answer(request):
    """Accept to be on duty or give it back, on days of the rota or by default. Only for oneself."""
    rota = _named(request)
    act, said = ANSWERS.get(request.POST.get("answer", ""), (None, ""))
    if rota is None or act is None:
        raise Http404
    if act(rota=rota, by=request.user):
        messages.success(request, said)
    return redirect("backoffice:duty")


def _named(request):
    """Return the row of the form: days of the rota by their key, else the default of the office."""
    key, office = request.POST.get("period", ""), request.POST.get("office", "")
    mine = Q(person=request.user) | Q(cover=request.user)
    periods = DutyPeriod.objects.in_offices_of(request.user).filter(mine)
    if key:
        return next((period for period in periods if str(period.uuid) == key), None)
    default = Duty.objects.in_offices_of(request.user).filter(mine)
    return next((duty for duty in default.select_related("office") if duty.office.slug == office), None)
