"""What an editor finds on the first day: a home page with words on it, who may edit, and how pages are approved."""

from django.contrib.auth.models import Group, Permission
from wagtail.models import GroupPagePermission, Locale, Page, Site, Workflow, WorkflowPage, WorkflowTask

from accounts import services as accounts

from .base import SitePage
from .menus import Menu
from .models import AnotherEditor, HomePage

PAGE_RIGHTS = ["add_page", "change_page", "publish_page"]
THINGS = ["cms.banner", "cms.menu", "cms.council", "wagtailredirects.redirect"]
APPROVAL = "Another editor approves"


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
    """The group whose people may sign in to `/editor/`: every page below the root, and what stands on many pages."""
    group = accounts.editors()
    for right in PAGE_RIGHTS:
        GroupPagePermission.objects.get_or_create(
            group=group,
            page=Page.get_first_root_node(),
            permission=Permission.objects.get(content_type__app_label="wagtailcore", codename=right),
        )
    for thing in THINGS:
        app, model = thing.split(".")
        rights = Permission.objects.filter(content_type__app_label=app, content_type__model=model)
        group.permissions.add(*rights)
    _approval(group)
    return group


def _approval(group: Group) -> None:
    """Every page can be sent to another editor for approval before it is published."""
    task, _created = AnotherEditor.objects.get_or_create(name=APPROVAL, defaults={"active": True})
    task.groups.add(group)
    workflow, _created = Workflow.objects.get_or_create(name=APPROVAL, defaults={"active": True})
    WorkflowTask.objects.get_or_create(workflow=workflow, task=task.task_ptr, defaults={"sort_order": 0})
    WorkflowPage.objects.update_or_create(page=Page.get_first_root_node(), defaults={"workflow": workflow})


def write_home_page(*, question: str, lead: str, body: list) -> None:
    """Put words on the home page, unless an editor has."""
    home = home_page()
    if home.lead or home.body:
        return
    home.question, home.lead, home.body = question, lead, body
    home.save_revision().publish()


def write_page(page: SitePage, *, below: SitePage | None = None) -> SitePage:
    """Publish a page below another or the home page, unless one has its address. The page that is there."""
    above = below or home_page()
    there = above.get_children().filter(slug=page.slug).first()
    if there:
        return there.specific
    above = Page.objects.get(pk=above.pk)  # its number of children has changed meanwhile
    above.add_child(instance=page)
    page.save_revision().publish()
    return page


def write_menu(place: str, links: list[tuple[str, dict]]) -> None:
    """Put these links at a place of the frame, unless an editor has."""
    Menu.objects.get_or_create(place=place, defaults={"links": links})
