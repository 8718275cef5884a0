"""The contract clause by clause: the duty, the screens that serve it, the figures that show it (DOMAIN 5.2, 5.3).

The page of the spec trace, the annual report and the books read this one table.
"""

from dataclasses import dataclass


@dataclass(frozen=True)
class Clause:
    """A clause; `screens` are names of addresses, `figures` keys of metrics of the monthly report.

    `note` says in plain words what stands for a screen, where the clause asks for something outside the system.
    """

    place: str
    duty: str
    screens: tuple[str, ...] = ()
    figures: tuple[str, ...] = ()
    note: str = ""


CONTRACT = (
    Clause("3", "履行期間（契約日から3月31日まで）", ("centre:contract",)),
    Clause("5", "県外窓口・プロフェッショナル人材拠点と一体で行う", ("referrals:handoffs", "centre:agencies")),
    Clause("6", "熊本市中央区内に常設の窓口を置く", ("centre:contract",)),
    Clause(
        "7(1)",
        "週3日は2名以上、週2日は1名以上を配置する。1名は常勤",
        ("centre:roster",),
        ("days_with_two", "days_with_one", "days_with_nobody", "duties"),
    ),
    Clause("7(2)", "相談員の条件・資格", ("centre:staff",)),
    Clause("7(3)", "事業統括責任者を置き、研修をする", ("centre:trainings", "centre:staff"), ("trainings", "trained")),
    Clause(
        "8(1)①",
        "平日8時30分から17時30分まで開設し、開設できないときは直ちに県に相談する",
        ("centre:calendar",),
        ("planned_days", "open_days", "temporary_closures"),
    ),
    Clause("8(1)②", "備品は受託者が用意する", ("reports:deliverables",)),
    Clause("8(1)③", "使用料等を負担し、0120-827-867を使い続ける", ("centre:contract", "reports:costs")),
    Clause(
        "8(1)④",
        "県内事業所の利用者登録（強制しない）、リスト化、適正な管理、提供の注意",
        ("employers:list", "employers:confirmations", "employers:export", "privacy:provisions"),
        ("registered_new", "registered_renewed", "registered_ended", "registered_at_end"),
    ),
    Clause(
        "8(1)⑤",
        "毎月の報告、随時の集計、アンケート",
        ("reports:list", "surveys:list"),
        ("survey_answers_employers", "survey_answers_movers"),
    ),
    Clause("8(1)⑥", "そのほか窓口の管理運営に必要な業務", ("consultations:promises", "centre:jobs")),
    Clause(
        "8(2)①",
        "企業の採用担当者の相談・情報提供",
        ("consultations:list", "consultations:add"),
        ("employer_consultations", "employers_advised"),
    ),
    Clause("8(2)②", "交通費補助・奨学金返還支援の周知、加入促進、県へのつなぎ", ("employers:schemes",), ("leaflets",)),
    Clause("8(2)③・(5)③", "関係機関との連携", ("centre:agencies", "referrals:handoffs")),
    Clause(
        "8(3)訪問",
        "訪問による掘り起こし、登録の促し、チラシの配布",
        ("employers:plan", "employers:visits", "employers:suggestions"),
        ("visits", "visited", "dug_up", "leaflets"),
    ),
    Clause(
        "8(3)架電",
        "登録企業への問合せ、情報の更新、属性に応じた情報提供",
        ("employers:campaigns", "employers:confirmations"),
        ("calls", "campaign_calls", "campaign_calls_updated"),
    ),
    Clause(
        "8(4)",
        "移住支援金の対象求人の掘り起こし・精査・作成支援・サイト掲載",
        ("postings:list", "postings:vettings", "postings:ledger", "postings:differences"),
        ("added_new", "added_extended", "added_changed", "added_relisted", "live_at_end"),
    ),
    Clause(
        "8(5)①",
        "UIJターン希望者・帰省者・保護者の相談（対面・電話・メール等）",
        ("consultations:list", "jobseekers:list", "referrals:list"),
        ("person_consultations", "people_advised", "referrals_informed", "referrals_applied", "referrals_hired"),
    ),
    Clause("8(5)②", "移住の相談は県庁の窓口と連携する", ("consultations:list", "referrals:handoffs")),
    Clause(
        "8(6)",
        "効果的な方法を協議する",
        ("reports:meetings", "reports:annual_texts"),
        ("prefecture_meetings", "minutes_acknowledged"),
        note="協議の議事録を残し、実績報告書の第11章にまとめます。",
    ),
    Clause("8(7)", "県外窓口の受託者と連携する", ("referrals:handoffs",)),
    Clause(
        "9",
        "掲載する求人2,200件以上",
        ("postings:target", "postings:actions", "postings:ledger"),
        ("baseline", "target_count", "target_count_all"),
    ),
    Clause("10(1)①", "業務完了届（別紙様式1）", ("reports:completion",)),
    Clause(
        "10(1)②", "実績報告書（実施時期・数量（人件費含む）・活動内容）", ("reports:annual_texts", "reports:costs")
    ),
    Clause("10(1)③", "成果物を紙とCD-ROMで出す", ("reports:deliverables",)),
    Clause("10(2)・11", "納期限は3月31日、完了後の一括払い", ("reports:completion", "centre:contract")),
    Clause(
        "12(1)",
        "利用者に金銭的負担を生じさせない",
        note="料金の欄を持ちません。利用者から受け取るお金を記録する場所はありません。",
    ),
    Clause("12(2)", "経理を区分し、書類を年度の終了後5年間保存する", ("reports:costs",)),
    Clause("12(3)", "業務の引継ぎ", ("employers:export", "postings:export")),
    Clause("12(4)", "著作権と備品の帰属", ("reports:deliverables",)),
    Clause("13(1)", "県の調査・立入り（終了後も）", ("privacy:access_log", "reports:costs")),
)

