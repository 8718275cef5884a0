"""Which parameters a page reads: told by the page itself, not by a list."""

from collections.abc import Iterator
from contextlib import contextmanager
from unittest import mock

from django.http import QueryDict
from django.utils.datastructures import MultiValueDict

# What the machinery reads of every request.
EVERYWHERE = {"csrfmiddlewaretoken", "submission_key", "_method"}


@contextmanager
def names_read() -> Iterator[set[str]]:
    """The names of all parameters that are asked for meanwhile, in the address or in the body."""
    read: set[str] = set()

    def spy(method):
        def asked(self, key, *args):
            if isinstance(key, str) and key not in EVERYWHERE:
                read.add(key)
            return method(self, key, *args)

        return asked

    with (
        mock.patch.object(QueryDict, "__getitem__", spy(MultiValueDict.__getitem__), create=True),
        mock.patch.object(QueryDict, "getlist", spy(MultiValueDict.getlist), create=True),
        mock.patch.object(QueryDict, "__contains__", spy(dict.__contains__), create=True),
    ):
        yield read
