"""The initial content: the home page, the editors' group and the approval workflow."""

from django.contrib.auth.models import Group, Permission
from django.contrib.contenttypes.models import ContentType
from wagtail.models import (
    Collection,
    GroupCollectionPermission,
    GroupPagePermission,
    Locale,
    Page,
    Site,
    Workflow,
    WorkflowContentType,
    WorkflowPage,
    WorkflowTask,
)

from accounts import services as accounts
from casework.questionnaires.services import current_version

from .forms.conversion.blocks_of import Definition
from .forms.models import Form, create_form
from .menus import Menu
from .models import AnotherEditor, HomePage
from .pages.base import SitePage

PAGE_RIGHTS = ["add_page", "change_page", "publish_page"]
FORM_RIGHTS = ["add_form", "change_form", "publish_form", "lock_form", "unlock_form"]
THINGS = ["cms.banner", "cms.menu", "cms.council", "wagtailredirects.redirect"]
FILES = {"image": "wagtailimages", "document": "wagtaildocs"}
APPROVAL = "Another editor approves"


def home_page() -> HomePage:
    """Return the home page. Create it with its site and root if missing."""
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
    """Return the group of editors. Create it with permissions for every page, form, banner, menu, council
    and redirect if missing.
    """
    group = accounts.editors()
    for right in PAGE_RIGHTS:
        GroupPagePermission.objects.get_or_create(
            group=group,
            page=Page.get_first_root_node(),
            permission=Permission.objects.get(content_type__app_label="wagtailcore", codename=right),
        )
    _files(group)
    for thing in THINGS:
        app, model = thing.split(".")
        rights = Permission.objects.filter(content_type__app_label=app, content_type__model=model)
        group.permissions.add(*rights)
    group.permissions.add(
        Permission.objects.get(content_type__app_label="body", codename="change_body")  # it is there once
    )
    group.permissions.add(
        Permission.objects.get(content_type__app_label="cms", codename="change_cataloguetext")
    )
    group.permissions.add(
        *Permission.objects.filter(content_type__app_label="cms", codename__in=FORM_RIGHTS)
    )  # a form is closed and never deleted: people are still filling it in
    _approval(group)
    return group


def _files(group: Group) -> None:
    """Pictures and documents: every one of them, as with pages."""
    root = Collection.get_first_root_node() or Collection.add_root(name="Root")
    for kind, app in FILES.items():
        for act in ("add", "change", "choose"):
            right = Permission.objects.get(content_type__app_label=app, codename=f"{act}_{kind}")
            GroupCollectionPermission.objects.get_or_create(group=group, collection=root, permission=right)


def _approval(group: Group) -> None:
    """Require approval by another editor for every page and form."""
    task, _created = AnotherEditor.objects.get_or_create(name=APPROVAL, defaults={"active": True})
    task.groups.add(group)
    workflow, _created = Workflow.objects.get_or_create(name=APPROVAL, defaults={"active": True})
    WorkflowTask.objects.get_or_create(workflow=workflow, task=task.task_ptr, defaults={"sort_order": 0})
    WorkflowPage.objects.update_or_create(page=Page.get_first_root_node(), defaults={"workflow": workflow})
    forms = ContentType.objects.get_for_model(Form)
    WorkflowContentType.objects.update_or_create(content_type=forms, defaults={"workflow": workflow})


def write_home_page(*, question: str, lead: str, body: list) -> None:
    """Publish this text on the home page, unless it already has some."""
    home = home_page()
    if home.lead or home.body:
        return
    home.question, home.lead, home.body = question, lead, body
    home.save_revision().publish()


def write_page(page: SitePage, *, below: SitePage | None = None) -> SitePage:
    """Publish a page below another or the home page. Return it, or the page that already has its slug."""
    above = below or home_page()
    there = above.get_children().filter(slug=page.slug).first()
    if there:
        return there.specific
    above = Page.objects.get(pk=above.pk)  # reload: the number of children has changed
    above.add_child(instance=page)
    page.save_revision().publish()
    return page


def write_form(*, slug: str, definition: Definition) -> bool:
    """Publish a form with this definition, or with its current version. Return False if editors have it already."""
    if Form.objects.filter(slug=slug).exists():
        return False
    current = current_version(slug)
    form = create_form(slug=slug, definition=current.definition if current else definition, by=None)
    form.get_latest_revision().publish()
    return current is None


def write_menu(place: str, links: list[tuple[str, dict]]) -> None:
    """Create the menu of a place with these links, unless it exists."""
    Menu.objects.get_or_create(place=place, defaults={"links": links})
