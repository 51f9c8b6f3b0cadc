"""On a device that others use: short, unkept by the browser, and gone with one click."""

import time

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from accounts.shared_device import SEEN_AT
from casework.questionnaires.models import Submission
from casework.questionnaires.returning import mail_way_back

AWAY = "https://www.bbc.co.uk/weather"
COMES_FROM_US = {"Sec-Fetch-Site": "same-origin"}


def idle(client, seconds):
    session = client.session
    session[SEEN_AT] = time.time() - seconds
    session.save()


def test_leaving_forgets_the_answers_and_the_session(on_shared_device):
    client = on_shared_device.client
    response = client.get("/leave/", headers=COMES_FROM_US)
    assert response.url == AWAY
    assert response.headers["Clear-Site-Data"] == '"cookies", "storage"'
    assert response.headers["Referrer-Policy"] == "no-referrer"
    assert not Submission.objects.exists()
    assert all(morsel["max-age"] == 0 for morsel in response.cookies.values())
    assert on_shared_device.get("details").url.startswith("/raise/contact/safety/")


def test_an_old_browser_that_does_not_say_where_it_comes_from_gets_away_too(on_shared_device):
    on_shared_device.client.get("/leave/")
    assert not Submission.objects.exists()


@pytest.mark.parametrize("header", [{"Sec-Fetch-Site": "cross-site"}, {"Sec-Purpose": "prefetch"}], ids=str)
def test_a_page_elsewhere_and_a_page_fetched_ahead_end_nothing(on_shared_device, header):
    response = on_shared_device.client.get("/leave/", headers=header)
    assert response.url == AWAY
    assert "Clear-Site-Data" not in response.headers
    assert Submission.objects.get().answers["details"]


def test_on_ones_own_device_the_answers_wait(hand):
    hand.fill(until="help")
    assert hand.client.get("/leave/", headers=COMES_FROM_US).url == AWAY
    assert hand.get("details").status_code == 200


def test_who_is_signed_in_is_signed_out(client, ada, sign_in):
    sign_in(ada)
    client.get("/leave/", headers=COMES_FROM_US)
    assert client.get("/my-cases/").status_code == 302


def test_nobody_is_asked_for_anything_without_a_session(client, db):
    with CaptureQueriesContext(connection) as asked:
        assert client.get("/leave/").url == AWAY
    assert not [query for query in asked if " FROM " in query["sql"]]


def test_no_page_may_be_kept_and_no_box_remembers(on_shared_device):
    page = on_shared_device.get("you")
    assert page.status_code == 302  # the steps before are not answered yet
    on_shared_device.post("help")
    on_shared_device.post("files", {})
    page = on_shared_device.get("you")
    assert 'autocomplete="email"' not in page.text
    assert page.text.count('autocomplete="off"') >= 5
    for address in ("/find-your-members/", "/accounts/login/code/"):
        assert on_shared_device.client.get(address).headers["Cache-Control"] == "no-store, private"
    assert 'autocomplete="off"' in on_shared_device.client.get("/accounts/login/code/").text


def test_after_a_quarter_of_an_hour_everything_is_gone(on_shared_device):
    idle(on_shared_device.client, 15 * 60)
    response = on_shared_device.get("details")
    assert response.status_code == 302
    assert "Clear-Site-Data" in response.headers
    assert not Submission.objects.exists()


def test_what_was_sent_too_late_is_shown_once_and_kept_nowhere(on_shared_device):
    idle(on_shared_device.client, 15 * 60)
    response = on_shared_device.post("details")
    assert response.status_code == 409
    assert not Submission.objects.exists()


def test_reading_for_long_with_signs_of_life_ends_nothing(on_shared_device):
    for _quarter in range(2):
        idle(on_shared_device.client, 10 * 60)
        assert on_shared_device.get("details").status_code == 200


def test_the_session_ends_with_the_browser(on_shared_device):
    assert on_shared_device.client.session.get_expire_at_browser_close()


def test_answers_that_can_be_found_by_an_emailed_link_stay(hand):
    hand.fill(until="help", safety={"safe": "yes", "shared": "yes"})
    mail_way_back(submission=Submission.objects.get(), email="amina@london.example")
    hand.client.get("/leave/", headers=COMES_FROM_US)
    assert Submission.objects.get().answers["details"]
    assert hand.get("details").status_code == 302


def test_saying_that_nobody_else_uses_it_takes_all_that_back(on_shared_device):
    on_shared_device.post("safety", {"safe": "no", "shared": "no"})
    assert 'autocomplete="off"' not in on_shared_device.get("details").text
    assert not on_shared_device.client.session.get_expire_at_browser_close()


def test_the_last_page_clears_the_device(hand):
    hand.fill(safety={"safe": "no", "shared": "yes"})
    assert "Clear this device" in hand.client.get(hand.send().url).text
    response = hand.client.post("/leave/")
    assert response.headers["Clear-Site-Data"] == '"cache", "cookies", "storage"'
    assert "This device has forgotten your visit" in response.text
    assert hand.get("sent").status_code == 302


def test_a_visit_that_does_not_end_is_noticed(on_shared_device, monkeypatch):
    monkeypatch.setattr("portal.leave.ending.end", lambda request: None)
    idle(on_shared_device.client, 15 * 60)
    on_shared_device.get("details")
    assert Submission.objects.exists()
