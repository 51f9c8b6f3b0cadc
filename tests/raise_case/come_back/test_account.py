"""Tests of coming back to unsent answers by signing in, here or on another device."""

import re
import time
from datetime import timedelta

from django.test import Client
from django.utils import timezone

from accounts.middleware import SEEN_AT
from casework.questionnaires.models import Submission
from tests.journeys.drivers import code_in
from tests.raise_case.come_back.links import UNSAFE, link_in
from tests.raise_case.hand import ANSWERS, Hand


def test_sign_in_ties_the_answers_to_the_account_on_any_device(saved, ada, sign_in):
    sign_in(ada)
    assert Submission.objects.get().person == ada
    other = Hand(sign_in(ada, on=Client()))
    page = other.client.get("/my-cases/").text
    assert "Not sent yet" in page
    mine = re.search(r"/come-back/mine/[^/]+/", page).group()
    assert "You started this on" in other.client.get(mine).text
    assert other.client.post(mine).url == "/raise/contact/check/"
    assert other.get("details").status_code == 200
    assert other.client.post(mine, {"delete": "1"}).url == "/my-cases/"
    assert not Submission.objects.exists()


def test_sign_in_by_code_ties_the_answers_to_the_account(saved, ada, sent_mail):
    saved.client.post("/accounts/login/code/", {"email": ada.email})
    saved.client.post("/accounts/login/code/confirm/", {"code": code_in(sent_mail()[-1])})
    assert Submission.objects.get().person == ada
    assert saved.get("details").status_code == 200


def test_later_page_offers_sign_in_and_returns_to_it(saved, ada, sign_in):
    offered = re.search(r'href="(/accounts/login/code/[^"]*)"', saved.get("later").text).group(1)
    assert offered.endswith("?next=/raise/contact/later/")
    sign_in(ada)
    page = saved.get("later").text
    assert f'Sign in as <bdi dir="ltr">{ada.email}</bdi>' in page
    assert 'name="email"' not in page


def test_staff_sign_in_does_not_tie_the_answers(saved, ben, sign_in):
    sign_in(ben)
    assert Submission.objects.get().person is None


def test_answers_of_another_account_are_not_accessible(saved, assembly, sign_in):
    sign_in(assembly.ada)
    submission = Submission.objects.get()
    bea = sign_in(assembly.bea, on=Client())
    assert "Not sent yet" not in bea.get("/my-cases/").text
    for way in ("get", "post"):
        assert getattr(bea, way)(f"/come-back/mine/{submission.uuid}/").status_code == 404
    assert bea.get("/raise/contact/details/").status_code == 302
    assert "login" in Client().get(f"/come-back/mine/{submission.uuid}/").url


def test_unsafe_answers_are_not_listed_or_opened_on_another_device(hand, ada, sign_in):
    hand.post("safety", UNSAFE)
    sign_in(ada)
    other = sign_in(ada, on=Client())
    assert "Not sent yet" not in other.get("/my-cases/").text
    assert other.get(f"/come-back/mine/{Submission.objects.get().uuid}/").status_code == 404
    assert other.get("/raise/contact/").url == "/raise/contact/safety/"
    assert hand.get("device").status_code == 200


def test_start_page_offers_own_answers_on_another_device(saved, ada, sign_in):
    sign_in(ada)
    other = Hand(sign_in(ada, on=Client()))
    assert "You started this on" in other.get("").text
    assert other.get("details").status_code == 200


def test_link_to_answers_tied_to_an_account_requires_sign_in(saved, ada, sign_in, sent_mail):
    link = link_in(sent_mail()[0])
    sign_in(ada)
    stranger = Client()
    assert "sign in with the same email address" in stranger.get(link).text
    assert "/accounts/login/code/" in stranger.get(stranger.post(link).url).url


def test_step_posted_after_the_session_ended_is_kept_until_sign_in(hand, ada, sign_in):
    """B-70: the session expired while the page was filled in."""
    sign_in(ada)
    hand.fill(until="details")
    session = hand.client.session
    session[SEEN_AT] = time.time() - 60 * 60
    session.save()
    expired = hand.post("details")
    return_url = expired.url.partition("next=")[2].replace("%2F", "/")
    sign_in(ada)
    page = hand.client.get(return_url)
    assert "Lift out of order" in page.text
    action = re.search(r'action="(/raise/[^"]+)"', page.text).group(1).replace("&amp;", "&")
    response = hand.client.post(action, {f"details-{k}": v for k, v in ANSWERS["details"].items()})
    assert response.url == "/raise/contact/help/"


def test_anonymous_session_expires_with_the_answers(hand, submission):
    """B-70: longer than 24 hours, and no longer than the answers."""
    hand.fill(until="details")
    left = hand.client.session.get_expiry_date() - submission().expires_at
    assert abs(left) < timedelta(seconds=2)
    assert submission().expires_at - timezone.now() > timedelta(days=6)
