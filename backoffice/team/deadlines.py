"""The page where managers set in how many working days their office acknowledges, answers and chases."""

from django import forms
from django.contrib import messages
from django.core.exceptions import PermissionDenied
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from backoffice.access import office_staff_only, offices_managed_by, page
from casework.cases.models import Case
from casework.cases.models.deadlines.rule import FEWEST_DAYS, MOST_DAYS
from casework.cases.services.deadlines.rule import rules_of, set_rules
from ui.forms import Form
from ui.widgets import TextInput

WRONG = gettext_lazy("Enter a number of working days from 1 to 120")


def days_field(label):
    return forms.IntegerField(
        label=label,
        min_value=FEWEST_DAYS,
        max_value=MOST_DAYS,
        widget=TextInput(width=4, inputmode="numeric"),
        error_messages=dict.fromkeys(("required", "invalid", "min_value", "max_value"), WRONG),
    )


class RuleForm(Form):
    """The numbers of working days for one nature of case."""

    acknowledge_in = days_field(gettext_lazy("Acknowledge within"))
    answer_in = days_field(gettext_lazy("Answer within"))
    chase_in = days_field(gettext_lazy("Chase a third party after"))

    def __init__(self, *args, rule, **kwargs):
        initial = {name: getattr(rule, name) for name in self.base_fields}
        super().__init__(*args, initial=initial, prefix=rule.nature, **kwargs)
        self.nature = Case.Nature(rule.nature)

    def clean(self):
        first, answer = self.cleaned_data.get("acknowledge_in"), self.cleaned_data.get("answer_in")
        if first and answer and first > answer:
            self.add_error("answer_in", _("Enter at least as many working days as to acknowledge"))
        return self.cleaned_data


@page
@office_staff_only
def deadlines(request):
    """Set the working days of the office in the query string, or of the manager's first office."""
    offices = offices_managed_by(request.user)
    slug = request.GET.get("office", "").replace("\0", "")
    office = offices.filter(slug=slug).first() if slug else offices.first()
    if office is None:
        raise PermissionDenied
    data = request.POST if request.method == "POST" else None
    rules = [RuleForm(data, rule=rule) for rule in rules_of(office).values()]
    valid = [form.is_valid() for form in rules]  # each says what is wrong with it
    if all(valid):
        chosen = {form.nature.value: form.cleaned_data for form in rules}
        set_rules(office=office, rules=chosen, by=request.user)
        messages.success(request, _("The deadlines of %(office)s are saved.") % {"office": office})
        return redirect(f"{reverse('backoffice:deadlines')}?office={office.slug}")
    context = {"forms": rules, "office": office, "offices": offices}
    status = 422 if any(form.errors for form in rules) else 200
    return render(request, "backoffice/team/deadlines.html", context, status=status)
