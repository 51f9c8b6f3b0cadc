"""The first page and the sign-in page of each kind of user."""

from django.urls import reverse

MAY_EDIT = "wagtailadmin.access_admin"


def home_of(user):
    """Return the path of the page that follows signing in."""
    if not user.is_staff:
        return reverse("portal:my_cases")
    if user.is_administrator:
        return reverse("backoffice:administration")
    return reverse("wagtailadmin_home") if may_edit(user) else reverse("backoffice:home")


def may_edit(user):
    """Return whether the user is an editor of the public site, and so may open Wagtail."""
    return user.has_perm(MAY_EDIT)


def sign_in_page(user):
    """Return the path of the page where this kind of user signs in."""
    return reverse("account_login" if user.is_staff else "account_request_login_code")
