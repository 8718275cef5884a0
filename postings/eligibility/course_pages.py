"""Pages of a corporation's course to being a 対象法人."""

from django.db.models import F
from django.shortcuts import get_object_or_404, render
from django.urls import reverse
from django.utils import timezone

from centre.addresses import URLS
from centre.files import download
from centre.models import Municipality
from centre.pages import ActForm, EditForm, ListPage
from centre.roles import may
from employers.models import Corporation
from postings.eligibility import course as acts
from postings.eligibility import course_rules as rules
from postings.eligibility.course_filter import CourseFilter
from postings.eligibility.course_forms import (
    AskForm,
    BeginForm,
    CertifyForm,
    CheckForm,
    ClearForm,
    ReceiveForm,
    RecommendForm,
    SettleForm,
    WithdrawForm,
)
from postings.eligibility.course_rules import Act, Stand
from postings.eligibility.course_standing import deadlines, stand_of, terms_on
from postings.models import CourseDocument, CourseDocumentKind, EligibilityCourse
from privacy.access import record_access
from privacy.models import AccessLog

# The one button of a step: label and page.
BUTTONS = {
    Act.RECEIVE: ("書類を受け取る", "postings:course_receive"),
    Act.CHECK: ("書類を確かめる", "postings:course_check"),
    Act.SETTLE: ("市町村の推薦が要るかを記録", "postings:course_settle"),
    Act.RECOMMEND: ("市町村の推薦を記録", "postings:course_recommend"),
    Act.CERTIFY: ("県の認定を記録", "postings:course_certify"),
    Act.CLEAR: ("掲載可にする", "postings:course_clear"),
    Act.RENEW: ("更新の手続を始める", "postings:course_renew"),
}


class CourseList(ListPage):
    """Courses under way and in force, the first to run out first; those that are over by their state."""

    template_name = "postings/courses.html"
    filterset_class = CourseFilter
    sorts = {
        "due": (F("due_on").asc(nulls_last=True), "pk"),
        "-due": (F("due_on").desc(nulls_last=True), "-pk"),
        "name": ("corporation__name_key", "pk"),
        "-name": ("-corporation__name_key", "-pk"),
        "updated": ("updated_at", "pk"),
        "-updated": ("-updated_at", "-pk"),
    }

    def get_base_queryset(self):
        courses = EligibilityCourse.objects.select_related("corporation").with_missing(timezone.localdate())
        return courses if self.request.GET.get("state") else courses.open()

    def get_context_data(self, **kwargs):
        today = timezone.localdate()
        return super().get_context_data(day=today, urgent_until=deadlines(today)[1], **kwargs)


def show(request, pk: int):
    """The course of a corporation: where it stands, what is missing, its papers and its story."""
    corporation = get_object_or_404(Corporation, pk=pk)
    courses = list(
        corporation.eligibility_courses.select_related("municipality", "certified_by", "renews").order_by("-pk")
    )
    context = {
        "corporation": corporation,
        "establishment": corporation.establishments.order_by("pk").first(),
        "periods": courses,
        "day": timezone.localdate(),
    }
    if courses:
        context |= _course(_chosen(courses, request.GET.get("period", "")), request.user)
    return render(request, "postings/course.html", context)


def _chosen(courses: list[EligibilityCourse], period: str) -> EligibilityCourse:
    """The period an address asks for, else the open one, else the last."""
    by_number = {str(one.pk): one for one in courses}
    return by_number.get(period) or next((one for one in courses if one.is_open), courses[0])


def _course(course: EligibilityCourse, user) -> dict:
    today = timezone.localdate()
    stand = stand_of(course, today)
    names, current = rules.progress(stand)
    to = rules.next_state(stand)
    return {
        "course": course,
        "names": names,
        "current": str(current),
        "next_name": rules.NAMES[to] if to else "",
        "lacking": rules.lacking(stand, to, today) if to else [],
        "button": _button(course, stand, user),
        "papers": _papers(course),
        "steps": course.steps.select_related("by"),
        "is_in_force": course.is_in_force_on(today),
    }


def _button(course: EligibilityCourse, stand: Stand, user) -> dict | None:
    """The next step: where it is done, or why this user does not do it; None while there is only waiting."""
    today = timezone.localdate()
    act = rules.next_act(stand, today)
    if act is None:
        return None
    label, page = BUTTONS[act]
    if not may(user, URLS[page]):
        return {"label": label, "refusal": "この記録は、担当の役割の職員がします。"}
    if act == Act.CERTIFY and acts.prepared_by(course, user):
        return {
            "label": label,
            "refusal": "書類を受け取った人と確かめた人のほかの職員が記録します。",
        }
    number, query = course.pk, ""
    if act == Act.CHECK:
        number = next(paper.number for paper in stand.papers if paper.state == "received")
    elif act == Act.RECEIVE and (kinds := rules.kinds_not_in(stand, today)):
        query = f"?kind={kinds[0]}"
    return {"label": label, "url": reverse(page, args=[number]) + query}


def _papers(course: EligibilityCourse) -> list[dict]:
    """The papers by kind; required kinds stand there also while nothing has come."""
    documents = course.documents.select_related("kind", "received_by", "checked_by", "file").defer("file__content")
    by_kind: dict[str, list[CourseDocument]] = {}
    for document in documents:
        by_kind.setdefault(document.kind_id, []).append(document)
    return [
        {"kind": kind, "documents": by_kind.get(kind.pk, [])}
        for kind in CourseDocumentKind.objects.all()
        if kind.is_required or kind.pk in by_kind
    ]


