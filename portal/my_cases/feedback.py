"""One question about a closed case, which nobody can trace to whoever answers."""

from django import forms
from django.contrib import messages
from django.shortcuts import render
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.http import require_http_methods

from casework.cases.feedback import FEWEST, count_vote, may_answer
from casework.cases.votes import Vote
from ui.forms import Form
from ui.widgets import Radios

from .access import constituents_only, own_case
from .endings import back_to


class FeedbackForm(Form):
    page_heading_field = "vote"

    vote = forms.ChoiceField(
        label=gettext_lazy("Did we help you?"),
        choices=Vote.choices,
        widget=Radios,
        error_messages={"required": gettext_lazy("Choose yes, partly or no")},
    )


@require_http_methods(["GET", "HEAD", "POST"])
@constituents_only
def feedback(request, reference):
    case = own_case(request, reference)
    if case.is_withheld or not may_answer(case):
        messages.info(request, _("We ask once, in the 28 days after a case is closed."))
        return back_to(case)
    form = FeedbackForm(request.POST if request.method == "POST" else None)
    if not form.is_valid():
        context = {"case": case, "form": form, "fewest": FEWEST}
        return render(request, "portal/my_cases/feedback.html", context, status=422 if form.errors else 200)
    count_vote(case=case, vote=Vote(form.cleaned_data["vote"]))
    messages.success(request, _("Thank you. Your answer is counted, and nobody can see that it was yours."))
    return back_to(case)
