"""The people of an office. Managers let them in and end their work; everyone of the office sees who is there."""

from django.contrib import messages
from django.core.exceptions import PermissionDenied, ValidationError
from django.http import Http404
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe

from accounts import services as accounts
from accounts.decorators import recently_authenticated
from backoffice.access import office_staff_only, offices_managed_by, page
from casework.audit.services import record
from casework.audit.verbs import Verb
from casework.offices.models import EmergencyAccess, Membership
from casework.offices.offers import offer_work, offers_of, take_back
from casework.offices.review import review_due
from casework.offices.services import (
    AlreadyHere,
    LastManager,
    NotForThisPerson,
    OwnRole,
    change_role,
    end_membership,
)
from casework.offices.unused import suspended_memberships
from casework.offices.wall import offices_of, works_elsewhere

from .forms import RoleForm, TeamInviteForm


def colleagues(user):
    """The active memberships of the offices where `user` works. Emergency access makes nobody a colleague."""
    return (
        Membership.objects.active()
        .filter(office__in=offices_of(user), user__is_administrator=False)
        .select_related("user", "office")
        .order_by("office__name", "user__name", "pk")
    )


def invited(user):
    """Who was invited to these offices and has not answered yet."""
    return offers_of(offices_of(user).values_list("office", flat=True))


def suspended(user):
    """The people of these offices who cannot sign in for now, because they had not for long."""
    return (
        suspended_memberships()
        .filter(office__in=offices_of(user))
        .select_related("user", "user__disuse", "office")
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
        "suspended": suspended(request.user),
        "reviews_due": [office for office in offices_managed_by(request.user) if review_due(office)],
    }
    return render(request, "backoffice/office/team.html", context)


def manages(user, office_id):
    return offices_managed_by(user).filter(pk=office_id).exists()


def managed_membership(user, uuid, *, among=None):
    """A colleague whom this person may change: 404 in other offices, 403 for those who do not manage."""
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
    if form.is_valid() and let_in(form, role=form.cleaned_data["role"], by=request.user):
        messages.success(request, _("%(name)s is invited.") % {"name": form.cleaned_data["name"]})
        return redirect("backoffice:team")
    note_foreign_office(request, form)
    return invite_page(
        request,
        form,
        title=_("Invite a person"),
        lead=_(
            "They get an email and say whether they accept. Who is new here also chooses a password and sets up a "
            "second factor. All managers of the office are told."
        ),
        back="backoffice:team",
    )


def invite_page(request, form, *, title, lead, back):
    context = {"form": form, "title": title, "lead": lead, "back": reverse(back)}
    return render(request, "backoffice/office/invite.html", context, status=422 if form.errors else 200)


def note_foreign_office(request, form):
    """An office that was not on the list was not chosen on our page: the refusal is written down."""
    if any(error.code == "invalid_choice" for error in form.errors.as_data().get("office", ())):
        for office in offices_managed_by(request.user) or (None,):
            record(Verb.REFUSED, by=request.user, office=office and office.pk, status=422)


def let_in(form, *, role, by, offer=offer_work):
    """Offers the person of a form their place; if that cannot be, the form says why."""
    given = form.cleaned_data
    more = {"role": role} if offer is offer_work else {}
    try:
        offer(office=given["office"], email=given["email"], name=given["name"], by=by, **more)
    except AlreadyHere:
        form.add_error(
            "email", _("Choose somebody else. This person works in this office already, or is invited to.")
        )
        return False
    except (NotForThisPerson, ValidationError):
        form.add_error(
            "email",
            _("Enter a different work email address. This one cannot be used for staff of an office."),
        )
        return False
    return True


@page
@office_staff_only
def end(request, membership):
    """Asks before it ends somebody's work in the office, or takes an invitation back."""
    offer = next((each for each in invited(request.user) if each.uuid == membership), None)
    if offer is None:
        among = colleagues(request.user) | suspended(request.user)
        return _end(request, managed_membership(request.user, membership, among=among))
    if not manages(request.user, offer.office.pk):
        raise PermissionDenied
    return _take_back(request, offer)


@recently_authenticated
def _end(request, membership):
    if request.method != "POST":
        return render(request, "backoffice/office/end.html", {"membership": membership})
    try:
        end_membership(membership=membership, by=request.user)
    except LastManager:
        warn_of_last_manager(request)
    else:
        messages.success(request, _("%(name)s no longer works in this office.") % {"name": membership.user})
    return redirect("backoffice:team")


def warn_of_last_manager(request):
    messages.warning(
        request, _("Make somebody else a manager first. This is the last manager of the office.")
    )


@recently_authenticated
def _take_back(request, offer):
    if request.method != "POST":
        return render(request, "backoffice/office/take_back.html", {"offer": offer})
    take_back(offer=offer, by=request.user)
    messages.success(request, _("The invitation of %(name)s is taken back.") % {"name": offer.email})
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
    if not form.is_valid():
        context = {"form": form, "membership": membership}
        return render(request, "backoffice/office/role.html", context, status=422 if form.errors else 200)
    try:
        change_role(membership=membership, role=form.cleaned_data["role"], by=request.user)
    except LastManager:
        warn_of_last_manager(request)
    except OwnRole:
        raise PermissionDenied from None
    else:
        messages.success(request, _("%(name)s has another role now.") % {"name": membership.user})
    return redirect("backoffice:team")


@page
@office_staff_only
def invite_again(request, membership):
    """A fresh invitation for somebody who lost their second factor."""
    return _invite_again(request, managed_membership(request.user, membership))


@recently_authenticated
def _invite_again(request, membership):
    if works_elsewhere(membership):
        messages.warning(
            request,
            _(
                "Ask the managers of the other office first. %(name)s works there too, and one office alone cannot "
                "change how they sign in. Once their work there has ended you can invite them again."
            )
            % {"name": membership.user},
        )
        return redirect("backoffice:team")
    if request.method != "POST":
        return render(request, "backoffice/office/invite_again.html", {"membership": membership})
    accounts.invite_again(user=membership.user, by=request.user)
    messages.success(request, _("%(name)s gets a new invitation by email.") % {"name": membership.user})
    return redirect("backoffice:team")
