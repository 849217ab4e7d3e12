"""Theme months on the first screen (N3)."""

from collections.abc import Sequence

from api.core.first_screen import HomePart, ScreenFields, everybody
from api.school_calendar import service
from schemas.school_calendar.home import HomeTheme, HomeThemes

FIRST = 3


def _themes(found: Sequence[Sequence[HomeTheme]]) -> HomeThemes:
    once = {theme.entry_id: theme for themes in found for theme in themes}
    return HomeThemes(themes=sorted(once.values(), key=lambda theme: (theme.last_day, theme.name))[:FIRST])


HOME = (
    HomePart(
        read=service.list_themes_now,
        nothing=list[HomeTheme](),
        asked=everybody,
        screen=ScreenFields(shape=HomeThemes, of=_themes),
    ),
)
