"""Native readers read, correct and sign the texts of the service, and people see what they wrote."""

import polib
import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.urls import reverse
from django.utils.translation import override, trans_real

from body.catalogue_texts import READ
from cms.catalogues import corrections
from cms.catalogues.models import CatalogueText, joined
from cms.catalogues.rows import rows_of
from cms.catalogues.services import digest
from cms.page_cache import clear_pages
from ops.management.commands.worker import read_corrected_texts

pytestmark = pytest.mark.django_db
URL = "/editor/languages/pl/"
DANGER = "Is someone in danger now? Call 999."
NAMED = "%(n)d result for “%(words)s”"


@pytest.fixture
def polish(offer):
    """Turn Polish on, and drop what this process laid over it."""
    offer("pl", "ar")
    yield
    for code in corrections._shown:
        trans_real._translations.pop(code, None)
    corrections._shown.clear()


def row_of(english, code="pl"):
    return next(row for row in rows_of(code) if row.entry.english[0] == english)


def sent(english, *forms, **more):
    """Return what the page would send for one text; `read`, `kept` and `was` are about it."""
    row = row_of(english)
    key = row.entry.key
    fields = {f"text:{key}:{number}": text for number, text in enumerate(forms or row.text_forms)}
    fields[f"was:{key}"] = more.pop("was", digest(row.text))
    ticks = {f"{tick}:{key}": "on" for tick in ("read", "kept") if more.pop(tick, False)}
    return fields | ticks | more


def home(client):
    return client.get("/pl/").text


def test_list_begins_with_what_must_be_read_and_says_where_a_text_stands(desk):
    page = desk.get(URL)
    first = page.context["lines"][0].row
    assert first.entry.needs_reader
    assert first.entry.places == ["Permission letter"]
    assert len(page.context["lines"]) == 20
    assert "Page 1 of" in page.text


def test_language_whose_catalogue_is_gone_breaks_no_page(desk, client, polish, settings, tmp_path):
    desk.post(URL, sent("Your Members", "Twoi posłowie"))
    settings.LOCALE_PATHS = [tmp_path]
    clear_pages()
    assert client.get("/pl/").status_code == 200


def test_filter_finds_words_in_english_and_in_the_translation(desk):
    for words in ("someone in danger", "ktoś jest teraz w niebezp"):
        lines = desk.get(URL, {"q": words}).context["lines"]
        assert [line.row.entry.english[0] for line in lines] == [DANGER]
    assert "No text fits." in desk.get(URL, {"show": "corrected"}).text


@pytest.mark.parametrize("query", [{"page": "x"}, {"page": "9999"}, {"show": "x"}, {"q": "\0"}])
def test_list_survives_any_query(desk, query):
    assert desk.get(URL, query).status_code == 200


def test_help_in_danger_is_english_until_it_is_signed(desk, client, polish):
    assert f'<bdi lang="en" dir="ltr">{DANGER}</bdi>' in home(client)
    desk.post(URL, sent(DANGER, read=True, reader="Ewa Nowak"))
    assert DANGER not in home(client)
    assert row_of(DANGER).entry.shipped[0] in home(client)
    assert CatalogueText.objects.get().read_by == "Ewa Nowak"


def test_corrected_help_in_danger_waits_for_a_reader(desk, client, polish):
    desk.post(URL, sent(DANGER, "Dzwoń pod 999."))
    assert DANGER in home(client)
    desk.post(URL, sent(DANGER, read=True, reader="Ewa Nowak"))
    assert "Dzwoń pod 999." in home(client)


def test_correction_is_shown_at_once_and_withdrawn_by_emptying_the_box(desk, client, polish):
    before = row_of("Your Members").text
    desk.post(URL, sent("Your Members", "Twoi posłowie"))
    assert row_of("Your Members").is_corrected
    client.get("/pl/")
    with override("pl"):
        assert trans_real.gettext("Your Members") == "Twoi posłowie"
    desk.post(URL, sent("Your Members", ""))
    client.get("/pl/")
    with override("pl"):
        assert trans_real.gettext("Your Members") == before
    assert not CatalogueText.objects.exists()


def test_worker_reads_corrections_before_it_writes_mail(desk, polish):
    desk.post(URL, sent("Your Members", "Twoi posłowie"))
    read_corrected_texts(lambda: False)
    with override("pl"):
        assert trans_real.gettext("Your Members") == "Twoi posłowie"


