"""Addresses of the room `reports`."""

app_name = "reports"

urlpatterns = []
