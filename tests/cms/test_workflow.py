"""Tests of the editors' workflow: approval by a second editor, scheduled publishing, drafts."""

from datetime import timedelta

import pytest
from django.test import Client
from django.utils import timezone
from wagtail.models import Page

from ops.management.commands.worker import publish_scheduled_pages


def submit(client, page, lead):
    sent = {
        "title": page.title,
        "slug": page.slug,
        "lead": lead,
        "body-count": "0",
        "action-submit": "1",
        "comments-TOTAL_FORMS": "0",
        "comments-INITIAL_FORMS": "0",
        "comments-MIN_NUM_FORMS": "0",
        "comments-MAX_NUM_FORMS": "",
    }
    return client.post(f"/editor/pages/{page.pk}/edit/", sent)


def approve(client, page):
    state = Page.objects.get(pk=page.pk).current_workflow_task_state
    return client.post(f"/editor/pages/workflow/action/{page.pk}/approve/{state.pk}/", {})


def lead_on_site():
    return Client().get("/help/").content.decode()


def test_submitted_page_needs_approval_by_another_editor(sign_in, editor, olu, help_page):
    nadia, other = sign_in(editor, on=Client()), sign_in(olu, on=Client())
    assert submit(nadia, help_page, "Approved words.").status_code == 302
    assert "Approved words." not in lead_on_site()
    assert approve(nadia, help_page).url == "/editor/"  # refused with a message there
    assert "Approved words." not in lead_on_site()
    assert approve(other, help_page).status_code == 302
    assert "Approved words." in lead_on_site()


@pytest.mark.parametrize("address", ["/editor/pages/{page.pk}/edit/", "/editor/forms/add/"])
def test_button_says_submit_for_approval(sign_in, editor, help_page, address):
    page = sign_in(editor).get(address.format(page=help_page)).text
    assert "Submit for approval" in page
    assert "Submit to" not in page


def test_scheduled_page_is_published_on_its_day(help_page, monkeypatch):
    help_page.lead = "From tomorrow."
    help_page.go_live_at = timezone.now() + timedelta(days=1)
    help_page.save_revision(approved_go_live_at=help_page.go_live_at)
    publish_scheduled_pages(lambda: False)
    assert "From tomorrow." not in lead_on_site()
    later = timezone.now() + timedelta(days=2)
    monkeypatch.setattr(timezone, "now", lambda: later)
    publish_scheduled_pages(lambda: False)
    assert "From tomorrow." in lead_on_site()


def test_expired_page_is_unpublished(help_page):
    Page.objects.filter(pk=help_page.pk).update(expire_at=timezone.now() - timedelta(minutes=1))
    assert Client().get("/help/").status_code == 200
    publish_scheduled_pages(lambda: False)
    assert Client().get("/help/").status_code == 404


def test_draft_is_visible_only_in_the_editor(sign_in, editor, help_page):
    help_page.lead = "Only a draft."
    help_page.save_revision()
    assert "Only a draft." not in lead_on_site()
    preview = sign_in(editor).get(f"/editor/pages/{help_page.pk}/view_draft/")
    assert "Only a draft." in preview.content.decode()
    assert "Only a draft." not in lead_on_site()


@pytest.mark.parametrize("kind", ["banners", "menus", "councils", "redirects"])
def test_editor_can_open_banners_menus_councils_and_redirects(sign_in, editor, kind):
    assert sign_in(editor).get(f"/editor/{kind}/").status_code == 200
