"""All states, in a module for each app. Every module here that has STATES is discovered."""

import importlib
import pkgutil

from tests.a11y.stage import State


def all_states() -> list[State]:
    modules = sorted(found.name for found in pkgutil.iter_modules(__path__))
    return [state for name in modules for state in importlib.import_module(f"{__name__}.{name}").STATES]
