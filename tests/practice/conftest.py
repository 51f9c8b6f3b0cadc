import shutil
from copy import deepcopy

import pytest
from django.db import transaction
from django.test import Client, override_settings

from casework.cases.models import Case
from casework.offices.models import Office
from casework.wall.scope import ALL, scoped
from tests import factories

PRACTICE = "/office/practice/"


@pytest.fixture(scope="module")
def begun(django_db_setup, django_db_blocker, tmp_path_factory):
    """Let Ben begin to practise once for each module, because writing the made-up cases takes half a second. Return the
    assembly and the folder of files. Each test undoes its own changes.
    """
    files = tmp_path_factory.mktemp("files")
    with django_db_blocker.unblock(), transaction.atomic(), override_settings(FILES_ROOT=files):
        assembly, client = factories.assembly(), Client()
        factories.sign_in(client, assembly.ben)
        client.post(f"{PRACTICE}start/")
        yield assembly, files
        transaction.set_rollback(True)


@pytest.fixture
def assembly(begun, db, private_files):
    """Return the small assembly, in which Ben has practised before."""
    assembly, files = begun
    shutil.copytree(files, private_files)
    return deepcopy(assembly)


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
