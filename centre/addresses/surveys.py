"""The room `surveys`: which ability each address needs."""

URLS: dict[str, str] = {
    "surveys:list": "surveys.read",
    "surveys:detail": "surveys.read",
    "surveys:add": "surveys.edit",
    "surveys:edit": "surveys.edit",
    "surveys:copy": "surveys.edit",
    "surveys:questions": "surveys.edit",
    "surveys:question_add": "surveys.edit",
    "surveys:question_edit": "surveys.edit",
    "surveys:question_move": "surveys.edit",
    "surveys:question_remove": "surveys.edit",
    "surveys:preview": "surveys.edit",
    "surveys:invitations": "surveys.edit",
    "surveys:invite": "surveys.edit",
    "surveys:sheets": "surveys.edit",
    "surveys:links": "surveys.edit",
    "surveys:answer": "surveys.edit",
    "surveys:words": "surveys.edit",
    "surveys:file": "surveys.read",
}
