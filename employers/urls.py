"""Addresses of the room `employers`."""

app_name = "employers"

urlpatterns = []
