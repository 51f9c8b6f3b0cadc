"""A request's writes are atomic, and cleaning files holds no lock."""

import pytest
from django.contrib.auth.models import Group
from django.core.files.uploadedfile import SimpleUploadedFile
from django.db import connection

pytestmark = pytest.mark.django_db(transaction=True)


@pytest.fixture(autouse=True)
def extra_urls(settings):
    settings.ROOT_URLCONF = "tests.config.extra_urls"


@pytest.fixture
def on_sqlite():
    if connection.vendor != "sqlite":
        pytest.skip("about SQLite, where one writer blocks all others")


def upload():
    return {"file": SimpleUploadedFile("lift.txt", b"The lift is broken.")}


@pytest.mark.parametrize("who", [None, "ben", "ada"])
def test_view_that_raises_is_rolled_back(client, sign_in, assembly, who):
    if who:
        sign_in(getattr(assembly, who))
    client.raise_request_exception = False
    response = client.post("/trial/broken/")
    assert response.status_code == 500
    assert "on our side" in response.text
    assert not Group.objects.filter(name="half done").exists()


def test_upload_view_holds_no_write_lock_while_files_are_cleaned(client, on_sqlite):
    assert client.post("/trial/files/", upload()).text == "free"


def test_upload_view_without_files_runs_in_one_transaction(client, on_sqlite):
    assert client.post("/trial/files/", {"word": "lift"}).text == "held"


def test_files_sent_to_another_view_do_not_change_its_transaction(client, on_sqlite):
    assert client.post("/trial/lock/", upload()).text == "held"


def test_get_request_holds_no_write_lock(client, on_sqlite):
    assert client.get("/trial/lock/").text == "free"
