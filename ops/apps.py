from django.apps import AppConfig
from django.conf import settings


class OpsConfig(AppConfig):
    name = "ops"

    def ready(self):
        from . import checks, databases  # noqa: F401  registers checks and grants on import

        databases.make_files_private()

        # Temporary folder for uploads. Django's own check refuses to start while it is missing.
        settings.FILE_UPLOAD_TEMP_DIR.mkdir(mode=0o700, parents=True, exist_ok=True)
