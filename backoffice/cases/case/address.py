"""The address of a case page, which keeps the list from which the case was opened."""

from django.urls import reverse

from backoffice.cases.queue.neighbours import query_of_list


def case_address(request, reference, *, fragment="", **query):
    """Return the address of a case page, within the list that the address of this request names."""
    if listed := query_of_list(request):
        query["list"] = listed
    address = reverse("backoffice:case_detail", args=[reference], query=query or None)
    return f"{address}#{fragment}" if fragment else address
