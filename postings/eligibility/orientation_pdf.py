"""The orientation about the relocation subsidy on one page of A4, to hand to the person."""

from reportlab.platypus import Flowable

from centre.documents import one_page
from jobseekers.models import Jobseeker
from postings.eligibility.orientation import counts_in_words
from postings.models import RelocationFacts
from postings.rulebooks.book import Judgement, Outcome
from postings.rulebooks.wording import japanese_day

TITLE = "移住支援金の要件（参考）"
SWORN_LATER = "反社会的勢力との関係の有無は、窓口では伺いません。申請のときに市町村へ誓約します。"
WORDS = {Outcome.MET: "満たす見込み", Outcome.NOT_MET: "満たさない見込み", Outcome.UNKNOWN: "要確認"}
HEADS, SHARES = ("要件", "参考", "伺ったことから", "出典"), (0.28, 0.13, 0.37, 0.22)


def write_orientation(person: Jobseeker, record: RelocationFacts, judgement: Judgement) -> bytes:
    """The PDF of what the book says of a person's facts; the same bytes for the same facts and day."""
    facts = [
        ("お名前", person.name),
        ("参考判定", f"{judgement.verdict_in_words}（{counts_in_words(judgement)}）"),
        ("判定の日", japanese_day(judgement.on)),
        ("規則の版", f"{judgement.version.title}　{japanese_day(judgement.version.valid_from)}からの版"),
    ]
    rows = [
        (finding.requirement.title, WORDS[finding.outcome], finding.reason, finding.requirement.source)
        for finding in judgement.findings
    ]

    def body(size: float) -> list[Flowable]:
        return [
            one_page.heading(TITLE, size),
            one_page.facts(facts, size),
            one_page.section("要件ごとの参考", size),
            one_page.table(HEADS, rows, SHARES, size),
            *(one_page.words(f"{aside.requirement.title}：{aside.reason}", size) for aside in judgement.left_out),
            one_page.section("ご注意", size),
            *(one_page.words(note, size) for note in (*judgement.version.notes, SWORN_LATER)),
        ]

    return one_page.write_one_page(TITLE, body, foot=(f"記録：{record.noted_by.name}", japanese_day(judgement.on)))
