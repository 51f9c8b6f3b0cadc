"""The first page of the editor: what is written most often, what waits for approval, and dates as in Britain."""

import pytest
from django.test import Client
from django.urls import reverse

from cms.models import NewsIndexPage
from tests.cms.test_workflow import submit

pytestmark = pytest.mark.django_db


def test_first_page_of_the_editor_leads_to_adding_news(site, sign_in, editor):
    page = sign_in(editor).get("/editor/").text
    add = reverse("wagtailadmin_pages:add", args=["cms", "newspage", NewsIndexPage.objects.get().pk])
    assert f'href="{add}">Add news</a>' in page
    assert "Add a banner" in page


def test_first_page_of_the_editor_works_before_there_is_a_page_of_news(site, sign_in, editor):
    NewsIndexPage.objects.get().delete()
    page = sign_in(editor).get("/editor/").text
    assert "Add news" not in page
    assert "Add a banner" in page


def test_page_that_waits_for_approval_is_on_the_first_page_of_the_other_editor(
    sign_in,
    editor,
    olu,
    help_page,
):
    submit(sign_in(editor, on=Client()), help_page, "Words to approve.")
    waiting = "Awaiting your review"
    assert waiting in sign_in(olu, on=Client()).get("/editor/").text
    assert waiting not in sign_in(editor, on=Client()).get("/editor/").text


def test_dates_in_the_editor_are_british(sign_in, editor, site):
    index = NewsIndexPage.objects.get()
    news = index.get_children().first().specific
    day = news.said_on
    page = sign_in(editor).get(f"/editor/pages/{news.pk}/edit/").text
    assert f'value="{day:%d/%m/%Y}"' in page
