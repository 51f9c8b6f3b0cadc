"""What a request writes is whole or not there, and cleaning files makes nobody else wait."""

import pytest
from django.contrib.auth.models import Group
from django.core.files.uploadedfile import SimpleUploadedFile
from django.db import connection

pytestmark = pytest.mark.django_db(transaction=True)


@pytest.fixture(autouse=True)
def trial_doors(settings):
    settings.ROOT_URLCONF = "tests.config.trial_urls"


@pytest.fixture
def on_sqlite():
    if connection.vendor != "sqlite":
        pytest.skip("about SQLite, where one writer makes all others wait")


def upload():
    return {"file": SimpleUploadedFile("lift.txt", b"The lift is broken.")}


@pytest.mark.parametrize("who", [None, "ben", "ada"])
def test_a_view_that_raises_leaves_no_row(client, sign_in, assembly, who):
    if who:
        sign_in(getattr(assembly, who))
    client.raise_request_exception = False
    response = client.post("/trial/broken/")
    assert response.status_code == 500
    assert "on our side" in response.text
    assert not Group.objects.filter(name="half done").exists()


def test_while_files_are_cleaned_others_may_write(client, on_sqlite):
    assert client.post("/trial/files/", upload()).text == "free"


def test_the_same_page_without_files_is_one_transaction(client, on_sqlite):
    assert client.post("/trial/files/", {"word": "lift"}).text == "held"


def test_files_that_a_page_does_not_take_change_nothing(client, on_sqlite):
    assert client.post("/trial/lock/", upload()).text == "held"


def test_reading_a_page_makes_nobody_wait(client, on_sqlite):
    assert client.get("/trial/lock/").text == "free"
