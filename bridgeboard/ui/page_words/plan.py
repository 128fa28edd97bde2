"""Words of the page on planning the next wave."""

TITLE = "Plan the next wave"
QUESTION = (
    "How many people per site would show a shift, and what can the present numbers show, and what "
    "not?"
)
DESIGN = "Who answers next time"
DESIGNS = {"unpaired": "Other people", "paired": "Same people"}
SHIFT = "Shift to show, points"
PEOPLE = "People at each wave"
HOW = "How is this worked out?"
NOTHING = "No survey answers are loaded for {programme}, so there is no spread to plan with."
HOW_TO_GET = (
    "Planning needs to know how far people at one site differ, which only answers can tell. Load "
    "respondents.csv and answers.csv of one wave, at two sites or more; the page Attitudes says "
    "how. A pilot of ten people is better than none."
)
NO_SCALE = "{name} has no scale score: each item stands for itself."
NO_SCALE_HOW = "Choose an instrument with a scale score."
