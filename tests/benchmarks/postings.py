"""Queries and milliseconds of the pages of the postings at a large scale: `make bench-postings [SCALE=100]`.

The limit is measured in the same run: the health page passes the same middleware and asks the database one question.
"""

import os
import sys

from django.core.management import call_command

from tests.benchmarks.pages import measure, signed_in


def pages() -> dict[str, str]:
    """The pages of the room with an address that exists."""
    from postings.models import EligibilityCourse, JobPosting, MinimumWage

    listed = JobPosting.objects.filter(listed_from__isnull=False).order_by("pk")
    posting = listed.values_list("pk", flat=True).first()
    course = EligibilityCourse.objects.values_list("corporation", flat=True).first()
    wage = MinimumWage.objects.filter(kind="regional").order_by("-effective_from").first()
    return {
        "求人の一覧": "/postings/",
        "求人をさがす": "/postings/?q=機械",
        "求人": f"/postings/{posting}/",
        "内容の版": f"/postings/{posting}/history/",
        "求人票（PDF）": f"/postings/{posting}/sheet.pdf",
        "法令の確認": f"/postings/{posting}/law/",
        "精査を作る": f"/postings/{posting}/vet/",
        "精査の一覧": "/postings/vettings/",
        "再精査": "/postings/vettings/revet/",
        "最低賃金": "/postings/minimum-wages/",
        "最低賃金を下回る求人": f"/postings/minimum-wages/{wage.pk}/",
        "対象法人の手続": "/postings/courses/",
        "法人の手続": f"/postings/corporations/{course}/course/",
        "掲載履歴": "/postings/ledger/",
        "掲載履歴に記録": f"/postings/{posting}/publish/",
        "まとめて記録": "/postings/ledger/extend/",
        "サイトとの相違": "/postings/differences/",
        "掲載期限の暦": "/postings/expiry/",
        "期限の問合せ": "/postings/renewals/",
        "目標": "/postings/target/",
        "次の一手": "/postings/target/actions/",
    }


def main() -> int:
    """Seed, measure, print."""
    scale = int(os.environ.get("SCALE", "100"))
    call_command("migrate", verbosity=0)
    call_command("seed_demo", scale=scale, seed=2026)
    # What the night does: the target page counts on from the last check.
    call_command("check_counts")
    client = signed_in()
    limit = measure(client, "/health/")[1]
    sys.stdout.write(f"\n規模 {scale}、上限（health）: {limit:.1f} ms\n{'問合せ':>5}{'ms':>9}{'÷上限':>8}  画面\n")
    for name, address in pages().items():
        asked, milliseconds = measure(client, address)
        sys.stdout.write(f"{asked:>8}{milliseconds:>9.1f}{milliseconds / limit:>8.1f}  {name}\n")
    return 0