def test_mail_that_a_desk_in_english_sends_has_corrected_texts(desk, polish):
    desk.post(URL, sent("Your Members", "Twoi posłowie"))
    desk.post(reverse("catalogue_delete_unused", args=["pl"]))
    with override("pl"):
        assert trans_real.gettext("Your Members") == "Twoi posłowie"


def test_other_languages_keep_their_texts(desk, client, polish):
    desk.post(URL, sent("Your Members", "Twoi posłowie"))
    client.get("/ar/")
    with override("ar"):
        assert trans_real.gettext("Your Members") == row_of("Your Members", "ar").shipped


def test_plural_forms_have_a_box_each_with_numbers(desk, client, polish):
    line = desk.get(URL, {"q": NAMED}).context["lines"][0]
    labels = ["For 1", "For 2, 3, 4, 22", "For 0, 5, 6, 7", "For fractions, such as 1.5"]
    assert [box.label for box in line.boxes] == labels
    forms = [f"{form} %(n)d „%(words)s”" for form in "abcd"]
    desk.post(URL, sent(NAMED, *forms))
    client.get("/pl/")
    with override("pl"):
        plural = row_of(NAMED).entry.english[1]
        assert [trans_real.ngettext(NAMED, plural, n)[0] for n in (1, 3, 5)] == ["a", "b", "c"]


def test_broken_text_is_not_saved_and_says_what_to_do(desk):
    english = "To the office of <bdi>%(member)s</bdi>"
    page = desk.post(URL, sent(english, "Do biura %(osoba)s") | sent("Your Members", "Twoi posłowie"))
    assert page.status_code == 422
    assert "1 text was saved." in page.text
    assert "Copy these marks from the English as they are, each once: %(member)s" in page.text
    assert "Do biura %(osoba)s</textarea>" in page.text
    assert [line.row.entry.english[0] for line in page.context["lines"]] == [english]
    assert CatalogueText.objects.get().source == "Your Members"


@pytest.mark.parametrize(
    ("wrong", "advice"),
    [
        ("Twoi <b>posłowie</b>", "Take out what stands in"),
        ('Twoi "posłowie"', "Take out the characters"),
        ("Twoi\nposłowie", "in one line"),
        ("x" * 2001, "shorter"),
        ("Twoi %(n)s", "Take out marks"),
        ("Twoi\x1fposłowie", "Take out the characters"),
    ],
)
def test_markup_is_refused(desk, wrong, advice):
    assert advice in desk.post(URL, sent("Your Members", wrong)).text
    assert not CatalogueText.objects.exists()


def test_signing_needs_a_name(desk):
    page = desk.post(URL, sent(DANGER, "Dzwoń pod 999.", read=True))
    assert page.status_code == 422
    assert "Enter the name of the native reader" in page.text
    assert "Dzwoń pod 999.</textarea>" in page.text
    assert not CatalogueText.objects.exists()


def test_second_tab_with_an_older_text_is_warned(desk):
    older = sent("Your Members", "Drugie")
    desk.post(URL, sent("Your Members", "Pierwsze"))
    page = desk.post(URL, older)
    assert page.status_code == 422
    assert "Someone else changed this text" in page.text
    assert CatalogueText.objects.get().text == "Pierwsze"
    again = {name: page.context["lines"][0].was for name in older if name.startswith("was:")}
    desk.post(URL, older | again)
    assert CatalogueText.objects.get().text == "Drugie"


def test_signature_stays_until_the_text_changes(desk):
    desk.post(URL, sent("Your Members", read=True, reader="Ewa Nowak"))
    desk.post(URL, sent("Your Members"))
    assert row_of("Your Members").state == "read"
    desk.post(URL, sent("Your Members", "Inni"))
    assert row_of("Your Members").state == "unread"


def stored_before(**fields):
    """Store a correction of the translation that an earlier version of the service had."""
    entry = row_of("Your Members").entry
    texts = {"key": entry.key, "source": "Your Members", "text": "Poprawione", "shipped": "Dawniej"}
    return CatalogueText.objects.create(language="pl", **texts | fields)


def test_correction_of_an_earlier_translation_waits_to_be_looked_at(desk, client, polish):
    stored_before()
    client.get("/pl/")
    with override("pl"):
        assert trans_real.gettext("Your Members") == row_of("Your Members").shipped
    assert "Use the correction" in desk.get(URL, {"show": "corrected"}).text
    desk.post(URL, sent("Your Members", kept=True))
    assert row_of("Your Members").is_corrected


