from django.apps import AppConfig


class FilesConfig(AppConfig):
    name = "casework.files"
    label = "files"
