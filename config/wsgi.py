"""The WSGI application that gunicorn serves."""

import os

from django.conf import settings
from django.core.exceptions import ImproperlyConfigured
from django.core.wsgi import get_wsgi_application

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "config.settings")
if not settings.SECRET_KEY_GIVEN:
    raise ImproperlyConfigured("SECRET_KEY is not set. / 環境変数 SECRET_KEY を設定してください。")
application = get_wsgi_application()
