"""What a room shows of the rooms to its right: each room declares it once at start-up, nobody reaches right.

Filled in `AppConfig.ready()`; read by the home page, the menu, the timelines and the job runner.
"""

from collections.abc import Callable, Iterable
from dataclasses import dataclass, field
from datetime import date, datetime, time
from typing import Any

from centre.roles import may


@dataclass(frozen=True)
class MenuItem:
    """A line of the navigation; shown to roles that may open its page. `key` opens it from any page.

    `beside` names a part of a page that opens beside the current one instead, where the browser can.
    """

    group: str
    label: str
    view_name: str
    order: int = 100
    key: str = ""
    beside: str = ""


@dataclass(frozen=True)
class CardItem:
    """One line of a home card: what to do, where, and when it is due."""

    label: str
    url: str
    due: str = ""
    urgent: bool = False


@dataclass(frozen=True)
class Card:
    """A home card as it is shown: a title, a figure, the first items and where the rest is."""

    title: str
    figure: str = ""
    unit: str = ""
    note: str = ""
    items: tuple[CardItem, ...] = ()
    url: str = ""
    empty: str = ""


@dataclass(frozen=True)
class HomeCard:
    """A source of a home card: `build(user, today)` returns a Card, or None when there is nothing to say.

    `is_promised` puts it on the work list of promises too: somebody waits for what it says.
    """

    key: str
    ability: str
    build: Callable[[Any, Any], Card | None]
    order: int = 100
    is_promised: bool = False


@dataclass(frozen=True)
class MorningLine:
    """A line of the mail of the morning: `words(user, day)` tells in numbers what is near, "" when nothing is.

    The mail lies on other servers: a line names nobody and quotes nothing.
    """

    ability: str
    words: Callable[[Any, date], str]


@dataclass(frozen=True)
class TimelineEntry:
    """One entry of a story."""

    at: datetime
    kind: str
    title: str
    body: str = ""
    by: str = ""
    url: str = ""


@dataclass(frozen=True)
class TimelineSource:
    """Entries about a subject: `entries(subject, user, limit)` answers the newest `limit` entries.

    `subject` is the model label such as `employers.Corporation`.
    """

    subject: str
    entries: Callable[[Any, Any, int], Iterable[TimelineEntry]]
    ability: str


@dataclass(frozen=True)
class OpenSource:
    """What is open about a subject and what to do next: `items(subject, user, today)` answers CardItems."""

    subject: str
    items: Callable[[Any, Any, Any], Iterable[CardItem]]
    ability: str


@dataclass(frozen=True)
class RecordPanel:
    """A panel that a room to the right puts on a record's page: `build(subject, user, today)` answers it, or None."""

    subject: str
    build: Callable[[Any, Any, Any], Card | None]
    ability: str
    order: int = 100


@dataclass(frozen=True)
class RecordLink:
    """A button on the page of a record that leads to another room: `url(record)` answers "" when it does not apply.

    `uses_person` marks what is not offered about somebody who asked that the data be used no more.
    """

    subject: str
    ability: str
    label: str
    url: Callable[[Any], str]
    order: int = 100
    uses_person: bool = False


@dataclass(frozen=True)
class PageAbout:
    """A page about a record of another room: `whose(pk)` answers that record, or None.

    A consultation begun on the page is with whom it answers.
    """

    view_name: str
    whose: Callable[[int], Any]


@dataclass(frozen=True)
class OnMerger:
    """What a room changes so that its rows about two records of one employer fit together.

    `settle(kept, absorbed)` answers (row, {attribute: value}) in the order in which they are written.
    """

    settle: Callable[[Any, Any], Iterable[tuple[Any, dict]]]


@dataclass(frozen=True)
class OnWithdrawal:
    """What a room does when somebody's last consent is withdrawn.

    `foretell(person)` says it in a sentence before it is done (empty when there is nothing to do);
    `carry(person, day, by)` does it, within the transaction of the withdrawal.
    """

    foretell: Callable[[Any], str]
    carry: Callable[[Any, date, Any], None]


@dataclass(frozen=True)
class RightsSubject:
    """A kind of record whose person may ask for disclosure, correction and stop of use.

    `correctable` names the fields that a correction may change; `revise(record, field, value, by)` changes one;
    `stopped(record, by)` and `lifted(record, by)` are called within the transaction that stops the use or lifts it.
    """

    subject: str
    correctable: tuple[str, ...]
    revise: Callable[[Any, str, Any, Any], None]
    stopped: Callable[[Any, Any], None]
    lifted: Callable[[Any, Any], None]


