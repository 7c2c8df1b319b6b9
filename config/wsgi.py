"""What a web server loads."""

import os

from django.core.wsgi import get_wsgi_application

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "config.settings.dev")
application = get_wsgi_application()

# Only now can settings and databases be asked. Every way to start comes through here, also those that run no command.
from danvan.common import durability, memory  # noqa: E402
from danvan.notifications import working  # noqa: E402

memory.settle()
durability.require()
if os.environ.get(working.WORK_INSIDE) == "1":
    working.start_inside()
