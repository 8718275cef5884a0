"""How the worker carries the jobs of the reports: it calls the acts and says where the result is."""

from centre.fiscal_year import FiscalYear, Month
from centre.models import Job
from reports.lifecycle import draft_annual_report, draft_monthly, draft_target_report


def carry_month(job: Job, progress) -> dict:
    """Draft the month that the job names (`{"month": "2026-10"}`)."""
    report = draft_monthly(Month.parse(job.params["month"]), by=job.requested_by, progress=progress)
    return {
        "result": {"report": report.pk},
        "result_url": report.get_absolute_url(),
        "message": "下書きができました。",
    }


def carry_target(job: Job, progress) -> dict:
    """Draft the target report of the year that the job names (`{"year": 2026}`)."""
    report = draft_target_report(FiscalYear(job.params["year"]), by=job.requested_by, progress=progress)
    return {
        "result": {"report": report.pk},
        "result_url": report.get_absolute_url(),
        "message": "下書きができました。",
    }


def carry_annual(job: Job, progress) -> dict:
    """Draft the annual report of the year that the job names (`{"year": 2026}`)."""
    report = draft_annual_report(FiscalYear(job.params["year"]), by=job.requested_by, progress=progress)
    return {
        "result": {"report": report.pk},
        "result_url": report.get_absolute_url(),
        "message": "下書きができました。",
    }
