"""What the pages of shares and of transfers have in common: an offer is made, ended, or answered by another office."""

from django.contrib import messages
from django.core.exceptions import PermissionDenied, ValidationError
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _

from backoffice.cases.case.actions import done, form_page, refused
from backoffice.cases.case.pages import note_reading
from casework.cases.permissions import can_answer
from casework.cases.services.sharing.offer import NotSafe, OfferedAlready, OfferGone, TooManyOffers

from .forms import EndForm


def not_safe(request, case):
    return refused(
        request,
        case,
        _("This case stays in this office. The person said that it is not safe to contact them."),
    )


def make_offer(request, case, form, template, *, make, changed, asked):
    """Make the offer of a valid form and say so, or show the form with what is wrong.

    `make` raises ValidationError for what the form shows, or one of `changed` if the case is not what the page said.
    It returns what to say if the office has time to undo the offer, else None: then `asked` is said, which has a
    placeholder %(office)s.
    """
    if not form.is_valid():
        return form_page(request, case, form, template)
    try:
        planned = make(case=case, by=request.user, form=form)
    except TooManyOffers:
        return refused(
            request, case, _("Try again tomorrow. Your office offered too many cases in the last day.")
        )
    except ValidationError as refusal:
        form.add_error(None, refusal)
        return form_page(request, case, form, template)
    except (NotSafe, OfferedAlready, *changed):  # someone was quicker, or a day has passed
        return refused(request, case, _("Look at the case again. It changed a moment ago."))
    return done(request, case, planned or asked % {"office": form.cleaned_data["to_office"]})


def end_offer(request, case, offer, name, *, end, gone, ended):
    """Ask why the offer ends, then end it. `name` is what the template calls it: share or transfer."""
    if offer is None:
        return refused(request, case, gone)
    form = EndForm(request.POST if request.method == "POST" else None)
    if not form.is_valid():
        note_reading(request, case, part=f"{name}_end")
        context = {"case": case, "form": form, name: offer}
        status = 422 if form.errors else 200
        return render(request, f"backoffice/cases/sharing/{name}_end.html", context, status=status)
    try:
        end(**{name: offer}, by=request.user, **form.cleaned_data)
    except OfferGone:
        return refused(request, case, gone)
    return done(request, case, ended % {"office": offer.to_office})


def offer_for(user, offers, uuid):
    """Return an offer to an office of this person that awaits an answer: 404 if not theirs, 403 if they only read."""
    offer = get_object_or_404(
        offers.unanswered().received_by(user).select_related("office", "to_office"), uuid=uuid
    )
    if not can_answer(user, offer):
        raise PermissionDenied
    return offer


def declined(request, offer):
    messages.success(request, _("You said no to %(office)s.") % {"office": offer.office})
    return back_to_shared()


def not_answered(request, words=None):
    """Say why the answer changed nothing: by default, that the offer was answered or withdrawn."""
    messages.warning(request, words or _("Look at the list again. This offer is no longer open."))
    return back_to_shared()


def back_to_shared():
    return redirect(reverse("backoffice:shared") + "#result")
