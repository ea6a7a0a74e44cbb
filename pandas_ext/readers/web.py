"""Which files a pattern stands for at a server of http that lists its folders as pages."""

from __future__ import annotations

import fnmatch
import html.parser
import re
import time
from collections.abc import Iterator
from typing import Final
from urllib.parse import unquote, urljoin, urlsplit, urlunsplit

from pandas_ext.errors import MediaError
from pandas_ext.readers.pattern import LETTERS
from pandas_ext.settings import options
from pandas_ext.source.http import fetch
from pandas_ext.source.names import shown

_ANY_DEPTH: Final = "**"
_PAGE: Final = 2**24  # bytes
_PAGES: Final = 10_000
_DEPTH: Final = 100
_PATIENCE: Final = 20  # times options.timeout, for all pages


def list_web(url: str) -> list[str]:
    """Return the URLs that a pattern stands for, by name.

    Parameters
    ----------
    url : str
        Of http or https, with a pattern in its path. Links of a page count if they lead to what
        lies in its folder; names that begin with a dot are matched by none of a pattern's letters.

    Raises
    ------
    MediaError
        If a page cannot be read, or pages are too many or too long.
    """
    parts = urlsplit(url)
    names = parts.path.split("/")
    place = next((k for k, name in enumerate(names) if LETTERS & set(name)), len(names) - 1)
    top = urlunsplit((parts.scheme, parts.netloc, "/".join([*names[:place], ""]), "", ""))
    return sorted(set(_Walk(url).files(top, names[place:])))


class _Walk:
    """The pages of one listing: each is read once.

    Parameters
    ----------
    url : str
        The pattern, for messages.
    """

    def __init__(self, url: str) -> None:
        self._name = shown(url)
        self._end = time.monotonic() + _PATIENCE * options.timeout
        self._pages: dict[str, list[str]] = {}

    def files(self, folder: str, pattern: list[str]) -> Iterator[str]:
        """Give the files below a folder that match the names of a pattern."""
        first, *rest = pattern
        links = self._links(folder)
        if first == _ANY_DEPTH and rest:
            yield from self.files(folder, rest)
            for link in links:
                if link.endswith("/") and not link.startswith("."):
                    yield from self.files(folder + link, pattern)
            return
        wanted = re.compile(fnmatch.translate(unquote(first)))
        for link in links:
            name = unquote(link.partition("?")[0])
            if name.startswith(".") and not first.startswith("."):
                continue
            if not rest and not name.endswith("/") and wanted.match(name):
                yield folder + link
            elif rest and name.endswith("/") and wanted.match(name[:-1]):
                yield from self.files(folder + link, rest)

    def _links(self, folder: str) -> list[str]:
        """Return what a folder's page leads to in it, folders with a slash at the end."""
        if folder not in self._pages:
            if folder.count("/") > _DEPTH:
                raise MediaError("its folders are too deep to list", self._name)
            if len(self._pages) == _PAGES or time.monotonic() > self._end:
                raise MediaError("its folders are too many to list", self._name)
            data = fetch(folder, 0, _PAGE).data
            if len(data) == _PAGE:
                raise MediaError("the page of a folder is too long", shown(folder))
            page = _Page(folder)
            page.feed(data.decode("utf-8", "replace"))
            self._pages[folder] = sorted(page.links)
        return self._pages[folder]


class _Page(html.parser.HTMLParser):
    def __init__(self, folder: str) -> None:
        super().__init__()
        parts = urlsplit(folder)
        self._folder = parts._replace(netloc=parts.netloc.rpartition("@")[2]).geturl()
        self.links: set[str] = set()

    def handle_starttag(self, tag: str, attributes: list[tuple[str, str | None]]) -> None:
        target = dict(attributes).get("href") if tag == "a" else None
        if not target:
            return
        try:
            full = urljoin(self._folder, target.strip()).partition("#")[0]
        except ValueError:  # no URL
            return
        link = full.removeprefix(self._folder)
        path = link.partition("?")[0]
        if link != full and path and "/" not in path[:-1] and path != "/":
            self.links.add(link)
