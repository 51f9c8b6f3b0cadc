"""What editors find in Wagtail beside pages: banners, menus, councils, and how useful pages were found."""

from django.urls import path, reverse
from django.utils.translation import gettext_lazy as _
from wagtail import hooks
from wagtail.admin.menu import MenuItem
from wagtail.admin.views.generic import CreateView, DeleteView, EditView
from wagtail.admin.viewsets.model import ModelViewSet

from .banners import Banner
from .guides import Council
from .keeping import forget_pages
from .menus import Menu
from .useful import report


class Publishes:
    """What is saved here is on the site at once."""

    def form_valid(self, form):
        response = super().form_valid(form)
        forget_pages()
        return response


class Add(Publishes, CreateView):
    pass


class Edit(Publishes, EditView):
    pass


class Delete(Publishes, DeleteView):
    pass


class OnEveryPage(ModelViewSet):
    """Things that stand on many pages at once."""

    add_view_class, edit_view_class, delete_view_class = Add, Edit, Delete
    add_to_settings_menu = False
    add_to_admin_menu = True
    copy_view_enabled = False
    exclude_form_fields: list[str] = []


class Banners(OnEveryPage):
    model = Banner
    icon = "warning"
    menu_order = 210
    list_display = ["title", "kind", "starts_at", "ends_at"]


class Menus(OnEveryPage):
    model = Menu
    icon = "list-ul"
    menu_order = 220


class Councils(OnEveryPage):
    model = Council
    icon = "home"
    menu_order = 230
    list_display = ["name", "borough", "website", "phone"]


@hooks.register("register_admin_viewset")
def things_on_every_page():
    return [Banners("banners"), Menus("menus"), Councils("councils")]


@hooks.register("register_admin_urls")
def how_useful_address():
    return [path("reports/useful/", report, name="useful_report")]


@hooks.register("register_reports_menu_item")
def how_useful_menu_item():
    return MenuItem(_("Was this page useful?"), reverse("useful_report"), icon_name="help", order=100)
