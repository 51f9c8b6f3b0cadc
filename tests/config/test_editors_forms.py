"""What Wagtail takes for given and a request does not bring is a bad request, not a failure of the service."""

from cms.setup import editors, home_page
from tests import factories


def test_a_form_of_wagtail_without_its_fields_is_a_bad_request(client, db, sign_in):
    editors().user_set.add(factories.staff("Ned"))
    person = editors().user_set.get()
    answer = sign_in(person).post(f"/editor/pages/{home_page().pk}/copy/")
    assert answer.status_code == 400


def test_a_form_of_wagtail_without_any_field_is_one_too(client, db, sign_in):
    editors().user_set.add(factories.staff("Ned"))
    person = editors().user_set.get()
    assert sign_in(person).post("/editor/choose-external-link/").status_code == 400
