"""What editors do to translate a page: side by side, saved, published, stale, withdrawn, as a file."""

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.urls import reverse
from django.utils.translation import override
from wagtail.rich_text import RichText

from cms.models import Banner, PageText, PageTranslation

from .conftest import POLISH, change, sent

pytestmark = pytest.mark.django_db


def rows(desk, url):
    return {line["row"].text.english: line["row"] for line in desk.get(url).context["lines"]}


def test_page_shows_each_text_with_marks_in_place_of_tags(desk, texts_url):
    found = rows(desk, texts_url)
    assert "Save and publish" in desk.get(texts_url).text
    assert list(found) == list(POLISH)
    assert {row.state for row in found.values()} == {"missing"}


def test_saved_texts_are_shown_only_once_they_are_published(desk, help_page, texts_url, client, polish_site):
    desk.post(texts_url, sent(help_page))
    assert "<h1>Pomoc</h1>" not in client.get("/pl/help/").text
    page = desk.post(texts_url, sent(help_page, publish="yes"), follow=True)
    assert "Published. People who read Polish see these texts from now on." in page.text
    assert "<h1>Pomoc</h1>" in client.get("/pl/help/").text


def test_page_with_a_text_left_is_saved_and_not_published(desk, help_page, texts_url):
    page = desk.post(texts_url, sent(help_page, {"Help": "Pomoc"}, publish="yes"), follow=True)
    assert "Saved, not published: 2 texts are not ready." in page.text
    assert PageText.objects.get().text == "Pomoc"
    assert not PageTranslation.objects.exists()


@pytest.mark.parametrize(
    "wrong", ["Najpierw to.", "<b>Najpierw</b> <a2>to</a2>.", "<b>Najpierw <a1></b>to</a1>."]
)
def test_text_with_other_marks_than_the_english_is_listed_first_and_not_published(
    desk, help_page, texts_url, wrong
):
    changed = POLISH | {"Read <a1>this</a1> <b>first</b>.": wrong}
    page = desk.post(texts_url, sent(help_page, changed, publish="yes"), follow=True)
    assert "1 text is not ready." in page.text
    assert page.context["lines"][0]["row"].state == "wrong"
    assert not PageTranslation.objects.exists()


def test_preview_shows_typed_texts_and_stores_nothing(desk, help_page, texts_url):
    assert 'name="preview"' in desk.get(texts_url).text
    typed = POLISH | {"Help": "Pomoc <b>teraz</b>", "Ask us.": ""}
    page = desk.post(texts_url, sent(help_page, typed, preview="yes"))
    assert "<h1>Pomoc &lt;b&gt;teraz&lt;/b&gt;</h1>" in page.text
    assert '<html lang="pl"' in page.text
    assert "<b>Najpierw</b>" in page.text
    assert "Ask us." in page.text
    assert "unsafe-inline" not in page.headers["Content-Security-Policy"]
    assert not PageText.objects.exists()


def test_preview_of_a_published_page_shows_what_is_typed(desk, help_page, texts_url, polish_site):
    desk.post(texts_url, sent(help_page, publish="yes"))
    page = desk.post(texts_url, sent(help_page, POLISH | {"Help": "Wsparcie"}, preview="yes"))
    assert "<h1>Wsparcie</h1>" in page.text


def test_published_translation_stays_when_the_english_changes(
    desk, help_page, texts_url, client, polish_site
):
    desk.post(texts_url, sent(help_page, publish="yes"))
    change(help_page, lead="Ask us anything.")
    assert "Zapytaj nas." in client.get("/pl/help/").text
    found = rows(desk, texts_url)
    assert {english: row.state for english, row in found.items() if row.state != "done"} == {
        "Ask us anything.": "stale"
    }
    assert (found["Ask us anything."].earlier, found["Ask us anything."].translation) == (
        "Ask us.",
        "Zapytaj nas.",
    )


def test_stale_text_that_is_still_right_is_published_by_a_tick(desk, help_page, texts_url):
    desk.post(texts_url, sent(help_page, publish="yes"))
    page = change(help_page, lead="Ask us now.")
    still = sent(page, POLISH | {"Ask us now.": "Zapytaj nas."}) | {"kept:lead": "on", "publish": "yes"}
    was = {f"was:{key.removeprefix('text:')}": text for key, text in still.items() if key.startswith("text:")}
    desk.post(texts_url, still | was)
    assert PageText.objects.get(key="lead").source == "Ask us now."


def test_paragraph_put_between_others_is_missing_and_the_others_are_kept(desk, help_page, texts_url):
    desk.post(texts_url, sent(help_page))
    body = help_page.body.get_prep_value()
    body[0]["value"] = "<p>New.</p>" + body[0]["value"]
    change(help_page, body=help_page.body.stream_block.to_python(body))
    states = {english: row.state for english, row in rows(desk, texts_url).items()}
    assert states == dict.fromkeys(POLISH, "done") | {"New.": "missing"}


