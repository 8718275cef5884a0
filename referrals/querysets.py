"""Named questions about referrals, checks after a hiring, and hand-offs."""

from datetime import date, timedelta

from django.db.models import Exists, F, OuterRef, Q, QuerySet
from django.db.models.functions import Greatest

from centre.contracts import contract_of
from centre.models import PartnerAgency
from jobseekers.models import Consent, Jobseeker
from privacy.rights.guard import stopped_keys
from referrals.stages import DAYS, OPEN

# A course without news for so long is shown as waiting.
PATIENCE = timedelta(days=14)


class ReferralQuerySet(QuerySet):
    def for_list(self) -> "ReferralQuerySet":
        """What a line of the list shows, without a query per line."""
        return self.select_related("jobseeker", "posting__establishment", "recorded_by")

    def running(self) -> "ReferralQuerySet":
        """Those whose result is not known yet."""
        return self.filter(stage__in=[stage.value for stage in OPEN])

    def to_follow(self) -> "ReferralQuerySet":
        """Open courses that the counter asks after: not those of people whose use is stopped."""
        return self.running().exclude(jobseeker__in=stopped_keys(Jobseeker))

    def with_last_day(self) -> "ReferralQuerySet":
        """Each with `last_day`: the latest day that is known of its way."""
        return self.annotate(last_day=Greatest(*(F(name) for name in DAYS.values()), "closed_on"))

    def quiet_since(self, today: date) -> "ReferralQuerySet":
        """Open courses without news for longer than PATIENCE."""
        return self.to_follow().with_last_day().filter(last_day__lt=today - PATIENCE)

    def placed(self) -> "ReferralQuerySet":
        """Those with a letter in force: what the registers of a licensed placement tell of."""
        return self.filter(letters__isnull=False, letters__voided_on__isnull=True)

    def kept_for_registers(self, today: date) -> "ReferralQuerySet":
        """Those that the registers must keep on a day: two years from their completion are not over (DOMAIN 4.2)."""
        return self.placed().filter(Q(keep_until__isnull=True) | Q(keep_until__gte=today))


class RetentionCheckQuerySet(QuerySet):
    def for_list(self) -> "RetentionCheckQuerySet":
        """What a line of the list shows, without a query per line."""
        return self.select_related("referral__jobseeker", "referral__posting__establishment", "checked_by")

    def waiting(self) -> "RetentionCheckQuerySet":
        """Checks that nobody has made yet."""
        return self.filter(result="")

    def due(self, today: date) -> "RetentionCheckQuerySet":
        """Waiting checks whose day has come, of people who may be asked: the use is not stopped."""
        stopped = stopped_keys(Jobseeker)
        return self.waiting().filter(due_on__lte=today).exclude(referral__jobseeker__in=stopped)


class HandoffQuerySet(QuerySet):
    def for_list(self) -> "HandoffQuerySet":
        """What a line of the list shows, without a query per line."""
        return self.select_related("agency", "establishment", "jobseeker", "recorded_by")

    def waiting(self) -> "HandoffQuerySet":
        """Hand-offs whose answer has not come."""
        return self.filter(direction="out", answer="waiting")

    def late(self, today: date) -> "HandoffQuerySet":
        """Those without an answer for longer than the contract's setting says."""
        return self.waiting().filter(handed_on__lt=today - timedelta(days=contract_of(today).handoff_remind_days))

    def tellable(self) -> "HandoffQuerySet":
        """Those whose items the partner may still be shown: handed out, not refused by the partner, and neither the
        consent to this hand-off nor the person's last consent withdrawn, nor the use of the person stopped, nor the
        partnership ended."""
        in_force = Consent.objects.filter(jobseeker=OuterRef("jobseeker"), withdrawn_on__isnull=True)
        return self.filter(
            Q(jobseeker__isnull=True) | Exists(in_force) & ~Q(jobseeker__in=stopped_keys(Jobseeker)),
            agency__is_active=True,
            direction="out",
            consent_withdrawn_on__isnull=True,
        ).exclude(answer__in=["declined", "withdrawn"])

    def people_told_to(self, agency: PartnerAgency) -> "HandoffQuerySet":
        """The hand-offs of people to one agency that may still be shown: what a file for the agency is made of."""
        return self.tellable().filter(agency=agency, jobseeker__isnull=False)
