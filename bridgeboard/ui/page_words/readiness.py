"""Words of the page on readiness."""

TITLE = "Readiness"
QUESTION = "Is each site ready for peer support, and what holds it back?"
SEEN = "Seen from"
STATE = "Only sites with"
STATES = {
    "act": "Act",
    "watch": "Watch",
    "not enough data": "Not enough data",
    "ready": "Ready",
}
NOTHING_FITS = "No site has one of these states."
LOOSEN = "Choose another state, or take the choice away."
WHY = "Why"
SITE = "Site"
INFLUENCE = "Influence"
ALL_INFLUENCES = "All eight influences"
ADD = "Add an action"
ADD_ON = "Add an action on {influence}"
ONE_SITE = "Everything about {site} on one page, for reading and printing:"
ONE_SITE_LINK = "open {site}"
RULE = "How does a state come about?"
TARGETS = "What is asked of a site?"
ASKED = "{Influence} (set by: {Set by}). {Question}"
TARGETS_SOURCE = (
    "The defaults are our own reading of the eight influences of Ibrahim et al. 2020 "
    "(doi:10.1007/s00127-019-01739-1); no publication sets them."
)
CHANGE = (
    "A programme changes what is asked in its programme.toml: a section [targets.…] replaces the "
    "default of that influence. The file schemas/defaults.toml has all defaults to copy from."
)
NOTHING = "No site is loaded for this choice."
HOW_TO_GET = "Take away a filter in the sidebar, or load sites.csv and waves.csv."
