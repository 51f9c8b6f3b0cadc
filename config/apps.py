from django.apps import AppConfig
from django.urls import register_converter

from .converters import ReferenceConverter


class ConfigConfig(AppConfig):
    name = "config"

    def ready(self):
        register_converter(ReferenceConverter, "reference")
        from . import wiring  # noqa: F401  importing it connects the receivers
