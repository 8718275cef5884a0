"""The one matrix: who may do what (DESIGN §5), and which ability each URL needs. Deny by default.

Pages, menus, interface and tests read it. A URL that is not listed here is refused, and fails the tests.
"""

from django.db.models import TextChoices


class Role(TextChoices):
    COUNSELLOR = "counsellor", "相談員"
    FIELD_STAFF = "field_staff", "求人開拓員"
    REVIEWER = "reviewer", "精査担当者"
    SUPERVISOR = "supervisor", "事業統括責任者"
    PRIVACY_MANAGER = "privacy_manager", "個人情報保護責任者"
    OFFICIAL = "official", "県担当者"
    ADMIN = "admin", "システム管理者"


C, F, R, S, P, OFFICIAL, A = Role
EVERYONE = frozenset(Role)

ABILITIES: dict[str, frozenset[Role]] = {
    "employers.read": EVERYONE,
    "employers.edit": frozenset({C, F, R, S}),
    "employers.export": frozenset({C, R, S, A}),
    "employers.contacts": frozenset({C, F, R, S}),
    "postings.read": EVERYONE,
    "postings.edit": frozenset({C, F, R, S}),
    "vetting.read": frozenset({C, F, R, S, OFFICIAL}),
    "vetting.prepare": frozenset({C, F, R, S}),
    "vetting.approve": frozenset({R, S}),
    "ledger.read": frozenset({C, R, S, P, OFFICIAL}),
    "ledger.record": frozenset({C, R, S}),
    "ledger.check": frozenset({R, S}),
    "consultations.read": frozenset({C, F, R, S, P}),
    "consultations.edit": frozenset({C, F, R, S}),
    "jobseekers.read": frozenset({C, S, P}),
    "jobseekers.edit": frozenset({C, S}),
    "referrals.read": frozenset({C, S, P}),
    "referrals.edit": frozenset({C, S}),
    "surveys.read": frozenset({C, S, OFFICIAL}),
    "surveys.edit": frozenset({C, S}),
    "reports.read": frozenset({C, S, OFFICIAL}),
    "reports.draft": frozenset({C, S}),
    "reports.confirm": frozenset({S}),
    "privacy.read": frozenset({S, P}),
    "privacy.edit": frozenset({P}),
    "users.read": frozenset({P, A}),
    "users.edit": frozenset({A}),
    "contract.read": EVERYONE,
    "contract.edit": frozenset({A}),
    "jobs.read": EVERYONE,
}

# Roles that see these pages only after giving a reason, which the access log keeps (DESIGN §5 "read with reason").
WITH_REASON: dict[str, frozenset[Role]] = {
    "jobseekers.read": frozenset({P}),
    "consultations.read": frozenset({P}),
    "referrals.read": frozenset({P}),
}

PUBLIC = "public"
LOGGED_IN = "logged in"

