"""Whether an open case page still shows what holds: it asks every few seconds and is never activity."""

from backoffice.access import READ, on_a_case
from backoffice.live import answer_to_poll, mark_of
from casework.cases.models import Activity, Presence


@on_a_case(READ, working=False)
def case_live(request, case):
    """Say whether the case has changed. Nothing of it is shown, so the log gets no entry."""
    events = Activity.objects.in_offices_of(request.user).filter(case=case).count()
    writing = Presence.objects.in_offices_of(request.user).now().of_others(request.user).filter(case=case)
    people = list(writing.values_list("user", flat=True))
    return answer_to_poll(request, case_mark(case, events=events, writing=people))


def case_mark(case, *, events, writing):
    """Return the mark of a case page: its version, how many events it has, and who else writes on it."""
    return mark_of(case.version, events, sorted(writing))
