"""Putting an office's own words on its cases, and keeping these words."""

from collections.abc import Iterable

from django.core.exceptions import ValidationError
from django.db import transaction
from django.utils.text import slugify
from django.utils.translation import gettext as _

from accounts.models import User
from casework.audit.services import record
from casework.audit.verbs import Verb
from casework.cases.models import Case, CaseTag, Tag
from casework.checking import check_row
from casework.offices.models import Office

MOST = 300  # tags of one office


class TagTaken(Exception):
    """Another tag of the office has this name."""


def slug_of(name: str) -> str:
    """Return how a tag is named in addresses. Two that differ only in capitals or spaces are one tag."""
    return slugify(name, allow_unicode=True)[:60]


@transaction.atomic
def add_tag(*, case: Case, name: str, by: User) -> Tag:
    """Put a tag on a case; one that the office has not yet is made. Twice is no error."""
    tag = _tag_named(case.office_id, name)
    _row, created = CaseTag.objects.get_or_create(case=case, tag=tag, defaults={"office_id": case.office_id})
    if created:
        record(Verb.CASE_TAGGED, by=by, office=case.office_id, subject=case.reference)
    return tag


@transaction.atomic
def add_tag_to_several(*, cases: Iterable[Case], name: str, by: User) -> list[Case]:
    """Put one tag on several cases, each in the words of its own office."""
    return [case for case in cases if add_tag(case=case, name=name, by=by)]


@transaction.atomic
def remove_tag(*, case: Case, tag: Tag, by: User) -> None:
    """Take a tag off a case. Twice is no error."""
    gone, _each = CaseTag.objects.filter(case=case, tag=tag).delete()
    if gone:
        record(Verb.CASE_UNTAGGED, by=by, office=case.office_id, subject=case.reference)


@transaction.atomic
def rename_tag(*, tag: Tag, name: str, by: User) -> None:
    """Rename a tag on all its cases. Raise TagTaken if another tag of the office has this name."""
    slug = slug_of(name)
    if Tag.objects.filter(office=tag.office_id, slug=slug).exclude(pk=tag.pk).exists():
        raise TagTaken
    tag.name, tag.slug = name, slug
    check_row(tag)
    tag.save()
    record(Verb.TAG_RENAMED, by=by, office=tag.office_id)


@transaction.atomic
def merge_tags(*, tag: Tag, into: Tag, by: User) -> None:
    """Put `into` on every case that has `tag`, and delete `tag`."""
    rows = CaseTag.objects.filter(tag=tag)
    rows.filter(case__in=CaseTag.objects.filter(tag=into).values("case")).delete()
    CaseTag.objects.filter(tag=tag).update(tag=into)
    tag.delete()
    record(Verb.TAG_MERGED, by=by, office=into.office_id)


@transaction.atomic
def delete_tag(*, tag: Tag, by: User) -> None:
    """Delete a tag and take it off its cases."""
    tag.delete()
    record(Verb.TAG_DELETED, by=by, office=tag.office_id)


def _tag_named(office: int, name: str) -> Tag:
    """Return a tag of an office, made if there is none. The office is locked, so that its number keeps to `MOST`."""
    slug = slug_of(name)
    if found := Tag.objects.filter(office=office, slug=slug).first():
        return found
    Office.objects.select_for_update(no_key=True).get(pk=office)
    if Tag.objects.filter(office=office).count() >= MOST:
        raise ValidationError(_("Use a tag that your office has. It has as many as it can."))
    tag = Tag(office_id=office, name=name, slug=slug)
    check_row(tag)
    return Tag.objects.get_or_create(office_id=office, slug=slug, defaults={"name": name})[0]
