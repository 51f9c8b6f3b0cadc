"""Whether an open queue still shows what holds: it asks every few seconds and is never activity."""

from django.views.decorators.http import require_safe

from backoffice.access import office_staff_only
from backoffice.live import answer_to_poll, mark_of
from casework.cases.models import Case

from .filters import CaseFilter
from .lists import PAGE_SIZE, Place, following
from .shown import without_risks
from .sorting import chosen_order


@require_safe
@office_staff_only
def queue_live(request):
    """Say whether the rows of a page of the queue have changed. No case is shown, so the log gets no entry."""
    user, view = request.user, chosen_order(request.GET, request.user)
    cases = without_risks(Case.objects.in_offices_of(user).filter(view.condition(user)), user)
    cases = CaseFilter(request.GET, user=user).apply(cases)
    cases = following(cases, Place.read(request.GET.get("after", "")), view=view, user=user)
    return answer_to_poll(
        request, rows_mark(view.sorted(cases).values_list("reference", "version")[:PAGE_SIZE])
    )


def rows_mark(rows):
    """Return the mark of a page of the queue from the reference and version of each of its rows."""
    return mark_of(*rows)
