"""A marker for views that take uploads, which are cleaned for seconds before anything is written."""

from functools import wraps


def takes_files(view):
    """Mark a view that cleans files, so that no transaction is open meanwhile on SQLite, which would block
    other writers.

    Such a view writes only through services, which have their own transactions.
    """

    @wraps(view)
    def marked(request, *args, **kwargs):
        return view(request, *args, **kwargs)

    marked.takes_files = True
    return marked


def has_uploads(request, view) -> bool:
    """Return whether this request uploads files to a view that is marked."""
    return bool(getattr(view, "takes_files", False) and request.FILES)
