"""Details of an office, kept by its managers: phone, opening hours, postal address and signature."""

from django.contrib import messages
from django.core.exceptions import PermissionDenied
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _

from backoffice.access import office_staff_only, offices_managed_by, page
from casework.offices.elected import change_office
from casework.offices.models import Office

from .body_forms import DetailsForm


@page
@office_staff_only
def details(request):
    """Edit the details of the office in the query string, or of the manager's first office."""
    offices = offices_managed_by(request.user)
    slug = request.GET.get("office", "").replace("\0", "")
    office = offices.filter(slug=slug).first() if slug else offices.first()
    if office is None:
        raise PermissionDenied
    kept = Office.objects.get(pk=office.pk)
    form = DetailsForm(request.POST if request.method == "POST" else None, instance=office)
    if form.is_valid():
        change_office(office=kept, by=request.user, **form.cleaned_data)
        messages.success(request, _("The details of %(office)s are saved.") % {"office": office})
        return redirect("backoffice:team")
    context = {"form": form, "office": office, "offices": offices}
    return render(
        request, "backoffice/administration/details.html", context, status=422 if form.errors else 200
    )
