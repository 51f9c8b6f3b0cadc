"""The origin in audit entries: route and session."""

import pytest

from casework.audit.models import Entry
from casework.audit.services import NOWHERE, origin, session_mark
from casework.audit.verbs import Verb
from casework.offices.models import Membership
from casework.wall.scope import ALL, scoped
from tests import factories


def entries(verb):
    with scoped(ALL):
        return list(Entry.objects.filter(verb=verb))


def test_refusal_entry_names_route_and_session(sign_in, cat, case):
    client = sign_in(cat)
    client.get(f"/office/cases/{case.reference}/")
    [entry] = entries(Verb.REFUSED)
    assert entry.route == "backoffice:case_detail"
    assert entry.session == session_mark(client.session.session_key) != ""
    assert (entry.subject, entry.detail) == (case.reference, {"status": 404})


def test_refusal_before_the_view_names_route_and_session(sign_in, ada):
    client = sign_in(ada)
    client.get("/office/cases/")
    [entry] = entries(Verb.REFUSED)
    assert entry.route == "backoffice:case_list"
    assert entry.session == session_mark(client.session.session_key)


def test_refusal_at_a_visible_case_is_logged_only_in_its_office(sign_in, assembly, ben):
    role = Membership.Role.READ_ONLY
    Membership.objects.create(office=assembly.sister, user=ben, role=role)
    case = factories.case(office=assembly.sister)
    assert sign_in(ben).post(f"/office/cases/{case.reference}/close/", {}).status_code == 403
    [entry] = entries(Verb.REFUSED)
    assert (entry.office_id, entry.subject) == (assembly.sister.pk, case.reference)


def test_act_and_refusal_entries_share_the_session_mark(sign_in, ben, case):
    client = sign_in(ben)
    client.get(f"/office/cases/{case.reference}/")
    client.get("/office/administration/")
    marks = {entry.session for verb in (Verb.CASE_READ, Verb.REFUSED) for entry in entries(verb)}
    assert marks == {session_mark(client.session.session_key)}


@pytest.mark.parametrize("path", ["/office/cases/", "/no-such-page/"])
def test_origin_is_reset_after_each_request(sign_in, ben, path):
    sign_in(ben).get(path)
    assert origin.get() == NOWHERE
