"""Words of the page on focus groups."""

TITLE = "Focus groups"
QUESTION = "What did mental health workers say, at which site, for and against?"
WAVE = "Wave"
THEME = "Theme"
SITE = "Site"
STANCE = "For or against"
KIND = "Who speaks"
SEARCH = "Search the statements"
SEARCH_HELP = "Words that must all occur: in the text, the theme, the site or the transcript."
ALL_THEMES = "All themes"
ALL_SITES = "All sites, and statements that name none"
HOW = (
    "A number counts statements that the source prints, not people and not how often a thing was "
    "said. A dot means “not reported in this source”: it does not mean that nobody said it. Open a "
    "theme with ▸ to see its subthemes; tap a number to read its statements. PSW: peer "
    "support worker. MHW: mental health worker."
)
STATEMENTS = "What was said"
BACK = "Back to all themes and sites"
NEWLY = "What changed later?"
NEWLY_NOTE = (
    "Numbers of two waves are not subtracted: the sources differ in length. A theme that is not "
    "listed may still matter; it was not reported."
)
NOTHING = "No statements from focus groups are loaded for this choice."
HOW_TO_GET = (
    "Add focus_groups.csv, themes.csv and statements.csv to the programme's folder and publish it, "
    "or take away a filter in the sidebar."
)
NOTHING_FITS = "No statement fits."
LOOSEN = "Choose another theme or site, or take away a word of the search."
NO_LATER = "No later wave has statements for this choice, so nothing can be newly reported."
LATER_HOW = "When a later wave is loaded, what it newly reports stands here."
KINDS = {
    "quote": "Quoted",
    "summary": "As reported",
    "interpretation": "Authors' own view",
}
STANCES = {
    "benefit": "▲ benefit",
    "concern": "▼ concern",
    "mixed": "◆ mixed",
    "neutral": "○ neutral",
}
