"""The page on which administrators turn on the languages of the public pages."""

from django import forms
from django.conf import settings
from django.contrib import messages
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from backoffice.access import administrators_only, page
from body.languages import name_in_english, offered_languages
from casework.offices.languages import offer_languages
from ui.forms import Form
from ui.widgets import Checkboxes


class LanguagesForm(Form):
    """The languages to offer beside English. Only those with a complete catalogue can be chosen."""

    languages = forms.MultipleChoiceField(
        label=gettext_lazy("Languages to offer beside English"), required=False, widget=Checkboxes
    )

    def __init__(self, *args, **kwargs):
        super().__init__(*args, **kwargs)
        ready = dict(settings.LANGUAGES)
        self.fields["languages"].choices = [
            (code, f"{name_in_english(code)} · {name}")
            for code, name in ready.items()
            if code != settings.LANGUAGE_CODE
        ]


@page
@administrators_only
def languages(request):
    """Turn languages on and off. Until one is on, its addresses redirect to the English pages."""
    on = [code for code, _name in offered_languages()]
    form = LanguagesForm(request.POST if request.method == "POST" else None, initial={"languages": on})
    if form.is_valid():
        offer_languages(codes=form.cleaned_data["languages"], by=request.user)
        messages.success(request, _("The languages are saved. Every page shows them within a few seconds."))
        return redirect("backoffice:administration_languages")
    ready = dict(settings.LANGUAGES)
    context = {
        "form": form,
        "some_ready": bool(form.fields["languages"].choices),
        "missing": [name_in_english(code) for code, _name in settings.KNOWN_LANGUAGES if code not in ready],
    }
    status = 422 if form.errors else 200
    return render(request, "backoffice/administration/languages.html", context, status=status)
