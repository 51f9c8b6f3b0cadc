from django.apps import AppConfig


class ConstituentsConfig(AppConfig):
    name = "casework.constituents"
    label = "constituents"
