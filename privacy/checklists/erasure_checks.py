"""Live check of what was given back and erased: the packages, the applications, the certificates (特記事項 第13)."""

from centre.fiscal_year import FiscalYear
from centre.models import Contract
from centre.templatetags.display import day as in_words
from privacy.checklists.findings import ASK, NO, OK, Finding, Looking
from privacy.erasing.certifying import is_genuine
from privacy.models import Erasure, ErasureCertificate, ReturnPackage

PAGE = "privacy:erasures"
State, Scope = Erasure.State, Erasure.Scope


def erasures_end(looking: Looking) -> Finding:
    """No erasure waits past its day, none stands still half done, and every certificate is as it was issued."""
    false = [str(one) for one in ErasureCertificate.objects.iterator() if not is_genuine(one)]
    if false:
        return Finding(NO, f"署名の合わない証明書があります：{'、'.join(false[:5])}", PAGE)
    waiting = Erasure.objects.filter(state__in=[State.REQUESTED, State.APPROVED])
    late = waiting.filter(planned_on__lt=looking.day).count()
    half = Erasure.objects.filter(state=State.ERASED).count()
    if late or half:
        return Finding(ASK, f"予定日を過ぎた消去の申請 {late}件、残りの検査が済んでいない消去 {half}件", PAGE)
    done = Erasure.objects.filter(state=State.FINISHED, erased_at__date__gte=FiscalYear.of(looking.day).start).count()
    words = f"今年度に終えた消去 {done}件（署名の合わない証明書 0件）、これからの消去 {waiting.count()}件"
    return Finding(OK, words, PAGE)


def given_back(looking: Looking) -> Finding:
    """After the end of the contract everything is given back, then erased, and the certificate says so."""
    year = FiscalYear.of(looking.day)
    if Contract.objects.filter(fiscal_year=year.year).exists():
        return Finding(OK, f"履行期間の中です（{in_words(year.end)}まで）。終わると返還・消去します。", PAGE)
    ended = Contract.objects.filter(fiscal_year__lt=year.year).order_by("-fiscal_year").first()
    if ended is None:
        return Finding(ASK, "契約が登録されていません。", "centre:contract")
    saved = ReturnPackage.objects.filter(
        kind=ReturnPackage.Kind.RETURN, fiscal_year=ended.fiscal_year, downloaded_at__isnull=False
    ).first()
    if saved is None:
        return Finding(NO, f"{ended.fiscal_year}年度の契約が終わっていますが、返還一式が渡されていません。", PAGE)
    saved_on, digest = in_words(saved.downloaded_at), saved.sha256[:16]
    returned = f"{ended.fiscal_year}年度の返還一式：{saved_on}に保存（SHA-256 {digest}…）"
    erasure = (
        Erasure.objects.filter(scope=Scope.CONTRACT, fiscal_year=ended.fiscal_year)
        .exclude(state__in=[State.REFUSED, State.WITHDRAWN])
        .select_related("certificate")
        .first()
    )
    if erasure is None:
        return Finding(ASK, f"{returned}。消去の申請がまだありません。", PAGE)
    if erasure.state != State.FINISHED:
        return Finding(ASK, f"{returned}。消去は「{erasure.get_state_display()}」です。", PAGE)
    words = f"{returned}、{in_words(erasure.erased_at)}に消去、{erasure.certificate}"
    return Finding(OK, words, PAGE)