@dataclass(frozen=True)
class OnStop:
    """What a room does when the use of somebody's data is stopped: `carry(record, by)`, within the transaction."""

    carry: Callable[[Any, Any], None]


@dataclass(frozen=True)
class OnAccountClosed:
    """What a room does when somebody's account is closed.

    `foretell(person)` says it in a sentence before it is done (empty when there is nothing to do);
    `carry(person, day, by)` does it, within the transaction that closes the account.
    """

    foretell: Callable[[Any], str]
    carry: Callable[[Any, date, Any], None]


@dataclass(frozen=True)
class RecordDocument:
    """A kind of document about one record that may go with a mail to it.

    `offered(record, user)` answers (key, label) of those that exist; `write(record, key)` answers file name, content
    type and content, and raises DomainError for a key that is not one of this record. `tells_of(record, key)` answers
    the person of whom it tells somebody else.
    """

    subject: str
    kind: str
    ability: str
    offered: Callable[[Any, Any], Iterable[tuple[str, str]]]
    write: Callable[[Any, str], tuple[str, str, bytes]]
    tells_of: Callable[[Any, str], Any] | None = None


@dataclass(frozen=True)
class MailLink:
    """A kind of address that a mail may carry: `view_name` is the only page it can lead to.

    `choices(record)` answers (value, label) of what fits a record; `make(value, user)` answers the address when the
    mail leaves, and raises DomainError when there is none any more.
    """

    kind: str
    view_name: str
    choices: Callable[[Any], Iterable[tuple[str, str]]]
    make: Callable[[str, Any], str]


@dataclass(frozen=True)
class HandoverList:
    """What whoever takes over the work must know: `rows(today)` answers lines of the headings' length.

    `names_people` says whether a line may name a person.
    """

    title: str
    headings: tuple[str, ...]
    rows: Callable[[date], Iterable[tuple]]
    names_people: bool = True


@dataclass(frozen=True)
class Statistics:
    """Figures that must not change when people are erased: `figures()` answers {what is counted: its value}."""

    figures: Callable[[], dict[str, str]]


@dataclass(frozen=True)
class JobKind:
    """A kind of long work: `carry(job, progress)` does it and returns what the job's row shall keep.

    `hand_out(job, by=, address=)` is asked before its file is saved; it raises DomainError when that may not be.
    """

    key: str
    label: str
    carry: Callable[..., dict]
    ability: str
    hand_out: Callable[..., None] | None = None


@dataclass(frozen=True)
class SearchSource:
    """Where the search box of the page header looks: `find(text, user, limit)` answers hits as CardItems.

    `listing` is the name of the list's URL, which shows all of them by `?q=`; records without `find` are only searched
    there.
    """

    label: str
    ability: str
    find: Callable[[str, Any, int], Iterable[CardItem]] | None
    order: int
    listing: str


@dataclass(frozen=True)
class ListFilter:
    """A filter that a room to the right adds to a list: `narrow(queryset, value)` for one of `choices`.

    `page` is the name of the list's URL; `key` stands in its address.
    """

    page: str
    key: str
    label: str
    choices: tuple[tuple[str, str], ...]
    narrow: Callable[[Any, str], Any]


@dataclass(frozen=True)
class VisitReason:
    """Why an employer is worth a trip: `find(today, candidates, limit)` answers the most pressing ones.

    `candidates` is a queryset of establishments; an answer is (its id, the reason in words, how pressing from 0 to 1).
    `weight` sets the reasons against each other.
    """

    key: str
    label: str
    weight: float
    find: Callable[[Any, Any, int], Iterable[tuple[int, str, float]]]


@dataclass(frozen=True)
class CalendarEvent:
    """An entry of somebody's calendar; the title names no person and no employer, for it leaves the product."""

    uid: str
    day: date
    title: str
    url: str
    starts_at: time | None = None
    minutes: int = 60


@dataclass(frozen=True)
class CalendarSource:
    """What a room puts into the calendar feed: `events(user, first, last)` of the days between, both included."""

    key: str
    events: Callable[[Any, Any, Any], Iterable[CalendarEvent]]


