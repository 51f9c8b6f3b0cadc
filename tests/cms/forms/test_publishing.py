"""Editors change the contact form and publish it."""

import pytest
from django.test import Client
from django.utils import timezone

from casework.questionnaires.models import Version
from casework.questionnaires.rules.problems import InvalidDefinition
from casework.questionnaires.services import current_version
from cms.forms.models import Form
from ops.management.commands.worker import publish_scheduled_pages

from .conftest import changed


def ask(steps, text):
    steps[0]["value"]["questions"][0]["value"]["text"] = text


def question(version):
    return version.definition["steps"][0]["questions"][0]


def test_editor_finds_forms_in_the_menu_and_opens_one(desk, contact):
    assert "/editor/forms/" in desk.client.get("/editor/").text
    assert contact.title in desk.client.get("/editor/forms/").text
    assert desk.client.get(f"/editor/forms/edit/{contact.pk}/").status_code == 200


def test_published_word_is_asked_from_then_on_under_the_same_name(desk, contact):
    before = question(current_version("contact"))
    assert desk.publish(changed(contact, lambda steps: ask(steps, "May we email you?"))).status_code == 302
    version = current_version("contact")
    assert version.number == 2
    assert question(version) == before | {"text": {"en": "May we email you?"}}
    assert "May we email you?" in Client().get("/raise/contact/safety/").text


def test_saved_draft_changes_nothing_for_people(desk, contact):
    assert desk.save(changed(contact, lambda steps: ask(steps, "May we email you?"))).status_code == 302
    assert Version.objects.count() == 1
    assert "May we email you?" not in Client().get("/raise/contact/safety/").text


def test_unchanged_form_published_again_makes_no_version(desk, contact):
    desk.publish(contact)
    assert Version.objects.count() == 1


def test_names_posted_by_a_browser_are_ignored(desk, contact):
    desk.publish(contact, names="{}")
    assert Form.objects.get().names == contact.names


def test_unpublished_form_is_closed_to_new_people(desk, contact):
    desk.client.post(f"/editor/forms/unpublish/{contact.pk}/", {})
    assert Client().get("/raise/contact/safety/").status_code == 410


def test_editor_cannot_delete_a_form(desk, contact):
    desk.client.post(f"/editor/forms/delete/{contact.pk}/", {})
    assert Form.objects.exists()


def test_submitted_form_is_published_by_another_editor(desk, contact, olu, sign_in):
    desk.submit(changed(contact, lambda steps: ask(steps, "May we email you?")))
    state = Form.objects.get().current_workflow_task_state
    url = f"/editor/forms/workflow/action/{contact.pk}/approve/{state.pk}/"
    desk.client.post(url, {})
    assert Version.objects.count() == 1
    sign_in(olu, on=Client()).post(url, {})
    assert question(current_version("contact"))["text"] == {"en": "May we email you?"}


def test_scheduled_form_is_published_at_its_time(contact, monkeypatch):
    form = changed(contact, lambda steps: ask(steps, "May we email you?"))
    form.go_live_at = timezone.now() + timezone.timedelta(days=1)
    form.save_revision().publish()
    publish_scheduled_pages(lambda: False)
    assert Version.objects.count() == 1
    later = timezone.now() + timezone.timedelta(days=2)
    monkeypatch.setattr(timezone, "now", lambda: later)
    publish_scheduled_pages(lambda: False)
    assert Version.objects.count() == 2


def test_scheduled_form_that_is_invalid_is_not_published_and_its_editor_is_told(
    contact, editor, monkeypatch, sent_mail
):
    form = changed(contact, lambda steps: ask(steps, ""))
    form.go_live_at = timezone.now() + timezone.timedelta(days=1)
    form.save_revision(user=editor).publish()
    later = timezone.now() + timezone.timedelta(days=2)
    monkeypatch.setattr(timezone, "now", lambda: later)
    publish_scheduled_pages(lambda: False)
    assert Version.objects.count() == 1
    assert Form.objects.get().scheduled_revision is None
    assert "Write the question" in sent_mail()[0].get_content()


def test_invalid_revision_changes_nothing_when_published_past_the_page(contact):
    form = changed(contact, lambda steps: ask(steps, ""))
    with pytest.raises(InvalidDefinition):
        form.save_revision().publish()
    assert Version.objects.count() == 1
    assert Form.objects.get().steps[0].value["questions"][0].value["text"]


@pytest.mark.parametrize("address", ["/editor/forms/add/", "/editor/banners/add/"])
def test_boxes_for_times_say_how_to_write_one(desk, contact, address):
    assert "like 24/12/2026 09:00" in desk.client.get(address).text
