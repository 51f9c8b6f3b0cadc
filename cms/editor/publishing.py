"""Signal receivers for publishing, unpublishing and moving a page, and for unpublishing a form."""

from django.dispatch import receiver
from wagtail.signals import (
    page_published,
    page_slug_changed,
    page_unpublished,
    post_page_move,
    published,
    unpublished,
)

from casework.offices.events import office_added
from casework.questionnaires.services import close_form
from cms.banners import Banner
from cms.forms.models import Form
from cms.page_cache import clear_pages
from cms.pages.privacy import PrivacyPage


@receiver(published, sender=Banner)
@receiver(unpublished, sender=Banner)
@receiver([page_published, page_unpublished, page_slug_changed, post_page_move])
def clear_page_cache(sender, **_more):
    clear_pages()


@receiver(office_added)
def give_it_a_notice(sender, office, **_more):
    """An office has a privacy notice from its first day, in the words that are published for all."""
    if page := PrivacyPage.objects.live().first():
        page.publish_notices()


@receiver(page_published, sender=PrivacyPage)
def publish_notices(sender, instance, **_more):
    instance.publish_notices()


@receiver(unpublished, sender=Form)
def close_to_new_people(sender, instance, **_more):
    """Close the form. Those who have begun can still send it."""
    close_form(slug=instance.slug)
    clear_pages()
