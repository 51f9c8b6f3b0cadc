"""The texts of a form in other languages: side by side for editors, stale when the English changes, then published."""

import polib
import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.urls import reverse

from casework.questionnaires.services import current_version, start_submission
from casework.questionnaires.translations.published import definition_in
from casework.questionnaires.translations.texts import texts_of
from cms.forms.translations.models import FormText
from cms.forms.translations.publishing import publish_form_texts, texts_of_form
from cms.translations.services import Typed, save_texts
from tests.cms.forms.conftest import changed

pytestmark = pytest.mark.django_db

TITLE = "steps/help/title"
RISK = "steps/danger/questions/risk/choices/life/label"


@pytest.fixture
def polish_page(contact):
    return reverse("form_texts", args=[contact.pk, "pl"])


def titles(version, language="pl"):
    return {step["slug"]: step["title"].get(language) for step in definition_in(version, language)["steps"]}


def write(form, **texts):
    return save(form, {key: Typed(text=text, was="") for key, text in texts.items()})


def save(form, typed):
    return save_texts(owner=form, texts=texts_of_form(form.definition()), language="pl", typed=typed)


def test_page_lists_what_is_missing_first(desk, contact, polish_page):
    write(contact, **{TITLE: "Co by pomogło?"})
    lines = desk.client.get(polish_page).context["lines"]
    states = [line["row"].state for line in lines]
    assert (states[0], states[-1]) == ("missing", "done")
    assert len(lines) == len(texts_of(contact.definition()))


def test_text_is_shown_once_it_is_published(desk, contact, polish_page):
    desk.client.post(polish_page, {f"text:{TITLE}": "Co by pomogło?", f"was:{TITLE}": ""})
    assert titles(current_version("contact"))["help"] is None
    desk.client.post(polish_page, {"publish": "yes"})
    assert titles(current_version("contact"))["help"] == "Co by pomogło?"


def test_page_says_what_happened(desk, polish_page):
    sent = {f"text:{TITLE}": "Co by pomogło?", f"was:{TITLE}": "", "publish": "yes"}
    page = desk.client.post(polish_page, sent, follow=True)
    assert "Published. People who read Polish see these texts from now on." in page.content.decode()


def test_same_english_elsewhere_is_translated_along(contact):
    write(contact, **{"steps/safety/section": "Zanim zaczniesz"})
    publish_form_texts(contact)
    definition = definition_in(current_version("contact"), "pl")
    sections = {step["slug"]: step["section"].get("pl") for step in definition["steps"]}
    assert sections["safety"] == sections["device"] == "Zanim zaczniesz"


def test_changed_english_is_stale_and_shown_in_english(desk, contact, polish_page):
    write(contact, **{TITLE: "Co by pomogło?"})

    def reword(steps):
        step = next(each for each in steps if each["value"]["title"] == "What would help?")
        step["value"]["title"] = "What could help?"

    desk.publish(changed(contact, reword))
    assert titles(current_version("contact"))["help"] is None
    row = desk.client.get(polish_page).context["lines"]
    stale = [line["row"] for line in row if line["row"].state == "stale"]
    assert [(each.earlier, each.text.english) for each in stale] == [("What would help?", "What could help?")]


def test_stale_text_that_is_still_right_is_kept_by_a_tick(desk, contact, polish_page):
    write(contact, **{TITLE: "Co by pomogło?"})
    FormText.objects.update(source="What helps?")
    sent = {f"text:{TITLE}": "Co by pomogło?", f"was:{TITLE}": "Co by pomogło?"}
    desk.client.post(polish_page, sent)
    assert FormText.objects.get().source == "What helps?"
    desk.client.post(polish_page, sent | {f"kept:{TITLE}": "on"})
    assert FormText.objects.get().source == "What would help?"


