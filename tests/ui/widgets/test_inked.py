from tests.ui.desk import alerts_of, watching
from wallwatch.ui.paint import INKS


async def test_every_ink_has_a_style_of_the_theme(session):
    """A widget knows a style for each ink, and another one when the theme changes."""
    async with watching(session) as pilot:
        feed = alerts_of(pilot).feed
        dark = feed.inks
        assert set(dark) == set(INKS)
        assert dark["cursor"].reverse
        assert dark["starred"].color != dark["shown"].color
        pilot.app.theme = "light"
        await pilot.pause()
        assert feed.inks["shown"].color != dark["shown"].color
