"""What a person can still undo, of all cases on one page, and undoing it."""

from django.contrib import messages
from django.http import Http404
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.utils.translation import ngettext
from django.views.decorators.http import require_POST, require_safe

from backoffice.access import office_staff_only
from backoffice.cases.case.address import case_address
from backoffice.cases.case.planned import batches
from casework.cases.models import PlannedAct
from casework.cases.services.planned_act import undo_acts

from .views import note_list_read


@require_safe
@office_staff_only
def planned(request):
    """Show what this person can still undo. Only their own acts are listed."""
    mine = (
        PlannedAct.objects.in_offices_of(request.user).filter(author=request.user.pk).select_related("case")
    )
    note_list_read(request, "planned")
    return render(request, "backoffice/cases/queue/planned.html", {"planned": batches(mine)})


@require_POST
@office_staff_only
def undo(request, uuid):
    """Undo an act with those that were planned at once with it, or take away what could not be done."""
    mine = (
        PlannedAct.objects.in_offices_of(request.user).filter(author=request.user.pk).select_related("case")
    )
    act = mine.filter(uuid=uuid).first()
    if act is None:
        raise Http404
    several = mine.filter(batch=act.batch).count() > 1
    undone = undo_acts(planned=act, by=request.user)
    if undone:
        words = ngettext(
            "Undone. The case is as it was.", "Undone. The %(n)d cases are as they were.", undone
        )
        messages.success(request, words % {"n": undone})
    elif act.due_at:
        messages.warning(request, _("It is too late to undo that."))
    if several:
        return redirect("backoffice:planned")
    return redirect(case_address(request, act.case.reference, fragment="result" if act.due_at else ""))
