"""Addresses of the room `privacy`."""

app_name = "privacy"

urlpatterns = []
