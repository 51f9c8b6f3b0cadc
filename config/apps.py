from django.apps import AppConfig
from django.conf import settings


class ConfigConfig(AppConfig):
    name = "config"

    def ready(self):
        from . import checks, databases, wiring  # noqa: F401  importing registers them

        databases.keep_private()

        # Where uploads wait. Django's own check refuses to start while this folder is missing.
        settings.FILE_UPLOAD_TEMP_DIR.mkdir(mode=0o700, parents=True, exist_ok=True)
