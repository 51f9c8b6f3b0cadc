"""What administrators do: an office's first manager, and editors. They see no case without emergency access."""

from django.contrib import messages
from django.core.exceptions import ValidationError
from django.db.models import Exists, OuterRef
from django.http import Http404
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST, require_safe

from accounts.decorators import recently_authenticated
from accounts.services import NotForStaff, make_editor
from backoffice.access import administrators_only, page
from casework.audit.services import record
from casework.audit.verbs import Verb
from casework.offices.models import Membership, Office
from casework.offices.offers import HasManager, first_manager_offered, offer_first_manager, take_back

from .forms import FirstManagerForm, InviteForm
from .team import invite_page, let_in, note_foreign_office
from .unused import left_to_administrators


def offices():
    managers = Membership.objects.active().filter(office=OuterRef("pk"), role=Membership.Role.MANAGER)
    return Office.objects.select_related("group").annotate(has_manager=Exists(managers))


def waiting_offices():
    """The offices without a manager, each with who is invited to be the first, if anybody is."""
    return {office: first_manager_offered(office) for office in offices().filter(has_manager=False)}


@require_safe
@administrators_only
def administration(request):
    offered = waiting_offices()
    rows = [{"office": office, "offer": offered.get(office)} for office in offices()]
    return render(
        request,
        "backoffice/office/administration.html",
        {"rows": rows, "suspended": left_to_administrators()},
    )


@page
@administrators_only
@recently_authenticated
def invite_manager(request):
    free = [office.pk for office, offer in waiting_offices().items() if offer is None]
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
            "From then on the managers of the office invite people themselves. Everybody who works there and all "
            "administrators are told."
        ),
        back="backoffice:administration",
    )


def _let_manage(form, *, by):
    try:
        return let_in(form, role=Membership.Role.MANAGER, by=by, offer=offer_first_manager)
    except HasManager:
        form.add_error("office", form.fields["office"].error_messages["invalid_choice"])
        return False


@require_POST
@administrators_only
def take_back_manager(request, slug):
    """Ends the invitation of a first manager who has not answered: a slip of the pen is put right at once."""
    offered = {office.slug: offer for office, offer in waiting_offices().items() if offer}
    if slug not in offered:
        raise Http404
    take_back(offer=offered[slug], by=request.user)
    messages.success(request, _("The invitation of %(name)s is taken back.") % {"name": offered[slug].email})
    return redirect("backoffice:administration")


@page
@administrators_only
@recently_authenticated
def invite_editor(request):
    form = InviteForm(request.POST if request.method == "POST" else None)
    if form.is_valid() and _let_edit(form, by=request.user):
        messages.success(request, _("%(name)s is invited.") % {"name": form.cleaned_data["name"]})
        return redirect("backoffice:administration")
    return invite_page(
        request,
        form,
        title=_("Invite an editor"),
        lead=_("Editors write the public site. They never see a case."),
        back="backoffice:administration",
    )


def _let_edit(form, *, by):
    """Makes the person of a form an editor; if that cannot be, the form says why.

    To an address that is a constituent's nothing is sent, and the answer does not tell.
    """
    if form.cleaned_data["email"] == by.email:
        form.add_error("email", _("Enter the address of somebody else. Nobody lets themselves in."))
        return False
    try:
        make_editor(email=form.cleaned_data["email"], name=form.cleaned_data["name"], by=by)
    except NotForStaff:
        record(Verb.INVITATION_REFUSED, by=by)
    except ValidationError:
        form.add_error("email", _("Enter a different work email address. This one cannot be used for staff."))
        return False
    return True
