"""What happens when an editor publishes, takes down or moves a page."""

from django.dispatch import receiver
from wagtail.signals import page_published, page_slug_changed, page_unpublished, post_page_move

from .keeping import forget_pages
from .privacy import PrivacyPage


@receiver([page_published, page_unpublished, page_slug_changed, post_page_move])
def forget_what_was_kept(sender, **_more):
    forget_pages()


@receiver(page_published, sender=PrivacyPage)
def publish_notices(sender, instance, **_more):
    instance.publish_notices()
