"""What other offices offer to this one and share with it: the list, and the page that a guest reads."""

from django.shortcuts import get_object_or_404, render
from django.views.decorators.http import require_safe

from backoffice.access import my_offices_now, office_staff_only
from backoffice.cases.case.timeline import timeline_for_guest
from backoffice.words import strip, whose_turn
from casework.audit.services import record
from casework.audit.verbs import Verb
from casework.cases.models import Case, Share, Transfer
from casework.cases.permissions import WORKING_ROLES
from casework.cases.services.sharing.share import note_read
from casework.cases.turns import Turn
from casework.offices.visibility import offices_of


def share_of_guest(user, case):
    """The share by which this person reads a case of another office."""
    in_force = Share.objects.visible_to(user).in_force().received_by(user)
    return get_object_or_404(in_force.select_related("office", "to_office"), case=case)


@require_safe
@office_staff_only
def shared(request):
    """Offers say who asks and why, and nothing of the case; what was accepted is listed like cases."""
    user = request.user
    shares = Share.objects.visible_to(user).received_by(user).select_related("office", "to_office")
    transfers = Transfer.objects.visible_to(user).received_by(user).select_related("office", "to_office")
    current = {share.case_id: share for share in shares.in_force().order_by("until", "pk")}
    cases = {case.pk: case for case in Case.objects.visible_to(user).for_list().filter(pk__in=current)}
    note_look(request, [share for key, share in current.items() if key in cases])
    context = {
        "shares": shares.unended().unanswered().order_by("offered_at", "pk"),
        "transfers": transfers.unanswered().order_by("offered_at", "pk"),
        "current": [(cases[key], share) for key, share in current.items() if key in cases],
        "answers_for": offices_of(user, roles=WORKING_ROLES),
    }
    return render(request, "backoffice/cases/sharing/shared.html", context)


def note_look(request, shares):
    """Writes down who looked at the list: for their offices, and for each whose cases it names."""
    for office in my_offices_now(request):
        record(Verb.LIST_READ, by=request.user, office=office.pk, view="shared")
    for owner, guest in sorted({(share.office_id, share.to_office_id) for share in shares}):
        record(Verb.LIST_READ, by=request.user, office=owner, view="shared", guest=guest)


def _words(case):
    """Whose turn it is, seen from another office."""
    return str(case.office) if case.turn == Turn.OFFICE else whose_turn(case.turn, case)


def guest_page(request, case):
    """A case of another office, to read and no more. Both offices' logs say that it was read."""
    share = share_of_guest(request.user, case)
    note_read(Verb.CASE_READ, case, by=request.user, share=share)
    # Whether an alert arrived is between the office and the person.
    entries = [entry | {"how": ""} for entry in timeline_for_guest(case, request.user)]
    context = {
        "case": case,
        "share": share,
        "strip": strip(case) | {"mine": False, "words": _words(case)},
        "entries": entries,
    }
    return render(request, "backoffice/cases/sharing/shared_case.html", context)
