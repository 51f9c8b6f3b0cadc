"""Invitations as tests make, open and answer them."""

import re

from casework.audit.models import Entry
from casework.cases.models import Case
from casework.offices.access.invitations import (
    invite,
)
from casework.wall.scope import ALL, scoped

MINE = "/office/team/invitations/"
WORDS = "otters under the bridge"
NEW = {"name": "Gilbert", "password": WORDS, "again": WORDS, "answer": "accept"}


def offer(assembly, email, *, office=None, by=None, role="caseworker"):
    return invite(
        office=office or assembly.office, email=email, name="Typed", role=role, by=by or assembly.dev
    )


def answer(client, offered, words):
    return client.post(MINE, {"invitation": str(offered.uuid), "answer": words}, follow=True)


def sees(user, case):
    with scoped(ALL):
        return Case.objects.visible_to(user).filter(pk=case.pk).exists()


def log_of(office):
    with scoped(ALL):
        return set(Entry.objects.filter(office_id=office.pk).values_list("verb", flat=True))


def text_of(mail):
    return mail.get_body(("plain",)).get_content()


def links(mails, email):
    """Return the paths of the links sent to this address, oldest first."""
    found = [re.search(r"/accounts/invitation/\S+", text_of(mail)) for mail in mails if mail["To"] == email]
    return [each.group() for each in found if each]


def open_link(client, link, **sent):
    """Return the page of a link, or the response to a POST if data is given."""
    client.get(link)
    return client.post("/accounts/invitation/", sent) if sent else client.get("/accounts/invitation/")