SPECIAL = (
    Clause("特記 第1", "個人の権利利益を侵害しないよう適正に取り扱う", ("privacy:register",)),
    Clause("特記 第2", "秘密の保持（終了後・退職後も）", ("privacy:duties", "privacy:registers")),
    Clause("特記 第3", "責任体制を作り、保つ", ("privacy:duties", "centre:staff")),
    Clause("特記 第4", "責任者と従事者を書面で報告し、それ以外の人に扱わせない", ("privacy:duties", "centre:users")),
    Clause("特記 第5", "目的の達成に必要な範囲だけを保有する", ("privacy:register",)),
    Clause(
        "特記 第6",
        "BCC、複数人の確認、サイバーセキュリティなどの安全管理",
        ("privacy:access_log", "privacy:log_checks", "mfa_index"),
    ),
    Clause("特記 第7", "作業場所を明確にし、あらかじめ書面で報告する", ("privacy:duties",)),
    Clause("特記 第8", "目的外の利用と第三者への提供の制限", ("privacy:provisions", "referrals:handoffs")),
    Clause("特記 第9", "渡された資料の複写・複製の禁止", ("privacy:registers",)),
    Clause("特記 第10", "作業場所からの持出しの制限", ("privacy:registers",)),
    Clause("特記 第11", "再委託の禁止", ("privacy:registers",)),
    Clause("特記 第12", "派遣労働者にも同じ義務を守らせる", ("centre:staff", "privacy:duties")),
    Clause("特記 第13", "完了後の返還・引渡しと、消去・廃棄の報告", ("privacy:registers", "privacy:retention")),
    Clause("特記 第14", "作業従事者への周知（第176条・第180条の罰則）", ("privacy:duties", "privacy:registers")),
    Clause("特記 第15", "県の指示と報告", ("privacy:registers", "reports:list")),
    Clause("特記 第16", "実地調査", ("privacy:registers", "privacy:access_log", "reports:costs")),
    Clause("特記 第17", "事故は帰責を問わず直ちに報告する", ("privacy:access_log",)),
    Clause("特記 第18", "契約解除・損害賠償", note="システムの機能はありません。契約の書類で扱います。"),
)
