"""A page as what is translated."""

from functools import partial

from django.http import Http404
from django.shortcuts import get_object_or_404
from wagtail.models import Page

from cms.translations.subject import Subject

from .models import PageTranslation
from .page_texts import texts_of_page
from .preview import preview_page
from .publishing import publish_page, withdraw_page


def page_or_404(request, pk) -> Subject:
    """Return a page that this person may publish, as it was published last, with its texts."""
    page = get_object_or_404(Page.objects.filter(depth__gt=1), pk=pk).specific
    if not page.permissions_for_user(request.user).can_publish():
        raise Http404
    published = PageTranslation.objects.filter(page_id=page.pk)
    return Subject(
        kind="page",
        owner=page,
        title=page.title,
        name=page.slug,
        texts=texts_of_page(page),
        publish=partial(publish_page, page),
        preview=partial(preview_page, page),
        withdraw=partial(withdraw_page, page),
        published=set(published.values_list("language", flat=True)),
    )