def test_text_about_danger_waits_for_a_native_reader(desk, contact, polish_page):
    life = "Czyjeś życie jest zagrożone"
    write(contact, **{RISK: life})
    publish_form_texts(contact)
    assert current_version("contact").texts.count() == 0
    sent = {f"text:{RISK}": life, f"was:{RISK}": life, f"read:{RISK}": "on", "publish": "yes"}
    refused = desk.client.post(polish_page, sent)
    assert refused.status_code == 422
    assert "Enter the name of the native reader" in refused.content.decode()
    desk.client.post(polish_page, sent | {"reader": "Ewa Nowak"})
    assert FormText.objects.get().read_by == "Ewa Nowak"
    assert current_version("contact").texts.get().texts == {RISK: life}


def test_reader_is_forgotten_when_the_text_changes(contact):
    write(contact, **{RISK: "Życie"})
    FormText.objects.update(read_by="Ewa Nowak")
    save(contact, {RISK: Typed(text="Czyjeś życie", was="Życie")})
    assert FormText.objects.get().read_by == ""


def test_two_translators_lose_nothing(desk, contact, polish_page):
    write(contact, **{TITLE: "Co pomoże?"})  # after the other page was opened
    page = desk.client.post(polish_page, {f"text:{TITLE}": "Co by pomogło?", f"was:{TITLE}": ""})
    assert page.status_code == 422
    assert "Someone else changed texts below" in page.content.decode()
    assert all(text in page.content.decode() for text in ("Co by pomogło?", "Co pomoże?"))
    assert FormText.objects.get().text == "Co pomoże?"


def test_export_and_import_are_equal(desk, contact, polish_page):
    write(contact, **{TITLE: "Co by pomogło?"})
    exported = desk.client.get(reverse("form_texts_export", args=[contact.pk, "pl"])).content
    FormText.objects.all().delete()
    sent = {"file": SimpleUploadedFile("contact.pl.po", exported)}
    page = desk.client.post(reverse("form_texts_import", args=[contact.pk, "pl"]), sent, follow=True)
    assert "1 text was taken." in page.content.decode()
    assert desk.client.get(reverse("form_texts_export", args=[contact.pk, "pl"])).content == exported


@pytest.mark.parametrize("content", [b"", b"\xff\xfe", b"/etc/passwd", b"msgid 1", b"x" * 2_000_001])
def test_file_without_translations_is_refused_or_takes_nothing(desk, contact, content):
    sent = {"file": SimpleUploadedFile("contact.pl.po", content)}
    page = desk.client.post(reverse("form_texts_import", args=[contact.pk, "pl"]), sent, follow=True)
    assert page.status_code in {200, 422}
    assert not FormText.objects.exists()


def test_file_of_another_language_is_refused(desk, contact):
    catalogue = polib.POFile()
    catalogue.metadata = {"Language": "ro", "Content-Type": "text/plain; charset=UTF-8"}
    sent = {"file": SimpleUploadedFile("contact.ro.po", str(catalogue).encode())}
    page = desk.client.post(reverse("form_texts_import", args=[contact.pk, "pl"]), sent)
    assert "This file is for another language" in page.content.decode()


def test_late_translation_reaches_a_draft_that_is_under_way(contact):
    version = current_version("contact")
    submission, _key = start_submission(version=version, by=None)
    write(contact, **{TITLE: "Co by pomogło?"})
    publish_form_texts(contact)
    submission.refresh_from_db()
    assert submission.version == version
    assert titles(submission.version)["help"] == "Co by pomogło?"


def test_caseworker_gets_no_page_of_texts(sign_in, ben, polish_page):
    assert sign_in(ben).get(polish_page).status_code in {302, 403, 404}


def test_overview_counts_each_language(desk, contact):
    write(contact, **{TITLE: "Co by pomogło?", RISK: "Życie"})
    progress = desk.client.get(reverse("form_languages", args=[contact.pk])).context["progress"]
    polish = next(each for each in progress if each.code == "pl")
    assert (polish.numbers["done"], polish.numbers["unread"]) == (1, 1)
    assert len(progress) == 11
