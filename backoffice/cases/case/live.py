"""Whether an open case page still shows what holds: it asks every few seconds and is never activity."""

from django.db.models import Count, Max, OuterRef, Subquery

from backoffice.access import READ, on_a_case
from backoffice.live import answer_to_poll, mark_of
from casework.cases.models import Activity, Presence


def for_mark(cases, user, now):
    """Return what the mark of a case is made of, in the statement that loads the case."""
    this = OuterRef("pk")
    events = Activity.objects.in_offices_of(user).filter(case=this).order_by().values("case")
    others = writing_on(this, user, now).order_by().values("case")
    return cases.only("reference", "office", "version").annotate(
        events=Subquery(events.values_list(Count("pk"))),
        writers=Subquery(others.values_list(Count("pk"))),
        latest_writer=Subquery(others.values_list(Max("since"))),
    )


@on_a_case(READ, working=False, shown=for_mark)
def case_live(request, case):
    """Say whether the case has changed. Nothing of it is shown, so the log gets no entry."""
    return answer_to_poll(
        request, mark_of(case.version, case.events or 0, case.writers or 0, case.latest_writer)
    )


def writing_on(case, user, now=None):
    """Return which colleagues are writing a reply on a case, and since when."""
    return Presence.objects.in_offices_of(user).now(now).of_others(user).filter(case=case)


def case_mark(case, *, events, writing):
    """Return the mark of a case page: its version, how many events it has, and who else writes on it."""
    return mark_of(case.version, events, len(writing), max((each.since for each in writing), default=None))
