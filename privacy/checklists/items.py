"""The checklists as data: each point with its source and how it is answered.

`checks` are live; `tests` prove what lies in the code and hold for the build that was tested (「試験による」).
"""

from collections.abc import Callable
from dataclasses import dataclass, field

from privacy.checklists import erasure_checks as erasures
from privacy.checklists import record_checks as records
from privacy.checklists import settings_checks as settings
from privacy.checklists.findings import Finding, Looking

IPA_SOURCE = "IPA 安全なウェブサイトの作り方 改訂第7版"
CLAUSES_SOURCE = "仕様書 別記 個人情報取扱特記事項"
ADDRESSES = "tests/security/test_every_address.py"
MAILS = "tests/security/test_mail_envelopes.py"
SESSIONS = "tests/faults/test_sessions.py"
SCRIPTS = "tests/browser/test_scripts_in_texts.py"
INJECTION = "tests/security/test_injection.py"
WATCHING = "tests/privacy/inspections/test_watching.py"


@dataclass(frozen=True)
class Point:
    """A point of a checklist; with `profiles` it counts only for those specifications."""

    number: str
    title: str
    source: str
    checks: tuple[Callable[[Looking], Finding], ...] = ()
    tests: tuple[str, ...] = ()
    profiles: frozenset[str] = field(default_factory=frozenset)

    def counts_for(self, profile: str) -> bool:
        """Whether the specification in force asks for this point."""
        return not self.profiles or profile in self.profiles


@dataclass(frozen=True)
class Checklist:
    key: str
    label: str
    points: tuple[Point, ...]


def _ipa(number: str, title: str, checks: tuple = (), tests: tuple[str, ...] = ()) -> Point:
    return Point(number, title, f"{IPA_SOURCE} 1.{number}", checks, tests)


def _clause(number: str, title: str, checks: tuple = (), tests: tuple[str, ...] = ()) -> Point:
    return Point(f"第{number}", title, f"{CLAUSES_SOURCE} 第{number}", checks, tests)


IPA = Checklist(
    "ipa",
    "ウェブサイトの11の弱点（IPA）",
    (
        _ipa(
            "1",
            "SQLインジェクション",
            (settings.no_raw_sql_of_queries,),
            (f"{INJECTION}::test_what_is_typed_into_a_list_never_becomes_sql",),
        ),
        _ipa("2", "OSコマンド・インジェクション", (settings.no_shell,)),
        _ipa(
            "3",
            "パス名パラメータの未チェック／ディレクトリ・トラバーサル",
            (settings.files_in_the_database,),
            (f"{INJECTION}::test_a_path_in_an_address_opens_no_file",),
        ),
        _ipa(
            "4",
            "セッション管理の不備",
            (settings.session,),
            (
                f"{SESSIONS}::test_an_id_given_before_the_log_in_opens_nothing_after_it",
                f"{SESSIONS}::test_an_id_is_dead_after_the_log_out",
                f"{SESSIONS}::test_a_changed_password_ends_every_other_session",
            ),
        ),
        _ipa(
            "5",
            "クロスサイト・スクリプティング",
            (settings.content_policy,),
            (f"{SCRIPTS}::test_forty_scripts_run_on_no_page",),
        ),
        _ipa("6", "CSRF", (settings.csrf,), (f"{ADDRESSES}::test_without_a_token_nothing_is_changed_by_any_method",)),
        _ipa("7", "HTTPヘッダ・インジェクション", (settings.header_lines,)),
        _ipa(
            "8",
            "メールヘッダ・インジェクション",
            (settings.mail_lines,),
            (
                f"{MAILS}::test_line_breaks_in_every_name_that_reaches_a_mail_change_no_envelope",
                f"{MAILS}::test_a_typed_subject_of_more_than_one_line_is_refused",
            ),
        ),
        _ipa("9", "クリックジャッキング", (settings.framing,)),
        _ipa("10", "バッファオーバーフロー", (settings.sizes,)),
        _ipa(
            "11",
            "アクセス制御や認可制御の欠落",
            (settings.every_address_has_a_gate, settings.second_factor),
            (
                f"{ADDRESSES}::test_an_address_opens_for_the_roles_of_the_matrix_and_names_no_foreign_record",
                f"{WATCHING}::test_every_unsafe_address_is_refused_and_nothing_is_changed",
            ),
        ),
    ),
)
CLAUSES = Checklist(
    "clauses",
    "個人情報取扱特記事項（別記）",
    (
        _clause("1", "適正な取扱い", (records.purposes,)),
        _clause("2", "秘密の保持（退職後も）", (records.told_of_secrecy, records.register("leaving"))),
        _clause("3", "責任体制", (records.one_manager,)),
        _clause("4", "責任者・従事者の報告", (records.handlers_reported,)),
        _clause("5", "保有の制限", (records.purposes,)),
        _clause(
            "6",
            "安全管理措置（BCC・複数の職員・サイバーセキュリティ）",
            (records.log_is_sound, settings.seal_key, records.backups_are_tried, settings.second_factor),
            (f"{MAILS}::test_a_broadcast_to_three_hundred_people_is_three_hundred_envelopes",),
        ),
        _clause("7", "作業場所の特定", (records.workplaces,)),
        _clause("8", "利用と提供の制限", (records.provisions_have_grounds,)),
        _clause("9", "複写・複製の禁止", (records.register("copy", "receipt"),)),
        _clause("10", "持出しの制限", (records.register("carry"),)),
        _clause("11", "再委託の禁止", (records.register("subcontract"),)),
        _clause("12", "派遣労働者", (records.dispatched,)),
        _clause("13", "返還・消去", (erasures.given_back, erasures.erasures_end)),
        _clause("14", "従事者への周知（176条・180条）", (records.told_of_secrecy,)),
        _clause("15", "指示・報告", (records.register("instruction"),)),
        _clause("16", "実地調査", (records.inspections, records.register("inspection"))),
        _clause("17", "事故発生時の対応", (records.incidents_are_told, records.exercised)),
        _clause("18", "違反の有無（契約解除・損害賠償）", (records.nothing_overdue, records.incidents_are_told)),
        Point(
            "上乗せ1", "研修を受けない人を従事させない", "004 別紙3 第6条2", (records.trained,), (), frozenset({"004"})
        ),
        Point("上乗せ2", "教育", "003 特記 18", (records.trained,), (), frozenset({"003"})),
        Point("上乗せ3", "個人ごとのID", "003 システム 1", (records.second_factors,), (), frozenset({"003"})),
        Point("上乗せ4", "ログの記録・管理", "003 システム 3", (records.log_is_sound,), (), frozenset({"003"})),
        Point("上乗せ5", "期限のある回答", "004 第10条・第17条", (records.nothing_overdue,), (), frozenset({"004"})),
        Point("上乗せ6", "年1回以上の監査", "004 第16条", (records.inspections,), (), frozenset({"004"})),
        Point("上乗せ7", "緊急時の計画と訓練", "004 第17条", (records.exercised,), (), frozenset({"004"})),
        Point("上乗せ8", "研修計画", "002 本文 6(2)", (records.trained,), (), frozenset({"002"})),
    ),
)
CHECKLISTS: dict[str, Checklist] = {one.key: one for one in (IPA, CLAUSES)}
