"""Views to offer, withdraw and answer a transfer."""

from django.contrib import messages
from django.core.exceptions import ValidationError
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from backoffice.access import PAGE, office_staff_only, on_a_case, page
from backoffice.cases.case.actions import refused
from backoffice.cases.case.case_status import current_transfer, flags_on
from backoffice.cases.case.planned import until_then
from casework.cases.models import CaseFile, Note, Transfer
from casework.cases.services.own_case.mailbox import needs_code
from casework.cases.services.planned_act import offer_or_plan
from casework.cases.services.safety.risk import RiskNotSettled
from casework.cases.services.sharing.offer import NotSafe, OfferGone
from casework.cases.services.sharing.transfer import (
    BytesGone,
    NotOpen,
    NotTheirMember,
    accept_transfer,
    decline_transfer,
    take_back_transfer,
)
from casework.constituents.models import ContactPoint
from casework.offices.models import Member, OfficeMember

from .forms import TakeOnForm, TransferForm
from .offers import declined, end_offer, make_offer, not_answered, not_safe, offer_for

SETTLE_FIRST = gettext_lazy("Settle the risk on this case before you pass it on.")


def transfer_form(request, case):
    user = request.user
    return TransferForm(
        request.POST if request.method == "POST" else None,
        case=case,
        points=ContactPoint.objects.in_offices_of(user).filter(constituent=case.constituent_id),
        files=CaseFile.objects.in_offices_of(user).filter(case=case, quarantined_at=None),
        notes=Note.objects.in_offices_of(user).filter(case=case),
    )


def _make(*, case, by, form):
    given = {name: form.cleaned_data[name] for name in ("to_office", "purpose", "agreed_how", "agreed_on")}
    try:
        planned = offer_or_plan(case=case, parts=form.chosen(), by=by, **given)
    except RiskNotSettled as unsettled:
        raise ValidationError(SETTLE_FIRST) from unsettled
    return planned and until_then(planned)


@on_a_case(PAGE, working=True)
def offer(request, case):
    """Offer the case to another office."""
    if case.safe_contact:
        return not_safe(request, case)
    if not case.is_open:
        return refused(request, case, _("This case is closed. Open it again to pass it on."))
    if current_transfer(case, request.user):
        return refused(request, case, _("Take the offer back first. Another office is asked already."))
    if request.method != "POST" and flags_on(case, request.user):
        return refused(request, case, SETTLE_FIRST)
    return make_offer(
        request,
        case,
        transfer_form(request, case),
        "sharing/transfer",
        make=_make,
        changed=[NotOpen],
        asked=_("%(office)s is asked to take this case on. Until they say yes it stays yours."),
    )


@on_a_case(PAGE, working=True)
def take_back(request, case):
    """Ask for confirmation, then withdraw the offer."""
    return end_offer(
        request,
        case,
        current_transfer(case, request.user),
        "transfer",
        end=take_back_transfer,
        gone=_("No other office is asked to take this case on."),
        ended=_("The offer is taken back. The case stays here."),
    )


def members_of(office):
    held = OfficeMember.objects.in_force().filter(office=office).values("member")
    return Member.objects.filter(pk__in=held)


@page
@office_staff_only
def answer(request, uuid):
    """Show the transfer offer of another office, and save the answer."""
    transfer = offer_for(request.user, Transfer.objects.visible_to(request.user), uuid)
    says_no = request.method == "POST" and request.POST.get("answer") == "decline"
    form = TakeOnForm(
        request.POST if request.method == "POST" and not says_no else None,
        members=members_of(transfer.to_office_id),
    )
    if not says_no and not form.is_valid():
        context = {"offer": transfer, "form": form}
        status = 422 if form.errors else 200
        return render(request, "backoffice/cases/sharing/transfer_answer.html", context, status=status)
    return _answer(request, transfer, None if says_no else form.cleaned_data["member"])


def _next_for(case):
    """Return what to do first. A tracking code opens the case it was made for, so it does not go along."""
    if needs_code(case):
        return _("The person has no email. Phone or write to them, and make them a new tracking code.")
    return _("Write to the person next.")


def _answer(request, transfer, member):
    """Accept the transfer for this Member, or decline it if there is none."""
    try:
        if member is None:
            decline_transfer(transfer=transfer, by=request.user)
            return declined(request, transfer)
        case = accept_transfer(transfer=transfer, member=member, by=request.user)
    except OfferGone:
        return not_answered(request)
    except (NotOpen, NotSafe, NotTheirMember, RiskNotSettled, BytesGone):
        words = _("Speak to %(office)s. The case changed since they asked, so nothing was passed on.")
        return not_answered(request, words % {"office": transfer.office})
    messages.success(
        request,
        _("This case is your office’s now, and it is your turn. %(next)s") % {"next": _next_for(case)},
    )
    return redirect(reverse("backoffice:case_detail", args=[case.reference]) + "#result")
