"""Guides to topics: everyone of an office reads them, its managers keep them.

An administrator keeps those of the service, which every office reads.
"""

from django.contrib import messages
from django.core.exceptions import PermissionDenied, ValidationError
from django.db import IntegrityError
from django.http import Http404
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe

from backoffice.access import administrators_only, my_offices_now, office_staff_only, offices_managed_by, page
from backoffice.cases.topics import topics_to_choose
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
    offices, slug = offices_managed_by(request.user), request.GET.get("office", "").replace("\0", "")
    office = offices.filter(slug=slug).first() if slug else offices.first()
    if office is None:
        raise PermissionDenied
    return _form_page(request, OfficeGuide(office=office), back="backoffice:guides")


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
    guide = guides.filter(uuid=uuid).first()
    if guide is None:
        raise Http404
    if not offices_managed_by(request.user).filter(pk=guide.office_id).exists():
        raise PermissionDenied
    return guide


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
    return _form_page(request, _shared(guide), back="backoffice:shared_guides")


@page
@administrators_only
def remove_shared(request, guide):
    return _remove_page(request, _shared(guide), back="backoffice:shared_guides")


def _of_service():
    return SharedGuide.objects.in_use().select_related("owner", "topic")


def _shared(uuid):
    guide = _of_service().filter(uuid=uuid).first()
    if guide is None:
        raise Http404
    return guide


def _form_page(request, guide, *, back):
    own = isinstance(guide, OfficeGuide)
    topics = topics_to_choose(request.user) if own else Topic.objects.filter(public=True)
    form = GuideForm(request.POST if request.method == "POST" else None, guide=guide, topics=topics)
    if form.is_valid() and _kept(form, guide, request.user):
        messages.success(request, _("The guide to “%(topic)s” is saved.") % {"topic": guide.topic})
        return redirect(back)
    context = {"form": form, "guide": guide, "back": back}
    return render(request, "backoffice/guides/form.html", context, status=422 if form.errors else 200)


def _kept(form, guide, by):
    """Store the guide as filled in. Return False, with an error in the form, if its topic has one already."""
    for name, value in form.cleaned_data.items():
        setattr(guide, name, value)
    try:
        keep_guide(guide=guide, by=by)
    except (ValidationError, IntegrityError):
        form.add_error("topic", _("There is a guide to this topic already. Change that one"))
        return False
    return True


def _remove_page(request, guide, *, back):
    if request.method != "POST":
        return render(request, "backoffice/guides/remove.html", {"guide": guide, "back": back})
    remove_guide(guide=guide, by=request.user)
    messages.success(request, _("The guide to “%(topic)s” is removed.") % {"topic": guide.topic})
    return redirect(back)