@dataclass
class Registry:
    menu: list[MenuItem] = field(default_factory=list)
    home: list[HomeCard] = field(default_factory=list)
    morning: list[MorningLine] = field(default_factory=list)
    timelines: list[TimelineSource] = field(default_factory=list)
    open_sources: list[OpenSource] = field(default_factory=list)
    record_links: list[RecordLink] = field(default_factory=list)
    jobs: dict[str, JobKind] = field(default_factory=dict)
    searches: list[SearchSource] = field(default_factory=list)
    list_filters: list[ListFilter] = field(default_factory=list)
    visit_reasons: list[VisitReason] = field(default_factory=list)
    calendars: list[CalendarSource] = field(default_factory=list)
    panels: list[RecordPanel] = field(default_factory=list)
    withdrawals: list[OnWithdrawal] = field(default_factory=list)
    account_closings: list[OnAccountClosed] = field(default_factory=list)
    mergers: list[OnMerger] = field(default_factory=list)
    pages_about: dict[str, PageAbout] = field(default_factory=dict)
    documents: list[RecordDocument] = field(default_factory=list)
    statistics: list[Statistics] = field(default_factory=list)
    rights: dict[str, RightsSubject] = field(default_factory=dict)
    stops: list[OnStop] = field(default_factory=list)
    handovers: list[HandoverList] = field(default_factory=list)
    mail_links: dict[str, MailLink] = field(default_factory=dict)

    def add(self, *declarations) -> None:
        """Take declarations of any of the kinds above."""
        kept = {
            MenuItem: self.menu,
            HomeCard: self.home,
            MorningLine: self.morning,
            TimelineSource: self.timelines,
            OpenSource: self.open_sources,
            RecordLink: self.record_links,
            SearchSource: self.searches,
            ListFilter: self.list_filters,
            VisitReason: self.visit_reasons,
            CalendarSource: self.calendars,
            RecordPanel: self.panels,
            OnWithdrawal: self.withdrawals,
            OnAccountClosed: self.account_closings,
            OnMerger: self.mergers,
            RecordDocument: self.documents,
            OnStop: self.stops,
            Statistics: self.statistics,
            HandoverList: self.handovers,
        }
        for declaration in declarations:
            if isinstance(declaration, JobKind):
                self.jobs[declaration.key] = declaration
            elif isinstance(declaration, RightsSubject):
                self.rights[declaration.subject] = declaration
            elif isinstance(declaration, MailLink):
                self.mail_links[declaration.kind] = declaration
            elif isinstance(declaration, PageAbout):
                self.pages_about[declaration.view_name] = declaration
            elif type(declaration) in kept:
                kept[type(declaration)].append(declaration)
            else:
                raise TypeError(f"not a declaration: {declaration!r}")


registry = Registry()


def list_filter(page: str, key: str) -> ListFilter:
    """The filter that a room added to a list. Raises StopIteration when no room declares it."""
    return next(one for one in registry.list_filters if (one.page, one.key) == (page, key))


def timeline(subject, user, limit: int = 50) -> list[TimelineEntry]:
    """The newest `limit` entries about a record from every room whose entries the user may read, newest first."""
    from_rooms: list[TimelineEntry] = []
    for source in registry.timelines:
        if source.subject == subject._meta.label and may(user, source.ability):
            from_rooms.extend(source.entries(subject, user, limit))
    return sorted(from_rooms, key=lambda entry: entry.at, reverse=True)[:limit]


def open_items(subject, user, today) -> list[CardItem]:
    """Everything open about a record that the user may act on, the urgent first."""
    found: list[CardItem] = []
    for source in registry.open_sources:
        if source.subject == subject._meta.label and may(user, source.ability):
            found.extend(source.items(subject, user, today))
    return sorted(found, key=lambda item: not item.urgent)


def panels(subject, user, today) -> list[Card]:
    """The panels of the rooms to the right on a record's page, in their order."""
    declared = (one for one in registry.panels if one.subject == subject._meta.label and may(user, one.ability))
    built = (one.build(subject, user, today) for one in sorted(declared, key=lambda one: one.order))
    return [card for card in built if card]


def record_links(subject, user, *, is_stopped: bool = False) -> list[CardItem]:
    """The buttons that other rooms put on a record's page, for a user who may follow them.

    Of a person whose use `is_stopped` those that use the data are left out.
    """
    links = sorted(registry.record_links, key=lambda link: link.order)
    mine = [link for link in links if link.subject == subject._meta.label and may(user, link.ability)]
    mine = [link for link in mine if not (is_stopped and link.uses_person)]
    return [CardItem(link.label, address) for link in mine if (address := link.url(subject))]
