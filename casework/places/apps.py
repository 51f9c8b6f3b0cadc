from django.apps import AppConfig


class PlacesConfig(AppConfig):
    name = "casework.places"
    label = "places"
