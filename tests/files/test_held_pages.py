"""What pages show for files that are waiting, quarantined or clean, and what their downloads return."""

from datetime import timedelta

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client
from django.utils import timezone

from casework.cases.models import CaseFile
from casework.cases.services.messages.message import receive_message
from casework.files.intake import take_in
from casework.wall.scope import ALL, office_scope, scoped

pytestmark = pytest.mark.django_db


@pytest.fixture
def file(settings, case, ada):
    settings.CLAMD_URL = "/nobody/asks/here"
    taken = take_in(SimpleUploadedFile("letter.txt", b"Dear operator"))
    once = "00000000-0000-4000-8000-000000000001"
    with scoped(ALL):
        message = receive_message(case=case, body="See this.", by=ada, once=once, files=[taken])
        return message.files.select_related("case").get()


def become(file, **facts):
    with scoped(office_scope(file.office_id)):
        CaseFile.objects.filter(pk=file.pk).update(**{"checked_at": None, "quarantined_at": None} | facts)


WAITING, CLEAN, INFECTED, LATE = "waiting", "clean", "infected", "late"
FACTS = {
    WAITING: {},
    LATE: {"stored_at": timezone.now() - timedelta(hours=1)},
    CLEAN: {"checked_at": timezone.now()},
    INFECTED: {"quarantined_at": timezone.now()},
}


@pytest.mark.parametrize(
    ("state", "words", "linked"),
    [
        (WAITING, "being checked", False),
        (LATE, "held: not checked yet", False),
        (CLEAN, "no virus found", True),
        (INFECTED, "held: it may have a virus", False),
    ],
)
def test_staff_see_the_state_of_each_file(file, ben, sign_in, state, words, linked):
    become(file, **FACTS[state])
    page = sign_in(ben).get(f"/office/cases/{file.case.reference}/").content.decode()
    assert words in page
    assert (f"files/{file.uuid}/" in page) is linked


@pytest.mark.parametrize(
    ("state", "words", "linked"),
    [
        (WAITING, "being checked", False),
        (CLEAN, "letter.txt", True),
        (INFECTED, "held: it may have a virus", False),
    ],
)
def test_constituent_sees_the_state_of_each_file(file, ada, sign_in, state, words, linked):
    become(file, **FACTS[state])
    page = sign_in(ada).get(f"/my-cases/{file.case.reference}/").content.decode()
    assert words in page
    assert (f"files/{file.uuid}/" in page) is linked


@pytest.mark.parametrize(
    ("state", "status", "words"),
    [(WAITING, 403, "still checking it"), (INFECTED, 403, "may have a virus"), (CLEAN, 200, None)],
)
def test_only_a_clean_file_can_be_opened(file, ben, ada, sign_in, state, status, words):
    become(file, **FACTS[state])
    reference = file.case.reference
    for user, path in ((ben, f"/office/cases/{reference}/files/"), (ada, f"/my-cases/{reference}/files/")):
        answer = sign_in(user, on=Client()).get(f"{path}{file.uuid}/")
        assert answer.status_code == status
        if words:
            assert words in answer.content.decode()
            assert b"Dear operator" not in answer.content
        else:
            assert b"".join(answer.streaming_content) == b"Dear operator"


def test_foreign_file_returns_404_in_every_scan_state(file, cat, sign_in):
    for facts in FACTS.values():
        become(file, **facts)
        assert sign_in(cat).get(f"/office/cases/{file.case.reference}/files/{file.uuid}/").status_code == 404
