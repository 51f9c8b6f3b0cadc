"""The people of an office. Managers let them in and end their work; everyone of the office sees who is there."""

from django.contrib import messages
from django.core.exceptions import PermissionDenied
from django.http import Http404
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.http import require_safe

from accounts.decorators import recently_authenticated
from accounts.services import TooManyLinks
from backoffice.access import office_staff_only, offices_managed_by, page
from casework.audit.services import record
from casework.audit.verbs import Verb
from casework.cases.services.queue.handover import end_work
from casework.offices.access.invitations import TooManyInvitations, invite, open_invitations, take_back
from casework.offices.access.locks import locked_memberships
from casework.offices.access.promotions import give_role
from casework.offices.access.review import review_due
from casework.offices.models import EmergencyAccess, Membership
from casework.offices.services import (
    AlreadyHere,
    LastManager,
    OwnRole,
    WorksElsewhere,
    send_colleague_recovery_link,
)
from casework.offices.visibility import offices_of, works_elsewhere

from .forms import HandOverForm, RoleForm, TeamInviteForm

TRY_TOMORROW = gettext_lazy("Try again tomorrow. There were too many invitations in the last day.")


def colleagues(user):
    """Return the active memberships of the offices where `user` works, without emergency access."""
    return (
        Membership.objects.active()
        .filter(office__in=offices_of(user), user__is_administrator=False)
        .select_related("user", "office")
        .order_by("office__name", "user__name", "pk")
    )


def invited(user):
    """Return the open invitations of these offices."""
    return open_invitations(offices_of(user))


def locked(user):
    """The people of these offices who cannot sign in for now, because they had not for long."""
    return (
        locked_memberships()
        .filter(office__in=offices_of(user))
        .select_related("user", "user__lock", "office")
        .order_by("office__name", "user__name", "pk")
    )


@require_safe
@office_staff_only
def team(request):
    context = {
        "memberships": colleagues(request.user),
        "pending": invited(request.user),
        "managed": set(offices_managed_by(request.user).values_list("pk", flat=True)),
        "emergencies": EmergencyAccess.objects.visible_to(request.user)
        .open()
        .select_related("office", "asked_by", "membership"),
        "locked": locked(request.user),
        "reviews_due": [office for office in offices_managed_by(request.user) if review_due(office)],
    }
    return render(request, "backoffice/team/team.html", context)


def manages(user, office_id):
    return offices_managed_by(user).filter(pk=office_id).exists()


def managed_membership(user, uuid, *, among=None):
    """Return a colleague whom this person may change: 404 in other offices, 403 for those who do not manage."""
    memberships = colleagues(user) if among is None else among
    membership = memberships.filter(uuid=uuid).first()
    if membership is None:
        raise Http404
    if not manages(user, membership.office_id):
        raise PermissionDenied
    return membership


@page
@office_staff_only
def invite_person(request):
    """A new colleague, for managers only."""
    offices = offices_managed_by(request.user)
    if not offices.exists():
        raise PermissionDenied
    return _invite_person(request, offices)


@recently_authenticated
def _invite_person(request, offices):
    form = TeamInviteForm(request.POST if request.method == "POST" else None, offices=offices)
    if form.is_valid() and _let_in(form, by=request.user):
        messages.success(request, _("%(name)s is invited.") % {"name": form.cleaned_data["name"]})
        return redirect("backoffice:team")
    note_foreign_office(request, form)
    return invite_page(
        request,
        form,
        title=_("Invite a person"),
        lead=_(
            "They get an email and say whether they accept, under the name they choose. We’ll tell all managers "
            "of the office."
        ),
        back="backoffice:team",
    )


def _let_in(form, *, by):
    given = form.cleaned_data
    return let_in(form, invite, office=given["office"], role=given["role"], by=by)


def invite_page(request, form, *, title, lead, back):
    context = {"form": form, "title": title, "lead": lead, "back": reverse(back)}
    return render(request, "backoffice/team/invite.html", context, status=422 if form.errors else 200)


def note_foreign_office(request, form):
    """An office that was not on the list was not chosen on our page: the refusal is written down."""
    if any(error.code == "invalid_choice" for error in form.errors.as_data().get("office", ())):
        for office in offices_managed_by(request.user) or (None,):
            record(Verb.REFUSED, by=request.user, office=office and office.pk, status=422)


