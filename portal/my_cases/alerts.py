"""How a person hears that there is something to read: their own choice, and the button that stops it."""

import secrets
import time

from django import forms
from django.contrib import messages
from django.http import Http404
from django.shortcuts import redirect, render
from django.utils.crypto import constant_time_compare, salted_hmac
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods

from accounts import limits
from casework.cases.alert_choices import choose_alerts, choose_texts, is_stop_token, stop_alerts, text_code
from casework.constituents.models import AlertChoice, AlertWay
from casework.outbox.texts import NotANumber, plain_number, texts_go_out
from ui.forms import Form
from ui.widgets import CodeInput, PhoneInput, Radios

from .access import constituents_only, own_case
from .endings import back_to

page = require_http_methods(["GET", "HEAD", "POST"])
KEY = "portal.text-code"
DIGITS, SECONDS = 6, 15 * 60
NO_NUMBER = gettext_lazy("Enter a mobile number like 07700 900123")


class AlertForm(Form):
    """Texts are an answer only where they go out."""

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
        ways = [way for way in AlertWay if way != AlertWay.TEXT or texts_go_out()]
        self.fields["way"].choices = [(way.value, way.label) for way in ways]
        if AlertWay.TEXT not in ways:
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
    """One choice for all cases of this person at the office of this case."""
    case = own_case(request, reference)
    now = AlertChoice.objects.raised_by(request.user).filter(constituent=case.constituent_id).first()
    initial = {"way": now.way if now else AlertWay.EMAIL}
    form = AlertForm(request.POST if request.method == "POST" else None, initial=initial)
    if not form.is_valid():
        context = {"case": case, "form": form}
        return render(request, "portal/my_cases/alerts.html", context, status=422 if form.errors else 200)
    way = AlertWay(form.cleaned_data["way"])
    if way == AlertWay.TEXT:
        if not limits.try_once_more(request, "text_code"):
            return limits.refuse(request)
        send_code(request, case, form.cleaned_data["number"])
        return redirect("portal:my_case_alerts_code", reference=case.reference)
    choose_alerts(case=case, way=way, by=request.user)
    return chosen(request, case)


def chosen(request, case):
    messages.success(request, _("We keep to your choice from now on."))
    return back_to(case)


def send_code(request, case, number):
    code = f"{secrets.randbelow(10**DIGITS):0{DIGITS}d}"
    request.session[KEY] = {"number": number, "mark": mark(number, code), "at": time.time()}
    text_code(case=case, number=number, code=code)


def mark(number, code):
    return salted_hmac("portal.text-code", f"{number}:{code}", algorithm="sha256").hexdigest()


@page
@constituents_only
def alerts_code(request, reference):
    """The code shows that the number is theirs. Five tries, then they ask for another."""
    case = own_case(request, reference)
    asked = request.session.get(KEY)
    if not asked or time.time() - asked["at"] > SECONDS:
        return redirect("portal:my_case_alerts", reference=case.reference)
    form = TextCodeForm(request.POST if request.method == "POST" else None)
    if form.is_valid():
        if not limits.try_code(request, asked["mark"]):
            del request.session[KEY]
            return redirect("portal:my_case_alerts", reference=case.reference)
        digits = "".join(letter for letter in form.cleaned_data["code"] if letter.isdigit())
        if constant_time_compare(asked["mark"], mark(asked["number"], digits)):
            del request.session[KEY]
            choose_texts(case=case, number=asked["number"], by=request.user)
            return chosen(request, case)
        form.add_error("code", _("Enter the code from our newest text message. This one does not match"))
    context = {"case": case, "form": form}
    return render(request, "portal/my_cases/alerts_code.html", context, status=422 if form.errors else 200)


@page
@never_cache
def stop(request, token):
    """The link of an alert: a button that stops them, without signing in. Scanners that open links press no buttons."""
    if not is_stop_token(token):
        raise Http404
    if request.method == "POST":
        if not limits.try_once_more(request, "stop_alerts"):
            return limits.refuse(request)
        stop_alerts(token=token)
    return render(request, "portal/my_cases/stop_alerts.html", {"stopped": request.method == "POST"})
