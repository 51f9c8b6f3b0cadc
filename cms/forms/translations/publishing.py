"""Publishing of the texts of a form in other languages."""

from django.db import transaction

from casework.questionnaires.services import current_version
from casework.questionnaires.translations.published import publish_texts
from cms.page_cache import clear_pages

from .models import FormText
from .rows import shown_texts


@transaction.atomic
def publish_form_texts(form) -> bool:
    """Show people the texts that are ready, in the form's current version. Return False if it was never published."""
    version = current_version(form.slug)
    if version is None:
        return False
    written = FormText.objects.filter(form_id=form.pk)
    publish_texts(version=version, texts=shown_texts(version.definition, written))
    clear_pages()
    return True
