"""What the tests of training share."""

from __future__ import annotations

from collections.abc import Callable

import pytest

from digitpad.data.labelled import Dataset
from digitpad.training import session
from tests.training.runs import digits


@pytest.fixture
def dataset_stub(monkeypatch: pytest.MonkeyPatch) -> Callable[[Dataset], None]:
    """Runs find the drawn digits, or the dataset that a test hands over, in place of any they ask for."""

    def stub(data: Dataset) -> None:
        monkeypatch.setattr(session, "load_dataset", lambda *_: data)

    stub(digits())
    return stub
