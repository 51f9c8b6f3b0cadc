"""Views to choose how alerts arrive and to stop them from the link in an alert."""

from django import forms
from django.contrib import messages
from django.http import Http404
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods

from accounts.limits import attempts
from accounts.one_time_codes import SessionCode
from casework.cases.services.alerts.choice import choose_alerts, choose_texts, text_code
from casework.cases.services.alerts.stop import (
    NoSuchLink,
    StopState,
    start_alerts_again,
    state_of_link,
    stop_alerts,
)
from casework.constituents.models import AlertChoice, AlertWay
from casework.outbox.texts import NotANumber, plain_number, texts_go_out
from ui.forms import Form
from ui.widgets import CodeInput, PhoneInput, Radios

from .access import back_to, constituents_only, own_case

page = require_http_methods(["GET", "HEAD", "POST"])
CODE = SessionCode("text", digits=6)
NO_NUMBER = gettext_lazy("Enter a mobile number like 07700 900123")


class AlertForm(Form):
    """The choice of alert. Texts are offered only if a text backend is configured."""

    way = forms.ChoiceField(
        label=gettext_lazy("How should we tell you that there is a message?"),
        widget=Radios(reveals={AlertWay.TEXT.value: "number"}),
        error_messages={"required": gettext_lazy("Choose how we should tell you")},
    )
    number = forms.CharField(
        label=gettext_lazy("Mobile number"),
        help_text=gettext_lazy("We text you a code first, to be sure that it is yours."),
        max_length=30,
        widget=PhoneInput,
        error_messages={"required": NO_NUMBER},
    )

    def __init__(self, *args, **kwargs):
        super().__init__(*args, **kwargs)
        options = [way for way in AlertWay if way != AlertWay.TEXT or texts_go_out()]
        self.fields["way"].choices = [(way.value, way.label) for way in options]
        if AlertWay.TEXT not in options:
            del self.fields["number"]
            self.fields["way"].widget.reveals = {}

    def clean_number(self):
        if self.cleaned_data.get("way") != AlertWay.TEXT:
            return ""
        try:
            return plain_number(self.cleaned_data["number"])
        except NotANumber as error:
            raise forms.ValidationError(NO_NUMBER) from error


class TextCodeForm(Form):
    code = forms.CharField(
        label=gettext_lazy("Code from our text message"),
        help_text=gettext_lazy("6 digits."),
        max_length=40,
        widget=CodeInput,
        error_messages={"required": gettext_lazy("Enter the code from our text message. It has 6 digits")},
    )


@page
@constituents_only
def alerts(request, reference):
    """Save the choice for all of this person's cases at the office of this case. A text choice first needs a code."""
    case = own_case(request, reference)
    choice = AlertChoice.objects.raised_by(request.user).filter(constituent=case.constituent_id).first()
    initial = {"way": choice.way if choice else AlertWay.EMAIL}
    form = AlertForm(request.POST if request.method == "POST" else None, initial=initial)
    if not form.is_valid():
        context = {"case": case, "form": form}
        return render(request, "portal/my_cases/alerts.html", context, status=422 if form.errors else 200)
    way = AlertWay(form.cleaned_data["way"])
    if way == AlertWay.TEXT:
        if not attempts.try_once_more(request, "text_code"):
            return attempts.refuse(request)
        number = form.cleaned_data["number"]
        text_code(case=case, number=number, code=CODE.start(request, number))
        return redirect("portal:my_case_alerts_code", reference=case.reference)
    choose_alerts(case=case, way=way, by=request.user)
    return confirm_choice(request, case)


def confirm_choice(request, case):
    messages.success(request, _("Your choice is saved."))
    return back_to(case)


@page
@constituents_only
def alerts_code(request, reference):
    """Save the text choice if the code matches. After five wrong tries or 15 minutes a new code is needed."""
    case = own_case(request, reference)
    number = CODE.subject(request)
    if number is None:
        return redirect("portal:my_case_alerts", reference=case.reference)
    form = TextCodeForm(request.POST if request.method == "POST" else None)
    if form.is_valid():
        if not CODE.may_try(request):
            CODE.forget(request)
            return redirect("portal:my_case_alerts", reference=case.reference)
        if CODE.matches(request, form.cleaned_data["code"]):
            CODE.forget(request)
            choose_texts(case=case, number=number, by=request.user)
            return confirm_choice(request, case)
        form.add_error("code", _("Enter the code from our newest text message. This one does not match"))
    context = {"case": case, "form": form}
    return render(request, "portal/my_cases/alerts_code.html", context, status=422 if form.errors else 200)


@page
@never_cache
def stop(request, token):
    """Show a button that stops the alerts without signing in, and afterwards one that starts them again.

    The GET changes nothing, because mail scanners follow links.
    """
    try:
        state = state_of_link(token)
    except NoSuchLink:
        raise Http404 from None
    done = False
    if request.method == "POST":
        if not attempts.try_once_more(request, "stop_alerts"):
            return attempts.refuse(request)
        before, act = state, start_alerts_again if request.POST.get("answer") == "again" else stop_alerts
        state = act(token=token)
        done = state != before
    status = 410 if state == StopState.OVER else 200
    context = {"state": state.value, "done": done}
    return render(request, "portal/my_cases/stop_alerts.html", context, status=status)
