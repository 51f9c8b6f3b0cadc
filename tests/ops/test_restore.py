"""Restoring puts back every row and file, sends nothing again, and lets nobody in by what was open before."""

from dataclasses import replace

import pytest
from django.apps import apps
from django.contrib.sessions.models import Session
from django.core.cache import cache
from django.core.management import CommandError

from accounts.models import User
from accounts.services import invitation_link, open_invitation
from casework.audit.models import Entry
from casework.audit.services import record
from casework.audit.verbs import Verb
from casework.audit.verifying import Verification
from casework.cases.models import Case
from casework.scope import ALL, scoped
from config.backups import putting_back, rows, settling, taking
from tests import factories

from .conftest import CANARY, only, run, tree

pytestmark = pytest.mark.django_db(transaction=True)


@pytest.fixture
def put_back(backups, key):
    """Restores the one back-up there is, on whatever stands here; what was said."""

    def go(**options):
        cache.delete("worker.heartbeat")
        return run("restore", only(backups), key=key, replace=True, **options)

    return go


def digests(*without):
    with scoped(ALL):
        return {
            table.label: str(rows.digest_of(table))
            for table in rows.tables(apps)
            if table.label not in without
        }


def disaster(settings):
    """What stood here is lost and something else came."""
    with scoped(ALL):
        Case.objects.update(subject="Gone")
    factories.staff("Intruder")
    for path in settings.FILES_ROOT.rglob("*"):
        if path.is_file():
            path.unlink()


def test_every_row_and_file_is_back(filled, backups, put_back, settings, proof, monkeypatch):
    """What a restore changes on purpose is left out here, and looked at below."""
    before, files, media = digests(), tree(settings.FILES_ROOT), tree(settings.MEDIA_ROOT)
    run("backup")
    disaster(settings)
    assert digests() != before
    monkeypatch.setattr(settling, "settle", lambda **_facts: 0)
    put_back()
    after = digests()
    failures = [f"{label}: rows differ" for label in before if before[label] != after[label]]
    failures += [
        f"{name}: bytes differ"
        for name, digest in files.items()
        if tree(settings.FILES_ROOT).get(name) != digest
    ]
    failures += [] if tree(settings.MEDIA_ROOT) == media else ["the site's pictures differ"]
    proof(
        "B-29",
        "tables and files, equal by hash after a restore",
        tried=len(before) + len(files),
        failures=failures,
    )


def test_nothing_is_sent_again_until_somebody_says_so(filled, put_back, sent_mail, settings, proof):
    run("backup")
    sent = [str(message["Subject"]) for message in sent_mail()]
    assert {"A reply", "A code"} <= set(sent)  # they waited then, and leave before the back-up is needed
    put_back()
    for path in settings.MAIL_DIR.glob("*"):
        path.unlink()
    failures = [str(message["Subject"]) for message in sent_mail()]
    proof(
        "B-29",
        "mail that is not sent again after a restore",
        tried=len(sent),
        failures=failures,
    )


@pytest.fixture
def restored(filled, put_back):
    """A back-up made while two messages waited, and put back."""
    run("backup")
    return put_back()


def test_mail_that_waited_is_held_with_words(restored, sent_mail):
    assert "2 messages are held" in restored
    said = run("held_mail")
    assert "account.code: 1 held" in said
    assert "codes or links that nobody can send" in said
    sent = len(sent_mail())
    assert run("held_mail", release=True, purpose="case.alert", by=boss().email).startswith("released: 1")
    assert [str(each["Subject"]) for each in sent_mail()[sent:]] == ["A reply"]
    assert run("held_mail", drop=True) == "dropped: 1\nNo mail is held.\n"
    assert len(sent_mail()) == sent + 1


def boss():
    return factories.staff("Boss", is_administrator=True)


def test_only_an_administrator_releases(restored):
    with pytest.raises(CommandError, match="administrator"):
        run("held_mail", release=True, by="ben@staff.example")


def test_the_log_verifies_and_says_in_every_office_that_it_was_put_back(restored, assembly):
    faults = []
    Verification(faults.append).run()
    assert faults == []
    with scoped(ALL):
        told = set(Entry.objects.filter(verb=Verb.RESTORED).values_list("office_id", flat=True))
    assert {None, assembly.office.pk, assembly.rival.pk} <= told


def test_entries_since_the_backup_stay_known_beside_the_anchor(filled, put_back, own_anchor):
    run("backup")
    record(Verb.NOTE_ADDED, by=None, subject="later")
    run("worker", once=True)
    put_back()
    (before,) = own_anchor.parent.glob("audit-anchor-until-*")
    assert len(before.read_text().splitlines()) > 0


def test_sessions_and_links_end(filled, put_back, client, ben, assembly):
    client.force_login(ben)
    token = invitation_link(user=boss(), by=None).rstrip("/").rpartition("/")[2]
    assert open_invitation(token)
    run("backup")
    put_back()
    assert not Session.objects.exists()
    assert open_invitation(token) is None


def test_a_key_is_never_given_twice(filled, put_back):
    gone = factories.staff("Gone")
    key, uuid = gone.pk, gone.uuid
    gone.delete()
    run("backup")
    put_back()
    assert not User.objects.filter(uuid=uuid).exists()
    assert factories.staff("Next").pk > key


def test_an_installation_in_use_is_not_written_over(filled, backups, key):
    run("backup")
    with pytest.raises(CommandError, match="in use"):
        run("restore", only(backups), key=key)
    with pytest.raises(CommandError, match="A worker is running"):
        run("restore", only(backups), key=key, replace=True)
    with scoped(ALL):
        assert Case.objects.filter(subject=CANARY).exists()


def test_a_restore_that_breaks_leaves_all_rows_as_they_were(filled, put_back, monkeypatch):
    run("backup")
    before = digests()
    monkeypatch.setattr(
        putting_back, "count_on_from", lambda *_: (_ for _ in ()).throw(OSError(28, "No space left"))
    )
    with pytest.raises(CommandError, match="run it again"):
        put_back()
    assert digests() == before


def test_columns_may_stand_in_another_order(filled, put_back, monkeypatch):
    """As they do in the models of an older state, which migrations built up."""
    run("backup")
    known = rows.tables
    turned = [replace(table, fields=table.fields[::-1]) for table in known(apps)]
    monkeypatch.setattr(rows, "tables", lambda _apps: turned)
    assert "equal by digest" in put_back()


def test_a_backup_of_a_newer_version_is_refused(filled, put_back, monkeypatch):
    known = taking.about
    monkeypatch.setattr(
        taking, "about", lambda *facts: known(*facts) | {"migrations": [["cases", "9999_from_the_future"]]}
    )
    run("backup")
    with pytest.raises(CommandError, match="newer version"):
        put_back()


def test_other_keys_are_told(filled, put_back, settings):
    run("backup")
    settings.SECRET_KEY = "another" * 10
    assert "second factors cannot be read" in put_back()
