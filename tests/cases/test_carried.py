"""Fields copied with a transferred case: each field declares whether it is copied, and is."""

from dataclasses import fields
from datetime import timedelta

import pytest
from django.apps import apps
from django.db import models
from django.test.utils import isolate_apps
from django.utils import timezone

from casework.carried import carry, declared, faults, names_of
from casework.cases.models import Authority, Case, CaseFile, Message, Note, Topic
from casework.cases.services.sharing.transfer import accept_transfer
from casework.constituents.models import AlertChoice, AlertWay, Constituent, ContactPoint
from casework.files import store
from casework.files.intake import TakenIn
from casework.files.models import StoredFile
from casework.places.models import Borough
from casework.wall.scope import ALL, scoped
from tests import factories
from tests.authority import case_for_mother
from tests.sharing import transfer_offered


def is_of_a_case(model):
    """Return whether the model is, or refers to, a case or a constituent."""
    return model in {Case, Constituent} or any(
        field.related_model in {Case, Constituent} for field in model._meta.concrete_fields
    )


OF_A_CASE = [model for model in apps.get_models() if is_of_a_case(model)]


@pytest.fixture(autouse=True)
def all_rows(db):
    with scoped(ALL):
        yield


def test_every_field_declares_whether_it_is_copied():
    assert [fault for model in OF_A_CASE for fault in faults(model)] == []


def test_taken_in_file_has_the_copied_fields_of_a_stored_file():
    assert {field.name for field in fields(TakenIn)} == set(names_of(StoredFile))


@isolate_apps("casework.places")
def test_undeclared_field_is_reported_with_advice():
    class Diary(models.Model):
        carried = {"always": "text gone", "never": "mood text"}

        text = models.TextField()
        mood = models.TextField()
        birthday = models.DateField()

        class Meta:
            app_label = "places"

    said = " ".join(faults(Diary))
    assert "places.Diary.birthday: does it go along" in said
    assert "places.Diary has no field gone" in said
    assert "places.Diary.text stands in `carried` twice" in said


@isolate_apps("casework.places")
def test_undeclared_subclass_of_a_declared_model_is_reported():
    class Scan(StoredFile):
        class Meta:
            app_label = "places"

    assert [fault.partition(":")[0] for fault in faults(Scan)] == ["places.Scan"]


@pytest.fixture
def full_case(assembly):
    """Return a case whose copyable fields all have non-default values."""
    case = case_for_mother(assembly)
    a_while_ago = timezone.now() - timedelta(days=9)
    Constituent.objects.filter(pk=case.constituent_id).update(
        name="Ada Lane",
        language="Somali",
        language_code="pl",
        format="Braille",
        account=assembly.ada,
        linked_at=a_while_ago,
    )
    Case.objects.filter(pk=case.pk).update(
        answers=[{"question": "Where?", "answer": "Platform 2"}],
        topic=Topic.objects.create(slug="transport", name="Transport"),
        sensitive=True,
        borough=Borough.objects.get(),
    )
    Authority.objects.filter(pk=case.authority_id).update(unsafe=True, phone_typed="1", post_typed="2")
    ContactPoint.objects.filter(constituent=case.constituent_id).delete()
    ContactPoint.objects.create(
        office=case.office, constituent=case.constituent, kind="phone", value="07700 900123",
        proved_by=assembly.ada, proved_at=a_while_ago, confirmed_at=a_while_ago,
    )  # fmt: skip
    AlertChoice.objects.create(
        office=case.office, constituent=case.constituent, way=AlertWay.NONE, stopped_by_link=True,
        chosen_at=a_while_ago,
    )  # fmt: skip
    Message.objects.filter(case=case).update(
        direction="out",
        body="Dear Ada",
        author=assembly.ben,
        is_unverified=False,
        at=a_while_ago,
        fixed="received",
    )
    note = factories.note(case, body="Call the operator.")
    Note.objects.filter(pk=note.pk).update(author=assembly.ben, at=a_while_ago)
    with store.arrival() as arrival:
        arrival.file.write(b"a photo")
        key = arrival.keep()
    CaseFile.objects.create(
        office=case.office, case=case, message=case.messages.get(), key=key, name="lift.jpg",
        content_type="image/jpeg", size=7, sha256="1" * 64, checked_at=a_while_ago,
    )  # fmt: skip
    return Case.objects.get(pk=case.pk)


def carried_rows(case):
    """Return the single row of each copied model of this case."""
    return {
        Case: case,
        Constituent: case.constituent,
        ContactPoint: case.constituent.contact_points.get(),
        AlertChoice: case.constituent.alert_choice,
        Authority: case.authority,
        Message: case.messages.get(),
        Note: case.notes.get(),
        CaseFile: case.files.get(),
    }


# Fields whose copied rows always hold the default, and the file key, which is new in each copy.
FIXED = {"ContactPoint.safe", "ContactPoint.disowned_at", "CaseFile.quarantined_at"}
OWN = {"CaseFile.key"}


def test_every_declared_field_is_copied(assembly, full_case):
    before = carried_rows(full_case)
    assert {model for model in OF_A_CASE if declared(model)} == set(before)
    files, notes = full_case.files.all(), full_case.notes.all()
    transfer = transfer_offered(
        full_case, to=assembly.sister, by=assembly.ben, answers=True, needs=True, other_person=True,
        points=[before[ContactPoint].pk], files=[str(f.uuid) for f in files], notes=[str(n.uuid) for n in notes],
    )  # fmt: skip
    member = factories.member("Sol Marsh", office=assembly.sister)
    copied = carried_rows(accept_transfer(transfer=transfer, member=member, by=assembly.eve))
    for model, row in before.items():
        for name in names_of(model, parts=declared(model)):
            field, known = model._meta.get_field(name), f"{model.__name__}.{name}"
            value = getattr(row, field.attname)
            assert known in FIXED or value != field.get_default(), f"give {known} a value in full_case"
            assert (getattr(copied[model], field.attname) == value) is (known not in OWN), known
        assert copied[model].office == assembly.sister


def test_optional_part_is_copied_only_if_chosen(full_case):
    person = full_case.constituent
    assert (carry(person).name, carry(person).language) == ("Ada Lane", "")
    assert carry(person, parts={"needs"}).language == "Somali"
    assert carry(person, parts={"never"}).uuid != person.uuid


@pytest.mark.parametrize("way", [AlertWay.EMAIL, AlertWay.NONE])
def test_only_the_choice_of_no_alerts_is_copied(assembly, full_case, way):
    AlertChoice.objects.update(way=way, stopped_by_link=False)
    member = factories.member("Sol Marsh", office=assembly.sister)
    transfer = transfer_offered(full_case, to=assembly.sister, by=assembly.ben)
    copy = accept_transfer(transfer=transfer, member=member, by=assembly.eve)
    chosen = AlertChoice.objects.filter(constituent=copy.constituent_id)
    assert [choice.way for choice in chosen] == [AlertWay.NONE] * (way == AlertWay.NONE)
