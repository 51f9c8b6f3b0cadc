from django.apps import AppConfig


class FilesConfig(AppConfig):
    name = "casework.files"
    label = "files"

    def ready(self) -> None:
        from . import checks  # noqa: F401  registers itself
