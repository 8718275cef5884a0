"""Exit 0 when the web process of this container serves its health page, asked as the reverse proxy asks."""

import http.client
import os
import sys

connection = http.client.HTTPConnection("127.0.0.1", 8000, timeout=5)
host = os.environ["ALLOWED_HOSTS"].split(",", maxsplit=1)[0]
connection.request("GET", "/health/", headers={"Host": host, "X-Forwarded-Proto": "https"})
sys.exit(connection.getresponse().status != http.HTTPStatus.OK)
