"""Tests of a visit on a shared device: short sessions, no caching, and the quick exit."""

import time

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from accounts.sessions.shared_device import SEEN_AT
from casework.questionnaires.models import Submission
from casework.questionnaires.resume import mail_resume_link

AWAY = "https://www.bbc.co.uk/weather"
SAME_ORIGIN = {"Sec-Fetch-Site": "same-origin"}


def idle(client, seconds):
    session = client.session
    session[SEEN_AT] = time.time() - seconds
    session.save()


def test_quick_exit_deletes_the_answers_and_the_session(on_shared_device):
    client = on_shared_device.client
    response = client.get("/leave/", headers=SAME_ORIGIN)
    assert response.url == AWAY
    assert response.headers["Clear-Site-Data"] == '"cookies", "storage"'
    assert response.headers["Referrer-Policy"] == "no-referrer"
    assert not Submission.objects.exists()
    assert all(morsel["max-age"] == 0 for morsel in response.cookies.values())
    assert on_shared_device.get("details").url.startswith("/raise/contact/safety/")


def test_quick_exit_without_fetch_metadata_ends_the_visit(on_shared_device):
    on_shared_device.client.get("/leave/")
    assert not Submission.objects.exists()


@pytest.mark.parametrize("header", [{"Sec-Fetch-Site": "cross-site"}, {"Sec-Purpose": "prefetch"}], ids=str)
def test_cross_site_or_prefetched_exit_does_not_end_the_visit(on_shared_device, header):
    response = on_shared_device.client.get("/leave/", headers=header)
    assert response.url == AWAY
    assert "Clear-Site-Data" not in response.headers
    assert Submission.objects.get().answers["details"]


def test_quick_exit_on_an_own_device_keeps_the_answers(hand):
    hand.fill(until="help")
    assert hand.client.get("/leave/", headers=SAME_ORIGIN).url == AWAY
    assert hand.get("details").status_code == 200


def test_quick_exit_signs_a_constituent_out(client, ada, sign_in):
    sign_in(ada)
    client.get("/leave/", headers=SAME_ORIGIN)
    assert client.get("/my-cases/").status_code == 302


def test_quick_exit_without_a_session_reads_no_table(client, db):
    with CaptureQueriesContext(connection) as queries:
        assert client.get("/leave/").url == AWAY
    assert not [query for query in queries if " FROM " in query["sql"]]


def test_shared_device_pages_disable_caching_and_autocomplete(on_shared_device):
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


def test_visit_ends_after_fifteen_idle_minutes(on_shared_device):
    idle(on_shared_device.client, 15 * 60)
    response = on_shared_device.get("details")
    assert response.status_code == 302
    assert "Clear-Site-Data" in response.headers
    assert not Submission.objects.exists()


def test_step_posted_after_the_idle_limit_is_shown_and_not_stored(on_shared_device):
    idle(on_shared_device.client, 15 * 60)
    response = on_shared_device.post("details")
    assert response.status_code == 409
    assert not Submission.objects.exists()


def test_requests_before_the_idle_limit_extend_the_visit(on_shared_device):
    for _ in range(2):
        idle(on_shared_device.client, 10 * 60)
        assert on_shared_device.get("details").status_code == 200


def test_shared_device_session_ends_with_the_browser(on_shared_device):
    assert on_shared_device.client.session.get_expire_at_browser_close()


def test_quick_exit_keeps_answers_that_have_an_emailed_link(hand):
    hand.fill(until="help", device={"shared": "yes"})
    mail_resume_link(submission=Submission.objects.get(), email="amina@london.example")
    hand.client.get("/leave/", headers=SAME_ORIGIN)
    assert Submission.objects.get().answers["details"]
    assert hand.get("details").status_code == 302


def test_answering_not_shared_removes_the_restrictions(on_shared_device):
    on_shared_device.post("device", {"shared": "no"})
    assert 'autocomplete="off"' not in on_shared_device.get("details").text
    assert not on_shared_device.client.session.get_expire_at_browser_close()


def test_clear_button_on_the_sent_page_clears_the_device(hand):
    hand.fill(safety={"safe": "no"}, device={"shared": "yes"})
    assert "Clear this device" in hand.client.get(hand.send().url).text
    response = hand.client.post("/leave/")
    assert response.headers["Clear-Site-Data"] == '"cache", "cookies", "storage"'
    assert "We’ve removed your visit from this device" in response.text
    assert hand.get("sent").status_code == 302


def test_answers_remain_if_the_visit_is_not_ended(on_shared_device, monkeypatch):
    monkeypatch.setattr("portal.leave.ending.end", lambda request: None)
    idle(on_shared_device.client, 15 * 60)
    on_shared_device.get("details")
    assert Submission.objects.exists()


def test_page_that_polls_does_not_extend_a_visit_on_a_shared_device(on_shared_device):
    client = on_shared_device.client
    for headers, is_extended in (({"Sec-Fetch-Dest": "empty"}, False), ({}, True)):
        idle(client, 10 * 60)
        before = client.session[SEEN_AT]
        client.get(on_shared_device.url("details"), headers=headers)
        assert (client.session[SEEN_AT] > before) is is_extended
