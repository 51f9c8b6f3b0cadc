"""The requests that count as activity and so extend a session."""

# Asked by scripts, but only because a person typed or pressed a button.
BY_TYPING = {
    "accounts_stay",
    "wagtailadmin_pages:preview_on_add",
    "wagtailadmin_pages:preview_on_edit",
}


def is_activity(request) -> bool:
    """Return whether a person caused this request, as far as the browser says.

    What a page fetches by itself does not count: an open page would keep its session alive for as long as it polls.
    """
    if request.resolver_match.view_name in BY_TYPING:
        return True
    by_script = request.headers.get("Sec-Fetch-Dest") == "empty"
    in_advance = request.headers.get("Sec-Purpose", "").startswith("prefetch")
    return not (by_script or in_advance)
