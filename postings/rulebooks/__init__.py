"""The rule books: what the law and the subsidy ask, as data with pure functions (no Django, no database).

`library` chooses the version of a book for a day, `book.judge` applies it to facts; `data/` holds words, amounts and
lists with their sources. A fact that is not known is None everywhere: it is never taken as met nor as not met.
"""
