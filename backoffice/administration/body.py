"""The elected body, kept by administrators: groups, Members with dated seats, groups and offices, and topics.

Nothing is deleted. What is no longer in force gets an end, and each change is logged.
"""

from collections.abc import Callable
from copy import copy
from dataclasses import dataclass
from datetime import date

from django.contrib import messages
from django.core.exceptions import ValidationError
from django.http import Http404
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.http import require_safe

from accounts.decorators import recently_authenticated
from backoffice.access import administrators_only, page
from body.current import current_body
from casework.cases.models import Topic
from casework.cases.services.topic import add_topic, change_topic
from casework.offices import elected as services
from casework.offices.models import Group, Member, Office
from casework.offices.seats import all_seats, vacancies

from . import body_forms as forms


@dataclass(frozen=True)
class Kind:
    """A kind of thing that can be added and renamed, with the services that do it."""

    model: type
    add_form: type
    form: type
    add: Callable
    change: Callable
    add_title: str
    title: str


KINDS = {
    "group": Kind(
        Group, forms.GroupForm, forms.GroupForm, services.add_group, services.rename_group,
        gettext_lazy("Add a group"), gettext_lazy("Rename a group"),
    ),
    "member": Kind(
        Member, forms.MemberForm, forms.MemberForm, services.add_member, services.rename_member,
        gettext_lazy("Add a Member"), gettext_lazy("Rename a Member"),
    ),
    "office": Kind(
        Office, forms.AddOfficeForm, forms.OfficeForm, services.add_office, services.change_office,
        gettext_lazy("Add an office"), gettext_lazy("Rename an office"),
    ),
    "topic": Kind(
        Topic, forms.TopicForm, forms.TopicForm, add_topic, change_topic,
        gettext_lazy("Add a topic"), gettext_lazy("Change a topic"),
    ),
}  # fmt: skip


@dataclass(frozen=True)
class Fact:
    """A dated fact of a Member: its rows, the service that begins another, and its name."""

    rows: str
    what: str
    form: type
    begin: Callable
    title: str
    change_title: str


FACTS = {
    "seat": Fact(
        "terms", "area", forms.SeatForm, services.begin_term,
        gettext_lazy("Give a seat"), gettext_lazy("Change the days of a seat"),
    ),
    "group": Fact(
        "group_memberships", "group", forms.JoinForm, services.join_group,
        gettext_lazy("Change group"), gettext_lazy("Change the days in a group"),
    ),
    "office": Fact(
        "office_members", "office", forms.OfficeOfForm, services.work_for,
        gettext_lazy("Change office"), gettext_lazy("Change the days of an office"),
    ),
}  # fmt: skip


@require_safe
@administrators_only
def overview(request):
    """Show everyone who has a seat today, vacant seats, groups, offices and topics."""
    seats = all_seats()
    sitting = {seat.member.pk for seat in seats}
    areas, whole = vacancies(seats, whole_seats=current_body().whole_seats)
    context = {
        "seats": seats,
        "others": Member.objects.exclude(pk__in=sitting),
        "vacant_areas": areas,
        "vacant_whole_seats": whole,
        "whole_seat": current_body().whole_seat,
        "groups": Group.objects.all(),
        "offices": Office.objects.select_related("group"),
        "topics": Topic.objects.all(),
    }
    return render(request, "backoffice/administration/body.html", context)


@page
@administrators_only
@recently_authenticated
def add(request, kind):
    known = KINDS.get(kind) or _not_there()
    form = known.add_form(request.POST if request.method == "POST" else None)
    if form.is_valid() and _done(form, known.add, by=request.user, **form.cleaned_data):
        messages.success(request, _("%(name)s is added.") % {"name": form.cleaned_data["name"]})
        return redirect("backoffice:administration_body")
    return form_page(request, form, title=known.add_title)


@page
@administrators_only
@recently_authenticated
def rename(request, kind, thing):
    known = KINDS.get(kind) or _not_there()
    kept = get_object_or_404(known.model, slug=thing)
    form = known.form(request.POST if request.method == "POST" else None, instance=copy(kept))
    if form.is_valid() and _done(form, known.change, by=request.user, **{kind: kept}, **form.cleaned_data):
        messages.success(request, _("%(name)s is up to date.") % {"name": form.cleaned_data["name"]})
        return redirect("backoffice:administration_body")
    return form_page(request, form, title=known.title)


@require_safe
@administrators_only
def member(request, elected):
    """Show the present and past facts of a Member, latest first."""
    person = Member.objects.filter(slug=elected).first() or _not_there()
    histories = [
        {
            "key": key,
            "title": fact.title,
            "rows": [
                {"row": row, "name": getattr(row, fact.what) or current_body().whole_seat}
                for row in getattr(person, fact.rows).select_related(fact.what).order_by("-starts_on")
            ],
        }
        for key, fact in FACTS.items()
    ]
    return render(
        request, "backoffice/administration/member.html", {"member": person, "histories": histories}
    )


@page
@administrators_only
@recently_authenticated
def begin(request, elected, what):
    """Give a Member another seat, group or office from a day on."""
    person = Member.objects.filter(slug=elected).first() or _not_there()
    fact = FACTS.get(what) or _not_there()
    more = {"whole_seat": current_body().whole_seat} if what == "seat" else {}
    form = fact.form(request.POST if request.method == "POST" else None, **more)
    if form.is_valid() and _done(form, fact.begin, by=request.user, member=person, **form.cleaned_data):
        return _back_to(request, person)
    return form_page(request, form, title=fact.title, member=person)


@page
@administrators_only
@recently_authenticated
def dates(request, elected, what, day):
    """End something on a day, or correct its days."""
    person = Member.objects.filter(slug=elected).first() or _not_there()
    fact = FACTS.get(what) or _not_there()
    row = getattr(person, fact.rows).filter(starts_on=_day(day)).first() or _not_there()
    initial = {"starts_on": row.starts_on, "ends_on": row.ends_on}
    form = forms.DatesForm(request.POST if request.method == "POST" else None, initial=initial)
    if form.is_valid() and _done(form, services.change_dates, by=request.user, row=row, **form.cleaned_data):
        return _back_to(request, person)
    name = getattr(row, fact.what) or current_body().whole_seat
    return form_page(request, form, title=fact.change_title, member=person, lead=name)


def _back_to(request, person):
    messages.success(request, _("%(name)s is up to date.") % {"name": person})
    return redirect("backoffice:administration_member", elected=person.slug)


def _done(form, act, **facts):
    """Return whether the service did it; otherwise the form has the error."""
    try:
        act(**facts)
    except ValidationError as refusal:
        form.add_error(None, refusal.messages)
        return False
    return True


def form_page(request, form, *, title, member=None, lead=""):
    back = (
        reverse("backoffice:administration_member", args=[member.slug])
        if member
        else reverse("backoffice:administration_body")
    )
    context = {"form": form, "title": title, "member": member, "lead": lead, "back": back}
    return render(request, "backoffice/administration/form.html", context, status=422 if form.errors else 200)


def _day(text):
    try:
        return date.fromisoformat(text)
    except ValueError:
        raise Http404 from None


def _not_there():
    raise Http404
