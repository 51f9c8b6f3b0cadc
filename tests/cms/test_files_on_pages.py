"""Pictures and documents on pages: described in words, and sent to the public while a published page shows them."""

import gc

import pytest
from django.core.files.base import ContentFile
from django.test import Client
from wagtail.documents import get_document_model
from wagtail.images import get_image_model
from wagtail.models import Collection

from cms.blocks import Body
from cms.pages.translations.page_texts import texts_of_page
from cms.pages.translations.publishing import publish_page, withdraw_page
from cms.translations.services import Typed, save_texts
from tests.files import made

pytestmark = [
    pytest.mark.django_db,
    # Wagtail leaves the smaller copy of a picture open until it is collected.
    pytest.mark.filterwarnings("ignore::pytest.PytestUnraisableExceptionWarning"),
    pytest.mark.filterwarnings("ignore:Unclosed file:ResourceWarning"),
    pytest.mark.filterwarnings("ignore:unclosed file:ResourceWarning"),
]
LEAFLET = b"%PDF-1.4 leaflet"
SHOWS = "The new lift at Stratford, with its doors open."


@pytest.fixture(autouse=True)
def own_media(settings, tmp_path):
    settings.MEDIA_ROOT = tmp_path / "media"
    yield
    gc.collect()  # files that are left open are closed here, not in the test that happens to run next


@pytest.fixture
def picture(db):
    root = Collection.get_first_root_node()
    return get_image_model().objects.create(
        title="lift.jpg", file=ContentFile(made.picture(), "lift.jpg"), collection=root
    )


@pytest.fixture
def leaflet(db):
    root = Collection.get_first_root_node()
    return get_document_model().objects.create(
        title="Leaflet", file=ContentFile(LEAFLET, "leaflet.pdf"), file_size=len(LEAFLET), collection=root
    )


def put(page, *blocks, publish=True):
    page.body = [*blocks]
    revision = page.save_revision()
    if publish:
        revision.publish()


def picture_block(picture):
    return ("picture", {"picture": picture, "alt": SHOWS, "caption": ""})


def source_of(picture):
    return picture.get_rendition("max-960x960").url


def document_address(leaflet):
    return f"/documents/{leaflet.pk}/{leaflet.filename}"


def test_picture_of_a_published_page_is_shown_with_its_words_and_sent(help_page, picture):
    put(help_page, picture_block(picture))
    page = Client().get("/help/").text
    assert f'alt="{SHOWS}"' in page
    assert source_of(picture) in page
    sent = Client().get(source_of(picture))
    assert sent.headers["Content-Type"] == "image/jpeg"
    assert sent.headers["X-Content-Type-Options"] == "nosniff"
    assert b"".join(sent.streaming_content)


def test_picture_needs_words_for_people_who_cannot_see_it(picture):
    with pytest.raises(Exception, match="Validation error"):
        Body().clean(Body().to_python([{"type": "picture", "value": {"picture": picture.pk, "alt": ""}}]))


def test_document_of_a_published_page_is_downloaded(help_page, leaflet):
    put(help_page, ("document", {"document": leaflet, "words": "How to write to us"}))
    page = Client().get("/help/").text
    assert "How to write to us</a> (PDF, 16" in page
    sent = Client().get(document_address(leaflet))
    assert b"".join(sent.streaming_content) == LEAFLET
    assert sent.headers["Content-Disposition"].startswith("attachment")


@pytest.mark.parametrize("how", ["on no page", "in a draft", "on a page that was unpublished"])
def test_files_that_no_published_page_shows_are_sent_to_editors_only(
    site, help_page, picture, leaflet, sign_in, editor, how
):
    if how != "on no page":
        published = how != "in a draft"
        put(
            help_page,
            picture_block(picture),
            ("document", {"document": leaflet, "words": ""}),
            publish=published,
        )
        if published:
            help_page.unpublish()
    nadia, resident = sign_in(editor, on=Client()), sign_in(site.ada, on=Client())
    for address in (source_of(picture), document_address(leaflet)):
        assert Client().get(address).status_code == 404
        assert resident.get(address).status_code == 404
        sent = nadia.get(address)
        assert sent.status_code == 200
        assert sent.headers["Cache-Control"] == "no-store, private"


def test_editor_without_a_second_factor_gets_no_unpublished_file(picture, sign_in, editor):
    client = sign_in(editor, second_factor=False, on=Client())
    assert client.get(source_of(picture)).status_code == 404


def test_list_of_pictures_shows_thumbnails_that_editors_can_open(picture, sign_in, editor):
    desk = sign_in(editor)
    page = desk.get("/editor/images/").text
    thumbnail = picture.renditions.first().url
    assert thumbnail in page
    assert desk.get(thumbnail).status_code == 200


def test_missing_file_or_name_is_not_found(help_page, leaflet):
    put(help_page, ("document", {"document": leaflet, "words": ""}))
    assert Client().get(f"/documents/{leaflet.pk}/other.pdf").status_code == 404
    assert Client().get("/media/images/none.jpg").status_code == 404
    leaflet.file.storage.delete(leaflet.file.name)
    assert Client().get(document_address(leaflet)).status_code == 404


def test_document_of_a_page_that_is_published_in_polish_alone_is_sent_until_it_is_withdrawn(
    help_page, leaflet
):
    put(help_page, ("document", {"document": leaflet, "words": "How to write"}))
    help_page.texts.all().delete()
    texts = texts_of_page(help_page)
    typed = {text.key: Typed(text="Jak napisać", was="") for text in texts.texts}
    save_texts(owner=help_page, texts=texts, language="pl", typed=typed)
    publish_page(help_page, "pl")
    put(help_page, ("text", "<p>No leaflet.</p>"))
    assert Client().get(document_address(leaflet)).status_code == 200
    withdraw_page(help_page, "pl")
    assert Client().get(document_address(leaflet)).status_code == 404
