"""Preview of each step with the real runner, and trying a path, both without storing anything."""

import copy

from django.apps import apps
from django.test import Client

from casework.questionnaires.rules.problems import problems_of
from cms.forms.models import create_form
from cms.forms.preview import shown

from .conftest import changed, posted

LOGS = {
    "wagtailadmin.FormState",
    "audit.Entry",
    "audit.Unsealed",
    "sessions.Session",
    "wagtailadmin.EditingSession",
}


def rows():
    """Return the number of rows of each table, without the log, sessions and what Wagtail keeps of an open page."""
    models = [model for model in apps.get_models() if model._meta.label not in LOGS and model._meta.managed]
    return {model._meta.label: model._base_manager.count() for model in models}


def preview(desk, form, mode):
    """Post what the editor holds, as the preview panel does, and follow its frame."""
    desk.client.post(f"/editor/forms/preview/{form.pk}/", posted(form))
    return desk.client.get(f"/editor/forms/preview/{form.pk}/?mode={mode}", follow=True)


def test_every_step_and_the_check_page_is_shown_and_nothing_stored(desk, contact):
    preview(desk, contact, "safety")
    before = rows()
    for slug, title in contact.preview_modes:
        page = preview(desk, contact, slug)
        assert page.status_code == 200
        assert page.request["PATH_INFO"].endswith(f"/{slug}/"), title
    assert rows() == before


def test_draft_is_tried_with_its_branches_and_errors_and_nothing_stored(desk, contact):
    page = preview(desk, contact, "for-whom")
    address = page.request["PATH_INFO"]
    before = rows()
    assert desk.client.post(address, {}).context["form"].errors
    answered = desk.client.post(address, {"for-whom-for_whom": "other"})
    assert answered.url.endswith("/person/")
    assert desk.client.post(address, {"for-whom-for_whom": "me"}).url.endswith("/topic/")
    assert rows() == before


def test_sending_leads_to_a_page_that_says_nothing_was_sent(desk, contact):
    page = preview(desk, contact, "check")
    before = rows()
    sent = desk.client.post(page.request["PATH_INFO"], {}, follow=True)
    assert "nothing was saved or sent" in sent.text
    assert rows() == before


def test_every_page_of_a_trial_says_that_nothing_is_saved(desk, contact, client):
    for mode in ("safety", "check"):
        assert "You are trying this form" in preview(desk, contact, mode).text
    assert "You are trying this form" not in client.get("/raise/contact/safety/", follow=True).text


def test_end_of_a_trial_says_what_case_the_answers_make(desk, contact, definition):
    definition["fixed"] = {"sensitive": "yes"}
    form = create_form(slug="sensitive", definition=definition, by=None)
    page = preview(desk, form, "check")
    page = desk.client.post(page.request["PATH_INFO"], {}, follow=True)
    rows = {row["key"]: row["value"] for row in page.context["outcome"]}
    assert (rows["Kind"], rows["Sensitive"], rows["Urgent"]) == ("Problem", "Yes", "No")
    assert rows["Office that reads it"]


def test_trial_that_ends_early_makes_no_case(desk, contact):
    address = preview(desk, contact, "safety").request["PATH_INFO"]
    page = desk.client.get(address.replace("/safety/", "/done/"))
    assert page.context["outcome"] == []


def test_preview_may_stand_in_a_frame_of_the_editor_and_other_pages_may_not(desk, contact):
    page = preview(desk, contact, "safety")
    assert "frame-ancestors 'self'" in page.headers["Content-Security-Policy"]
    assert "unsafe-inline" not in page.headers["Content-Security-Policy"]
    public = Client().get("/raise/contact/safety/")
    assert "frame-ancestors 'none'" in public.headers["Content-Security-Policy"]


def test_trial_of_one_editor_is_not_there_for_another(desk, contact, olu, sign_in):
    address = preview(desk, contact, "safety").request["PATH_INFO"]
    assert sign_in(olu, on=Client()).get(address).status_code == 404


def test_half_finished_form_is_shown_with_what_is_missing(desk, contact):
    def half(steps):
        del steps[4:]
        steps[0]["value"]["title"] = ""
        steps[0]["value"]["questions"][0]["value"] |= {"text": "", "choices": []}
        steps[-1]["value"]["when"][0]["value"]["question"] = "gone"

    page = preview(desk, changed(contact, half), "safety")
    assert "Not written yet" in page.text


def test_finished_definition_is_shown_unchanged(definition):
    assert problems_of(definition) == []
    assert shown(copy.deepcopy(definition)) == definition


def test_constituents_and_caseworkers_cannot_try_a_form(desk, contact, sign_in, ben):
    address = preview(desk, contact, "safety").request["PATH_INFO"]
    assert sign_in(ben, on=Client()).get(address).status_code == 404
    assert Client().get(address).status_code == 302


def test_step_for_one_borough_is_shown(desk, contact, definition):
    place = next(number for number, step in enumerate(definition["steps"]) if step["slug"] == "where")
    definition["steps"][place + 1]["when"] = [{"question": "where_borough", "in": ["E09000025"]}]
    form = create_form(slug="boroughs", definition=definition, by=None)
    slug = definition["steps"][place + 1]["slug"]
    assert preview(desk, form, slug).request["PATH_INFO"].endswith(f"/{slug}/")
