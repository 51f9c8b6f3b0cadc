from django.apps import AppConfig


class CmsConfig(AppConfig):
    name = "cms"

    def ready(self):
        from .editor import publishing  # noqa: F401  registers signal receivers
        from .media import pictures  # noqa: F401  opens pictures for Wagtail
