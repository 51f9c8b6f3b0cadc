"""Passing a case on to another office, and taking one on."""

from django.contrib import messages
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _

from backoffice.access import PAGE, office_staff_only, on_a_case, page
from casework.cases.models import CaseFile, Note, Transfer
from casework.cases.offering import NotSafe, OfferedAlready, OfferGone
from casework.cases.transfer import (
    BytesGone,
    NotOpen,
    accept_transfer,
    decline_transfer,
    offer_transfer,
    take_back_transfer,
)
from casework.constituents.models import ContactPoint
from casework.offices.models import Member, OfficeMember

from .actions import done, form_page, refused
from .offer_forms import EndForm, TakeOnForm, TransferForm
from .pages import note_reading
from .sharing import not_safe, offer_for
from .standing import standing_transfer


def transfer_form(request, case):
    user = request.user
    return TransferForm(
        request.POST if request.method == "POST" else None,
        case=case,
        points=ContactPoint.objects.in_offices_of(user).filter(constituent=case.constituent_id),
        files=CaseFile.objects.in_offices_of(user).filter(case=case, quarantined_at=None),
        notes=Note.objects.in_offices_of(user).filter(case=case),
    )


@on_a_case(PAGE, working=True)
def offer(request, case):
    """Asks another office to take the case on."""
    if case.safe_contact:
        return not_safe(request, case)
    if not case.is_open:
        return refused(request, case, _("This case is closed. Open it again to pass it on."))
    if standing_transfer(case, request.user):
        return refused(request, case, _("Take the offer back first. Another office is asked already."))
    form = transfer_form(request, case)
    if not form.is_valid():
        return form_page(request, case, form, "transfer")
    given = {name: form.cleaned_data[name] for name in ("to_office", "purpose", "agreed_how", "agreed_on")}
    try:
        offer_transfer(case=case, parts=form.chosen(), by=request.user, **given)
    except (NotSafe, NotOpen, OfferedAlready):  # somebody was quicker
        return refused(request, case, _("Look at the case again. It changed a moment ago."))
    words = _("%(office)s is asked to take this case on. Until they say yes it stays yours.")
    return done(request, case, words % {"office": given["to_office"]})


@on_a_case(PAGE, working=True)
def take_back(request, case):
    """Asks before it takes the offer back."""
    standing = standing_transfer(case, request.user)
    if standing is None:
        return refused(request, case, _("No other office is asked to take this case on."))
    form = EndForm(request.POST if request.method == "POST" else None)
    if not form.is_valid():
        note_reading(request, case, part="transfer_end")
        context = {"case": case, "form": form, "transfer": standing}
        status = 422 if form.errors else 200
        return render(request, "backoffice/cases/transfer_end.html", context, status=status)
    try:
        take_back_transfer(transfer=standing, by=request.user, **form.cleaned_data)
    except OfferGone:
        return refused(request, case, _("No other office is asked to take this case on."))
    return done(request, case, _("The offer is taken back. The case stays here."))


def members_of(office):
    held = OfficeMember.objects.in_force().filter(office=office).values("member")
    return Member.objects.filter(pk__in=held)


@page
@office_staff_only
def answer(request, uuid):
    """What another office asks your office to take on, and yes or no to it."""
    standing = offer_for(request.user, Transfer.objects.visible_to(request.user), uuid)
    declined = request.method == "POST" and request.POST.get("answer") == "decline"
    form = TakeOnForm(
        request.POST if request.method == "POST" and not declined else None,
        members=members_of(standing.to_office_id),
    )
    if not declined and not form.is_valid():
        context = {"offer": standing, "form": form}
        status = 422 if form.errors else 200
        return render(request, "backoffice/cases/transfer_answer.html", context, status=status)
    return _answer(request, standing, None if declined else form.cleaned_data["member"])


def _answer(request, standing, member):
    """Takes the case on for this Member, or says no if there is none."""
    shared = reverse("backoffice:shared") + "#result"
    try:
        if member is None:
            decline_transfer(transfer=standing, by=request.user)
            messages.success(request, _("You said no to %(office)s.") % {"office": standing.office})
            return redirect(shared)
        case = accept_transfer(transfer=standing, member=member, by=request.user)
    except OfferGone:
        messages.warning(request, _("Look at the list again. This offer is no longer open."))
        return redirect(shared)
    except (NotOpen, NotSafe, BytesGone):
        words = _("Speak to %(office)s. The case changed since they asked, so nothing was passed on.")
        messages.warning(request, words % {"office": standing.office})
        return redirect(shared)
    messages.success(
        request, _("This case is your office’s now, and it is your turn. Write to the person next.")
    )
    return redirect(reverse("backoffice:case_detail", args=[case.reference]) + "#result")
