"""Tags: an office's own words for its cases. They never leave the office."""

from uuid import uuid4

from django.db import models
from django.db.models import Count, Min, OuterRef, Subquery, Value
from django.db.models.aggregates import StringAgg
from django.utils.translation import gettext_lazy as _

from casework.offices.visibility import TenantQuerySet


class TagQuerySet(TenantQuerySet):
    def on(self, case):
        """Return the tags of one case, by name."""
        return self.filter(cases__case=case)

    def with_counts(self):
        """Annotate on how many cases each tag is."""
        return self.annotate(number=Count("cases"))


class Tag(models.Model):
    """A word of one office. `slug` names it in addresses of the queue."""

    held_for = "casework"
    personal_data = {"staff": "name slug"}
    carried: dict[str, str] = {}

    uuid = models.UUIDField(default=uuid4, unique=True, editable=False)
    office = models.ForeignKey("offices.Office", models.PROTECT, related_name="+")
    name = models.CharField(_("tag"), max_length=40)
    slug = models.SlugField(max_length=60, allow_unicode=True)

    objects = TagQuerySet.as_manager()

    class Meta:
        ordering = ["name", "pk"]
        constraints = [
            models.UniqueConstraint(
                fields=["office", "slug"],
                name="tag_once_in_an_office",
                violation_error_message=_("Your office has this tag already."),
            ),
        ]

    def __str__(self):
        return self.name


class CaseTag(models.Model):
    """That a case has a tag."""

    held_for = "casework"
    carried: dict[str, str] = {}

    office = models.ForeignKey("offices.Office", models.PROTECT, related_name="+")
    case = models.ForeignKey("cases.Case", models.CASCADE, related_name="case_tags")
    tag = models.ForeignKey(Tag, models.CASCADE, related_name="cases")

    objects = TenantQuerySet.as_manager()

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["case", "tag"],
                name="case_tag_once",
                violation_error_message=_("The case has this tag already."),
            ),
        ]

    def __str__(self):
        return f"{self.case_id} {self.tag_id}"


def tag_words():
    """Return the names of the tags of each case of a query, one a line and in no order."""
    return Subquery(_of_case().annotate(names=StringAgg("tag__name", Value("\n"))).values("names"))


def first_tag():
    """Return the first tag of each case of a query, by name."""
    return Subquery(_of_case().annotate(first=Min("tag__name")).values("first"))


def _of_case():
    return CaseTag.objects.filter(case=OuterRef("pk")).order_by().values("case")
