"""The web server's way in: `gunicorn config.wsgi`."""

import os

from django.core.wsgi import get_wsgi_application
from django.db import connections

from config.checks import refuse_unsafe

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "config.settings")
application = get_wsgi_application()
refuse_unsafe()
connections.close_all()  # the server forks now; its processes must not share a connection
