"""The view that asks whoever reads mail at an address whether they contacted us. It shows nothing of any case."""

from django import forms
from django.http import Http404
from django.shortcuts import render
from django.utils.translation import gettext_lazy
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods

from accounts.limits import attempts
from casework.cases.services.alerts.address import is_asked
from casework.cases.services.alerts.contact_task import answer_question
from ui.forms import Form
from ui.widgets import Radios

YES, NO = "yes", "no"


class ContactedForm(Form):
    page_heading_field = "contacted"

    contacted = forms.ChoiceField(
        label=gettext_lazy("Did you contact us?"),
        choices=[
            (YES, gettext_lazy("Yes, I contacted you")),
            (NO, gettext_lazy("No, it was someone else")),
        ],
        widget=Radios,
        error_messages={"required": gettext_lazy("Choose yes or no")},
    )


@never_cache
@require_http_methods(["GET", "HEAD", "POST"])
def did_you_contact_us(request, question):
    """Ask on GET, which mail scanners do as well, and store the answer on POST. Yes starts alerts and opens nothing."""
    if not is_asked(question):
        raise Http404
    form = ContactedForm(request.POST if request.method == "POST" else None)
    if not form.is_valid():
        context = {"form": form}
        return render(
            request, "portal/my_cases/your_address.html", context, status=422 if form.errors else 200
        )
    if not attempts.try_once_more(request, "your_address"):
        return attempts.refuse(request)
    theirs = form.cleaned_data["contacted"] == YES
    answer_question(question=question, theirs=theirs)
    return render(request, "portal/my_cases/your_address_done.html", {"theirs": theirs})
