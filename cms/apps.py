from django.apps import AppConfig


class CmsConfig(AppConfig):
    name = "cms"

    def ready(self):
        from . import publishing  # noqa: F401  it listens to Wagtail
