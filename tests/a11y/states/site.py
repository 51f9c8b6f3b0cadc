"""What editors publish, and the one part of Wagtail's pages that we changed."""

from cms.models import ContentPage, HomePage
from cms.setup import editors, home_page
from tests.a11y.stage import Stage, State


def with_a_notice(stage: Stage):
    home = HomePage.objects.get()
    home.notice = "We answer more slowly until 2 January. In danger, ring 999."
    home.save_revision().publish()


def editing(stage: Stage):
    editors()
    stage.names["page"] = home_page().pk
    stage.names["content"] = ContentPage.objects.first().pk


STATES = [
    State("home", "/"),
    State("home: with a notice", "/", before=with_a_notice),
    State("home: signed in", "/", by="ada"),
    State("content page: help", "/help/"),
    State("content page: privacy", "/privacy/"),
    State("editor: a page", "/editor/pages/{content}/edit/", by="editor", before=editing, looks=False),
]
