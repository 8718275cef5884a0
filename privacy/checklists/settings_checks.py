"""Live checks of how this installation runs: its settings, its middleware, its own code files."""

import ast
from functools import cache
from pathlib import Path

from django.apps import apps
from django.conf import settings
from django.core.mail import EmailMessage
from django.db.models import FileField
from django.http import BadHeaderError, HttpResponse
from django.urls import get_resolver

from centre.addresses import URLS
from privacy.checklists.findings import ASK, NO, OK, Finding, Looking

SHELLS = frozenset({"os.system", "os.popen", "eval", "exec", "subprocess.getoutput", "subprocess.getstatusoutput"})
RAW_SQL = frozenset({"RawSQL", "extra"})
SECURE_AGE_SECONDS = 3600


def no_raw_sql_of_queries(looking: Looking) -> Finding:
    """No query is put together by the loopholes of the ORM."""
    found = _calls(RAW_SQL)
    if found:
        return Finding(NO, f"文を組み立てる呼出しがあります：{'、'.join(found[:5])}")
    return Finding(OK, f"{_files()}のファイルに、RawSQL・extra の呼出しはありません。値はすべて変数として渡します。")


def no_shell(looking: Looking) -> Finding:
    """No command goes through a shell, no text is run as code."""
    found = _calls(SHELLS)
    if found:
        return Finding(NO, f"シェルか文字列を実行する呼出しがあります：{'、'.join(found[:5])}")
    return Finding(OK, f"{_files()}のファイルに、シェルを通す呼出しも、文字列を実行する呼出しもありません。")


def files_in_the_database(looking: Looking) -> Finding:
    """No field keeps a path, so no name that somebody sends becomes one."""
    fields = [
        f"{model._meta.label}.{field.name}"
        for model in apps.get_models()
        for field in model._meta.fields
        if isinstance(field, FileField)
    ]
    if fields:
        return Finding(NO, f"ファイルの置き場所を持つ欄があります：{'、'.join(fields)}")
    return Finding(OK, "ファイルはデータベースの中にあり、名前が置き場所になる欄はありません。")


def session(looking: Looking) -> Finding:
    """The cookie of a session: secure, closed to scripts, short."""
    wrong = [
        words
        for is_right, words in (
            (settings.SESSION_COOKIE_SECURE, "SESSION_COOKIE_SECURE が無効"),
            (settings.SESSION_COOKIE_HTTPONLY, "SESSION_COOKIE_HTTPONLY が無効"),
            (settings.SESSION_COOKIE_AGE <= SECURE_AGE_SECONDS, "1時間より長い期限"),
            (settings.SESSION_ENGINE.endswith("backends.db"), "データベースにないセッション"),
        )
        if not is_right
    ]
    if wrong:
        return Finding(NO, f"この設置の設定：{'、'.join(wrong)}")
    return Finding(
        OK, f"Secure・HttpOnly、{settings.SESSION_COOKIE_AGE // 60}分で切れ、データベースで管理しています。"
    )


def content_policy(looking: Looking) -> Finding:
    """Scripts and styles come from here alone, none stands in a page."""
    directives = settings.CONTENT_SECURITY_POLICY["DIRECTIVES"]
    values = " ".join(str(value) for value in directives.values())
    if "unsafe" in values or list(directives.get("script-src", ())) != ["'self'"]:
        return Finding(NO, f"Content-Security-Policy がゆるめられています：{values}")
    if "csp.middleware.CSPMiddleware" not in settings.MIDDLEWARE:
        return Finding(NO, "Content-Security-Policy を付ける部品が外されています。")
    return Finding(OK, "script-src 'self' だけで、unsafe の指定はありません。")


def csrf(looking: Looking) -> Finding:
    """Every form that changes something carries its token."""
    if "django.middleware.csrf.CsrfViewMiddleware" not in settings.MIDDLEWARE:
        return Finding(NO, "CSRF を確かめる部品が外されています。")
    if not settings.CSRF_COOKIE_SECURE:
        return Finding(NO, "CSRF_COOKIE_SECURE が無効です。")
    return Finding(OK, "CSRF を確かめる部品が働き、クッキーは Secure です。")


def header_lines(looking: Looking) -> Finding:
    """A line break in a header is refused: tried now."""
    try:
        HttpResponse()["X-Tried"] = "a\r\nSet-Cookie: b=c"
    except BadHeaderError:
        return Finding(OK, "改行を含むヘッダーを試したところ、断られました。")
    return Finding(NO, "改行を含むヘッダーを試したところ、通りました。")


