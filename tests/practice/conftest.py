import pytest
from django.test import Client

from casework.cases.models import Case
from casework.offices.models import Office
from casework.wall.scope import ALL, scoped

PRACTICE = "/office/practice/"


@pytest.fixture
def practise(sign_in):
    """Return a function that signs someone in, on a client of their own, and lets them practise."""

    def practise(user):
        client = sign_in(user, on=Client())
        client.post(f"{PRACTICE}start/")
        return client

    return practise


@pytest.fixture
def made_up():
    """Return a function that gives the made-up cases of a person, by subject."""

    def made_up(user):
        with scoped(ALL):
            cases = Case.objects.filter(office__practice_of=user).select_related("office", "constituent")
            return {case.subject: case for case in cases}

    return made_up


@pytest.fixture
def practice_of():
    return lambda user: Office.practices.get(practice_of=user)
