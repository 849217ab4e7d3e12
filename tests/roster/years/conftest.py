"""Fixtures of imports."""

import httpx
import pytest

from api.core.services import Services
from tests.roster.school import School, open_org
from tests.servers import Database


@pytest.fixture
async def school(services: Services, database: Database, http: httpx.AsyncClient) -> School:
    """A school of its own for each test, with the roster of `books.school()`."""
    return await open_org(services, database, http)


@pytest.fixture
async def other_school(services: Services, database: Database, http: httpx.AsyncClient) -> School:
    """Another school with the same people."""
    return await open_org(services, database, http)