URLS: dict[str, str] = {
    # the door
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
    # centre
    "home": LOGGED_IN,
    "search": LOGGED_IN,
    "feeds": LOGGED_IN,
    "calendar_feed": PUBLIC,
    "centre:draft": LOGGED_IN,
    "centre:keep_alive": LOGGED_IN,
    "centre:filter_save": LOGGED_IN,
    "centre:filter_delete": LOGGED_IN,
    "centre:job": "jobs.read",
    "centre:job_progress": "jobs.read",
    "centre:job_file": "jobs.read",
    "centre:jobs": "jobs.read",
    "centre:contract": "contract.read",
    "centre:contract_add": "contract.edit",
    "centre:contract_edit": "contract.edit",
    "centre:calendar": "contract.read",
    "centre:closure_add": "contract.edit",
    "centre:closure_edit": "contract.edit",
    "centre:closure_delete": "contract.edit",
    "centre:agencies": "contract.read",
    "centre:users": "users.read",
    "centre:user_add": "users.edit",
    "centre:user_edit": "users.edit",
    # privacy
    "privacy:reason": LOGGED_IN,
    "privacy:access_log": "privacy.read",
    "privacy:register": "privacy.read",
    # employers
    "employers:list": "employers.read",
    "employers:detail": "employers.read",
    "employers:visits": "employers.read",
    "employers:suspects": "employers.edit",
    "employers:add": "employers.edit",
    "employers:edit": "employers.edit",
    "employers:register": "employers.edit",
    "employers:end_registration": "employers.edit",
    "employers:visit": "employers.edit",
    "employers:contact": "employers.edit",
    "employers:facts": "employers.edit",
    "employers:import": "employers.edit",
    "employers:import_preview": "employers.edit",
    "employers:import_mapping": "employers.edit",
    "employers:import_decide": "employers.edit",
    "employers:import_rest": "employers.edit",
    "employers:import_rejected": "employers.edit",
    "employers:import_result": "employers.edit",
    "employers:export": "employers.export",
    "employers:campaigns": "employers.read",
    "employers:campaign": "employers.read",
    "employers:campaign_cases": "employers.read",
    "employers:campaign_add": "employers.edit",
    "employers:campaign_target": "employers.edit",
    "employers:campaign_close": "employers.edit",
    "employers:campaign_call": "employers.edit",
    "employers:campaign_case": "employers.edit",
    "employers:campaign_aside": "employers.edit",
    "employers:campaign_wrong_numbers": "employers.edit",
    "employers:campaign_reopen": "employers.edit",
    "employers:campaign_mails": "employers.edit",
    "employers:campaign_prepare": "employers.edit",
    "employers:campaign_release": "employers.edit",
    "employers:campaign_recall": "employers.edit",
    "employers:suggestions": "employers.edit",
    "employers:plan": "employers.read",
    "employers:plan_one": "employers.edit",
    "employers:plan_change": "employers.edit",
    "employers:plan_cancel": "employers.edit",
    "employers:areas": "employers.read",
    "employers:confirmations": "employers.read",
    "employers:confirm": "employers.edit",
    "employers:field": "employers.edit",
    "employers:field_matches": "employers.edit",
    "employers:field_new": "employers.edit",
    "employers:field_visit": "employers.edit",
    "employers:postal_code": "employers.edit",
    "employers:schemes": "employers.read",
    "employers:scheme_hand_over": "employers.edit",
    "employers:scheme": "employers.edit",
    "employers:renew_registration": "employers.edit",
    "employers:twins": "employers.edit",
    "employers:twins_search": "employers.edit",
    "employers:twins_compare": "employers.edit",
    "employers:twins_apart": "employers.edit",
    "employers:merges": "employers.edit",
    "employers:unmerge": "employers.edit",
    # jobseekers
    "jobseekers:list": "jobseekers.read",
    "jobseekers:detail": "jobseekers.read",
    "jobseekers:add": "jobseekers.edit",
    "jobseekers:edit": "jobseekers.edit",
    "jobseekers:close": "jobseekers.edit",
    "jobseekers:reopen": "jobseekers.edit",
    "jobseekers:consent": "jobseekers.edit",
    "jobseekers:withdraw": "jobseekers.edit",
    # postings
    "postings:list": "postings.read",
    "postings:detail": "postings.read",
    "postings:add": "postings.edit",
    "postings:history": "postings.read",
    "postings:change_letter": "postings.read",
    "postings:sheet_pdf": "postings.read",
    "postings:sheet_excel": "postings.read",
    "postings:edit": "postings.edit",
    "postings:import": "postings.edit",
    "postings:import_preview": "postings.edit",
    "postings:import_result": "postings.edit",
    "postings:vettings": "vetting.read",
    "postings:vetting": "vetting.read",
    "postings:prepare": "vetting.prepare",
    "postings:decide": "vetting.approve",
    "postings:ledger": "ledger.read",
    "postings:publish": "ledger.record",
    "postings:extend": "ledger.record",
    "postings:target": "ledger.read",
    "postings:check_counts": "ledger.check",
    "postings:backtest": "ledger.check",
    "postings:actions": "ledger.record",
    "postings:extend_one": "ledger.record",
    # consultations
    "consultations:list": "consultations.read",
    "consultations:detail": "consultations.read",
    "consultations:promises": "consultations.read",
    "consultations:add": "consultations.edit",
    "consultations:suggestions": "consultations.edit",
    "consultations:party": "consultations.edit",
    "consultations:edit": "consultations.edit",
    "consultations:promise": "consultations.edit",
    "consultations:promise_done": "consultations.edit",
    "consultations:promise_keep": "consultations.edit",
    "consultations:promise_postpone": "consultations.edit",
    "consultations:promise_hand_over": "consultations.edit",
    # referrals
    "referrals:list": "referrals.read",
    "referrals:detail": "referrals.read",
    "referrals:handoffs": "referrals.read",
    "referrals:handoff": "referrals.read",
    "referrals:add": "referrals.edit",
    "referrals:apply": "referrals.edit",
    "referrals:result": "referrals.edit",
    "referrals:hand_off": "referrals.edit",
    "referrals:take_over": "referrals.edit",
    "referrals:answer": "referrals.edit",
    # surveys
    "surveys:list": "surveys.read",
    "surveys:detail": "surveys.read",
    "surveys:add": "surveys.edit",
    "surveys:answer": "surveys.edit",
    # reports
    "reports:list": "reports.read",
    "reports:report": "reports.read",
    "reports:figure": "reports.read",
    "reports:file": "reports.read",
    "reports:ask_month": "reports.draft",
    "reports:ask_year": "reports.draft",
    "reports:confirm": "reports.confirm",
}


def may(user, ability: str) -> bool:
    """Whether a user's role holds an ability. Raises KeyError for an ability that the matrix does not know."""
    return user.is_authenticated and user.is_active and user.role in ABILITIES[ability]


def needs_reason(user, ability: str) -> bool:
    """Whether this role must give a reason before it reads what the ability opens."""
    return user.role in WITH_REASON.get(ability, frozenset())
