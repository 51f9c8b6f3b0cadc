"""Rules on recovery links and duty that the services enforce independently of the pages."""

import pytest
from django.core.exceptions import ValidationError

from casework.offices.duty.rota import set_duty
from casework.offices.models import Membership
from casework.offices.services import WorksElsewhere, send_colleague_recovery_link
from casework.wall.scope import ALL, scoped


@pytest.fixture(autouse=True)
def all_rows(db):
    with scoped(ALL):
        yield


def add_membership(user, office):
    return Membership.objects.create(office=office, user=user, role="caseworker")


def test_office_cannot_send_recovery_link_to_person_of_two_offices(assembly, sent_mail):
    add_membership(assembly.ben, assembly.sister)
    here = assembly.ben.memberships.get(office=assembly.office)
    with pytest.raises(WorksElsewhere):
        send_colleague_recovery_link(membership=here, by=assembly.dev)
    assert sent_mail() == []


@pytest.mark.parametrize(("cover", "fits"), [("ben", False), ("dev", True)])
def test_duty_person_cannot_be_their_own_cover(assembly, cover, fits):
    facts = {"minutes": 30, "hours": "", "phone": "", "by": assembly.dev}
    duty = {"office": assembly.office, "person": assembly.ben, "cover": getattr(assembly, cover)}
    if fits:
        assert set_duty(**duty, **facts).cover == assembly.dev
    else:
        with pytest.raises(ValidationError, match="someone else as the cover"):
            set_duty(**duty, **facts)
