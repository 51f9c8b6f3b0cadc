"""Who is on duty: everyone of the office sees it, managers keep it."""

from django.contrib import messages
from django.core.exceptions import PermissionDenied, ValidationError
from django.http import Http404
from django.shortcuts import redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST, require_safe

from backoffice.access import my_offices_now, office_staff_only, offices_managed_by, page
from casework.offices.duty_rota import (
    NotOfThisOffice,
    Step,
    add_away,
    add_turn,
    minutes_of,
    reached,
    set_duty,
    take_away,
)
from casework.offices.models import Away, Duty, DutyTurn

from .duty_forms import AwayForm, DutyForm, TurnForm


@require_safe
@office_staff_only
def duty(request):
    managed = {office.pk for office in offices_managed_by(request.user)}
    rows = [_standing(request.user, office) for office in my_offices_now(request)]
    return render(request, "backoffice/office/duty.html", {"rows": rows, "managed": managed})


def _standing(user, office):
    """Who hears of a risk in this office today, in order, and what the rota says from today on."""
    today = timezone.localdate()
    ahead = {"office": office, "ends_on__gt": today}
    return {
        "office": office,
        "steps": [(Step(step).label, reached(office, step)) for step in Step],
        "minutes": minutes_of(office),
        "turns": DutyTurn.objects.in_offices_of(user)
        .filter(**ahead)
        .select_related("person", "cover")
        .latest_last(),
        "away": Away.objects.in_offices_of(user).filter(**ahead).select_related("person").latest_last(),
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
        standing=Duty.objects.in_offices_of(request.user).filter(office=office).first(),
    )
    if form.is_valid():
        try:
            save(office=office, by=request.user, **form.facts())
        except ValidationError as refusal:
            form.add_error(None, refusal.messages)
        except NotOfThisOffice:
            form.add_error(None, _("Choose people who work on cases in this office."))
        else:
            messages.success(request, said)
            return redirect("backoffice:duty")
    context = {"form": form, "title": title, "lead": lead, "offices": offices, "office": office}
    return render(request, "backoffice/office/duty_form.html", context, status=422 if form.errors else 200)


def _chosen(request, offices):
    """The office a manager means: the one the form or the address names, else their first."""
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
            "These people hear of a risk when the rota names nobody. Without them the managers hear of it at once."
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
        lead=_("On these days this person hears of a risk first, instead of whoever stands by default."),
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
        lead=_("Who is away is passed over: the next person is told at once."),
        said=_("The days away are noted."),
    )


@require_POST
@office_staff_only
def remove(request, uuid):
    """Takes days on duty or away off the rota."""
    row = (
        DutyTurn.objects.in_offices_of(request.user).filter(uuid=uuid).first()
        or Away.objects.in_offices_of(request.user).filter(uuid=uuid).first()
    )
    if row is None:
        raise Http404
    if not offices_managed_by(request.user).filter(pk=row.office_id).exists():
        raise PermissionDenied
    take_away(row=row, by=request.user)
    messages.success(request, _("The days are off the rota."))
    return redirect("backoffice:duty")
