"""The page that shows a constituent for whom they may act, on which case, and until when."""

from django.shortcuts import render
from django.utils.translation import gettext_lazy
from django.views.decorators.http import require_safe

from casework.cases.models import Case
from casework.cases.models.authority.authority import What

from .access import constituents_only

MAY = {  # in words for the person who acts
    What.READ: gettext_lazy("You may read this case"),
    What.WRITE: gettext_lazy("You may read this case and write to the office"),
    What.ALL: gettext_lazy("You may do everything on this case that they could do"),
}


@require_safe
@constituents_only
def permissions(request):
    """List the cases that this person raised for someone else. What is withheld looks like what was never answered."""
    cases = Case.objects.raised_by(request.user).for_list().order_by("opened_at", "pk")
    # Chosen here: as a condition it would join the other person's record, which row-level security hides from this one.
    rows = [
        {"case": case, "may": "" if case.is_withheld else MAY[What(case.authority.what)]}
        for case in cases
        if case.authority_id
    ]
    return render(request, "portal/my_cases/permissions.html", {"rows": rows})
