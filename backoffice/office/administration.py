"""What administrators do: an office's first manager, and editors. They never see a case."""

from django.contrib import messages
from django.core.exceptions import ValidationError
from django.db.models import Exists, OuterRef
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_safe

from accounts.decorators import recently_authenticated
from accounts.services import make_editor
from backoffice.access import administrators_only
from casework.offices.models import Membership, Office

from .forms import FirstManagerForm, InviteForm
from .team import let_in

page = require_http_methods(["GET", "HEAD", "POST"])


def offices():
    managers = Membership.objects.active().filter(office=OuterRef("pk"), role=Membership.Role.MANAGER)
    return Office.objects.select_related("group").annotate(has_manager=Exists(managers))


@require_safe
@administrators_only
def administration(request):
    return render(request, "backoffice/office/administration.html", {"offices": offices()})


@page
@administrators_only
@recently_authenticated
def invite_manager(request):
    form = FirstManagerForm(
        request.POST if request.method == "POST" else None,
        offices=offices().filter(has_manager=False),
        initial={"office": request.GET.get("office", "")},
    )
    if form.is_valid() and let_in(form, role=Membership.Role.MANAGER, by=request.user):
        messages.success(request, _("%(name)s is invited.") % {"name": form.cleaned_data["name"]})
        return redirect("backoffice:administration")
    return render(
        request, "backoffice/office/invite_manager.html", {"form": form}, status=422 if form.errors else 200
    )


@page
@administrators_only
@recently_authenticated
def invite_editor(request):
    form = InviteForm(request.POST if request.method == "POST" else None)
    if form.is_valid() and _let_edit(form, by=request.user):
        messages.success(request, _("%(name)s is invited.") % {"name": form.cleaned_data["name"]})
        return redirect("backoffice:administration")
    return render(
        request, "backoffice/office/invite_editor.html", {"form": form}, status=422 if form.errors else 200
    )


def _let_edit(form, *, by):
    """Makes the person of a form an editor; if that cannot be, the form says why."""
    try:
        make_editor(email=form.cleaned_data["email"], name=form.cleaned_data["name"], by=by)
    except ValidationError:
        form.add_error("email", _("Enter a different work email address. This one cannot be used for staff."))
        return False
    return True
