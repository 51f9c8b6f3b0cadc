from django.apps import AppConfig
from django.urls import register_converter

from .references import ReferenceConverter


class CasesConfig(AppConfig):
    name = "casework.cases"
    label = "cases"

    def ready(self):
        register_converter(ReferenceConverter, "reference")
        from . import topics  # noqa: F401  it listens to what is published
