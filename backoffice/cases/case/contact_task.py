"""The views of a contact task: it is done, or its person's email address is needed in full, or corrected."""

from django import forms
from django.http import Http404
from django.shortcuts import render
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from backoffice.access import ACT, on_a_case
from casework.cases.models.alerts.contact_task import ContactTask
from casework.cases.services.alerts.address_correction import (
    KnownAlready,
    NotWaiting,
    TooMany,
    correct_address,
)
from casework.cases.services.alerts.contact_task import addresses_for, complete_contact_task
from ui.fields import EmailField
from ui.forms import Form
from ui.widgets import EmailInput, Radios

from .actions import done, refused


class CorrectionForm(Form):
    """The right address, and which of several it replaces."""

    wrong = forms.ChoiceField(
        label=gettext_lazy("Which address is wrong?"),
        widget=Radios,
        error_messages={"required": gettext_lazy("Choose the address that is wrong")},
    )
    address = EmailField(
        label=gettext_lazy("The right email address"),
        widget=EmailInput(autocomplete="off"),
        error_messages={"required": gettext_lazy("Enter the right email address")},
    )

    def __init__(self, *args, points, **kwargs):
        super().__init__(*args, **kwargs)
        self.points = {str(point.pk): point for point in points}
        if len(points) == 1:
            del self.fields["wrong"]
        else:
            self.fields["wrong"].choices = [(key, point.value) for key, point in self.points.items()]

    def wrong_point(self):
        """Return the address that is replaced."""
        [first, *_others] = self.points
        return self.points[self.cleaned_data.get("wrong", first)]


@on_a_case(ACT, working=True)
def complete(request, case, task):
    """Mark a contact task as done."""
    complete_contact_task(task=task_on(request, case, task), by=request.user)
    return done(request, case, _("Recorded: you’ve told them."))


@on_a_case(ACT, working=True)
def address(request, case, task):
    """Show the email address that could not be reached, once, and log who looked. By POST, because it is logged."""
    task = task_on(request, case, task)
    points = points_of(request, task)
    return address_page(request, task, points, CorrectionForm(points=points))


@on_a_case(ACT, working=True)
def correct(request, case, task):
    """Correct an address that was typed wrong. The form is on the page that shows it."""
    task = task_on(request, case, task)
    points = points_of(request, task)
    form = CorrectionForm(request.POST, points=points)
    if form.is_valid():
        try:
            right = form.cleaned_data["address"]
            correct_address(task=task, wrong=form.wrong_point(), address=right, by=request.user)
        except KnownAlready:
            form.add_error("address", _("Enter another address. This one is on the case already"))
        except TooMany:
            form.add_error("address", _("Try again tomorrow. This address was corrected too often today"))
        except NotWaiting:
            return refused(request, case, _("Look at the case again. It changed a moment ago."))
        else:
            words = _(
                "The address is corrected. We ask there if they contacted us. Alerts start once they say yes."
            )
            return done(request, case, words)
    return address_page(request, task, points, form)


def address_page(request, task, points, form):
    context = {"case": task.case, "task": task, "points": points, "form": form}
    status = 422 if form.errors else 200
    return render(request, "backoffice/cases/case/address.html", context, status=status)


def points_of(request, task):
    """Return the addresses that the task needs in full, logged, or raise Http404."""
    points = addresses_for(task=task, by=request.user)
    if not points:
        raise Http404
    return points


def task_on(request, case, uuid):
    """Return the open task of this case, or raise Http404."""
    tasks = ContactTask.objects.in_offices_of(request.user).select_related("case__constituent")
    found = tasks.filter(case=case, uuid=uuid).first()
    if found is None:
        raise Http404
    return found
