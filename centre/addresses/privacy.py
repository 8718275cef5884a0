"""The room `privacy`: which ability each address needs."""

from centre.gates import LOGGED_IN

URLS: dict[str, str] = {
    "privacy:reason": LOGGED_IN,
    "privacy:before_work": LOGGED_IN,
    "privacy:duties": "privacy.read",
    "privacy:duties_pdf": "privacy.read",
    "privacy:duties_excel": "privacy.read",
    "privacy:notices": "privacy.read",
    "privacy:designation_add": "privacy.edit",
    "privacy:designation_edit": "privacy.edit",
    "privacy:workplace_add": "privacy.edit",
    "privacy:workplace_edit": "privacy.edit",
    "privacy:notice_revise": "privacy.edit",
    "privacy:access_log": "privacy.read",
    "privacy:log_checks": "privacy.read",
    "privacy:check_log": "privacy.read",
    "privacy:unusual": "privacy.read",
    "privacy:export_password": "jobs.read",
    "privacy:register": "privacy.read",
}
