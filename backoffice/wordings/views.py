"""Templates and standard lines: everyone of an office reads them, its managers keep them.

An administrator keeps those of the service, which every office may use.
"""

from functools import partial

from django.conf import settings
from django.contrib import messages
from django.shortcuts import redirect, render
from django.utils.translation import get_language_info
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe

from backoffice.access import administrators_only, my_offices_now, office_staff_only, page
from backoffice.kept_texts import managed_text, office_to_add_to, text_called
from casework.replies.models import OfficeWording, SharedWording
from casework.replies.services import end_wording, keep_wording

from .forms import WordingForm


@require_safe
@office_staff_only
def wordings(request):
    """List what the offices of this person may use in replies."""
    own = OfficeWording.objects.in_offices_of(request.user).in_use().select_related("owner")
    offices = [
        (office, [wording for wording in own if wording.office_id == office.pk])
        for office in my_offices_now(request)
    ]
    context = {"offices": offices, "shared": SharedWording.objects.in_use().select_related("owner")}
    return render(request, "backoffice/wordings/wordings.html", context)


@page
@office_staff_only
def add(request):
    """Add a wording to the office that the address names, or to the manager's first."""
    wording = OfficeWording(office=office_to_add_to(request), language=_usual())
    return _form_page(request, wording, back="backoffice:wordings")


@page
@office_staff_only
def edit(request, wording):
    return _form_page(request, _managed(request, wording), back="backoffice:wordings")


@page
@office_staff_only
def end(request, wording):
    return _end_page(request, _managed(request, wording), back="backoffice:wordings")


def _managed(request, uuid):
    return managed_text(request, OfficeWording.objects.in_offices_of(request.user).in_use(), uuid)


@require_safe
@administrators_only
def shared(request):
    """List the wordings of the service."""
    context = {"shared": SharedWording.objects.in_use().select_related("owner")}
    return render(request, "backoffice/wordings/shared.html", context)


@page
@administrators_only
def add_shared(request):
    return _form_page(request, SharedWording(language=_usual()), back="backoffice:shared_wordings")


@page
@administrators_only
def edit_shared(request, wording):
    return _form_page(request, _shared(wording), back="backoffice:shared_wordings")


@page
@administrators_only
def end_shared(request, wording):
    return _end_page(request, _shared(wording), back="backoffice:shared_wordings")


def _shared(uuid):
    return text_called(SharedWording.objects.in_use(), uuid)


def _usual():
    return get_language_info(settings.LANGUAGE_CODE)["name"]


def _form_page(request, wording, *, back):
    form = WordingForm(request.POST if request.method == "POST" else None, wording=wording)
    now = []
    if form.is_valid():
        now = form.keep(wording, partial(keep_wording, wording=wording), by=request.user)
    if form.is_bound and not form.errors:
        messages.success(request, _("“%(name)s” is saved.") % {"name": wording.name})
        return redirect(back)
    context = {"form": form, "wording": wording, "back": back, "now": now}
    return render(request, "backoffice/wordings/form.html", context, status=422 if form.errors else 200)


def _end_page(request, wording, *, back):
    if request.method != "POST":
        return render(request, "backoffice/wordings/end.html", {"wording": wording, "back": back})
    end_wording(wording=wording, by=request.user)
    messages.success(request, _("“%(name)s” is no longer offered.") % {"name": wording.name})
    return redirect(back)
