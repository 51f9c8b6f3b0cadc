"""A preview of each page of a new site in another language."""

import pytest
from django.test import Client
from django.urls import reverse

from cms.models import MembersPage
from cms.pages.base import SitePage

from .conftest import sent

pytestmark = [pytest.mark.django_db, pytest.mark.slow]


def preview(desk, page, translations):
    url = reverse("page_texts", args=[page.pk, "pl"])
    return desk.post(url, sent(page, translations, preview="yes"))


def test_every_page_of_the_site_has_a_preview(site, sign_in, editor):
    desk = sign_in(editor, on=Client())
    pages = [page for kind in SitePage.__subclasses__() for page in kind.objects.all()]
    assert len(pages) > 10
    for page in pages:
        shown = preview(desk, page, {page.title: "Wypróbowany"})
        assert "Wypróbowany" in shown.text, page.title


def test_preview_of_the_page_of_members_lists_them(site, sign_in, editor):
    shown = preview(sign_in(editor, on=Client()), MembersPage.objects.get(), {})
    assert shown.context["seats"]
