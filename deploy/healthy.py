"""Exit 0 when the web process of this container serves its health page, asked as the reverse proxy asks."""

import os
import sys
import urllib.request

request = urllib.request.Request(
    "http://127.0.0.1:8000/health/",
    headers={"Host": os.environ["ALLOWED_HOSTS"].split(",")[0], "X-Forwarded-Proto": "https"},
)
with urllib.request.urlopen(request, timeout=5) as answer:
    sys.exit(answer.status != 200)