def file(request, pk: int):
    """The scan of a paper; every look leaves a line, for papers name people."""
    document = get_object_or_404(CourseDocument.objects.select_related("file", "kind"), pk=pk, file__isnull=False)
    record_access(request, AccessLog.Action.READ, CourseDocument._meta.label, document.pk, str(document))
    return download(document.file)


class OfCorporation(ActForm):
    """A form that leads back to the course of a corporation."""

    corporation: Corporation

    def get_success_url(self, made):
        return self.back()[0]

    def back(self):
        return reverse("postings:course", args=[self.corporation.pk]), self.corporation.name


class Begin(OfCorporation):
    form_class = BeginForm
    title = "対象法人の手続を始める"
    lead = "県のサイトに利用者として登録した日から始めます。"
    submit = "始める"
    success_message = "手続を始めました。次は書類です。"

    def dispatch(self, request, *args, **kwargs):
        self.corporation = get_object_or_404(Corporation, pk=kwargs["pk"])
        return super().dispatch(request, *args, **kwargs)

    def act(self, form):
        return acts.begin(self.corporation, by=self.request.user, **form.cleaned_data)


class OfCourse(OfCorporation):
    """A form that adds something to a course."""

    def dispatch(self, request, *args, **kwargs):
        self.course = get_object_or_404(EligibilityCourse.objects.select_related("corporation"), pk=kwargs["pk"])
        self.corporation = self.course.corporation
        return super().dispatch(request, *args, **kwargs)


class Renew(OfCourse):
    form_class = BeginForm
    title = "更新の手続を始める"
    lead = "次の期間の手続を新しく始めます。いまの認定は、期限の日まで効力が続きます。"
    submit = "始める"
    success_message = "更新の手続を始めました。次は書類です。"

    def act(self, form):
        return acts.renew(self.course, by=self.request.user, **form.cleaned_data)


class Ask(OfCourse):
    form_class = AskForm
    title = "書類を依頼する"
    submit = "依頼を記録する"
    success_message = "依頼を記録しました。"

    def get_initial(self):
        return {"kind": self.request.GET.get("kind", "")}

    def act(self, form):
        return acts.ask_for_document(self.course, by=self.request.user, **form.cleaned_data)


class Receive(OfCourse):
    template_name = "postings/course_receive.html"
    form_class = ReceiveForm
    title = "書類を受け取る"
    lead = "受け取った書類は、あとで中身を確かめます。認定の記録は、受け取った人と確かめた人のほかの人がします。"
    submit = "受け取りを記録する"
    success_message = "書類の受け取りを記録しました。"

    def get_initial(self):
        return {name: self.request.GET.get(name, "") for name in ("kind", "title")}

    def act(self, form):
        return acts.receive_document(self.course, by=self.request.user, **form.paper(self.corporation))


class Check(OfCorporation, EditForm):
    form_class = CheckForm
    submit = "結果を記録する"
    success_message = "書類を確かめた結果を記録しました。"

    def get_object(self):
        documents = CourseDocument.objects.select_related("course__corporation", "kind")
        document = get_object_or_404(documents, pk=self.kwargs["pk"])
        self.corporation = document.course.corporation
        self.title = f"{document}を確かめる"
        return document

    def act(self, form):
        data = form.cleaned_data
        return acts.check_document(
            self.object,
            self.version,
            is_fine=data["verdict"] == "fine",
            refusal=data["refusal"],
            by=self.request.user,
        )


class Step(OfCorporation, EditForm):
    """A step of a course, refused when somebody else has taken one since the page was opened."""

    def get_object(self):
        course = get_object_or_404(EligibilityCourse.objects.select_related("corporation"), pk=self.kwargs["pk"])
        self.corporation = course.corporation
        return course

    def take(self, form):
        """The act of this step, by name."""
        raise NotImplementedError

    def act(self, form):
        return self.take(self.object, self.version, by=self.request.user, **form.cleaned_data)


class Settle(Step):
    form_class = SettleForm
    title = "市町村の推薦が要るか"
    lead = "県の手続で市町村の推薦を経るかどうかは、県に確かめて記録します。分からないうちは認定に進めません。"
    success_message = "推薦の要否を記録しました。"
    take = staticmethod(acts.settle_recommendation)


class Recommend(Step):
    form_class = RecommendForm
    title = "市町村の推薦を記録"
    success_message = "市町村の推薦を記録しました。"
    take = staticmethod(acts.record_recommendation)

    def get_initial(self):
        seat = self.corporation.head_office_municipality
        return {"municipality": Municipality.objects.filter(name=seat).first() if seat else None}


class Certify(Step):
    form_class = CertifyForm
    title = "県の認定を記録"
    success_message = "県の認定を記録しました。"
    take = staticmethod(acts.certify)

    @property
    def lead(self):
        months = terms_on(timezone.localdate()).course_valid_months
        return f"認定の期限は、空けておくと認定の日から{months}か月です。"


class Clear(Step):
    form_class = ClearForm
    title = "掲載可にする"
    lead = "県のサイトに対象の求人を入れられるようになったことを記録します。"
    success_message = "掲載可にしました。"
    take = staticmethod(acts.clear_for_listing)


class Withdraw(Step):
    form_class = WithdrawForm
    title = "手続を取り下げる"
    lead = "この期間の手続を終わらせます。認定済みなら、取下げの日から対象法人ではなくなります。元には戻せません。"
    submit = "取り下げる"
    success_message = "手続を取り下げました。"
    take = staticmethod(acts.withdraw)
