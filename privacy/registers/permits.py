"""The registers of what the prefecture permits first: copies, carrying out, handling elsewhere, subcontracting."""

from privacy.registers.courses import permit
from privacy.registers.kinds import Field, Kind, Named, Paper, Shape

ASK_WORDS = "{title}「個人情報取扱特記事項」（{clause}）に基づき、下記のとおり承諾を申請します。"

COPY = Kind(
    key="copy",
    title="複写・複製・加工の承諾",
    prefix="複写",
    lead="県から引き渡された資料は、県の指示か事前の承諾なしに複写・複製できません。",
    sources={"000": "別記 第9", "002": "別紙1-11 第5条", "003": "特記 9", "004": "別紙3 第12条2"},
    columns={
        "subject": Named("複写する資料", "個人の名前は書かず、資料の名前を書きます。", required=True),
        "quantity": Named("部数・件数", required=True),
        "unit": Named("単位", "例：部、件", required=True),
        "asked_on": Named("申請した日", required=True),
        "due_on": Named("廃棄・返却の予定日"),
    },
    fields=(
        Field("purpose", "目的", Shape.LONG, required=True),
        Field(
            "way",
            "区分",
            Shape.CHOICE,
            required=True,
            choices=(("copy", "紙の複写"), ("duplicate", "データの複製"), ("process", "加工")),
        ),
        Field("content", "加工の内容", Shape.LONG, "加工するときに書きます。"),
        Field("kept_at", "写しの保管場所"),
    ),
    course=permit("複写したことを記録", "複写した日", "写しの廃棄・返却を記録", "廃棄・返却した日"),
    paper=Paper("個人情報が記録された資料等の複写・複製について（申請）", ASK_WORDS),
    state_words={"carried": "写しを保管中"},
)

CARRY = Kind(
    key="carry",
    title="持出しの承諾",
    prefix="持出",
    lead="県の指示か事前の承諾がなければ、個人情報を作業場所から持ち出せません。",
    sources={
        "000": "別記 第10",
        "002": "本文 6(9)(10)、別紙1-11 第18条",
        "003": "特記 6",
        "004": "別紙3 第5条3",
    },
    columns={
        "subject": Named("持ち出すもの", "資料や媒体の名前。個人の名前は書きません。", required=True),
        "quantity": Named("数量", required=True),
        "unit": Named("単位", "例：枚、件、個", required=True),
        "counterpart": Named("持出し先", "場所と、渡す相手があればその名称", required=True),
        "person": Named("持ち出す人"),
        "asked_on": Named("申請した日", required=True),
        "due_on": Named("返却の予定日", required=True),
    },
    fields=(
        Field("purpose", "目的", Shape.LONG, required=True),
        Field(
            "medium",
            "媒体",
            Shape.CHOICE,
            required=True,
            choices=(("paper", "紙"), ("device", "端末"), ("medium", "電磁的記録媒体")),
        ),
        Field(
            "protection",
            "保護の方法",
            required=True,
            help="例：暗号化、施錠できる専用ケース（002 別紙1-11 第18条）",
        ),
    ),
    course=permit("持ち出したことを記録", "持ち出した日", "返却を記録", "返却した日"),
    paper=Paper("個人情報の持出しについて（申請）", ASK_WORDS),
    state_words={"carried": "持出し中"},
)

OUTSIDE = Kind(
    key="outside",
    title="作業場所の外での取扱いの承諾",
    prefix="外取",
    lead="報告した作業場所の外で扱うときは、あらかじめ県の承諾を受けます。ずっと使う場所は作業場所として報告します。",
    sources={"000": "別記 第7・第10", "002": "本文 6(9)", "003": "特記 6", "004": "別紙3 第5条2・3"},
    columns={
        "subject": Named("取り扱う個人情報", "項目を書きます。個人の名前は書きません。", required=True),
        "counterpart": Named("取り扱う場所", "所在地、建物、部屋まで", required=True),
        "person": Named("取り扱う人"),
        "quantity": Named("件数"),
        "unit": Named("単位"),
        "asked_on": Named("申請した日", required=True),
        "due_on": Named("終わる予定日", required=True),
    },
    fields=(
        Field("purpose", "目的", Shape.LONG, required=True),
        Field("begins_on", "始める予定日", Shape.DAY, required=True),
        Field("protection", "安全管理の方法", Shape.LONG, required=True),
    ),
    course=permit("取扱いの開始を記録", "始めた日", "取扱いの終了を記録", "終えた日"),
    paper=Paper("作業場所の外での個人情報の取扱いについて（申請）", ASK_WORDS),
    state_words={"carried": "取扱い中"},
)

SUBCONTRACT = Kind(
    key="subcontract",
    title="再委託の申請",
    prefix="再委託",
    lead="県が承諾した場合を除き、個人情報の処理を第三者（子会社も）に委託できません。新宿区の組では一切できません。",
    sources={"000": "別記 第11", "002": "別紙1-11 第4条", "004": "別紙3 第8条"},
    columns={
        "counterpart": Named("再委託先の名称", "末端までの委託先を含みます。", required=True),
        "subject": Named("再委託する業務の内容", required=True),
        "asked_on": Named("申請した日", required=True),
        "due_on": Named("再委託の終わる日", required=True),
    },
    fields=(
        Field("reason", "再委託する理由", Shape.LONG, required=True),
        Field("information", "取り扱う情報", Shape.LONG, required=True),
        Field("safety", "安全性と信頼性を確保する対策", Shape.LONG, required=True),
        Field("supervision", "管理と監督の方法", Shape.LONG, required=True),
    ),
    course=permit("再委託の開始を記録", "始めた日", "再委託の終了を記録", "終えた日"),
    paper=Paper("個人情報の処理の再委託について（申請）", ASK_WORDS),
    state_words={"carried": "再委託中"},
)

PERMITS = (COPY, CARRY, OUTSIDE, SUBCONTRACT)
