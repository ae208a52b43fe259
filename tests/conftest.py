from __future__ import annotations

from pathlib import Path

import pytest
from made import Project, small_project


@pytest.fixture
def project(tmp_path: Path) -> Project:
    """A small project that can be built."""
    return small_project(tmp_path / "project")
