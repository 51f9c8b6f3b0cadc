"""Pictures and documents of editors, sent to the public while a published page shows them, and else to editors only."""

import mimetypes

from django.contrib.contenttypes.models import ContentType
from django.http import FileResponse, Http404
from django.shortcuts import get_object_or_404
from django.views.decorators.http import require_safe
from wagtail.documents import get_document_model
from wagtail.images import get_image_model
from wagtail.images.models import Rendition
from wagtail.models import Page, ReferenceIndex

from accounts.factors.second_factor import second_factor_used
from accounts.sign_in.homes import may_edit
from cms.pages.translations.shown import shows_file
from ui.downloads import attachment

FOLDER = "images/"  # where Wagtail puts the smaller copies of pictures
PUBLIC = "public, max-age=60"  # as pages: a picture that is taken off the site is gone as soon


def is_on_a_published_page(file) -> bool:
    """Return whether a page that everyone may read shows this picture or document. Drafts do not count."""
    pages = ReferenceIndex.get_references_to(file).filter(
        base_content_type=ContentType.objects.get_for_model(Page)
    )
    keys = [int(key) for key in pages.values_list("object_id", flat=True)]
    if Page.objects.filter(pk__in=keys).live().public().exists():
        return True
    return shows_file(block="picture" if isinstance(file, get_image_model()) else "document", pk=file.pk)


@require_safe
def picture(request, name):
    """Send the smaller copy of a picture, as Wagtail names it."""
    renditions = Rendition.objects.select_related("image")
    rendition = get_object_or_404(renditions, file=f"{FOLDER}{name}")
    return _sent(request, rendition.image, rendition.file, name=name, download=False)


@require_safe
def document(request, pk, name):
    """Send a document as a download."""
    found = get_object_or_404(get_document_model(), pk=pk)
    if found.filename != name:
        raise Http404
    return _sent(request, found, found.file, name=name, download=True)


def _sent(request, owner, file, *, name, download):
    is_public = is_on_a_published_page(owner)
    if not is_public and not (may_edit(request.user) and second_factor_used(request)):
        raise Http404
    kind = mimetypes.guess_type(name)[0] or "application/octet-stream"
    try:
        content = file.open("rb")
    except FileNotFoundError:
        raise Http404 from None
    if download:
        response = attachment(content, name=name, content_type=kind)
    else:
        response = FileResponse(content, content_type=kind)
        response.headers["X-Content-Type-Options"] = "nosniff"
    response.headers["Cache-Control"] = PUBLIC if is_public else "no-store, private"
    return response
