"""The meetings with the prefecture: which ability each address needs."""

URLS: dict[str, str] = {
    "reports:meetings": "meetings.read",
    "reports:meetings_pdf": "meetings.read",
    "reports:meetings_export": "meetings.read",
    "reports:meeting": "meetings.read",
    "reports:meeting_pdf": "meetings.read",
    "reports:meeting_add": "meetings.edit",
    "reports:meeting_edit": "meetings.edit",
    "reports:meeting_void": "meetings.edit",
    "reports:meeting_action_add": "meetings.edit",
    "reports:meeting_action_edit": "meetings.edit",
    "reports:meeting_action_done": "meetings.carry_out",
    "reports:meeting_submit": "meetings.submit",
    "reports:meeting_answer": "meetings.answer",
}
