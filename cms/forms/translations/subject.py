"""A form as what is translated."""

from functools import partial

from django.utils.translation import gettext as _

from cms.forms import pages
from cms.translations.subject import NotPublished, Subject

from .publishing import publish_form_texts, texts_of_form


def form_or_404(request, pk) -> Subject:
    """Return the latest draft of a form that this person may change, with its texts."""
    form = pages.form_or_404(request, pk)
    return Subject(
        kind="form",
        owner=form,
        title=form.title,
        name=form.slug,
        texts=texts_of_form(form.definition()),
        publish=partial(_publish, form),
    )


def _publish(form, _language):
    """Publish the texts of every language."""
    if not publish_form_texts(form):
        raise NotPublished(
            _("Saved. The form itself is not published yet; its texts are published along with it.")
        )
