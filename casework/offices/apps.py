from django.apps import AppConfig


class OfficesConfig(AppConfig):
    name = "casework.offices"
    label = "offices"
