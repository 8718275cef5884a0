"""The door: log-in, second factor, health: which ability each address needs."""

from centre.gates import LOGGED_IN, PUBLIC

URLS: dict[str, str] = {
    "account_login": PUBLIC,
    "account_logout": PUBLIC,
    "account_signup": PUBLIC,
    "account_inactive": PUBLIC,
    "account_reauthenticate": LOGGED_IN,
    "account_change_password": LOGGED_IN,
    "account_set_password": LOGGED_IN,
    "account_email": LOGGED_IN,
    "account_email_verification_sent": PUBLIC,
    "account_confirm_email": PUBLIC,
    "account_reset_password": PUBLIC,
    "account_reset_password_done": PUBLIC,
    "account_reset_password_from_key": PUBLIC,
    "account_reset_password_from_key_done": PUBLIC,
    "account_confirm_login_code": PUBLIC,
    "mfa_index": LOGGED_IN,
    "mfa_authenticate": PUBLIC,
    "mfa_reauthenticate": LOGGED_IN,
    "mfa_activate_totp": LOGGED_IN,
    "mfa_deactivate_totp": LOGGED_IN,
    "mfa_view_recovery_codes": LOGGED_IN,
    "mfa_generate_recovery_codes": LOGGED_IN,
    "mfa_download_recovery_codes": LOGGED_IN,
    "health": PUBLIC,
    "styleguide": PUBLIC,
    "verify": PUBLIC,
}