def test_withdrawn_page_is_english_again_and_its_texts_are_kept(
    desk, help_page, texts_url, client, polish_site
):
    desk.post(texts_url, sent(help_page, publish="yes"))
    url = reverse("page_withdraw", args=[help_page.pk, "pl"])
    assert desk.get(url).status_code == 405
    desk.post(url)
    assert "<h1>Pomoc</h1>" not in client.get("/pl/help/").text
    assert PageText.objects.count() == 3


def test_native_reader_is_named_beside_a_text(desk, help_page, texts_url):
    desk.post(texts_url, sent(help_page))
    ticked = {"text:lead": "Zapytaj nas.", "was:lead": "Zapytaj nas.", "read:lead": "on"}
    assert desk.post(texts_url, ticked).status_code == 422
    desk.post(texts_url, ticked | {"reader": "Ewa Nowak"})
    assert PageText.objects.get(key="lead").read_by == "Ewa Nowak"


def test_export_and_import_are_equal(desk, help_page, texts_url):
    desk.post(texts_url, sent(help_page))
    exported = desk.get(reverse("page_texts_export", args=[help_page.pk, "pl"])).content
    PageText.objects.all().delete()
    file = SimpleUploadedFile("help.pl.po", exported)
    page = desk.post(reverse("page_texts_import", args=[help_page.pk, "pl"]), {"file": file}, follow=True)
    assert "3 texts were taken." in page.text
    assert desk.get(reverse("page_texts_export", args=[help_page.pk, "pl"])).content == exported


@pytest.mark.parametrize("content", [b"", b"\n", b"\xff\xfe", b"/etc/passwd", b"msgid 1", b'msgid "a', b"\0"])
def test_file_without_translations_takes_nothing(desk, help_page, content):
    file = SimpleUploadedFile("help.pl.po", content)
    page = desk.post(reverse("page_texts_import", args=[help_page.pk, "pl"]), {"file": file}, follow=True)
    assert page.status_code in {200, 422}
    assert not PageText.objects.exists()


def test_root_and_unknown_languages_have_no_texts(desk, help_page):
    assert desk.get(reverse("page_languages", args=[1])).status_code == 404
    assert desk.get(reverse("page_texts", args=[help_page.pk, "fr"])).status_code == 404


def test_caseworker_gets_no_texts_of_a_page(sign_in, ben, texts_url):
    assert sign_in(ben).get(texts_url).status_code in {302, 403, 404}


def test_edit_page_leads_to_the_languages(desk, help_page):
    page = desk.get(f"/editor/pages/{help_page.pk}/edit/").text
    assert reverse("page_languages", args=[help_page.pk]) in page


def test_languages_of_a_page_say_what_people_see(desk, help_page, texts_url):
    desk.post(texts_url, sent(help_page, publish="yes"))
    page = desk.get(reverse("page_languages", args=[help_page.pk]))
    context = page.context
    assert "<td>Polish</td>" in page.text
    assert context["subject"].published == {"pl"}
    assert next(each.numbers["done"] for each in context["progress"] if each.code == "pl") == 3


def test_moved_block_keeps_its_translation(desk, help_page, texts_url):
    desk.post(texts_url, sent(help_page))
    body = [("text", RichText("<p>First.</p>")), *((each.block_type, each.value) for each in help_page.body)]
    change(help_page, body=body)
    assert rows(desk, texts_url)["Read <a1>this</a1> <b>first</b>."].state == "done"


def test_text_that_names_999_keeps_its_page_from_being_published_until_it_is_read(desk, help_page, texts_url):
    page = change(help_page, lead="In danger, ring 999.")
    danger = POLISH | {"In danger, ring 999.": "W niebezpieczeństwie dzwoń pod 999."}
    waiting = desk.post(texts_url, sent(page, danger, publish="yes"), follow=True)
    assert "1 text is not ready." in waiting.text
    was = {"was:lead": danger["In danger, ring 999."], "text:lead": danger["In danger, ring 999."]}
    desk.post(texts_url, was | {"read:lead": "on", "reader": "Ewa Nowak", "publish": "yes"})
    assert PageTranslation.objects.get().content["lead"].endswith("999.")


def test_banner_that_names_999_is_in_english_until_it_is_read():
    banner = Banner.objects.create(title="In danger?", text="Ring 999.")
    banner.texts.create(language="pl", key="title", source="In danger?", text="Niebezpieczeństwo?")
    banner.texts.create(language="pl", key="text", source="Ring 999.", text="Dzwoń pod 999.")
    with override("pl"):
        assert banner.title_here == "In danger?"
        banner.texts.update(read_by="Ewa Nowak")
        assert banner.text_here == "Dzwoń pod 999."
