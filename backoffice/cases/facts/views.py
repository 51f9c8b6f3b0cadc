"""Correcting what is known about a case and its person."""

from django.utils.translation import gettext as _

from backoffice.access import PAGE, on_a_case
from backoffice.cases.case.actions import done, form_page
from backoffice.cases.case.edit_conflict import refuse_once
from casework.cases.services.facts import correct_facts
from casework.cases.services.turn import EditConflict
from casework.constituents.models import ContactPoint

from .forms import FactsForm


@on_a_case(PAGE, working=True)
def correct(request, case):
    points = ContactPoint.objects.in_offices_of(request.user).filter(constituent=case.constituent_id)
    data = request.POST if request.method == "POST" else None
    form = FactsForm(data, case=case, points=points.order_by("pk"), user=request.user)
    if not form.is_valid():
        return form_page(request, case, form, "facts/correct")
    try:
        changed = correct_facts(
            case=case,
            facts=form.facts(),
            points=form.changed_points(),
            added=form.new_points(),
            by=request.user,
            seen=form.cleaned_data["seen"],
        )
    except EditConflict:
        return form_page(request, case, form, "facts/correct", refuse_once(form, case, request.user))
    return done(request, case, _("Corrected.") if changed else _("Nothing was different."))
