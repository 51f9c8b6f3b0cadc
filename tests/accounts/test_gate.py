"""Access control of the back office and of the editor pages."""

import pytest
from django.contrib.auth.models import Group, Permission
from django.urls import reverse

from accounts.models import User

pytestmark = pytest.mark.django_db
METHODS = ["get", "head", "post", "put", "patch", "delete", "options"]
PAGES = [
    "/office/",
    "/office/cases/",
    "/office/administration/",
    "/editor/",
    "/editor/pages/",
    "/editor/images/",
]


@pytest.fixture
def editor(gus):
    group = Group.objects.create(name="Writers")
    group.permissions.add(
        Permission.objects.get(content_type__app_label="wagtailadmin", codename="access_admin")
    )
    gus.groups.add(group)
    return gus


@pytest.mark.parametrize("path", PAGES)
@pytest.mark.parametrize("method", METHODS)
def test_visitors_are_redirected_to_sign_in(client, path, method):
    response = getattr(client, method)(path)
    assert response.url.startswith(reverse("account_login"))


@pytest.mark.parametrize("path", PAGES)
def test_constituents_get_404(sign_in, ada, path):
    for method in METHODS:
        assert getattr(sign_in(ada), method)(path).status_code == 404


@pytest.mark.parametrize("path", PAGES)
def test_password_without_second_factor_is_refused(sign_in, ben, path):
    for method in METHODS:
        response = getattr(sign_in(ben, second_factor=False), method)(path)
        assert response.url == reverse("accounts_no_factor")


@pytest.mark.parametrize("path", ["/editor/", "/editor/pages/"])
def test_caseworkers_cannot_open_wagtail(sign_in, ben, path):
    assert sign_in(ben).get(path).status_code == 404


def test_editors_open_wagtail_with_a_second_factor(sign_in, editor):
    assert sign_in(editor).get("/editor/").status_code == 200


def test_editors_cannot_open_wagtail_without_a_second_factor(sign_in, editor):
    assert sign_in(editor, second_factor=False).get("/editor/").url.startswith(reverse("mfa_reauthenticate"))


def test_wagtail_sign_in_redirects_to_ours(client):
    response = client.get("/editor/login/", follow=True)
    assert response.request["PATH_INFO"] == reverse("account_login")


def test_administration_is_for_administrators_only(sign_in, ben, gus):
    assert sign_in(ben).get("/office/administration/").status_code == 404
    User.objects.filter(pk=gus.pk).update(is_administrator=True)
    assert sign_in(gus).get("/office/administration/").status_code == 200


def test_back_office_has_no_language_prefix(client):
    assert client.get("/ar/office/").url == "/office/"
    assert client.get("/ar/editor/").url == "/editor/"
