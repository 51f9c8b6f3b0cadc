"""The pages to lock or unlock a colleague's account and to send them a recovery link."""

from django.contrib import messages
from django.http import Http404
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _

from accounts.decorators import recently_authenticated
from accounts.models import User
from accounts.services import TooManyLinks, send_recovery_link
from backoffice.access import administrators_only, office_staff_only, page
from backoffice.team.forms import LockForm
from backoffice.team.views import locked, managed_membership, warn_of_links
from casework.offices.access.grants import LastAdministrator
from casework.offices.access.locks import (
    NotLocked,
    answerable_office,
    lock_account,
    locked_people,
    offices_held_by,
    unlock,
)
from casework.offices.services import LastManager

TEAM, PEOPLE = "backoffice:team", "backoffice:administration_people"


def left_to_administrators():
    """Return locked people whom no manager may unlock: of no office or several, or locked by an administrator."""
    return [each for each in locked_people().select_related("lock") if answerable_office(each) is None]


@page
@office_staff_only
def lock_colleague(request, membership):
    """For managers: 404 in other offices and for oneself, 403 for those who do not manage this one."""
    found = managed_membership(request.user, membership)
    if found.user == request.user:
        raise Http404
    return _lock_colleague(request, found)


@recently_authenticated
def _lock_colleague(request, found):
    if answerable_office(found.user) != found.office:
        return _ask_an_administrator(request, found.user)
    return _lock(request, found.user, back=TEAM)


@page
@administrators_only
@recently_authenticated
def lock_by_administrator(request, person):
    """For administrators: anyone who can sign in as staff, but themselves."""
    return _lock(request, _staff(request, person), back=PEOPLE)


def _staff(request, person):
    staff = User.objects.filter(kind=User.Kind.STAFF, is_active=True).exclude(pk=request.user.pk)
    found = staff.filter(uuid=person).first()
    if found is None:
        raise Http404
    return found


def _lock(request, person, *, back):
    form = LockForm(request.POST if request.method == "POST" else None)
    if not form.is_valid():
        context = {"form": form, "person": person, "back": back}
        status = 422 if form.errors else 200
        return render(request, "backoffice/team/lock.html", context, status=status)
    try:
        lock_account(user=person, reason=form.cleaned_data["reason"], by=request.user)
    except LastManager:
        messages.warning(
            request, _("Make someone else a manager first. This is the last manager of an office.")
        )
    except LastAdministrator:
        messages.warning(request, _("Invite another administrator first. This is the last one."))
    else:
        messages.success(request, _("The account of %(name)s is locked.") % {"name": person})
    return redirect(back)


@page
@office_staff_only
def unlock_colleague(request, membership):
    """For managers: 404 in other offices, 403 for those who do not manage this one."""
    found = managed_membership(request.user, membership, among=locked(request.user))
    return _unlock_colleague(request, found.user, office=found.office)


@recently_authenticated
def _unlock_colleague(request, person, *, office):
    if answerable_office(person) != office:
        return _ask_an_administrator(request, person)
    return _unlock(request, person, back=TEAM)


def _ask_an_administrator(request, person):
    messages.warning(
        request,
        _(
            "Ask an administrator. %(name)s works for another office too, or an administrator locked the account."
        )
        % {"name": person},
    )
    return redirect(TEAM)


@page
@administrators_only
@recently_authenticated
def unlock_by_administrator(request, person):
    """For administrators, and only where no manager may."""
    found = next((each for each in left_to_administrators() if each.uuid == person), None)
    if found is None or found == request.user:
        raise Http404
    return _unlock(request, found, back="backoffice:administration")


def _unlock(request, person, *, back):
    if request.method != "POST":
        return render(request, "backoffice/team/unlock.html", {"person": person, "back": back})
    try:
        unlock(user=person, by=request.user)
    except NotLocked:
        messages.warning(request, _("%(name)s is no longer locked.") % {"name": person})
    except TooManyLinks:
        warn_of_links(request)
    else:
        messages.success(request, _("%(name)s gets a link by email to sign in again.") % {"name": person})
    return redirect(back)


@page
@administrators_only
@recently_authenticated
def recover(request, person):
    """Send a recovery link to an editor or administrator who works in no office: there, managers do it."""
    found = _staff(request, person)
    if offices_held_by(found):
        raise Http404
    if request.method != "POST":
        return render(request, "backoffice/team/recover.html", {"person": found, "back": PEOPLE})
    try:
        send_recovery_link(user=found, by=request.user)
    except TooManyLinks:
        warn_of_links(request)
    else:
        messages.success(request, _("%(name)s gets a link by email.") % {"name": found})
    return redirect(PEOPLE)
