"""Service and emergency banners, shown for a period on all pages, below one page, or in the steps of one form."""

from datetime import datetime

from django import forms
from django.db import models
from django.db.models import F, Q
from django.utils import timezone
from django.utils.translation import gettext_lazy as _
from wagtail.admin.forms import WagtailAdminModelForm
from wagtail.admin.panels import FieldPanel, MultiFieldPanel
from wagtail.models import DraftStateMixin, PreviewableMixin, RevisionMixin

from body.english import WrittenHere

from .editor.choices import FORM_ADDRESS
from .editor.choices import forms as form_choices
from .translations.reading import in_readers_language


class BannerQuerySet(models.QuerySet):
    def not_over(self):
        """Return the published banners that are active now or later."""
        return self.filter(Q(ends_at=None) | Q(ends_at__gt=timezone.now()), live=True)


class BannerForm(WagtailAdminModelForm):
    """The edit form. Its choices of forms are loaded when it is shown, not at import."""

    form = forms.ChoiceField(
        label=_("only in the steps of this form"),
        required=False,
        choices=lambda: [("", "---------"), *form_choices()],
    )


class Banner(DraftStateMixin, RevisionMixin, PreviewableMixin, models.Model):
    """A short message above the page. Without page and form it is shown on every public page. A draft is on none."""

    held_for = "site"
    personal_data = {"none": "kind title text form live has_unpublished_changes expired"}

    class Kind(models.TextChoices):
        SERVICE = "service", _("Service notice (temporary change)")
        EMERGENCY = "emergency", _("Emergency: people must know this now")

    kind = models.CharField(_("kind"), max_length=10, choices=Kind, default=Kind.SERVICE)
    title = models.CharField(_("title"), max_length=80)
    text = models.CharField(_("text"), max_length=300)
    starts_at = models.DateTimeField(_("from"), default=timezone.now)
    ends_at = models.DateTimeField(_("until"), null=True, blank=True)
    page = models.ForeignKey(
        "wagtailcore.Page",
        models.CASCADE,
        null=True,
        blank=True,
        related_name="+",
        verbose_name=_("only on this page and those below it"),
    )
    form = models.SlugField(_("only in the steps of this form"), blank=True)

    objects = BannerQuerySet.as_manager()

    base_form_class = BannerForm
    panels = [
        FieldPanel("kind"),
        FieldPanel("title"),
        FieldPanel("text"),
        MultiFieldPanel([FieldPanel("starts_at"), FieldPanel("ends_at")], heading=_("When")),
        MultiFieldPanel([FieldPanel("page"), FieldPanel("form")], heading=_("Where")),
    ]

    class Meta:
        ordering = ["kind", "-starts_at", "-pk"]  # emergencies first
        verbose_name = _("banner")
        verbose_name_plural = _("banners")
        constraints = [
            models.CheckConstraint(
                name="banner_ends_after_it_starts",
                condition=Q(ends_at=None) | Q(ends_at__gt=F("starts_at")),
                violation_error_message=_("Enter an end that is after the start."),
            ),
            models.CheckConstraint(
                name="banner_in_one_place",
                condition=Q(page=None) | Q(form=""),
                violation_error_message=_("Choose a page or a form, not both."),
            ),
        ]

    def __str__(self):
        return self.title

    @property
    def is_translated(self) -> bool:
        """Return whether title and text are translated into the reader's language."""
        return all(isinstance(text, WrittenHere) for text in self._texts_here())

    @property
    def title_here(self) -> str:
        return self._texts_here()[0] if self.is_translated else self.title

    @property
    def text_here(self) -> str:
        return self._texts_here()[1] if self.is_translated else self.text

    def _texts_here(self) -> list[str]:
        return [in_readers_language(self, text) for text in (self.title, self.text)]

    def get_preview_template(self, request, mode_name):
        return "cms/banner_preview.html"

    def get_preview_context(self, request, mode_name):
        """Show it alone, above a page without text."""
        return {"banners_shown": [self]}

    def matches(self, *, path: str, match) -> bool:
        """Return whether the banner is shown at this path. `match` is the resolver match, or None without one."""
        if self.page:
            return path.startswith(self.page.url or "//")
        if self.form:
            view = match.view_name if match else ""
            return view.startswith(FORM_ADDRESS) and match.kwargs.get("slug") == self.form
        return True

    def is_active(self, now: datetime) -> bool:
        return self.starts_at <= now and (self.ends_at is None or self.ends_at > now)


def upcoming() -> list[Banner]:
    """Return every banner that has not ended, in display order, with its texts in all languages."""
    return list(Banner.objects.not_over().select_related("page").prefetch_related("texts"))


def next_change(banners: list[Banner], now: datetime) -> datetime | None:
    """Return the next time at which one of these banners starts or ends, or None."""
    moments = [moment for banner in banners for moment in (banner.starts_at, banner.ends_at) if moment]
    return min((moment for moment in moments if moment > now), default=None)
