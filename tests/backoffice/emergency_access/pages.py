"""What the tests of emergency access post and read."""

from django.urls import reverse

from casework.audit.models import Entry
from casework.cases.models import Case
from casework.cases.scope import scope_of
from casework.wall.scope import ALL, scoped

ASK = "/office/administration/emergency/"
WATCH = "watch@elsewhere.example"  # tests/rig.py
END_MINE = "/office/administration/emergency/end/"
WHY = "The office cannot open its case and asked me to look."


def request_data(office, **more):
    return {"office": office.slug, "reason": WHY, "hours": "1"} | more


def access_url(access):
    return reverse("backoffice:emergency", args=[access.uuid])


def case_page(case):
    return reverse("backoffice:case_detail", args=[case.reference])


def sees(user, case):
    with scoped(scope_of(user)):
        return Case.objects.visible_to(user).filter(pk=case.pk).exists()


def log_of(office, verb):
    with scoped(ALL):
        return list(Entry.objects.filter(office_id=office.pk, verb=verb))


def text_of(mail):
    return mail.get_body(("plain",)).get_content()


def make_stale(client):
    """Age the second factor of this session, so that sensitive actions need it again."""
    session = client.session
    name = "account_authentication_methods"
    session[name] = [record | {"at": 0} for record in session[name]]
    session.save()


def of_other(access):
    return reverse("backoffice:administration_emergency_of_other", args=[access.uuid])
