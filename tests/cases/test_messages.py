"""Messages: written in one place, with a channel and exactly one sender."""

import pytest
from django.db import IntegrityError
from django.utils import timezone

from casework.cases.models import Message
from casework.cases.models.alerts.contact_task import ContactTask
from casework.cases.models.channel import WEB
from casework.cases.services.messages.message import write_message
from casework.cases.services.sharing.transfer import accept_transfer
from casework.constituents.models import ContactPoint
from casework.outbox.models import OutboxMessage
from casework.wall.scope import ALL, scoped
from tests import factories
from tests.sharing import transfer_offered

pytestmark = pytest.mark.django_db


@pytest.fixture
def point(case):
    with scoped(ALL):
        return ContactPoint.objects.get(constituent=case.constituent, kind="email")


def written(case, *, sender, direction=Message.Direction.IN):
    with scoped(ALL):
        return write_message(case=case, direction=direction, body="Thanks.", channel=WEB, sender=sender)


def test_message_of_an_account_names_the_author(case, ada):
    message = written(case, sender=ada)
    assert (message.author, message.contact_point, message.is_unverified) == (ada, None, False)


def test_message_from_a_proved_address_names_the_contact_point(case, point):
    message = written(case, sender=point)
    assert (message.author, message.contact_point, message.is_unverified) == (None, point, False)


def test_message_without_proof_is_unverified(case):
    message = written(case, sender=None)
    assert (message.author, message.contact_point, message.is_unverified) == (None, None, True)


def test_message_to_a_constituent_alerts_them(case, ben):
    message = written(case, sender=ben, direction=Message.Direction.OUT)
    with scoped(ALL):
        assert OutboxMessage.objects.get(uuid=message.alert).purpose == "case.alert"


def test_message_that_alerts_no_one_becomes_a_contact_task(case, point, ben):
    with scoped(ALL):
        ContactPoint.objects.filter(pk=point.pk).update(safe=False)
    message = written(case, sender=ben, direction=Message.Direction.OUT)
    with scoped(ALL):
        assert ContactTask.objects.open().get().message == message


@pytest.mark.parametrize("senders", [{}, {"author", "contact_point"}, {"author", "is_unverified"}])
def test_database_refuses_a_message_without_exactly_one_sender(case, point, ben, senders):
    facts = {"author": ben, "contact_point": point, "is_unverified": True}
    with scoped(ALL), pytest.raises(IntegrityError, match="message_has_one_sender"):
        Message.objects.create(
            office=case.office, case=case, body="Hello", direction="in", channel_id=WEB,
            **{name: facts[name] for name in senders},
        )  # fmt: skip


@pytest.mark.parametrize("goes_along", [True, False])
def test_copy_of_a_message_names_the_copied_address_or_no_one(assembly, goes_along):
    case = factories.case(office=assembly.office, raised_by=assembly.ada)
    with scoped(ALL):
        point = ContactPoint.objects.get(constituent=case.constituent)
        ContactPoint.objects.filter(pk=point.pk).update(proved_by=assembly.ada, proved_at=timezone.now())
        message = written(case, sender=point)
        points = [point.pk] if goes_along else []
        transfer = transfer_offered(case, to=assembly.sister, by=assembly.ben, points=points)
        member = factories.member("New Member", office=assembly.sister)
        copy = accept_transfer(transfer=transfer, member=member, by=assembly.eve).messages.get(at=message.at)
        assert copy.is_unverified is not goes_along
        assert (copy.contact_point is not None) is goes_along
