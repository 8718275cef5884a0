"""The registers of what is asked and answered: instructions, inspections, complaints; and of what people promised."""

from privacy.registers.courses import answer, custody
from privacy.registers.kinds import Field, Kind, Named, Paper, Shape, Term

# The profile that sets days.
STRICT = frozenset({"004"})
MEASURE, CLAIM = "measure", "claim"

INSTRUCTION = Kind(
    key="instruction",
    title="県の指示と回答",
    prefix="指示",
    lead="県の指示、報告や資料の求め、措置の請求を、期限と回答とともに残します。",
    sources={
        "000": "別記 第15",
        "002": "本文 5(2)、別紙1-11 第10条",
        "003": "特記 14",
        "004": "別紙3 第10条・第16条3",
    },
    columns={
        "subject": Named("指示・求めの要点", required=True),
        "counterpart": Named("県の所属・氏名", required=True),
        "asked_on": Named("受けた日", required=True),
        "due_on": Named("回答の期限", "空けておくと、定めの日数から決まります。"),
    },
    fields=(
        Field(
            "topic",
            "区分",
            Shape.CHOICE,
            required=True,
            choices=(("report", "指示・報告・資料の求め"), (MEASURE, "従事者についての措置の請求")),
        ),
        Field("content", "内容", Shape.LONG, required=True),
    ),
    terms=(Term(10, STRICT, "別紙3 第10条2", MEASURE),),
    course=answer("回答を記録", "回答した日", "確認して終える", "終えた日"),
    paper=Paper("県の指示に対する回答について", "{title}「個人情報取扱特記事項」（{clause}）に基づき、回答します。"),
)

INSPECTION = Kind(
    key="inspection",
    title="実地調査・監査",
    prefix="調査",
    lead="県の調査・監査の予定、当日の記録、出した資料、指摘への対応を残します。",
    sources={
        "000": "別記 第16、本文 13(1)",
        "002": "別紙1-11 第10条2",
        "003": "特記 15・16・17（年度に1回以上）",
        "004": "別紙3 第16条（履行期間中に1回以上）",
    },
    columns={
        "subject": Named("調査・監査の対象", required=True),
        "counterpart": Named("行う人（県の所属・氏名）", required=True),
        "asked_on": Named("通知を受けた日", required=True),
        "due_on": Named("調査の予定日"),
    },
    fields=(
        Field("papers", "求められた資料", Shape.LONG),
        Field("attending", "立ち会う人"),
    ),
    course=answer("調査を受けたことを記録", "調査を受けた日", "指摘への対応を終える", "対応を終えた日"),
    paper=Paper("実地調査・監査の記録", "{title}（{clause}）に基づく調査の記録です。"),
    state_words={"open": "予定", "answered": "指摘に対応中"},
)

COMPLAINT = Kind(
    key="complaint",
    title="苦情・紛争",
    prefix="苦情",
    lead="苦情・紛争と、県への報告、対応の結果を残します。個人が分かる内容は必要な範囲で書きます。",
    sources={
        "000": "本文 8(1)⑤（実施状況の報告）",
        "002": "本文 7(1)",
        "004": "本文 5(4)カ(ウ)、別紙3 第17条8",
    },
    columns={
        "subject": Named("苦情・紛争の要点", required=True),
        "counterpart": Named("申し出た人", "聞いていなければ空けておきます。"),
        "asked_on": Named("受けた日", "請求は、事実を知った日", required=True),
        "due_on": Named("県へ報告する期限", "空けておくと、定めの日数から決まります。"),
    },
    fields=(
        Field(
            "topic",
            "区分",
            Shape.CHOICE,
            required=True,
            choices=(
                ("complaint", "苦情"),
                ("dispute", "紛争・もめごと"),
                (CLAIM, "漏えい等についての第三者からの請求"),
            ),
        ),
        Field("content", "内容", Shape.LONG, required=True),
        Field("response", "その場の対応", Shape.LONG),
    ),
    terms=(Term(5, STRICT, "別紙3 第17条8", CLAIM),),
    course=answer("県への報告を記録", "県に報告した日", "対応を終える", "対応を終えた日"),
    paper=Paper("苦情・紛争について（報告）", "{title}（{clause}）について、下記のとおり報告します。"),
    state_words={"answered": "県に報告済"},
)

PLEDGE = Kind(
    key="pledge",
    title="誓約書",
    prefix="誓約",
    lead="責任者と従事者から、秘密保持の誓約書を集めます。署名した紙の写しを添えます。",
    sources={"004": "別紙3 第7条2"},
    columns={
        "person": Named("誓約する人", required=True),
        "asked_on": Named("誓約書を渡した日", required=True),
        "due_on": Named("回収の期限"),
    },
    course=custody("回収を記録", "回収した日"),
    paper=Paper(
        "秘密保持に関する誓約書",
        "{title}の履行により知り得た個人情報を、在職中も退職後も、第三者に漏らさず、"
        "契約の目的以外に使用しないことを誓約します（{clause}）。",
        to_prefecture=False,
    ),
    state_words={"open": "未回収", "closed": "回収済"},
)

LEAVING = Kind(
    key="leaving",
    title="退職時の再確認",
    prefix="退職",
    lead="離れる人に、退職後も秘密を守ることをもう一度確かめます。利用を止めると、ここに1件残ります。",
    sources={"000": "別記 第2・第14", "002": "別紙1-11 第2条", "003": "特記 2", "004": "別紙3 第7条"},
    columns={
        "person": Named("離れる人", required=True),
        "asked_on": Named("利用を止めた日", required=True),
        "due_on": Named("再確認の期限"),
    },
    course=custody("再確認を記録", "再確認した日"),
    paper=Paper(
        "退職時の秘密保持の再確認",
        "{title}に関して知ることのできた個人情報を、退職後も他に漏らさず、"
        "契約の目的以外に使用しないことを確認します（{clause}）。",
        to_prefecture=False,
    ),
    state_words={"open": "未確認", "closed": "確認済"},
)

EXCHANGES = (INSTRUCTION, INSPECTION, COMPLAINT)
PROMISES = (PLEDGE, LEAVING)
