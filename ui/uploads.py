"""Pages that take files, which are cleaned for seconds before anything is written."""

from functools import wraps


def takes_files(view):
    """For a view that cleans files: on SQLite no transaction is held meanwhile, or everybody else would wait.

    What such a view writes it writes through services, which are whole transactions themselves.
    """

    @wraps(view)
    def marked(request, *args, **kwargs):
        return view(request, *args, **kwargs)

    marked.takes_files = True
    return marked


def brings_files(request, view) -> bool:
    """Whether this request brings files to a view that takes them."""
    return bool(getattr(view, "takes_files", False) and request.FILES)
