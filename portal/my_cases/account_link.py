"""Views that add a case raised without signing in to the account of the person who has its code.

A reference that exists and one that does not get the same responses.
"""

from django import forms
from django.contrib import messages
from django.shortcuts import redirect, render
from django.utils.text import format_lazy
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.http import require_http_methods

from accounts.limits import attempts
from casework.cases.references import EXAMPLE, read_reference
from casework.cases.services.own_case.account_link import link_to_account, mail_code
from ui.forms import Form
from ui.widgets import CodeInput, ReferenceInput

from .access import constituents_only

page = require_http_methods(["GET", "HEAD", "POST"])
REFERENCE_KEY = "portal.account_link"
NO_REFERENCE = format_lazy(
    gettext_lazy("Enter the reference of your case, like {reference}"), reference=EXAMPLE
)
NO_MATCH = gettext_lazy("Check the reference and the code. Together they do not match what we have")


class ReferenceForm(Form):
    reference = forms.CharField(
        label=gettext_lazy("Reference of your case"),
        help_text=format_lazy(
            gettext_lazy("It stands on the page you saw after sending, like {reference}."), reference=EXAMPLE
        ),
        max_length=40,
        widget=ReferenceInput,
        error_messages={"required": NO_REFERENCE, "max_length": NO_REFERENCE},
    )

    def clean_reference(self):
        reference = read_reference(self.cleaned_data["reference"])
        if reference is None:
            raise forms.ValidationError(NO_REFERENCE)
        return reference


class AccountLinkForm(ReferenceForm):
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
def request_code(request):
    """Ask for the reference, then mail a code to the address on that case if it has one."""
    form = ReferenceForm(request.POST if request.method == "POST" else None)
    if not form.is_valid():
        context = {"form": form}
        return render(
            request, "portal/my_cases/account_link.html", context, status=422 if form.errors else 200
        )
    if not attempts.try_once_more(request, "ask_for_account_link"):
        return attempts.refuse(request)
    request.session[REFERENCE_KEY] = form.cleaned_data["reference"]
    mail_code(reference=form.cleaned_data["reference"], by=request.user)
    messages.info(request, _("If there is an email address on this case, we sent a code there."))
    return redirect("portal:account_link_code")


@page
@constituents_only
def enter_code(request):
    """Link the case if the code matches. A wrong code, a wrong reference and another person's case get the same
    error.
    """
    initial = {"reference": request.session.get(REFERENCE_KEY, "")}
    form = AccountLinkForm(request.POST if request.method == "POST" else None, initial=initial)
    if form.is_valid():
        if not attempts.try_once_more(request, "account_link"):
            return attempts.refuse(request)
        if link_to_account(by=request.user, **form.cleaned_data):
            request.session.pop(REFERENCE_KEY, None)
            messages.success(request, _("The case is in your list now."))
            return redirect("portal:my_cases")
        form.add_error("code", NO_MATCH)
    context = {"form": form}
    return render(
        request, "portal/my_cases/account_link_code.html", context, status=422 if form.errors else 200
    )
