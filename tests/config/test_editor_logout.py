"""Wagtail's logout leads to the sign-out page of all users, which asks for confirmation."""

from django.contrib.auth.models import Permission
from django.urls import reverse

from tests import factories


def test_get_of_wagtail_logout_does_not_sign_the_editor_out(sign_in, assembly):
    editor = factories.staff("Edna")
    editor.user_permissions.add(Permission.objects.get(codename="access_admin"))
    client = sign_in(editor)
    assert client.get("/editor/logout/").headers["Location"] == reverse("account_logout")
    assert client.get("/editor/").status_code == 200
    client.post("/editor/logout/", follow=True)
    client.post(reverse("account_logout"))
    assert client.get("/editor/").status_code == 302
