"""The room `jobseekers`: which ability each address needs."""

URLS: dict[str, str] = {
    "jobseekers:list": "jobseekers.read",
    "jobseekers:detail": "jobseekers.read",
    "jobseekers:add": "jobseekers.edit",
    "jobseekers:suspects": "jobseekers.edit",
    "jobseekers:edit": "jobseekers.edit",
    "jobseekers:circumstances": "jobseekers.edit",
    "jobseekers:turn": "jobseekers.edit",
    "jobseekers:plan": "jobseekers.read",
    "jobseekers:plan_begin": "jobseekers.edit",
    "jobseekers:plan_edit": "jobseekers.edit",
    "jobseekers:goal_add": "jobseekers.edit",
    "jobseekers:goal_settle": "jobseekers.edit",
    "jobseekers:review": "jobseekers.edit",
    "jobseekers:conference": "jobseekers.edit",
    "jobseekers:plan_end": "jobseekers.edit",
    "jobseekers:close": "jobseekers.edit",
    "jobseekers:reopen": "jobseekers.edit",
    "jobseekers:consent": "jobseekers.edit",
    "jobseekers:withdraw": "jobseekers.edit",
}
