"""A case's own office lets another one read it, opens notes and files one by one, and stops; the other answers."""

from django.contrib import messages
from django.http import Http404
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _

from backoffice.access import ACT, PAGE, office_staff_only, on_a_case, page
from backoffice.cases.case.actions import done, refused
from backoffice.cases.case.case_status import current_share
from casework.cases.models import CaseFile, Note, Share
from casework.cases.services.sharing.offer import OfferGone
from casework.cases.services.sharing.share import (
    TooLong,
    accept_share,
    decline_share,
    end_share,
    hide_part,
    offer_share,
    open_part,
)

from .forms import ShareForm
from .offers import declined, end_offer, make_offer, not_answered, not_safe, offer_for


def _make(*, case, by, form):
    offer_share(case=case, by=by, **form.cleaned_data)


@on_a_case(PAGE, working=True)
def share(request, case):
    """Offer another office to read the case."""
    if case.safe_contact:
        return not_safe(request, case)
    if current_share(case, request.user):
        return refused(request, case, _("Stop sharing first. One other office at a time can read a case."))
    return make_offer(
        request,
        case,
        ShareForm(request.POST if request.method == "POST" else None, case=case),
        "sharing/share",
        make=_make,
        changed=[TooLong],
        asked=_("%(office)s is asked. They can’t see the case until they accept."),
    )


@on_a_case(PAGE, working=True)
def end(request, case):
    """Ask for confirmation, then end the share or withdraw the offer."""
    return end_offer(
        request,
        case,
        current_share(case, request.user),
        "share",
        end=end_share,
        gone=_("This case is not shared."),
        ended=_("%(office)s can no longer read this case."),
    )


@on_a_case(ACT, working=True)
def show_note(request, case, uuid):
    note = Note.objects.visible_to(request.user).filter(case=case, uuid=uuid).first()
    return _show(request, case, note)


@on_a_case(ACT, working=True)
def show_file(request, case, uuid):
    file = CaseFile.objects.visible_to(request.user).filter(case=case, uuid=uuid).first()
    return _show(request, case, file)


def _show(request, case, part):
    """Show one note or file to the guest office, or hide it again."""
    if part is None:
        raise Http404
    if request.POST.get("do") == "hide":
        hide_part(part=part, by=request.user)
        return done(request, case, _("It is hidden from the other office again."))
    share = current_share(case, request.user)
    try:
        # The page may be older than the share: its button names the one, and so the office, that it was about.
        if share is None or str(share.uuid) != request.POST.get("share"):
            raise OfferGone
        open_part(part=part, share=share, by=request.user)
    except OfferGone:
        return refused(
            request, case, _("Look at the case again. The sharing has changed, so nothing was shown.")
        )
    if share.accepted_at is None:
        words = _("%(office)s will see it once they say yes.")
    else:
        words = _("%(office)s can read it now.")
    return done(request, case, words % {"office": share.to_office})


@page
@office_staff_only
def answer(request, uuid):
    """Show the offer of another office, and save the answer."""
    offers = Share.objects.visible_to(request.user).unended()
    offer = offer_for(request.user, offers, uuid)
    if request.method == "POST":
        return _answer(request, offer)
    return render(request, "backoffice/cases/sharing/share_answer.html", {"offer": offer})


def _answer(request, offer):
    try:
        match request.POST.get("answer"):
            case "accept":
                reference = accept_share(share=offer, by=request.user)
                messages.success(request, _("Your office can read this case now. Each look is written down."))
                return redirect(reverse("backoffice:case_detail", args=[reference]))
            case "decline":
                decline_share(share=offer, by=request.user)
                return declined(request, offer)
            case _other:
                return not_answered(request, _("Choose yes or no."))
    except OfferGone:
        return not_answered(request)