def mail_lines(looking: Looking) -> Finding:
    """A line break in a mail's subject is refused: tried now, nothing is sent."""
    try:
        EmailMessage("件名\nBcc: x@example.invalid", "", "a@example.invalid", ["b@example.invalid"]).message()
    except ValueError:
        return Finding(OK, "改行を含む件名を試したところ、断られました（送信はしていません）。")
    return Finding(NO, "改行を含む件名を試したところ、通りました。")


def framing(looking: Looking) -> Finding:
    """No other site may show a page of ours within its own."""
    ancestors = list(settings.CONTENT_SECURITY_POLICY["DIRECTIVES"].get("frame-ancestors", ()))
    is_on = "django.middleware.clickjacking.XFrameOptionsMiddleware" in settings.MIDDLEWARE
    if settings.X_FRAME_OPTIONS != "DENY" or ancestors != ["'none'"] or not is_on:
        return Finding(NO, f"X-Frame-Options: {settings.X_FRAME_OPTIONS}、frame-ancestors: {ancestors}")
    return Finding(OK, "X-Frame-Options: DENY、frame-ancestors 'none' です。")


def sizes(looking: Looking) -> Finding:
    """What is sent is refused beyond a size; the language checks the bounds of memory itself."""
    form, file = settings.DATA_UPLOAD_MAX_MEMORY_SIZE, settings.UPLOAD_MAX_BYTES
    if not form or not file:
        return Finding(NO, "受け取る大きさに上限がありません。")
    return Finding(
        OK, f"画面は{form // 1048576}MB、ファイルは{file // 1048576}MBまで。Python で書かれ、領域を直接扱いません。"
    )


def every_address_has_a_gate(looking: Looking) -> Finding:
    """Each address of the product stands in the matrix of roles."""
    names = _view_names(get_resolver(), ())
    missing = sorted(names - set(URLS))
    if missing:
        return Finding(NO, f"権限表にない画面があります（開きません）：{'、'.join(missing[:5])}")
    if "centre.middleware.RoleMatrixMiddleware" not in settings.MIDDLEWARE:
        return Finding(NO, "権限表を確かめる部品が外されています。")
    return Finding(OK, f"{len(names)}の画面のすべてが権限表にあり、載っていない画面は開きません。")


def second_factor(looking: Looking) -> Finding:
    """The second factor of the log-in."""
    if settings.MFA_REQUIRED:
        return Finding(OK, "ログインに二つ目の要素を求めています。")
    return Finding(NO, "この設置では、二つ目の要素を求めていません（MFA_REQUIRED）。")


def seal_key(looking: Looking) -> Finding:
    """The key of the seals is kept apart."""
    if settings.LOG_SEAL_KEY == settings.SECRET_KEY:
        return Finding(ASK, "封印の鍵（LOG_SEAL_KEY）が、ほかの鍵と同じです。別の鍵を置いてください。")
    return Finding(OK, "封印の鍵は、ほかの鍵と別に置かれています。")


def _view_names(resolver, namespaces: tuple[str, ...]) -> set[str]:
    names = set()
    for pattern in resolver.url_patterns:
        if hasattr(pattern, "url_patterns"):
            names |= _view_names(pattern, (*namespaces, pattern.namespace) if pattern.namespace else namespaces)
        else:
            names.add(":".join((*namespaces, pattern.name or str(pattern.pattern))))
    return names


def _calls(forbidden: frozenset[str]) -> list[str]:
    return [f"{file}:{line} {name}" for file, line, name in _all_calls() if name in forbidden or name == "shell=True"]


def _files() -> str:
    return f"{len(_sources()):,}"


@cache
def _sources() -> tuple[Path, ...]:
    """The code of the rooms as it is installed; it does not change while the process runs."""
    rooms = [Path(config.path) for config in apps.get_app_configs() if Path(config.path).parent == settings.BASE_DIR]
    return tuple(sorted(path for room in rooms for path in room.rglob("*.py") if "migrations" not in path.parts))


@cache
def _all_calls() -> tuple[tuple[str, int, str], ...]:
    """(file, line, name) of the calls in our code that a checklist may ask about."""
    found = []
    for path in _sources():
        for node in ast.walk(ast.parse(path.read_text())):
            if not isinstance(node, ast.Call):
                continue
            file = str(path.relative_to(settings.BASE_DIR))
            name = ast.unparse(node.func)
            short = name.rpartition(".")[2]
            if name in SHELLS or short in RAW_SQL:
                found.append((file, node.lineno, name if name in SHELLS else short))
            if any(key.arg == "shell" and ast.unparse(key.value) == "True" for key in node.keywords):
                found.append((file, node.lineno, "shell=True"))
    return tuple(found)
