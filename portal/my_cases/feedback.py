"""The view of the anonymous question that follows the closing of a case."""

from django import forms
from django.contrib import messages
from django.shortcuts import render
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.http import require_http_methods

from casework.cases.models.own_case.feedback import FeedbackAnswer
from casework.cases.services.own_case.feedback import FEWEST, count_feedback, may_answer
from ui.forms import Form
from ui.widgets import Radios

from .access import back_to, constituents_only, own_case


class FeedbackForm(Form):
    page_heading_field = "answer"

    answer = forms.ChoiceField(
        label=gettext_lazy("Did we help you?"),
        choices=FeedbackAnswer.choices,
        widget=Radios,
        error_messages={"required": gettext_lazy("Choose yes, partly or no")},
    )


@require_http_methods(["GET", "HEAD", "POST"])
@constituents_only
def feedback(request, reference):
    case = own_case(request, reference)
    if not may_answer(case):
        messages.info(request, _("We ask once, in the 28 days after a case is closed."))
        return back_to(case)
    form = FeedbackForm(request.POST if request.method == "POST" else None)
    if not form.is_valid():
        context = {"case": case, "form": form, "fewest": FEWEST}
        return render(request, "portal/my_cases/feedback.html", context, status=422 if form.errors else 200)
    count_feedback(case=case, answer=FeedbackAnswer(form.cleaned_data["answer"]))
    messages.success(request, _("Thank you. Your answer is counted, and no one can see that it was yours."))
    return back_to(case)
