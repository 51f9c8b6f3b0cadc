"""States of the editors' pages, and of the Wagtail pages we override."""

import tempfile
from datetime import timedelta

from django.core.files.base import ContentFile
from django.utils import timezone
from wagtail.documents import get_document_model
from wagtail.images import get_image_model
from wagtail.models import Collection

from casework.offices.models import Term
from cms.models import Banner, ContentPage, NewsPage, PrivacyPage
from cms.page_cache import clear_pages
from cms.setup import editors, home_page
from cms.site.useful import count
from tests.a11y.stage import Stage, State
from tests.files import made


def useful(stage: Stage):
    stage.names["help"] = home_page().get_children().get(slug="help").translation_key


def with_banners(stage: Stage):
    Banner.objects.create(title="We answer more slowly.", text="This is until 2 January.")
    Banner.objects.create(title="No phone today.", text="In danger, ring 999.", kind=Banner.Kind.EMERGENCY)
    clear_pages()


def with_older_news(stage: Stage):
    index = home_page().get_children().get(slug="news").specific
    for number in range(22):
        day = timezone.localdate() - timedelta(days=100 + number)
        index.add_child(instance=NewsPage(title=f"Item {number}", slug=f"item-{number}", said_on=day))
        index.refresh_from_db()
    clear_pages()


def without_news(stage: Stage):
    for page in NewsPage.objects.all():
        page.unpublish()
    clear_pages()


def with_two_notices(stage: Stage):
    page = PrivacyPage.objects.get()
    page.body = [("text", "<p>We keep it for two years.</p>")]
    page.save_revision().publish()


def left(stage: Stage):
    Term.objects.update(ends_on=timezone.localdate())
    clear_pages()


def editing(stage: Stage):
    editors()
    stage.names["page"] = home_page().pk
    stage.names["content"] = ContentPage.objects.first().pk


def with_files(stage: Stage):
    """Put a picture and a document on the help page, in a folder of its own."""
    stage.set(MEDIA_ROOT=tempfile.mkdtemp())
    root = Collection.get_first_root_node()
    lift = get_image_model().objects.create(
        title="Lift", file=ContentFile(made.picture(), "lift.jpg"), collection=root
    )
    # Wagtail would leave the smaller copy of a picture open until it is collected.
    small = ContentFile(made.picture(), "lift.small.jpg")
    lift.renditions.create(filter_spec="max-960x960", focal_point_key="", file=small, width=60, height=40)
    leaflet = get_document_model().objects.create(
        title="Leaflet", file=ContentFile(b"%PDF-1.4", "leaflet.pdf"), collection=root
    )
    page = home_page().get_children().get(slug="help").specific
    page.body = [
        ("picture", {"picture": lift, "alt": "A lift with its doors open", "caption": "At Stratford"}),
        ("document", {"document": leaflet, "words": ""}),
    ]
    page.save_revision().publish()


def banner_drafted(stage: Stage):
    editors()
    banner = Banner.objects.create(title="No phone today.", text="In danger, ring 999.", live=False)
    stage.names["banner"], stage.names["revision"] = banner.pk, banner.save_revision().pk


def answered(stage: Stage):
    editing(stage)
    count(page=ContentPage.objects.first(), useful=True)


def translating(stage: Stage):
    """Translate the title of the help page, and its summary as it was before."""
    editing(stage)
    page = home_page().get_children().get(slug="help").specific
    stage.names["translated"] = page.pk
    page.texts.all().delete()
    for key, source, text in [
        ("title", "Help", "Pomoc"),
        ("lead", "How to use it.", "Jak z tego korzystać."),
    ]:
        page.texts.create(language="pl", key=key, source=source, text=text)


def published_in_polish(stage: Stage):
    editing(stage)
    stage.names["translated"] = home_page().get_children().get(slug="privacy").pk


def banner_in_polish(stage: Stage):
    editors()
    stage.names["banner"] = Banner.objects.create(title="No phone today.", text="In danger, ring 999.").pk


LANGUAGES = "/editor/pages/languages/{translated}/"
GUIDE = "/can-they-help/bins-and-street-cleaning/"

STATES = [
    State("home", "/"),
    State("home: with banners", "/", before=with_banners),
    State("home: signed in", "/", by="ada"),
    State("content page: help", "/help/"),
    State("contact", "/contact/"),
    State("accessibility statement", "/accessibility/"),
    State("privacy", "/privacy/"),
    State("privacy: which office", "/privacy/offices/", texts=True),
    State("privacy: of an office", "/privacy/labour-east/", texts=True),
    State("privacy: an old notice", "/privacy/labour-east/1/", before=with_two_notices),
    State("news", "/news/", before=with_older_news),
    State("news: none", "/news/", before=without_news),
    State("news: one", "/news/step-free-stations/"),
    State("members", "/members/", texts=True),
    State("members: nobody", "/members/", before=left),
    State("member", "/members/{member}/", texts=True),
    State("member: left", "/members/{member}/", before=left),
    State("group", "/members/groups/labour/", texts=True),
    State("guides", "/can-they-help/"),
    State("guides: of a borough", "/can-they-help/in/newham/"),
    State("guide: a Member can help", "/can-they-help/policing/"),
    State("guide: the council can help", GUIDE),
    State("guide: for a borough", f"{GUIDE}newham/"),
    State("search", "/search/"),
    State("search: found", "/search/?q=bus"),
    State("search: a Member", "/search/?q=labour", texts=True),
    State("search: nothing found", "/search/?q=xylophone"),
    State("search: nothing asked", "/search/?q="),
    State("useful: thank you", "/useful/{help}/", before=useful, sends={"yes": "Yes"}),
    State("site map", "/sitemap.xml", looks=False),
    State("editor: a page", "/editor/pages/{content}/edit/", by="editor", before=editing, looks=False),
    State("a page with a picture and a document", "/help/", before=with_files),
    State("editor: first page", "/editor/", by="editor", before=editing, looks=False),
    State(
        "editor: preview of a banner",
        "/editor/banners/history/{banner}/revisions/{revision}/view/",
        by="editor",
        before=banner_drafted,
        looks=False,
    ),
    State("editor: languages of a page", LANGUAGES, by="editor", before=published_in_polish, looks=False),
    State(
        "editor: a page in part in Polish", f"{LANGUAGES}pl/", by="editor", before=translating, looks=False
    ),
    State(
        "editor: a page in Polish", f"{LANGUAGES}pl/", by="editor", before=published_in_polish, looks=False
    ),
    State(
        "editor: a banner in Polish",
        "/editor/banners/languages/{banner}/pl/",
        by="editor",
        before=banner_in_polish,
        looks=False,
    ),
    State("editor: how useful", "/editor/reports/useful/", by="editor", before=answered, looks=False),
    State(
        "editor: nobody said how useful", "/editor/reports/useful/", by="editor", before=editing, looks=False
    ),
]
