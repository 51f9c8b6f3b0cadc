"""The page on which administrators let staff practise with made-up cases, or stop it."""

from django import forms
from django.contrib import messages
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from backoffice.access import administrators_only, page
from body.current import current_body, forget
from casework.cases.services.practice.office import allow_practice
from ui.forms import Form
from ui.widgets import Checkbox


class PracticeForm(Form):
    allowed = forms.BooleanField(
        label=gettext_lazy("Staff may practise with made-up cases"), required=False, widget=Checkbox
    )


@page
@administrators_only
def practice(request):
    """Switch practice on or off for every office."""
    form = PracticeForm(
        request.POST if request.method == "POST" else None, initial={"allowed": current_body().practice}
    )
    if form.is_valid():
        allow_practice(allowed=form.cleaned_data["allowed"], by=request.user)
        forget()
        messages.success(request, _("Your choice is saved. It holds everywhere within a few seconds."))
        return redirect("backoffice:administration_practice")
    return render(request, "backoffice/administration/practice.html", {"form": form})
