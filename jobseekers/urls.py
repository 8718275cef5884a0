"""Addresses of the room `jobseekers`."""

app_name = "jobseekers"

urlpatterns = []
