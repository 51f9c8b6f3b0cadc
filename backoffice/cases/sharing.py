"""A case's own office lets another one read it, opens notes and files one by one, and stops; the other answers."""

from django.contrib import messages
from django.core.exceptions import PermissionDenied
from django.http import Http404
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _

from backoffice.access import ACT, PAGE, office_staff_only, on_a_case, page
from casework.cases.models import CaseFile, Note, Share
from casework.cases.offering import NotSafe, OfferedAlready, OfferGone
from casework.cases.permissions import can_answer
from casework.cases.sharing import (
    accept_share,
    decline_share,
    end_share,
    hide_part,
    offer_share,
    open_part,
)

from .actions import done, form_page, refused
from .offer_forms import EndForm, ShareForm
from .pages import note_reading
from .standing import standing_share


def not_safe(request, case):
    return refused(
        request,
        case,
        _("This case stays in this office. The person said that it is not safe to contact them."),
    )


@on_a_case(PAGE, working=True)
def share(request, case):
    """Offers another office to read the case."""
    if case.safe_contact:
        return not_safe(request, case)
    if standing_share(case, request.user):
        return refused(request, case, _("Stop sharing first. One other office at a time can read a case."))
    form = ShareForm(request.POST if request.method == "POST" else None, case=case)
    if not form.is_valid():
        return form_page(request, case, form, "share")
    try:
        offer_share(case=case, by=request.user, **form.cleaned_data)
    except (NotSafe, OfferedAlready):  # somebody was quicker
        return refused(request, case, _("Look at the case again. It changed a moment ago."))
    words = _("%(office)s is asked. They see nothing of the case before they say yes.")
    return done(request, case, words % {"office": form.cleaned_data["to_office"]})


@on_a_case(PAGE, working=True)
def end(request, case):
    """Asks before it stops sharing, or takes the offer back."""
    standing = standing_share(case, request.user)
    if standing is None:
        return refused(request, case, _("This case is not shared."))
    form = EndForm(request.POST if request.method == "POST" else None)
    if not form.is_valid():
        note_reading(request, case, part="share_end")
        context = {"case": case, "form": form, "share": standing}
        status = 422 if form.errors else 200
        return render(request, "backoffice/cases/share_end.html", context, status=status)
    try:
        end_share(share=standing, by=request.user, **form.cleaned_data)
    except OfferGone:
        return refused(request, case, _("This case is not shared."))
    words = _("%(office)s can no longer read this case.")
    return done(request, case, words % {"office": standing.to_office})


@on_a_case(ACT, working=True)
def show_note(request, case, uuid):
    note = Note.objects.visible_to(request.user).filter(case=case, uuid=uuid).first()
    return _show(request, case, note)


@on_a_case(ACT, working=True)
def show_file(request, case, uuid):
    file = CaseFile.objects.visible_to(request.user).filter(case=case, uuid=uuid).first()
    return _show(request, case, file)


def _show(request, case, part):
    """Opens one note or file to the office that reads the case, or closes it again."""
    if part is None:
        raise Http404
    if request.POST.get("do") == "hide":
        hide_part(part=part, by=request.user)
        return done(request, case, _("It is hidden from the other office again."))
    standing = standing_share(case, request.user)
    try:
        # The page may be older than the share: its button names the one, and so the office, that it was about.
        if standing is None or str(standing.uuid) != request.POST.get("share"):
            raise OfferGone
        open_part(part=part, share=standing, by=request.user)
    except OfferGone:
        return refused(
            request, case, _("Look at the case again. The sharing has changed, so nothing was shown.")
        )
    if standing.accepted_at is None:
        words = _("%(office)s will see it once they say yes.")
    else:
        words = _("%(office)s can read it now.")
    return done(request, case, words % {"office": standing.to_office})


def offer_for(user, offers, uuid):
    """An offer to an office of this person that awaits an answer: 404 if it is not theirs, 403 if they only read."""
    offer = get_object_or_404(
        offers.unanswered().received_by(user).select_related("office", "to_office"), uuid=uuid
    )
    if not can_answer(user, offer):
        raise PermissionDenied
    return offer


@page
@office_staff_only
def answer(request, uuid):
    """What another office asks, and yes or no to it."""
    offers = Share.objects.visible_to(request.user).unended()
    offer = offer_for(request.user, offers, uuid)
    if request.method == "POST":
        return _answer(request, offer)
    return render(request, "backoffice/cases/share_answer.html", {"offer": offer})


def _answer(request, offer):
    shared = reverse("backoffice:shared") + "#result"
    try:
        match request.POST.get("answer"):
            case "accept":
                reference = accept_share(share=offer, by=request.user)
                messages.success(request, _("Your office can read this case now. Each look is written down."))
                return redirect(reverse("backoffice:case_detail", args=[reference]))
            case "decline":
                decline_share(share=offer, by=request.user)
                messages.success(request, _("You said no to %(office)s.") % {"office": offer.office})
            case _other:
                messages.warning(request, _("Choose yes or no."))
    except OfferGone:
        messages.warning(request, _("Look at the list again. This offer is no longer open."))
    return redirect(shared)
