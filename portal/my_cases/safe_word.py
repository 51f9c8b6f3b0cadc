"""The view that opens one case by its reference and a tracking code, a safe word, or a code told on the phone.

Without an account a tracking code opens its case, and a safe word where no email was given. Signed in, a word or a code
opens a safe-contact case beside the person's own.
"""

from django import forms
from django.contrib import messages
from django.http import Http404
from django.shortcuts import redirect, render
from django.utils.text import format_lazy
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods

from accounts.limits.attempts import refuse, try_case, try_word
from casework.cases.references import EXAMPLE, read_reference
from casework.cases.services.own_case import tracking_code
from casework.cases.services.own_case.tracking_code import open_by_code
from casework.cases.services.safety import safe_contact
from casework.cases.services.safety.safe_contact import open_by_word
from ui.forms import Form
from ui.widgets import ReferenceInput, TextInput

# One error for a wrong word, an expired code and a case that is missing or needs no word, so that it tells nothing.
NO_MATCH = gettext_lazy(
    "Check the reference and the word or code. Together they open no case. After many wrong tries, wait an hour"
)
PLAIN_TEXT = {"spellcheck": "false", "autocapitalize": "none"}


class WordForm(Form):
    reference = forms.CharField(
        label=gettext_lazy("Reference"),
        help_text=format_lazy(
            gettext_lazy("We showed it when you sent your case. It looks like {reference}."),
            reference=EXAMPLE,
        ),
        max_length=40,
        widget=ReferenceInput(PLAIN_TEXT, autocomplete="off"),
        error_messages={"required": gettext_lazy("Enter the reference of your case")},
    )
    word = forms.CharField(
        label=gettext_lazy("Word or code"),
        help_text=gettext_lazy("Your tracking code, the word you chose, or a code the office told you."),
        max_length=60,
        widget=TextInput(PLAIN_TEXT, width=20, autocomplete="off"),
        error_messages={"required": gettext_lazy("Enter your code or word")},
    )


@never_cache
@require_http_methods(["GET", "HEAD", "POST"])
def open_case(request):
    if request.user.is_staff:
        raise Http404
    form = WordForm(request.POST if request.method == "POST" else None)
    if form.is_valid():
        typed = form.cleaned_data["reference"].upper()
        typed = (
            read_reference(typed) or typed
        )  # one spelling, so that a case has one count of failed attempts
        here = try_word(request)
        if not here:
            return refuse(request)
        on_case = try_case(request, typed)
        word = form.cleaned_data["word"] if on_case else ""
        if opened := _open(request, typed, word):
            here.rollback()
            on_case.rollback()
            return opened
        form.add_error("word", NO_MATCH)
    return render(request, "portal/my_cases/open.html", {"form": form}, status=422 if form.errors else 200)


def _open(request, typed, word):
    """Return the redirect to what a right code or word opens, or None. The session keeps what was opened."""
    session = request.session
    if request.user.is_authenticated and (opened := open_by_word(user=request.user, typed=typed, word=word)):
        session[safe_contact.OPENED] = session.get(safe_contact.OPENED, {}) | opened
        messages.success(request, _("Your case is in the list until you sign out."))
        return redirect("portal:my_cases")
    reference, by_code, by_word = open_by_code(typed=typed, code=word)
    if not reference:
        return None
    session[tracking_code.OPENED] = by_code
    if by_word:
        session[safe_contact.OPENED] = by_word
    if not request.user.is_authenticated:
        session.cycle_key()
        session.set_expiry(0)
    return redirect("portal:my_case", reference=reference)
