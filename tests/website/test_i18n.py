"""What static-i18n leaves behind (see also tests/test_cures.py)."""

from __future__ import annotations

import logging

import pytest
from mkdocs import utils
from website import i18n


def test_a_build_that_ends_inside_of_another_language_leaves_mkdocs_as_it_was() -> None:
    log, clean = logging.getLogger("mkdocs.commands.build"), utils.clean_directory
    filters = list(log.filters)

    def build() -> None:
        with i18n.left_as_it_was():
            log.addFilter(lambda _: False)
            utils.clean_directory = print
            raise ZeroDivisionError

    with pytest.raises(ZeroDivisionError):
        build()
    assert (log.filters, utils.clean_directory) == (filters, clean)
