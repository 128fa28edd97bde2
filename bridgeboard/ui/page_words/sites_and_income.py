"""Words of the page on sites and income levels."""

TITLE = "Sites and income levels"
QUESTION = (
    "How do sites and income levels compare, on any measure, and how sure is that? No order of "
    "merit: sites stand by income level or name."
)

COMPARE = "Compare"
KINDS = {
    "score": "Scores at a wave",
    "shift": "Shifts between two waves",
    "share": "Agreement with an item",
    "themes": "Themes of focus groups",
    "context": "Context on record",
    "cfir": "CFIR ratings",
    "readiness": "Readiness",
    "pay": "Pay of PSWs",
    "steps": "Steps done",
}
INSTRUMENT = "Instrument"
SCALE = "Scale"
ITEM = "Item"
CONSTRUCT = "Construct"
THEME = "Theme"
FACTOR = "Factor"
WAVE = "Wave"
BASIS = "Income level"
BASES = {
    "at_wave": "At the wave",
    "at_baseline": "At baseline",
    "as_reported": "As reported",
}
ORDER = "Order"
ORDERS = {"income": "Income level", "name": "Name"}
BY_VALUE = {"value": "Value"}
LOOK = "Look"
LOOKS = {
    "strips": "Strips",
    "forest": "Forest plot",
    "multiples": "Small charts",
    "levels": "Levels",
    "sites": "Site by site",
}

NOT_MEASURED = (
    "No survey is loaded for {programme}, so nothing is measured here. What can be compared is "
    "what was said in focus groups, and what is on record of the sites."
)
NO_SCALE = "There is no scale score: each item stands for itself."
ITEMS = "Compare items one by one, under “{share}”."
NOBODY = "Nobody answered this scale at any wave that the filters leave."
NO_SHIFT = "No two waves of this scale can be compared at the sites and waves that you chose."
NOTHING = "Nothing can be compared at the sites and waves that you chose."
HOW_TO_GET = (
    "Take away a filter in the sidebar, or compare something else. What is missing at each site, "
    "and how to get it, stands on the page One site."
)
