"""How the person of a case can be reached safely, and a code that opens their case once."""

from django import forms
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, ngettext
from django.views.decorators.cache import never_cache

from backoffice.access import ACT, PAGE, on_a_case
from backoffice.cases.case.actions import done, form_page, refused
from backoffice.cases.case.case_status import safe_of
from backoffice.cases.case.pages import note_reading
from casework.cases.services.safety.safe_contact import HOURS, forget_words, keep_safe, make_code
from ui.forms import Form
from ui.widgets import Radios, Textarea

TOLD_ONCE = "backoffice.safe_code"


class WayForm(Form):
    way = forms.CharField(
        label=gettext_lazy("Which ways and times are safe?"),
        help_text=gettext_lazy(
            "In the person’s own words if you can. For example: phone before 3pm, no voicemail, no letters."
        ),
        max_length=500,
        widget=Textarea(rows=4),
        error_messages={"required": gettext_lazy("Say which ways and times are safe")},
    )


class CodeForm(Form):
    hours = forms.TypedChoiceField(
        label=gettext_lazy("For how long?"),
        coerce=int,
        choices=[(hours, "") for hours in HOURS],
        widget=Radios,
        error_messages={"required": gettext_lazy("Choose how long the code can be used")},
    )

    def __init__(self, *args, **kwargs):
        super().__init__(*args, **kwargs)
        words = [(hours, ngettext("%(n)d hour", "%(n)d hours", hours) % {"n": hours}) for hours in HOURS]
        self.fields["hours"].choices = words


@on_a_case(PAGE, working=True)
def way(request, case):
    """What is safe. On a case that was not marked so far this marks it."""
    known = safe_of(case, request.user)
    form = WayForm(
        request.POST if request.method == "POST" else None, initial={"way": known.way if known else ""}
    )
    if not form.is_valid():
        return form_page(request, case, form, "safety/safe_contact")
    keep_safe(case=case, by=request.user, **form.cleaned_data)
    return done(request, case, _("Safe contact is set. No email goes out about this case."))


@never_cache
@on_a_case(PAGE, working=True)
def code(request, case):
    """Create a code and show it once. The database stores only its hash."""
    if not case.safe_contact:
        return refused(request, case, _("This case is not a safe-contact case. It needs no code."))
    form = CodeForm(request.POST if request.method == "POST" else None)
    if form.is_valid():
        made = make_code(case=case, by=request.user, **form.cleaned_data)
        request.session[TOLD_ONCE] = {case.reference: made}
        return redirect(reverse("backoffice:safe_code", args=[case.reference]))
    note_reading(request, case, part="safe_code")
    context = {
        "case": case,
        "form": form,
        "safe": safe_of(case, request.user),
        "told": request.session.pop(TOLD_ONCE, {}).get(case.reference),
    }
    return render(
        request, "backoffice/cases/safety/safe_code.html", context, status=422 if form.errors else 200
    )


@on_a_case(ACT, working=True)
def forget(request, case):
    """Delete the safe word and the code, because somebody else may know them."""
    forget_words(case=case, by=request.user)
    return done(request, case, _("The word and the code open nothing any more. Make a code for the person."))
