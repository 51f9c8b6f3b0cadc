"""Feedback after closing: totals of finished months."""

from django.shortcuts import render
from django.views.decorators.http import require_safe

from backoffice.access import my_offices_now, office_staff_only
from casework.cases.services.own_case.feedback import FEWEST, totals

MONTHS = 24


@require_safe
@office_staff_only
def feedback(request):
    months = list(totals(request.user)[: MONTHS * len(my_offices_now(request))])
    offices = [
        {"office": office, "months": [each for each in months if each.office == office.pk]}
        for office in my_offices_now(request)
    ]
    return render(request, "backoffice/reports/feedback.html", {"offices": offices, "fewest": FEWEST})
