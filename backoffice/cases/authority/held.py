"""Who may act for someone else with a permission in force, on the cases of one's own offices."""

from django.shortcuts import render
from django.views.decorators.http import require_safe

from backoffice.access import my_offices_now, office_staff_only
from casework.audit.services import record
from casework.audit.verbs import Verb
from casework.cases.models import Authority
from casework.cases.permissions import WORKING_ROLES
from casework.offices.visibility import offices_of


@require_safe
@office_staff_only
def held(request):
    """List the permissions in force, those that end soonest first, each with the page that ends it."""
    rows = Authority.objects.in_offices_of(request.user).in_force()
    for office in my_offices_now(request):
        record(Verb.LIST_READ, by=request.user, office=office.pk, view="permissions")
    context = {
        "rows": rows.select_related("case__office", "representative", "person").order_by("until", "pk"),
        "works_in": offices_of(request.user, roles=WORKING_ROLES),
    }
    return render(request, "backoffice/cases/authority/held.html", context)
