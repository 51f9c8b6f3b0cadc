"""Pages of administrators: inviting first managers, editors and administrators. They show no case."""

from django.contrib import messages
from django.db.models import Exists, OuterRef
from django.http import Http404
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST, require_safe

from accounts.decorators import recently_authenticated
from accounts.models import User
from backoffice.access import administrators_only, page
from backoffice.administration.forms import FirstManagerForm, ServiceInviteForm
from backoffice.team.locks import left_to_administrators
from backoffice.team.views import invite_page, let_in, note_foreign_office
from casework.cases.models import SharedGuide
from casework.cases.services.authority.authority import offices_with_authority
from casework.cases.services.sharing.share import offices_that_read_of_others
from casework.offices.access.answerers import of_others
from casework.offices.access.first_manager import HasManager, first_manager_invited, invite_first_manager
from casework.offices.access.grants import (
    LastAdministrator,
    editors,
    end_administrator,
    end_editor,
    people_on_duty,
    working_people,
)
from casework.offices.access.invitations import invite, open_invitations_of_service, take_back
from casework.offices.access.models import ADMINISTRATOR, EDITOR, SERVICE_ROLES
from casework.offices.models import Membership, Office
from casework.offices.services import administrators


def offices():
    managers = Membership.objects.active().filter(office=OuterRef("pk"), role=Membership.Role.MANAGER)
    return Office.objects.select_related("group").annotate(has_manager=Exists(managers))


def waiting_offices():
    """Return the offices without a manager, each with the open invitation to be the first, or None."""
    return {office: first_manager_invited(office) for office in offices().filter(has_manager=False)}


@require_safe
@administrators_only
def administration(request):
    invited = waiting_offices()
    rows = [{"office": office, "invitation": invited.get(office)} for office in offices()]
    return render(
        request,
        "backoffice/administration/administration.html",
        {
            "rows": rows,
            "locked": left_to_administrators(),
            "emergencies": of_others(request.user),
            "guides_due": SharedGuide.objects.to_check().count(),
        },
    )


@page
@administrators_only
@recently_authenticated
def invite_manager(request):
    free = [office.pk for office, invited in waiting_offices().items() if invited is None]
    form = FirstManagerForm(
        request.POST if request.method == "POST" else None,
        offices=Office.objects.filter(pk__in=free),
        initial={"office": request.GET.get("office", "")},
    )
    if form.is_valid() and _let_manage(form, by=request.user):
        messages.success(request, _("%(name)s is invited.") % {"name": form.cleaned_data["name"]})
        return redirect("backoffice:administration")
    note_foreign_office(request, form)
    return invite_page(
        request,
        form,
        title=_("Invite an office’s first manager"),
        lead=_(
            "From then on the managers of the office invite people themselves. We’ll tell everyone who works there "
            "and all administrators."
        ),
        back="backoffice:administration",
    )


def _let_manage(form, *, by):
    try:
        return let_in(form, invite_first_manager, office=form.cleaned_data["office"], by=by)
    except HasManager:
        form.add_error("office", form.fields["office"].error_messages["invalid_choice"])
        return False


@require_POST
@administrators_only
def take_back_manager(request, slug):
    """Withdraw the open invitation of a first manager, for example after a typing error."""
    invited = {office.slug: each for office, each in waiting_offices().items() if each}
    if slug not in invited:
        raise Http404
    take_back(invitation=invited[slug], by=request.user)
    messages.success(request, _("The invitation of %(name)s is taken back.") % {"name": invited[slug].email})
    return redirect("backoffice:administration")


@page
@administrators_only
@recently_authenticated
def invite_person(request):
    """Invite an editor or another administrator."""
    form = ServiceInviteForm(request.POST if request.method == "POST" else None)
    if form.is_valid() and _let_in(form, by=request.user):
        messages.success(request, _("%(name)s is invited.") % {"name": form.cleaned_data["name"]})
        return redirect("backoffice:administration")
    return invite_page(
        request,
        form,
        title=_("Invite an editor or administrator"),
        lead=_("Editors write the public site and never see a case. We’ll tell all administrators."),
        back="backoffice:administration",
    )


def _let_in(form, *, by):
    if form.cleaned_data["email"] == by.email:
        form.add_error("email", _("Enter the address of someone else. No one lets themselves in."))
        return False
    return let_in(form, invite, office=None, role=form.cleaned_data["role"], by=by)


@require_POST
@administrators_only
def take_back_invitation(request, uuid):
    """End an open invitation to be an editor or an administrator."""
    found = next((each for each in open_invitations_of_service() if each.uuid == uuid), None)
    if found is None:
        raise Http404
    take_back(invitation=found, by=request.user)
    messages.success(request, _("The invitation of %(name)s is taken back.") % {"name": found.email})
    return redirect("backoffice:administration")


@require_safe
@administrators_only
def people(request):
    """Show who holds which role, in the offices and of the service."""
    context = {
        "administrators": administrators(),
        "editors": editors(),
        "memberships": working_people(),
        "pending": open_invitations_of_service(),
        "on_duty": people_on_duty(),
        "guests": offices_that_read_of_others(),
        "permitting": offices_with_authority(),
    }
    return render(request, "backoffice/administration/people.html", context)


ROLES = {EDITOR: (editors, end_editor), ADMINISTRATOR: (administrators, end_administrator)}


@page
@administrators_only
@recently_authenticated
def end_role(request, person, role):
    """Ask for confirmation before a role of the service ends."""
    holders, end = ROLES.get(role, (User.objects.none, None))
    user = holders().filter(uuid=person).first()
    if user is None:
        raise Http404
    if request.method != "POST":
        context = {"person": user, "role": dict(SERVICE_ROLES)[role]}
        return render(request, "backoffice/administration/end_role.html", context)
    try:
        end(user=user, by=request.user)
    except LastAdministrator:
        messages.warning(request, _("Invite another administrator first. This is the last one."))
    else:
        messages.success(request, _("The role of %(name)s has ended.") % {"name": user})
    return redirect("backoffice:administration_people" if user != request.user else "backoffice:home")