def test_correction_without_its_english_is_listed_and_can_be_deleted(desk):
    stored_before(key="gone", source="Words of before")
    assert "Words of before" in desk.get(URL).text
    desk.post(reverse("catalogue_delete_unused", args=["pl"]))
    assert not CatalogueText.objects.exists()


def exported(desk):
    return desk.get(reverse("catalogue_export", args=["pl"])).content


def upload(desk, content):
    file = SimpleUploadedFile("service.pl.po", content)
    return desk.post(reverse("catalogue_import", args=["pl"]), {"file": file}, follow=True)


def test_export_is_a_whole_catalogue_with_signatures(desk, tmp_path):
    desk.post(URL, sent("Your Members", "Twoi posłowie", read=True, reader="Ewa Nowak"))
    (tmp_path / "pl.po").write_bytes(exported(desk))
    file = polib.pofile(str(tmp_path / "pl.po"))
    assert len(file) == len(rows_of("pl"))
    signed = [entry for entry in file if READ.search(entry.tcomment)]
    assert [entry.msgstr for entry in signed] == ["Twoi posłowie"]
    assert READ.search(signed[0].tcomment)[1] == "Ewa Nowak"


def test_export_that_is_imported_changes_nothing(desk):
    desk.post(URL, sent("Your Members", "Twoi posłowie", read=True, reader="Ewa Nowak"))
    stored_before(key=row_of("Help").entry.key)
    assert "Nothing was changed." in upload(desk, exported(desk)).text


def edited(content, english, text, comment=""):
    file = polib.pofile(content.decode())
    entry = next(each for each in file if each.msgid == english)
    entry.msgstr, entry.tcomment = text, comment or entry.tcomment
    return str(file).encode()


def test_import_takes_corrections_and_signatures(desk):
    comment = "Read by Jan Kowalski, 2026-11-30"
    content = edited(exported(desk), DANGER, "Dzwoń pod 999.", comment)
    page = upload(desk, edited(content, "To the office of <bdi>%(member)s</bdi>", "Do biura"))
    assert "1 text was saved." in page.text
    assert "Not taken: “To the office of" in page.text
    stored = CatalogueText.objects.get()
    assert (stored.text, stored.read_by, stored.read_at.day) == ("Dzwoń pod 999.", "Jan Kowalski", 30)


def test_import_does_not_sign_a_new_text_with_an_older_signature(desk):
    desk.post(URL, sent("Your Members", read=True, reader="Ewa Nowak"))
    upload(desk, edited(exported(desk), "Your Members", "Twoi posłowie"))
    assert CatalogueText.objects.get().read_by == ""


def test_import_leaves_what_was_changed_after_the_export(desk):
    content = edited(exported(desk), "Your Members", "Z pliku")
    desk.post(URL, sent("Your Members", "Twoi posłowie"))
    assert "someone changed it here after the file was exported" in upload(desk, content).text
    assert CatalogueText.objects.get().text == "Twoi posłowie"


@pytest.mark.parametrize("content", [b"", b"\xff\xfe", b"/etc/passwd", b"msgid 1", b'msgid "a', b"\0"])
def test_garbage_is_refused(desk, content):
    assert upload(desk, content).status_code == 422
    assert not CatalogueText.objects.exists()


def test_overview_says_how_far_each_language_is(desk):
    desk.post(URL, sent("Your Members", "Twoi posłowie", read=True, reader="Ewa Nowak"))
    progress = desk.get("/editor/languages/").context["progress"]
    polish = next(each for each in progress if each.code == "pl")
    assert (polish.read, polish.corrected, polish.readers) == (1, 1, ["Ewa Nowak"])
    assert len(progress) == 11


@pytest.mark.parametrize("url", ["/editor/languages/", URL, URL + "export/", URL + "import/"])
def test_caseworker_gets_no_catalogue(sign_in, ben, url):
    assert sign_in(ben).get(url).status_code in {302, 403, 404}


def test_unknown_language_has_no_catalogue(desk):
    assert desk.get("/editor/languages/fr/").status_code == 404
    assert desk.get("/editor/languages/en/").status_code == 404


def test_joined_forms_are_told_apart():
    assert CatalogueText(text=joined(["a", "b"])).forms == ("a", "b")
