"""Practising with made-up cases: where it begins and ends, and the tour."""

from django.contrib import messages
from django.http import Http404
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST, require_safe

from backoffice.access import office_staff_only, page
from casework.cases.services.practice.office import (
    MayNotPractise,
    begin_practice,
    begin_practice_again,
    may_practise,
    practice_office,
    remove_practice,
)
from casework.offices.practice import is_practising

from .session import begin_session, end_session
from .tour import steps_of


@require_safe
def practice(request):
    """Show the tour to someone who practises, and to others how to begin, or that they cannot."""
    if is_practising():
        steps = steps_of(request.user)
        context = {"steps": steps, "done": sum(each["done"] for each in steps)}
        return render(request, "backoffice/practice/tour.html", context)
    context = {"may": may_practise(request.user), "begun": practice_office(request.user) is not None}
    return render(request, "backoffice/practice/practice.html", context)


@require_POST
@office_staff_only
def start(request):
    """Begin to practise, or go on with it."""
    try:
        begin_practice(by=request.user)
    except MayNotPractise:
        raise Http404 from None
    begin_session(request)
    return redirect("backoffice:practice")


@require_POST
@office_staff_only
def stop(request):
    """Return to real work. The made-up cases stay as they are."""
    end_session(request)
    return redirect("backoffice:my_day")


@page
@office_staff_only
def again(request):
    """Ask before everything that was done in practice is deleted, then write the made-up cases anew."""
    if not is_practising():
        return redirect("backoffice:practice")
    if request.method != "POST":
        return render(request, "backoffice/practice/again.html")
    begin_practice_again(by=request.user)
    messages.success(request, _("The made-up cases are as they were at first."))
    return redirect("backoffice:practice")


@page
@office_staff_only
def remove_all(request):
    """Ask before the practice office is emptied for good, and return to real work."""
    office = practice_office(request.user)
    if office is None:
        return redirect("backoffice:practice")
    if request.method != "POST":
        return render(request, "backoffice/practice/remove.html")
    remove_practice(office=office, by=request.user)
    end_session(request)
    messages.success(request, _("Your made-up cases are deleted."))
    return redirect("backoffice:my_day")
