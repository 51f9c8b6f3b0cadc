"""The form that editors build. Publishing it makes an immutable version, which the service runs."""

from django.db import models, transaction
from django.shortcuts import redirect
from django.urls import reverse
from django.utils.http import urlencode
from django.utils.translation import gettext_lazy as _
from wagtail.admin.panels import FieldPanel, HelpPanel, MultiFieldPanel, PublishingPanel, TitleFieldPanel
from wagtail.fields import StreamField
from wagtail.models import (
    DraftStateMixin,
    LockableMixin,
    PreviewableMixin,
    Revision,
    RevisionMixin,
    WorkflowMixin,
)

from accounts.models import User
from casework.questionnaires import services
from casework.questionnaires.definition import words
from casework.questionnaires.facts import AREA, FIXED
from casework.questionnaires.rules.problems import InvalidDefinition
from casework.questionnaires.trials import begin_trial

from .blocks import Steps
from .boroughs import BoroughRows
from .checklist import ChecklistPanel
from .conversion.blocks_of import Definition, blocks_of, borough_blocks
from .conversion.definitions import definition_of
from .conversion.meaning import choices_of
from .conversion.names import Names, settled
from .editing import FormEditing
from .preview import CHECK, TRY_ADDRESS, shown
from .telling import tell_not_published
from .translations.publishing import publish_form_texts

DECLARATION = _("By sending, you confirm that what you wrote is true as far as you know.")
SCHEDULED = "wagtail.publish.scheduled"  # what Wagtail calls publishing by the clock


class StepsField(StreamField):
    """A stream of a form. Migrations do not repeat its blocks, whose labels change often and whose column does not."""

    def deconstruct(self):
        name, path, _args, kwargs = super().deconstruct()
        kwargs.pop("block_lookup", None)
        return name, path, [[]], kwargs


