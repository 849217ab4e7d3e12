"""The limits: fixed files that hold nothing of the product, so that whatever it adds shows in the ratio."""

from pathlib import Path

FOLDER = Path(__file__).parent
TABLES = FOLDER / "tables.sql"
ONE_ROW = FOLDER / "one_row.sql"
TEN_ROWS = FOLDER / "ten_rows.sql"
