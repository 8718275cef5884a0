"""Addresses of the room `referrals`."""

app_name = "referrals"

urlpatterns = []
