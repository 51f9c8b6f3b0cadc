"""Additions to the Wagtail admin: banners, menus, councils and the report of page feedback."""

from django.templatetags.static import static
from django.urls import path, reverse
from django.utils.functional import cached_property
from django.utils.html import format_html, format_html_join
from django.utils.translation import gettext_lazy as _
from wagtail import hooks
from wagtail.admin.menu import MenuItem
from wagtail.admin.views.generic import CreateView, DeleteView, EditView
from wagtail.admin.viewsets.model import ModelViewSet
from wagtail.admin.widgets.button import Button
from wagtail.snippets.models import register_snippet
from wagtail.snippets.views import snippets

from body.models import Body
from ui.fields import PhoneField

from .banners import Banner
from .editor.dashboard import AddNewsPanel
from .editor.versions import CompareVersions
from .editor.workflow import for_approval
from .forms.views import Forms
from .menus import Menu
from .page_cache import clear_pages
from .pages.guides import Council
from .site.useful import report


def _languages_button(kind, owner):
    """Return the button that leads to the texts of something in other languages."""
    url = reverse(f"{kind}_languages", args=[owner.pk])
    return Button(_("Languages"), url=url, icon_name="globe", priority=62)


class ClearsPageCache:
    """A view mixin that clears the page cache after saving."""

    def form_valid(self, form):
        response = super().form_valid(form)
        clear_pages()
        return response


class Add(ClearsPageCache, CreateView):
    pass


class Edit(ClearsPageCache, EditView):
    pass


class Delete(ClearsPageCache, DeleteView):
    pass


class SharedSnippet(ModelViewSet):
    """A viewset of things shown on many pages."""

    add_view_class, edit_view_class, delete_view_class = Add, Edit, Delete
    add_to_settings_menu = False
    add_to_admin_menu = True
    copy_view_enabled = False
    exclude_form_fields: list[str] = []

    def formfield_for_dbfield(self, db_field, **kwargs):
        """Check a phone number of the public as one that people give."""
        if db_field.name == "phone":
            kwargs = {"form_class": PhoneField}
        return super().formfield_for_dbfield(db_field, **kwargs)


class DeleteBanner(ClearsPageCache, snippets.DeleteView):
    pass


class EditBanner(snippets.EditView):
    """The edit page of a banner, with a link to its languages."""

    @cached_property
    def header_more_buttons(self):
        return [*super().header_more_buttons, _languages_button("banner", self.object)]


class Banners(snippets.SnippetViewSet):
    """Banners, with draft, preview and publication, which clears the page cache (`editor.publishing`)."""

    model = Banner
    icon = "warning"
    base_url_path = "banners"
    menu_order = 210
    add_to_admin_menu = True
    copy_view_enabled = False
    edit_view_class = EditBanner
    list_display = ["title", "kind", "live", "starts_at", "ends_at"]
    delete_view_class = DeleteBanner
    revisions_compare_view_class = CompareVersions


class EditMenu(Edit):
    """The edit page of a menu, with a link to its languages."""

    @cached_property
    def header_more_buttons(self):
        return [*super().header_more_buttons, _languages_button("menu", self.object)]


class Menus(SharedSnippet):
    model = Menu
    edit_view_class = EditMenu
    icon = "list-ul"
    menu_order = 220


class Councils(SharedSnippet):
    model = Council
    icon = "home"
    menu_order = 230
    list_display = ["name", "borough", "website", "phone"]


class Bodies(SharedSnippet):
    """One row, which editors change. The number of seats and the prefix of references are for `set_up`."""

    model = Body
    icon = "site"
    menu_order = 240
    list_display = ["name", "phone"]
    form_fields = [
        "neutral_line",
        "name",
        "lead",
        "members",
        "place",
        "whole_seat",
        "email",
        "reply_time",
        "phone",
        "hours",
        "post",
    ]


register_snippet(Forms)
register_snippet(Banners)


@hooks.register("register_admin_viewset")
def snippet_viewsets():
    return [Menus("menus"), Councils("councils"), Bodies("body")]


@hooks.register("construct_homepage_panels")
def add_news_panel(request, panels):
    """Put what editors write most often first. What waits for their approval is a panel of Wagtail's."""
    panels.append(AddNewsPanel())


@hooks.register("construct_page_action_menu")
@hooks.register("construct_snippet_action_menu")
def submit_for_approval(menu_items, request, context):
    menu_items[:] = [for_approval(item) for item in menu_items]


@hooks.register("register_page_header_buttons")
def page_languages_button(page, user, view_name, next_url=None):
    """Lead from a page to its texts in other languages."""
    if page.pk and not page.is_root() and page.permissions_for_user(user).can_publish():
        yield _languages_button("page", page)


class CataloguesMenuItem(MenuItem):
    """The link to the texts of the service in other languages."""

    def is_shown(self, request):
        return request.user.has_perm("cms.change_cataloguetext")


@hooks.register("register_admin_menu_item")
def catalogues_menu_item():
    return CataloguesMenuItem(_("Texts of the service"), reverse("catalogues"), icon_name="globe", order=225)


@hooks.register("insert_editor_js")
def editor_scripts():
    """Add the condition picker of forms, and the script that saves what is typed while any edit page loads."""
    names = ["form-editor", "editor-autosave"]
    tags = ((static(f"js/{name}.js"),) for name in names)
    return format_html_join("", '<script type="module" src="{}"></script>', tags)


@hooks.register("insert_global_admin_css")
def styles_without_scripts():
    """Show messages, and no empty menu, to an editor whose browser runs no scripts."""
    link = '<noscript><link rel="stylesheet" href="{}"></noscript>'
    return format_html(link, static("css/editor-without-scripts.css"))


@hooks.register("register_admin_urls")
def useful_report_url():
    return [path("reports/useful/", report, name="useful_report")]


@hooks.register("register_reports_menu_item")
def useful_report_menu_item():
    return MenuItem(_("Was this page useful?"), reverse("useful_report"), icon_name="help", order=100)
