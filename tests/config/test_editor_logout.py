"""The editors' way out is the one that everybody has: a page with a button."""

from django.contrib.auth.models import Permission
from django.urls import reverse

from tests import factories


def test_a_mere_visit_signs_no_editor_out(sign_in, assembly):
    editor = factories.staff("Edna")
    editor.user_permissions.add(Permission.objects.get(codename="access_admin"))
    client = sign_in(editor)
    assert client.get("/editor/logout/").headers["Location"] == reverse("account_logout")
    assert client.get("/editor/").status_code == 200
    client.post("/editor/logout/", follow=True)
    client.post(reverse("account_logout"))
    assert client.get("/editor/").status_code == 302
