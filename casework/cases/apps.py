from django.apps import AppConfig


class CasesConfig(AppConfig):
    name = "casework.cases"
    label = "cases"

    def ready(self):
        from .services import topic  # noqa: F401  it listens to what is published
