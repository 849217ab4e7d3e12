"""SQL of a school's own words."""

from collections.abc import Sequence
from datetime import datetime

from api.core.db import Conn, ReadConn, many, queue
from schemas.roster.people.rows import WordRow

SELECT_WORDS = """
select kind, word, meaning from roster_words where org_id = $1
"""


async def list_words(conn: ReadConn, org_id: int) -> list[WordRow]:
    """What this organisation's words mean."""
    return await many(conn, WordRow, SELECT_WORDS, org_id)


UPSERT_WORDS = """
insert into roster_words (org_id, kind, word, meaning, updated_at)
select $1, u.kind, u.word, u.meaning, $5 from unnest($2::text[], $3::text[], $4::text[]) as u (kind, word, meaning)
on conflict (org_id, kind, word) do update set meaning = excluded.meaning, updated_at = excluded.updated_at
"""


async def set_words(conn: Conn, org_id: int, words: Sequence[WordRow], now: datetime) -> None:
    """Settles words."""
    await queue(
        conn, UPSERT_WORDS, org_id, [w.kind for w in words], [w.word for w in words], [w.meaning for w in words], now
    )
