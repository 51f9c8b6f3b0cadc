"""Flagging a risk on a case, and saying what was done about it."""

from django import forms
from django.http import Http404
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from backoffice.access import PAGE, on_a_case
from backoffice.cases.case.actions import done, form_page, refused
from casework.cases.models import RiskFlag
from casework.cases.services.safety.risk import AlreadySettled, raise_risk, settle_risk
from ui.forms import Form
from ui.widgets import Radios, Textarea


class RaiseForm(Form):
    kind = forms.ChoiceField(
        label=gettext_lazy("What is the risk?"),
        choices=RiskFlag.Kind.choices,
        widget=Radios,
        error_messages={"required": gettext_lazy("Choose what the risk is")},
    )
    reason = forms.CharField(
        label=gettext_lazy("Why do you think so?"),
        help_text=gettext_lazy("It stays on the case. No email says it."),
        max_length=500,
        widget=Textarea(rows=3),
        error_messages={"required": gettext_lazy("Say in a sentence why you think so")},
    )


class SettleForm(Form):
    how = forms.CharField(
        label=gettext_lazy("What was done?"),
        help_text=gettext_lazy("For example: the police were called at 3pm, and the person is safe."),
        max_length=500,
        widget=Textarea(rows=3),
        error_messages={"required": gettext_lazy("Say what was done about the risk")},
    )


@on_a_case(PAGE, working=True)
def raise_one(request, case):
    form = RaiseForm(request.POST if request.method == "POST" else None)
    if not form.is_valid():
        return form_page(request, case, form, "safety/risk")
    raise_risk(case=case, by=request.user, **form.cleaned_data)
    return done(request, case, _("The risk is flagged. We tell the duty person of your office now."))


@on_a_case(PAGE, working=True)
def settle(request, case, uuid):
    flag = RiskFlag.objects.visible_to(request.user).filter(case=case, uuid=uuid).first()
    if flag is None:
        raise Http404
    if flag.settled_at:
        return refused(request, case, _("This risk is settled already."))
    form = SettleForm(request.POST if request.method == "POST" else None)
    form.flag = flag
    if not form.is_valid():
        return form_page(request, case, form, "safety/risk_settle")
    try:
        settle_risk(flag=flag, by=request.user, **form.cleaned_data)
    except AlreadySettled:
        return refused(request, case, _("This risk is settled already."))
    return done(request, case, _("The risk is settled."))
