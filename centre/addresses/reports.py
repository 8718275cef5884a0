"""The room `reports`: which ability each address needs."""

URLS: dict[str, str] = {
    "reports:list": "reports.read",
    "reports:report": "reports.read",
    "reports:charts": "reports.read",
    "reports:cross_table": "reports.read",
    "reports:cross_records": "reports.read",
    "reports:cross_excel": "reports.read",
    "reports:figure": "reports.read",
    "reports:file": "reports.read",
    "reports:ask_month": "reports.draft",
    "reports:ask_year": "reports.draft",
    "reports:confirm": "reports.confirm",
    "reports:comment": "reports.draft",
    "reports:layout": "reports.layout",
    "reports:layout_edit": "reports.layout",
    "reports:layout_columns": "reports.layout",
    "reports:take_form": "reports.layout",
    "reports:map_form": "reports.layout",
    "reports:filled_form": "reports.read",
    "reports:discuss": "reports.discuss",
}
