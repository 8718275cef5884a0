"""The registers of what is held: receipts for what was handed over, devices, media, keys, papers with an end."""

from privacy.registers.courses import custody
from privacy.registers.kinds import Field, Kind, Named, Paper, Shape

LIST_WORDS = "{title}（{clause}）に基づく管理の記録です。"

RECEIPT = Kind(
    key="receipt",
    title="預り証（受渡しの記録）",
    prefix="預り",
    lead="県と受け渡した資料・媒体を、渡した人、受け取った人、返した日まで残します。",
    sources={"000": "別記 第9・第13", "002": "別紙1-11 第8条", "003": "特記 11", "004": "別紙3 第13条"},
    columns={
        "subject": Named("受け取ったもの", "資料や媒体の名前。個人の名前は書きません。", required=True),
        "quantity": Named("数量", required=True),
        "unit": Named("単位", "例：部、件、枚", required=True),
        "counterpart": Named("渡した人（県の所属・氏名）", required=True),
        "person": Named("受け取った人", required=True),
        "asked_on": Named("受け取った日", required=True),
        "due_on": Named("返却の期限", "空けておくと、契約の終わる日になります（業務完了後直ちに返還）。"),
    },
    fields=(
        Field(
            "medium",
            "媒体",
            Shape.CHOICE,
            required=True,
            choices=(("paper", "紙"), ("medium", "電磁的記録媒体"), ("network", "ネットワーク")),
        ),
        Field("way", "受渡しの手段・場所・時刻", required=True, help="県が指定した手段、日時、場所（004 第13条）"),
        Field("kept_at", "保管場所", help="施錠できる場所を書きます。"),
    ),
    course=custody("返却を記録", "返却した日", "返した人・受け取った人（県の所属・氏名）"),
    paper=Paper("個人情報の預り証", "{title}について、下記のとおりお預かりしました（{clause}）。"),
    state_words={"open": "預り中", "closed": "返却済"},
)

DEVICE = Kind(
    key="device",
    title="機器の台帳",
    prefix="機器",
    lead="個人情報を扱う機器と、使う人を決めておきます。ここにない機器では扱いません。",
    sources={"002": "本文 6(9)", "003": "システム上の対策 1・2", "004": "別紙3 第11条(4)(5)"},
    columns={
        "subject": Named("機器", "種類と機種", required=True),
        "counterpart": Named("所有者", "県が貸与した機器か、受託者の機器か", required=True),
        "person": Named("使う人"),
        "asked_on": Named("使い始めた日", required=True),
        "due_on": Named("返却・点検の期限"),
    },
    fields=(
        Field("identifier", "管理番号・製造番号", required=True),
        Field("place", "置き場所", required=True),
        Field("protection", "保護の方法", Shape.LONG, "例：本人認証、暗号化、更新の適用、施錠"),
    ),
    course=custody("使用の終了を記録", "使用を終えた日"),
    paper=Paper("個人情報を取り扱う機器", LIST_WORDS, to_prefecture=False),
    state_words={"open": "使用中", "closed": "使用終了"},
)

MEDIUM = Kind(
    key="medium",
    title="媒体の台帳",
    prefix="媒体",
    lead="個人情報を記録した媒体は施錠して保管し、搬送は暗号化と専用ケースで行います。",
    sources={"002": "別紙1-11 第17条・第18条", "003": "運用上の対策 2", "004": "別紙3 第11条(4)"},
    columns={
        "subject": Named("媒体と内容", "例：USBメモリー（見本の一覧）", required=True),
        "quantity": Named("数量", required=True),
        "unit": Named("単位", "例：個、枚", required=True),
        "person": Named("管理する人"),
        "asked_on": Named("使い始めた日", required=True),
        "due_on": Named("廃棄・返却の期限"),
    },
    fields=(
        Field("identifier", "管理番号", required=True),
        Field("kept_at", "施錠できる保管場所", required=True),
        Field(
            "encrypted",
            "暗号化",
            Shape.CHOICE,
            required=True,
            choices=(("yes", "している"), ("no", "していない（搬送しない）")),
        ),
    ),
    course=custody("廃棄・返却を記録", "廃棄・返却した日"),
    paper=Paper("個人情報を記録した媒体", LIST_WORDS, to_prefecture=False),
    state_words={"open": "保管中", "closed": "廃棄・返却済"},
)

KEY = Kind(
    key="key",
    title="鍵の管理台帳",
    prefix="鍵",
    lead="貸与された鍵とカードを、誰に貸し、いつ戻ったかまで残します。業務の開始後すみやかに台帳を提出します。",
    sources={"002": "本文 8(1)〜(4)"},
    columns={
        "subject": Named("鍵・カード", "どこの鍵か", required=True),
        "quantity": Named("本数", required=True),
        "unit": Named("単位", "例：本、枚", required=True),
        "counterpart": Named("貸与した者", "県、建物の管理者など", required=True),
        "person": Named("貸した相手（職員）", required=True),
        "asked_on": Named("貸した日", required=True),
        "due_on": Named("返却の期限"),
    },
    fields=(
        Field("identifier", "鍵の番号", required=True),
        Field("use", "使う時間と場所", help="作業に必要な時間と場所に限って使います（002 本文 8(3)）。"),
    ),
    course=custody("返却を記録", "戻った日"),
    paper=Paper("鍵の管理台帳", LIST_WORDS),
    state_words={"open": "貸出中", "closed": "返却済"},
)

PAPER = Kind(
    key="paper",
    title="保険・規程・計画の書類",
    prefix="書類",
    lead="賠償保険の確認書、取扱規程、緊急時対応計画などを、版と期限とともに保管します。写しを添えます。",
    sources={"002": "本文 6(6)", "004": "別紙3 第11条(1)・第15条・第17条2"},
    columns={
        "subject": Named("書類の名前と版", required=True),
        "counterpart": Named("発行者", "保険会社など"),
        "asked_on": Named("定めた日・始まる日", required=True),
        "due_on": Named("期限", "期限のないものは空けておきます。"),
    },
    fields=(
        Field(
            "type",
            "種類",
            Shape.CHOICE,
            required=True,
            choices=(
                ("insurance", "賠償責任保険の確認書"),
                ("rules", "取扱規程"),
                ("emergency", "緊急時対応計画"),
                ("reporting", "定期報告・緊急時報告の手順"),
                ("other", "その他"),
            ),
        ),
        Field("submitted_on", "県に提出した日", Shape.DAY),
    ),
    course=custody("差替え・満了を記録", "差し替えた日・満了した日"),
    paper=Paper("保険・規程・計画の書類", LIST_WORDS, to_prefecture=False),
    state_words={"open": "有効", "closed": "差替え・満了"},
)

HOLDINGS = (RECEIPT, DEVICE, MEDIUM, KEY, PAPER)