class Form(WorkflowMixin, DraftStateMixin, LockableMixin, RevisionMixin, PreviewableMixin, models.Model):
    """A form of several steps: drafts, approval and schedule are Wagtail's, versions are the service's.

    `names` holds the name that each block has in the definition, from its first publication on (`names.py`).
    """

    held_for = "site"
    personal_data = {
        "none": "title slug declaration steps kind nature topic sensitive route member boroughs names live"
        " has_unpublished_changes expired locked"
    }

    title = models.CharField(_("title"), max_length=120)
    slug = models.SlugField(
        _("address"),
        unique=True,
        help_text=_("The end of the form’s address. It stays once the form is published."),
    )
    declaration = models.TextField(
        _("what people confirm when they send it"), blank=True, default=DECLARATION
    )
    steps = StepsField(Steps(), verbose_name=_("steps"), blank=True)
    kind = models.CharField(
        _("kind of every case"),
        max_length=12,
        blank=True,
        choices=choices_of("kind"),
        help_text=_("Leave this empty if a question asks it."),
    )
    nature = models.CharField(
        _("nature of every case"), max_length=8, blank=True, choices=choices_of("nature")
    )
    topic = models.CharField(
        _("topic of every case"), max_length=40, blank=True, help_text=_("Like “Transport”.")
    )
    sensitive = models.CharField(
        _("sensitive cases"),
        max_length=3,
        blank=True,
        choices=[("yes", _("Every case is sensitive"))],
        help_text=_(
            "Leave this empty if an answer or the topic decides it. The office sees the mark, and no email ever says"
            " what such a case is about."
        ),
    )
    route = models.CharField(
        _("who gets the cases"),
        max_length=8,
        blank=True,
        choices=[(AREA, _("The Member of the person’s area, and else the Member below"))],
        help_text=_("Leave this empty if people choose a Member, or if one Member gets every case."),
    )
    member = models.CharField(
        _("Member"),
        max_length=50,
        blank=True,
        help_text=_(
            "The office of this Member gets every case, or those that nothing else decides. Leave it empty if people"
            " choose."
        ),
    )
    boroughs = StepsField(
        BoroughRows(),
        verbose_name=_("boroughs with a Member of their own"),
        blank=True,
        help_text=_("Their cases go to this Member. All other cases go where you say above."),
    )
    names = models.JSONField(default=dict, editable=False)

    base_form_class = FormEditing
    panels = [
        ChecklistPanel(),
        HelpPanel(template="cms/editor/form_help.html"),
        TitleFieldPanel("title", placeholder=False),
        FieldPanel("slug"),
        FieldPanel("steps"),
        FieldPanel("declaration"),
        MultiFieldPanel(
            [FieldPanel("kind"), FieldPanel("nature"), FieldPanel("topic"), FieldPanel("sensitive")],
            heading=_("What every case from this form is"),
        ),
        MultiFieldPanel(
            [FieldPanel("route"), FieldPanel("member"), FieldPanel("boroughs")],
            heading=_("Who gets the cases"),
        ),
        PublishingPanel(),
    ]

    class Meta:
        ordering = ["title"]
        verbose_name = _("form")
        verbose_name_plural = _("forms")

    def __str__(self):
        return self.title

    def full_names(self) -> Names:
        """Return the name of each block, of deleted ones too: those of earlier publications, and new ones."""
        return self.names | settled(self.steps.get_prep_value(), self.names)

    def definition(self) -> Definition:
        """Return the definition that publishing this form makes, valid or not."""
        return definition_of(
            title=self.title,
            declaration=self.declaration,
            fixed={fact: getattr(self, fact) for fact in FIXED},
            steps=self.steps.get_prep_value(),
            names=self.full_names(),
            boroughs=self.boroughs.get_prep_value(),
        )

    @property
    def preview_modes(self):
        """Return each step and the check page, as Wagtail lists them beside the preview."""
        steps = [(step["slug"], step["title"]["en"]) for step in shown(self.definition())["steps"]]
        return [*steps, (CHECK, _("Check your answers"))]

    def serve_preview(self, request, mode_name):
        """Go to this step in the real runner, with made-up answers before it."""
        token = begin_trial(definition=shown(self.definition()), by=request.user)
        return redirect(f"{reverse(TRY_ADDRESS, args=[token])}?{urlencode({'step': mode_name})}")

    def with_content_json(self, content):
        """Return this form with the content of a revision. The names are those of the form, not of the revision."""
        form = super().with_content_json(content)
        form.names = self.names
        return form

    def publish(self, revision, user=None, **options):
        """Publish a revision, and with it a version of the form. Raise InvalidDefinition, and then change nothing.

        A schedule that finds an invalid form is dropped, and whoever wrote the form is told.
        """
        try:
            with transaction.atomic():
                super().publish(revision, user=user, **options)
                _publish_version(pk=self.pk, revision=revision, by=user)
        except InvalidDefinition as invalid:
            if options.get("log_action") != SCHEDULED:
                raise
            Revision.objects.filter(pk=revision.pk).update(approved_go_live_at=None)
            tell_not_published(form=self, problems=invalid.problems, to=revision.user)


def _publish_version(*, pk: int, revision: Revision, by: User | None) -> None:
    """Make the published content the current version, unless it already is. One that is only scheduled is not."""
    form = Form.objects.select_for_update(no_key=True).get(pk=pk)
    if not form.live or form.live_revision_id != revision.pk:
        return
    definition, current = form.definition(), services.current_version(form.slug)
    if current is None or current.closed_at or current.definition != definition:
        services.publish(slug=form.slug, definition=definition, by=by)
    Form.objects.filter(pk=pk).update(names=form.full_names())
    publish_form_texts(form)


@transaction.atomic
def create_form(*, slug: str, definition: Definition, by: User | None) -> Form:
    """Create a form with this definition as its first draft."""
    steps, names = blocks_of(definition)
    form = Form(
        title=words(definition["title"], "en"),
        slug=slug,
        declaration=words(definition["declaration"], "en"),
        **definition.get("fixed", {}),
        steps=steps,
        names=names,
        boroughs=borough_blocks(definition),
        live=False,
        has_unpublished_changes=True,
    )
    form.full_clean()
    form.save()
    form.save_revision(user=by)
    return form