def let_in(form, offer, **offered):
    """Invite the person of a form by `offer`; if that cannot be, the form says why."""
    given = form.cleaned_data
    try:
        offer(email=given["email"], name=given["name"], **offered)
    except AlreadyHere:
        form.add_error("email", _("Choose someone else. This person is here already, or is invited."))
        return False
    except TooManyInvitations:
        form.add_error("email", TRY_TOMORROW)
        return False
    return True


@page
@office_staff_only
def end(request, membership):
    """Ask for confirmation, then end a membership or withdraw an invitation."""
    invitation = next((each for each in invited(request.user) if each.uuid == membership), None)
    if invitation is None:
        among = colleagues(request.user) | locked(request.user)
        return _end(request, managed_membership(request.user, membership, among=among))
    if not manages(request.user, invitation.office.pk):
        raise PermissionDenied
    return _take_back(request, invitation)


@recently_authenticated
def _end(request, membership):
    form = HandOverForm(request.POST if request.method == "POST" else None, membership=membership)
    if not form.is_valid():
        context = {"membership": membership, "form": form}
        return render(request, "backoffice/team/end.html", context, status=422 if form.errors else 200)
    try:
        end_work(membership=membership, to=form.person(), by=request.user)
    except LastManager:
        warn_of_last_manager(request)
    else:
        messages.success(request, _("%(name)s no longer works in this office.") % {"name": membership.user})
    return redirect("backoffice:team")


def warn_of_last_manager(request):
    messages.warning(request, _("Make someone else a manager first. This is the last manager of the office."))


@recently_authenticated
def _take_back(request, invitation):
    if request.method != "POST":
        return render(request, "backoffice/team/take_back.html", {"invitation": invitation})
    take_back(invitation=invitation, by=request.user)
    messages.success(request, _("The invitation of %(name)s is taken back.") % {"name": invitation.email})
    return redirect("backoffice:team")


@page
@office_staff_only
def role(request, membership):
    """Another role for a colleague. Nobody changes their own."""
    membership = managed_membership(request.user, membership)
    if membership.user == request.user:
        raise PermissionDenied
    return _role(request, membership)


@recently_authenticated
def _role(request, membership):
    form = RoleForm(request.POST if request.method == "POST" else None, initial={"role": membership.role})
    if not (form.is_valid() and _give_role(request, form, membership)):
        context = {"form": form, "membership": membership}
        return render(request, "backoffice/team/role.html", context, status=422 if form.errors else 200)
    return redirect("backoffice:team")


def _give_role(request, form, membership):
    """Give or offer the role of the form. If that cannot be, the form or a message says why."""
    try:
        offered = give_role(membership=membership, role=form.cleaned_data["role"], by=request.user)
    except LastManager:
        warn_of_last_manager(request)
        return True
    except OwnRole:
        raise PermissionDenied from None
    except AlreadyHere:
        form.add_error("role", _("Wait for their answer first. They already have an open invitation."))
        return False
    except TooManyInvitations:
        form.add_error("role", TRY_TOMORROW)
        return False
    words = _("%(name)s is asked to accept the role.") if offered else _("%(name)s has another role now.")
    messages.success(request, words % {"name": membership.user})
    return True


@page
@office_staff_only
def recover(request, membership):
    """Send a recovery link to a colleague who lost their second factor."""
    return _recover(request, managed_membership(request.user, membership))


@recently_authenticated
def _recover(request, membership):
    if request.method != "POST":
        if works_elsewhere(membership):
            return _refuse_one_office(request, membership)
        context = {"person": membership.user, "back": "backoffice:team"}
        return render(request, "backoffice/team/recover.html", context)
    try:
        send_colleague_recovery_link(membership=membership, by=request.user)
    except WorksElsewhere:
        return _refuse_one_office(request, membership)
    except TooManyLinks:
        warn_of_links(request)
    else:
        messages.success(request, _("%(name)s gets a link by email.") % {"name": membership.user})
    return redirect("backoffice:team")


def warn_of_links(request):
    messages.warning(request, _("Try again tomorrow. Too many recovery links were sent in the last day."))


def _refuse_one_office(request, membership):
    words = _(
        "Ask the managers of the other office first. %(name)s works there too, and one office alone cannot "
        "change how they sign in. Once their work there has ended you can send a link."
    )
    messages.warning(request, words % {"name": membership.user})
    return redirect("backoffice:team")
