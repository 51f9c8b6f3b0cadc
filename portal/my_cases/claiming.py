"""A case that was raised without signing in comes to the account of whoever proves that it is theirs.

Every reference brings the same page, whether there is such a case or not.
"""

from django import forms
from django.contrib import messages
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.http import require_http_methods

from accounts import limits
from casework.cases.claiming import claim, mail_code
from casework.cases.references import read_reference
from ui.forms import Form
from ui.widgets import CodeInput, TextInput

from .access import constituents_only

page = require_http_methods(["GET", "HEAD", "POST"])
REFERENCE = "portal.claim"
NO_REFERENCE = gettext_lazy("Enter the reference of your case, like LA-7K3M-92QF")
NO_MATCH = gettext_lazy("Check the reference and the code. Together they do not match what we have")


class ReferenceForm(Form):
    reference = forms.CharField(
        label=gettext_lazy("Reference of your case"),
        help_text=gettext_lazy("It stands on the page you saw after sending, like LA-7K3M-92QF."),
        max_length=40,
        widget=TextInput({"dir": "ltr", "spellcheck": "false", "autocapitalize": "characters"}, width=20),
        error_messages={"required": NO_REFERENCE, "max_length": NO_REFERENCE},
    )

    def clean_reference(self):
        reference = read_reference(self.cleaned_data["reference"])
        if reference is None:
            raise forms.ValidationError(NO_REFERENCE)
        return reference


class ClaimForm(ReferenceForm):
    code = forms.CharField(
        label=gettext_lazy("Code"),
        help_text=gettext_lazy("From our email, from a letter, or from the office on the phone."),
        max_length=40,
        widget=CodeInput(width=20, inputmode="text"),
        error_messages={
            "required": gettext_lazy("Enter the code"),
            "max_length": gettext_lazy("Enter the code"),
        },
    )


@page
@constituents_only
def ask(request):
    """Which case it is; then a code goes to the address on it, if there is one."""
    form = ReferenceForm(request.POST if request.method == "POST" else None)
    if not form.is_valid():
        context = {"form": form}
        return render(request, "portal/my_cases/claim.html", context, status=422 if form.errors else 200)
    if not limits.try_once_more(request, "ask_to_claim"):
        return limits.refuse(request)
    request.session[REFERENCE] = form.cleaned_data["reference"]
    mail_code(reference=form.cleaned_data["reference"], by=request.user)
    messages.info(request, _("If there is an email address on this case, we sent a code there."))
    return redirect("portal:claim_code")


@page
@constituents_only
def enter(request):
    """The code proves it. A wrong code, a wrong reference and a case of somebody else are one answer."""
    initial = {"reference": request.session.get(REFERENCE, "")}
    form = ClaimForm(request.POST if request.method == "POST" else None, initial=initial)
    if form.is_valid():
        if not limits.try_once_more(request, "claim"):
            return limits.refuse(request)
        if claim(by=request.user, **form.cleaned_data):
            request.session.pop(REFERENCE, None)
            messages.success(request, _("The case is in your list now."))
            return redirect("portal:my_cases")
        form.add_error("code", NO_MATCH)
    context = {"form": form}
    return render(request, "portal/my_cases/claim_code.html", context, status=422 if form.errors else 200)
