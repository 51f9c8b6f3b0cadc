"""The administrators' view of the log: acts about access in full, and the numbers of all other acts."""

from collections import defaultdict
from datetime import timedelta

from django.shortcuts import render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe

from accounts.models import User
from backoffice.access import administrators_only
from backoffice.log.words import KINDS, Kind, kind_of, summary_of
from casework.audit import reading
from casework.audit.sealing import oldest_unsealed_age
from casework.audit.services import record
from casework.audit.verbs import Verb
from casework.offices.models import Office

DAYS, ACTS_DAYS, ACTS = 14, 30, 200
SEALED_WITHIN = timedelta(minutes=1)  # it is seconds while the worker runs


@require_safe
@administrators_only
def administration_log(request):
    record(Verb.LOG_READ, by=request.user)
    practice = Office.practices.values_list("pk", flat=True)
    acts = reading.latest_access_acts(days=ACTS_DAYS, most=ACTS)
    context = {
        "acts": in_words(acts),
        "acts_days": ACTS_DAYS,
        "most": ACTS,
        "kinds": [KINDS[kind] for kind in COUNTED],
        "days": days(reading.totals_by_day(days=DAYS, without=practice)),
        "waiting": oldest_unsealed_age() > SEALED_WITHIN,
    }
    return render(request, "backoffice/administration/log.html", context)


# What is not counted is listed, but for an invitation that was turned away: a figure would tell whose address it was.
COUNTED = [kind for kind in Kind if kind != Kind.ACCESS]


def in_words(acts):
    """Describe each act with the names of staff and offices. Its subject and reason stay with the office."""
    users = User.objects.filter(kind=User.Kind.STAFF).in_bulk({act.actor_id for act in acts} - {None})
    offices = Office.objects.in_bulk({act.office_id for act in acts} - {None})
    return [
        {
            "at": act.at,
            "what": summary_of(act.verb),
            "who": users.get(act.actor_id, _("Someone")) if act.actor_id else _("The service"),
            "office": offices.get(act.office_id, ""),
        }
        for act in acts
    ]


def days(totals):
    """Return how often each kind of act happened each day, in all offices together."""
    counts = defaultdict(lambda: dict.fromkeys(COUNTED, 0))
    for day, verb, times in totals:
        if kind_of(verb) in COUNTED:
            counts[day][kind_of(verb)] += times
    return [
        {"day": day, "counts": [(KINDS[kind], n) for kind, n in found.items()]}
        for day, found in counts.items()
    ]
