"""The service as gunicorn serves it, on the test databases: `gunicorn tests.trust.served:application`."""

import json
import os

from django.conf import settings
from django.core.wsgi import get_wsgi_application
from django.db import connections

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "config.settings")
# Nobody has collected the files; as in the tests, pages link to them as they lie in the tree.
plain = {"BACKEND": "django.contrib.staticfiles.storage.StaticFilesStorage"}
settings.STORAGES = settings.STORAGES | {"staticfiles": plain}
for alias, name in json.loads(os.environ["TEST_DATABASES"]).items():
    connections[alias].settings_dict["NAME"] = name
application = get_wsgi_application()
