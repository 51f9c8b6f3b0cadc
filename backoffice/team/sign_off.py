"""The page where managers say whose sign-off the replies of their office need."""

from django import forms
from django.contrib import messages
from django.core.exceptions import PermissionDenied
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from backoffice.access import office_staff_only, offices_managed_by, page
from casework.cases.services.messages.sign_off import set_sign_off
from casework.offices.models import Membership, Office
from casework.offices.sign_off import NAMEABLE
from ui.forms import Form
from ui.widgets import Checkboxes, Radios

By = Office.SignOffBy
NO_ONE = "no-one"  # the empty value of the choice, which a browser would not send


class SignOffForm(Form):
    how = forms.ChoiceField(
        label=gettext_lazy("Who signs replies off before they go?"),
        help_text=gettext_lazy("People who sign replies off send their own at once."),
        choices=[(each.value or NO_ONE, each.label) for each in By],
        widget=Radios,
        error_messages={"required": gettext_lazy("Choose who signs replies off")},
    )
    named = forms.MultipleChoiceField(
        label=gettext_lazy("The people who sign replies off, if you name them"),
        help_text=gettext_lazy("If none of them works here any more, managers and Members sign."),
        required=False,
        widget=Checkboxes,
    )

    def __init__(self, *args, office, **kwargs):
        super().__init__(*args, **kwargs)
        held = Membership.objects.active().filter(office=office, role__in=NAMEABLE).select_related("user")
        self.people = {str(each.uuid): each for each in held.order_by("user__name", "pk")}
        self.fields["named"].choices = [(key, str(each.user)) for key, each in self.people.items()]
        self.initial = {
            "how": office.sign_off or NO_ONE,
            "named": [key for key, each in self.people.items() if each.signs_replies],
        }

    def clean(self):
        if self.cleaned_data.get("how") == By.NAMED and not self.cleaned_data.get("named"):
            self.add_error("named", _("Choose at least one person, or any manager or the Member"))

    def chosen(self):
        """Return who signs, and the memberships of those who are named."""
        how = self.cleaned_data["how"]
        named = [self.people[key] for key in self.cleaned_data["named"]]
        return By.NO_ONE if how == NO_ONE else By(how), named


@page
@office_staff_only
def sign_off_rule(request):
    """Set it for the office in the query string, or for the manager's first office."""
    offices = offices_managed_by(request.user)
    slug = request.GET.get("office", "").replace("\0", "")
    office = offices.filter(slug=slug).first() if slug else offices.first()
    if office is None:
        raise PermissionDenied
    form = SignOffForm(request.POST if request.method == "POST" else None, office=office)
    if form.is_valid():
        how, named = form.chosen()
        set_sign_off(office=office, how=how, named=named, by=request.user)
        messages.success(request, _("The sign-off of replies is set for %(office)s.") % {"office": office})
        return redirect("backoffice:team")
    context = {"form": form, "office": office, "offices": offices}
    return render(request, "backoffice/team/sign_off.html", context, status=422 if form.errors else 200)
