"""Every form of ours, found by reading the modules of the fronts and of accounts, and every text field in them."""

import copy
import importlib
import json
import pkgutil
from pathlib import Path

from django import forms

import accounts
import backoffice
import cms
import portal
from casework.questionnaires import services
from portal.raise_case.steps.forms import form_of
from ui.forms import FormMixin

DATA = Path(services.__file__).parent / "data" / "contact.json"
NOT_READ = ("migrations", "management")


def modules():
    for package in (accounts, backoffice, cms, portal):
        for found in pkgutil.walk_packages(package.__path__, f"{package.__name__}."):
            if not any(part in NOT_READ for part in found.name.split(".")):
                yield importlib.import_module(found.name)


def forms_of_ours():
    """Every form class that is written in the fronts or in accounts, the steps of the contact form among them."""
    for module in modules():
        for thing in vars(module).values():
            is_form = isinstance(thing, type) and issubclass(thing, forms.BaseForm)
            if is_form and thing.__module__ == module.__name__:
                yield thing
    definition = json.loads(DATA.read_text())
    for step in definition["steps"]:
        yield form_of(step, language="en", facts=definition["case"])


def is_ours(form):
    return issubclass(form, FormMixin)


def is_typed(field):
    """Whether it is a box for text; passwords are taken as they are, and nobody types into a hidden one."""
    hidden = field.widget.is_hidden or isinstance(field.widget, forms.PasswordInput)
    return isinstance(field, forms.CharField) and not hidden


def text_fields():
    """(form, name, field) of every box that people type text into."""
    for form in forms_of_ours():
        for name, field in form.base_fields.items():
            if is_typed(field):
                yield form, name, field


def answer(form, name, field, value):
    """The form with this field alone, filled in; its other questions need a case, a person or an office."""
    one = type(form.__name__, (FormMixin, forms.Form), {name: copy.deepcopy(field)})
    one.bound_field_class = form.bound_field_class
    return one({name: value})
