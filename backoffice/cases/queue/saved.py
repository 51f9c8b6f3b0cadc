"""Saving the list that somebody looks at under a name, and removing such views."""

from urllib.parse import urlencode

from django import forms
from django.contrib import messages
from django.core.exceptions import PermissionDenied
from django.http import Http404, QueryDict
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from backoffice.access import ACT, my_offices_now, office_staff_only, page
from casework.cases.models.queue.saved_view import SavedView
from casework.cases.services.queue.saved_view import remove_view, save_view
from ui.forms import Form
from ui.widgets import Radios, Select, TextInput

from .filters import CaseFilter
from .sorting import chosen_order, sort_of

OWN, OFFICE = "own", "office"


class SaveForm(Form):
    name = forms.CharField(
        label=gettext_lazy("Name of the view"),
        max_length=40,
        widget=TextInput,
        error_messages={"required": gettext_lazy("Enter a name for the view")},
    )
    whose = forms.ChoiceField(
        label=gettext_lazy("Who sees it?"),
        choices=[(OWN, gettext_lazy("Only I")), (OFFICE, gettext_lazy("Everyone in the office"))],
        initial=OWN,
        widget=Radios,
    )
    office = forms.ChoiceField(label=gettext_lazy("Office"), widget=Select)

    def __init__(self, *args, offices, **kwargs):
        super().__init__(*args, **kwargs)
        self.offices = {office.slug: office for office in offices}
        self.fields["office"].choices = [(slug, office.name) for slug, office in self.offices.items()]
        if len(offices) == 1:
            self.fields["office"].widget = forms.HiddenInput()
            self.fields["office"].initial = offices[0].slug


@page
@office_staff_only
def saved_views(request):
    """Save the list that the address names, and show what was saved before."""
    offices = my_offices_now(request)
    if not any(office.worked for office in offices):
        raise PermissionDenied
    asked = request.POST if request.method == "POST" else request.GET
    query = known_query(asked.get("list", ""), request.user)
    form = SaveForm(
        request.POST if request.method == "POST" else None, offices=[each for each in offices if each.worked]
    )
    if request.method == "POST" and form.is_valid():
        facts = form.cleaned_data
        save_view(
            office=form.offices[facts["office"]],
            name=facts["name"],
            query=query,
            shared=facts["whose"] == OFFICE,
            by=request.user,
        )
        messages.success(request, _("The view “%(name)s” is saved.") % {"name": facts["name"]})
        return redirect(f"{reverse('backoffice:case_list')}?{query}#result")
    context = {
        "form": form,
        "list": f"?{query}",
        "saved": SavedView.objects.in_offices_of(request.user).for_person(request.user),
    }
    status = 422 if form.errors else 200
    return render(request, "backoffice/cases/queue/saved.html", context, status=status)


@office_staff_only
def remove(request, uuid):
    """Remove a view of one's own, or one of an office where this person works."""
    view = SavedView.objects.in_offices_of(request.user).for_person(request.user).filter(uuid=uuid).first()
    if view is None:
        raise Http404
    if view.office_id not in {office.pk for office in my_offices_now(request) if office.worked}:
        raise PermissionDenied
    if request.method not in ACT:
        return redirect("backoffice:saved_views")
    remove_view(view=view, by=request.user)
    messages.success(request, _("The view “%(name)s” is removed.") % {"name": view.name})
    return redirect("backoffice:saved_views")


def known_query(query, user):
    """What an address of the queue says that can be read: view, filters and order."""
    asked = QueryDict(query.removeprefix("?")[:1000])
    order = chosen_order(asked, user)
    return urlencode({"view": order.slug} | CaseFilter(asked, user=user).wanted() | sort_of(order))
