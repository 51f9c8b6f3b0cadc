"""Guides to topics: everyone of an office reads them, its managers keep them.

An administrator keeps those of the service, which every office reads.
"""

from functools import partial

from django.contrib import messages
from django.core.exceptions import ValidationError
from django.db import IntegrityError
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe

from backoffice.access import administrators_only, my_offices_now, office_staff_only, page
from backoffice.cases.topics import topics_to_choose
from backoffice.kept_texts import managed_text, office_to_add_to, text_called
from casework.cases.models import OfficeGuide, SharedGuide, Topic
from casework.cases.services.guide import keep_guide, remove_guide

from .forms import GuideForm


@require_safe
@office_staff_only
def guides(request):
    """List the guides that the offices of this person read."""
    own = OfficeGuide.objects.in_offices_of(request.user).in_use().select_related("owner", "topic")
    offices = [
        (office, [guide for guide in own if guide.office_id == office.pk])
        for office in my_offices_now(request)
    ]
    return render(request, "backoffice/guides/guides.html", {"offices": offices, "shared": _of_service()})


@page
@office_staff_only
def add(request):
    """Add a guide to the office that the address names, or to the manager's first."""
    return _form_page(request, OfficeGuide(office=office_to_add_to(request)), back="backoffice:guides")


@page
@office_staff_only
def edit(request, guide):
    return _form_page(request, _managed(request, guide), back="backoffice:guides")


@page
@office_staff_only
def remove(request, guide):
    return _remove_page(request, _managed(request, guide), back="backoffice:guides")


def _managed(request, uuid):
    guides = OfficeGuide.objects.in_offices_of(request.user).in_use().select_related("office", "topic")
    return managed_text(request, guides, uuid)


@require_safe
@administrators_only
def shared(request):
    """List the guides of the service."""
    return render(request, "backoffice/guides/shared.html", {"shared": _of_service()})


@page
@administrators_only
def add_shared(request):
    return _form_page(request, SharedGuide(), back="backoffice:shared_guides")


@page
@administrators_only
def edit_shared(request, guide):
    return _form_page(request, text_called(_of_service(), guide), back="backoffice:shared_guides")


@page
@administrators_only
def remove_shared(request, guide):
    return _remove_page(request, text_called(_of_service(), guide), back="backoffice:shared_guides")


def _of_service():
    return SharedGuide.objects.in_use().select_related("owner", "topic")


def _form_page(request, guide, *, back):
    own = isinstance(guide, OfficeGuide)
    topics = topics_to_choose(request.user) if own else Topic.objects.filter(public=True)
    form = GuideForm(request.POST if request.method == "POST" else None, guide=guide, topics=topics)
    now = []
    if form.is_valid():
        now = _keep(form, guide, request.user)
    if form.is_bound and not form.errors:
        messages.success(request, _("The guide to “%(topic)s” is saved.") % {"topic": guide.topic})
        return redirect(back)
    context = {"form": form, "guide": guide, "back": back, "now": now}
    return render(request, "backoffice/guides/form.html", context, status=422 if form.errors else 200)


def _keep(form, guide, by):
    """Store the guide as filled in, or say in the form that its topic has one already or that someone changed it."""
    try:
        return form.keep(guide, partial(keep_guide, guide=guide), by=by)
    except (ValidationError, IntegrityError):
        form.add_error("topic", _("There is a guide to this topic already. Change that one"))


def _remove_page(request, guide, *, back):
    if request.method != "POST":
        return render(request, "backoffice/guides/remove.html", {"guide": guide, "back": back})
    remove_guide(guide=guide, by=request.user)
    messages.success(request, _("The guide to “%(topic)s” is removed.") % {"topic": guide.topic})
    return redirect(back)
