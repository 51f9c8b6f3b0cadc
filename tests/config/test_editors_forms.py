"""A request without the fields that Wagtail expects is a bad request, not a server error."""

from cms.setup import editors, home_page
from tests import factories


def test_wagtail_form_without_required_fields_is_a_bad_request(client, db, sign_in):
    editors().user_set.add(factories.staff("Ned"))
    person = editors().user_set.get()
    answer = sign_in(person).post(f"/editor/pages/{home_page().pk}/copy/")
    assert answer.status_code == 400


def test_wagtail_form_without_any_field_is_a_bad_request(client, db, sign_in):
    editors().user_set.add(factories.staff("Ned"))
    person = editors().user_set.get()
    assert sign_in(person).post("/editor/choose-external-link/").status_code == 400
