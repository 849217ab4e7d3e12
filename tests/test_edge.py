"""The edge over HTTP."""

import httpx


async def test_unknown_path(http: httpx.AsyncClient) -> None:
    answer = await http.get("/api/v1/nothing", headers={"accept-language": "en"})
    assert answer.status_code == 404
    assert answer.headers["content-type"] == "application/problem+json"
