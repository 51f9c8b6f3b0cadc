from django.apps import AppConfig


class CmsConfig(AppConfig):
    name = "cms"

    def ready(self):
        from .editor import dates, publishing  # noqa: F401  registers form fields and signal receivers
        from .media import pictures  # noqa: F401  opens pictures for Wagtail
