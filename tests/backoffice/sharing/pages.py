"""The sharing pages as tests post to them."""

from datetime import timedelta

from django.urls import reverse
from django.utils import timezone

from casework.wall.scope import ALL, scoped


def to(name, case, *more):
    return reverse(f"backoffice:{name}", args=[case.reference, *more])


def day(name, when):
    return {f"{name}_day": when.day, f"{name}_month": when.month, f"{name}_year": when.year}


def form(**changed):
    today = timezone.localdate()
    given = {"to_office": "labour-south", "purpose": "You know this landlord", "agreed_how": "phone"}
    return given | day("agreed_on", today) | day("last_day", today + timedelta(days=14)) | changed


def part(model, case):
    with scoped(ALL):
        return model.objects.get(case=case)
