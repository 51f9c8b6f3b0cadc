"""Letting people back in whose account was suspended because nobody used it."""

from django.contrib import messages
from django.http import Http404
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _

from accounts.decorators import recently_authenticated
from backoffice.access import administrators_only, office_staff_only, page
from casework.offices.unused import (
    NotSuspended,
    answerable_office,
    let_back_in,
    suspended_people,
)

from .team import managed_membership, suspended


def left_to_administrators():
    """Suspended people whom no manager may let back in: of no office or several, or the last manager of one."""
    return [each for each in suspended_people().select_related("disuse") if answerable_office(each) is None]


@page
@office_staff_only
def let_in_again(request, membership):
    """For managers: 404 in other offices, 403 for those who do not manage this one."""
    found = managed_membership(request.user, membership, among=suspended(request.user))
    return _let_in_again(request, found.user, office=found.office)


@recently_authenticated
def _let_in_again(request, person, *, office):
    if answerable_office(person) != office:
        messages.warning(
            request,
            _(
                "Ask an administrator. %(name)s works for another office too, and one office alone cannot do this."
            )
            % {"name": person},
        )
        return redirect("backoffice:team")
    return _ask_or_do(request, person, back="backoffice:team")


@page
@administrators_only
@recently_authenticated
def let_in_by_administrator(request, person):
    """For administrators, and only where no manager may."""
    found = next((each for each in left_to_administrators() if each.uuid == person), None)
    if found is None or found == request.user:
        raise Http404
    return _ask_or_do(request, found, back="backoffice:administration")


def _ask_or_do(request, person, *, back):
    if request.method != "POST":
        return render(request, "backoffice/office/let_back_in.html", {"person": person, "back": back})
    try:
        let_back_in(user=person, by=request.user)
    except NotSuspended:
        messages.warning(request, _("%(name)s is no longer suspended.") % {"name": person})
    else:
        messages.success(request, _("%(name)s gets a link by email to come back in.") % {"name": person})
    return redirect(back)
