"""The matrix of addresses: each names the ability it needs; one that is not here is refused and fails the tests."""

from itertools import chain

from centre.addresses import (
    answers,
    centre,
    consultations,
    door,
    employers,
    jobseekers,
    meetings,
    postings,
    privacy,
    referrals,
    reports,
    surveys,
    year,
)

ROOMS = (
    door,
    centre,
    privacy,
    employers,
    jobseekers,
    postings,
    answers,
    consultations,
    referrals,
    surveys,
    reports,
    meetings,
    year,
)

URLS: dict[str, str] = dict(chain.from_iterable(room.URLS.items() for room in ROOMS))
