"""Opening a case by the word that its person chose, or by a code that the office told them by phone."""

from django import forms
from django.contrib import messages
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.http import require_http_methods

from accounts.limits import refuse, try_case, try_word
from casework.cases.safe_words import OPENED, open_by_word
from ui.forms import Form
from ui.widgets import TextInput

from .access import constituents_only

# The same sentence for a wrong word, a code that is over, and a case that is not there or needs no word.
NOTHING_OPENED = gettext_lazy(
    "Check the reference and the word or code. Together they open no case. After many wrong tries, wait an hour"
)
PLAIN = {"spellcheck": "false", "autocapitalize": "none"}


class WordForm(Form):
    reference = forms.CharField(
        label=gettext_lazy("Reference"),
        help_text=gettext_lazy("We showed it when you sent your case. It looks like LA-7K3M-92QF."),
        max_length=40,
        widget=TextInput(PLAIN | {"dir": "ltr"}, width=20, autocomplete="off"),
        error_messages={"required": gettext_lazy("Enter the reference of your case")},
    )
    word = forms.CharField(
        label=gettext_lazy("Word or code"),
        help_text=gettext_lazy("The word you chose, or a code that the office told you on the phone."),
        max_length=60,
        widget=TextInput(PLAIN, width=20, autocomplete="off"),
        error_messages={"required": gettext_lazy("Enter your word, or the code you were told")},
    )


@require_http_methods(["GET", "HEAD", "POST"])
@constituents_only
def open_case(request):
    form = WordForm(request.POST if request.method == "POST" else None)
    if form.is_valid():
        typed = form.cleaned_data["reference"].upper()
        by_person = try_word(request)
        if not by_person:
            return refuse(request)
        at_case = try_case(request, typed)
        word = form.cleaned_data["word"] if at_case else ""
        if opened := open_by_word(user=request.user, typed=typed, word=word):
            by_person.rollback()
            at_case.rollback()
            request.session[OPENED] = request.session.get(OPENED, {}) | opened
            messages.success(request, _("Your case is in the list until you sign out."))
            return redirect("portal:my_cases")
        form.add_error("word", NOTHING_OPENED)
    return render(request, "portal/my_cases/open.html", {"form": form}, status=422 if form.errors else 200)
