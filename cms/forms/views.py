"""The pages of the editor on which forms are listed, written, compared and published."""

from django.urls import reverse
from django.utils.functional import cached_property
from django.utils.translation import gettext_lazy as _
from wagtail.admin.widgets.button import Button
from wagtail.snippets.views import snippets

from cms.editor.versions import CompareVersions

from .compare import changes
from .files import free_slug
from .models import Form


class FormIndex(snippets.IndexView):
    """The list of forms, with a way to import one."""

    @cached_property
    def header_more_buttons(self):
        button = Button(_("Import a form"), url=reverse("form_import"), icon_name="upload", priority=30)
        return [*super().header_more_buttons, button]


class FormEdit(snippets.EditView):
    """The edit page, with links to its figures and to export the form."""

    @cached_property
    def header_more_buttons(self):
        links = [
            (_("Where people give up"), "form_figures", "view"),
            (_("Languages"), "form_languages", "globe"),
            (_("Export"), "form_export", "download"),
        ]
        buttons = [
            Button(label, url=reverse(name, args=[self.object.pk]), icon_name=icon, priority=30)
            for label, name, icon in links
        ]
        return [*super().header_more_buttons, *buttons]


class FormCopy(snippets.CopyView):
    """The page of a new form that begins as the latest draft of another, under an address of its own."""

    def get_initial_form_instance(self):
        form = self.get_object().get_latest_revision_as_object()
        form.title = _("Copy of %(form)s") % {"form": form.title}
        form.slug = free_slug(form.slug)
        form.first_published_at = None  # the address can still be chosen
        return form


class FormCompare(CompareVersions):
    """Two revisions side by side, in words."""

    template_name = "cms/editor/compare_forms.html"

    def _get_comparison(self, revision_a, revision_b):
        return changes(revision_a.definition(), revision_b.definition())


class Forms(snippets.SnippetViewSet):
    """The list of forms, and the pages of each."""

    model = Form
    icon = "form"
    base_url_path = "forms"
    add_to_admin_menu = True
    menu_order = 205
    list_display = ["title", "slug", "live", "last_published_at"]
    index_view_class = FormIndex
    edit_view_class = FormEdit
    copy_view_class = FormCopy
    revisions_compare_view_class = FormCompare
