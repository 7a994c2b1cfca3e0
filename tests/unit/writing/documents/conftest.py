"""Documents as an application would get them, and the application itself."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace

import pytest

from ace_mailbot.config import Config
from ace_mailbot.model import Application
from ace_mailbot.writing import samples
from ace_mailbot.writing.documents import Cabinet, Occasion
from ace_mailbot.writing.mime import File
from ace_mailbot.writing.templates import Templates

Built = Callable[[str], File]


@pytest.fixture(scope="session")
def cabinet(config: Config) -> Cabinet:
    return Cabinet(config, Templates(config))


@pytest.fixture
def invited(application: Application) -> Application:
    return replace(application, due_at=None, forms=())


@pytest.fixture
def built(cabinet: Cabinet, invited: Application, config: Config) -> Built:
    """Builds a document by its name for an application that was just invited."""
    return lambda name: cabinet.build(name, Occasion(invited, config.programme.opens))


@pytest.fixture
def submitted(config: Config) -> Application:
    return samples.full(config)
