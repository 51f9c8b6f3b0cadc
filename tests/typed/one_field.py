"""A form with a single field, filled in."""

from ui.forms import Form


def one(field, value, **more):
    form = type("One", (Form,), {"box": field})({"box": value} | more)
    form.is_valid()
    return form


def said(form):
    return " ".join(form.errors.get("box", []))
