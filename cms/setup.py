"""What an editor finds on the first day: a home page with words on it, and the group that may edit."""

from django.contrib.auth.models import Group, Permission
from wagtail.models import GroupPagePermission, Locale, Page, Site

from accounts import services as accounts

from .models import ContentPage, HomePage

PAGE_RIGHTS = ["add_page", "change_page", "publish_page"]


def home_page() -> HomePage:
    """The home page, with the site and root that it needs; made if missing."""
    home = HomePage.objects.first()
    if home:
        return home
    locale, _created = Locale.objects.get_or_create(language_code="en")
    root = Page.get_first_root_node() or Page.add_root(title="Root", slug="root", locale=locale)
    home = root.add_child(instance=HomePage(title="Home", slug="home", locale=locale))
    Site.objects.update_or_create(
        is_default_site=True, defaults={"hostname": "localhost", "root_page": home, "site_name": ""}
    )
    return home


def editors() -> Group:
    """The group whose people may sign in to `/editor/`, with the right to publish every page below the root."""
    group = accounts.editors()
    for right in PAGE_RIGHTS:
        GroupPagePermission.objects.get_or_create(
            group=group,
            page=Page.get_first_root_node(),
            permission=Permission.objects.get(content_type__app_label="wagtailcore", codename=right),
        )
    return group


def write_home_page(*, question: str, lead: str, body: list) -> None:
    """Put words on the home page, unless an editor has."""
    home = home_page()
    if home.lead or home.body:
        return
    home.question, home.lead, home.body = question, lead, body
    home.save_revision().publish()


def write_content_page(*, slug: str, title: str, lead: str, text: str) -> None:
    """Add a page of text below the home page, unless one has that address."""
    home = home_page()
    if home.get_children().filter(slug=slug).exists():
        return
    page = home.add_child(instance=ContentPage(slug=slug, title=title, lead=lead, body=[("text", text)]))
    page.save_revision().publish()
