"""Comparing in words, rolling back, exporting, importing and copying."""

import json
import re

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile

from casework.questionnaires.definition import all_questions
from casework.questionnaires.models import Version
from casework.questionnaires.services import current_version
from cms.forms.compare import changes
from cms.forms.files import file_of
from cms.forms.models import Form
from ui.templatetags.ui import full_moment

from .conftest import changed, posted


def reword(steps):
    steps[0]["value"]["questions"][0]["value"]["text"] = "May we email you?"


def upload(desk, content):
    file = SimpleUploadedFile("form.json", content.encode())
    return desk.client.post("/editor/forms/import/", {"file": file})


def imported():
    return Form.objects.exclude(slug="contact").get()


def test_compare_page_says_what_each_changed_word_was_and_is(desk, contact):
    desk.save(changed(contact, reword))
    page = desk.client.get(f"/editor/forms/history/{contact.pk}/revisions/compare/earliest...latest/").text
    assert "Question “May we email you?”: question" in page
    assert "Is it safe to send you emails?" in page
    rows = re.findall('<th scope="row">(Question|Step|The form)', page)
    assert rows == ["Question"]


def test_compare_page_says_when_a_version_was_saved(desk, contact):
    desk.save(changed(contact, reword))
    saved = contact.revisions.latest("pk")
    page = desk.client.get(
        f"/editor/forms/history/{contact.pk}/revisions/compare/earliest...{saved.pk}/"
    ).text
    assert f'<th scope="col">{full_moment(saved.created_at)}</th>' in page


def test_new_words_of_a_question_change_no_condition_on_it(definition):
    after = json.loads(json.dumps(definition))
    asked = all_questions(after)["topic"][1]
    asked["text"]["en"], asked["choices"][0]["label"]["en"] = "What is it about?", "Buses"
    assert "shown if" not in {change.what for change in changes(definition, after)}


def test_no_name_of_the_machine_is_in_a_comparison(definition):
    after = json.loads(json.dumps(definition))
    after["fixed"] = {"kind": "problem", "route": "area", "sensitive": "yes"}
    question = all_questions(after)["email"][1]
    question |= {"type": "text", "max_length": 70, "autocomplete": "name"}
    said = {change.what: change.now for change in changes(definition, after)}
    assert said["type"] == "Short text"
    assert said["limits"] == "Most characters: 70\nWhat browsers may fill in: Name"
    assert said["every case"].splitlines() == [
        "Kind: a problem",
        "goes to the Member of the person’s area",
        "The case is sensitive",
    ]


def test_changed_condition_is_compared_in_words(definition):
    after = json.loads(json.dumps(definition))
    step = next(step for step in after["steps"] if step["slug"] == "who-can-help")
    step["when"] = [{"question": "topic", "in": ["fire"]}]
    (change,) = changes(definition, after)
    assert change.what == "shown if"
    assert "“Which topic is closest?” is: " in change.was
    assert change.now != change.was


def test_removed_step_and_added_question_are_named(definition):
    after = json.loads(json.dumps(definition))
    gone = after["steps"].pop(9)
    after["steps"][8]["questions"].append(
        after["steps"][8]["questions"][0] | {"name": "new", "text": {"en": "New?"}}
    )
    found = changes(definition, after)
    assert ("removed", f"Step “{gone['title']['en']}”") in [(change.what, change.where) for change in found]
    assert ("added", "Question “New?”") in [(change.what, change.where) for change in found]


def test_same_definitions_have_no_changes(definition):
    assert changes(definition, definition) == []


def test_earlier_version_published_again_is_a_new_version_with_the_old_definition(desk, contact):
    first = current_version("contact").definition
    desk.publish(changed(contact, reword))
    old = contact.revisions.order_by("pk").first()
    page = f"/editor/forms/history/{contact.pk}/revisions/{old.pk}/revert/"
    assert desk.client.get(page).status_code == 200
    desk.client.post(f"/editor/forms/edit/{contact.pk}/", posted(old.as_object()) | {"action-publish": "1"})
    assert Version.objects.count() == 3
    assert current_version("contact").definition == first


def test_export_import_export_is_equal_to_the_byte(desk, contact):
    exported = desk.client.get(f"/editor/forms/export/{contact.pk}/").text
    assert upload(desk, exported).status_code == 302
    assert file_of(imported()) == exported


def test_imported_form_is_a_draft(desk, contact):
    upload(desk, file_of(contact))
    assert not imported().live
    assert current_version(imported().slug) is None


def test_file_that_holds_no_form_is_refused(desk, contact):
    for content in ("", "[]", "{}", '{"schema": 1, "steps": [{}]}', '{"schema": 2}', "\x00"):
        assert "holds no form" in upload(desk, content).text or not content
    assert Form.objects.count() == 1


@pytest.mark.parametrize(
    "wrong", [{"fixed": {"kind": "rant"}}, {"fixed": {"nonsense": "x"}}, {"title": {"en": "x" * 200}}]
)
def test_file_that_says_what_no_form_can_is_refused(desk, contact, definition, wrong):
    assert "holds no form" in upload(desk, json.dumps(definition | wrong)).text


def test_unfinished_draft_is_exported_and_imported(desk, contact):
    contact.declaration = ""
    assert upload(desk, file_of(contact)).status_code == 302


def test_imported_forms_get_an_address_each(desk, contact):
    upload(desk, file_of(contact))
    upload(desk, file_of(contact))
    slugs = Form.objects.order_by("pk").values_list("slug", flat=True)
    assert list(slugs) == ["contact", "write-to-a-member", "write-to-a-member-2"]


def test_copy_of_a_published_form_begins_as_its_draft_under_another_address(desk, contact):
    desk.save(changed(contact, reword))
    form = desk.client.get(f"/editor/forms/copy/{contact.pk}/").context["form"]
    assert (form["title"].value(), form["slug"].value()) == ("Copy of Write to a Member", "contact-2")
    assert not form["slug"].field.disabled
    steps = form["steps"].value()
    assert steps[0].value["questions"][0].value["text"] == "May we email you?"


def test_copy_is_saved_as_a_form_of_its_own(desk, contact):
    contact.slug = "copy"
    assert desk.client.post("/editor/forms/add/", posted(contact)).status_code == 302
    copy = Form.objects.get(slug="copy")
    assert len(copy.definition()["steps"]) == len(contact.definition()["steps"])


@pytest.mark.parametrize("kind", ["forms", "banners"])
def test_versions_of_what_no_number_names_are_not_found(desk, kind):
    assert desk.client.get(f"/editor/{kind}/history/x/revisions/compare/1...1/").status_code == 404
