"""Words of the page on CFIR."""

TITLE = "CFIR"
QUESTION = "What helps and what hinders at each site, who says so, and what can be done?"

SHOW = "Show"
CHANGE = "Change"
CHANGE_BETWEEN = "{first} to {last}"
ORDER = "Order of sites"
ORDERS = {"listed": "As listed", "income": "Income level"}
BY_SHIFT = "Shift of {name}"

RESTS_ON = "What this rests on"
HOW_TO_READ = "How to read it"
READ = (
    "Each rating is of one construct at one site, from −2 (strong barrier) to +2 (strong "
    "facilitator). It is ordinal: ratings are never averaged or added up.",
    "Tap a cell, or choose it below, for the reasons, the raters and the statements behind it.",
    "The other edition's name stands under a construct only where the link was read in a source.",
)
PROPOSED_ONLY = (
    "Dashed cells are proposals, made by a rule from statements. Open one to see what it rests on.",
    "Numbers run from −2 (strong barrier) to +2 (strong facilitator): ordinal, never averaged.",
    "A dot means that nothing in this source bears on it, not that there is no barrier.",
)

CELL = "Behind a cell"
CONSTRUCT = "Construct"
NO_CONSTRUCT = "Choose a construct"
SITE = "Site"
BACK = "Back to all constructs and sites"
AT = "{construct} at {site}"
RATED = "{wave}: the rating"
PROPOSALS_HERE = "{wave}: what is proposed"
CONTEXT_HERE = "{wave}: context that bears on it"
NO_CONTEXT = "No context fact that the table of influences links to this construct is loaded."
NOTHING_PROPOSED = "Nothing is proposed: no statement of the site and no pCAT item bears on it."
SIDES = {
    "positive": "speaks for it",
    "negative": "speaks against it",
    "mixed": "mixed on it",
    None: "says neither",
}
NO_STATEMENTS = "No statement of this site and wave bears on it, as far as this view shows."

ACCEPT = "Accept a rating"
ACTION = "Make this an action"
WITHDRAW = "Withdraw the accepted rating"
AT_WAVE = "{what} ({wave})"
ACCEPTED = "Accepted. The map shows it."
WITHDRAWN = "Withdrawn. The rating of the files stands again."
ACCEPTING = "Accept a rating: {construct} at {site}, {wave}"
RATING = "Rating"
CHOOSE = "Choose a rating"
RATINGS = {
    "rated:-2": "−2 strong barrier",
    "rated:-1": "−1 weak barrier",
    "rated:0": "0 neither",
    "rated:1": "+1 weak facilitator",
    "rated:2": "+2 strong facilitator",
    "mixed:-1": "mixed, leaning −1",
    "mixed:": "mixed",
    "mixed:1": "mixed, leaning +1",
    "missing:": "missing: too little was said",
    "not_applicable:": "not applicable",
}
BASIS = "It rests on"
BASES = {"raters": "Raters", "statements": "Statements", "pcat": "pCAT answers"}
REASON = "Reason"
REASON_HELP = "Others must be able to follow it: which evidence, and why this rating."
BY = "Your name"
BY_HELP = "For the history. It may stay empty; it is asked once a visit."
SAVE = "Accept"
CONFLICT = "{said} Look at it again before you save yours."

LOOK_CLOSER = "Look closer"
SECTIONS = {
    "strategies": "Strategies",
    "distinguishing": "Distinguishing",
    "raters": "Raters",
    "proposals": "Proposals",
}
BARRIER = "Barrier"
CLUSTER = "Cluster"
ALL_CLUSTERS = "All clusters"
STRATEGY = "Strategy for an action"
NO_BARRIER = "{site} has no barrier at this wave: nothing is rated, or proposed, below 0."
NO_BARRIER_HOW = "Choose another site or wave. No barrier rated does not say that none is there."
WELL = "What “did well” means"
WAVE = "Ratings of"
GROUPS = "Groups: {rule}"
NO_GROUPS = "Nothing says which sites did well, so no construct can tell them apart."
NO_GROUPS_HOW = (
    "Load outcomes.csv (site_id, outcome, group or value), milestones.csv, or a survey at two "
    "waves; a group by shift is left out in the shareable view where a site's shift is hidden."
)
OWN_GROUPS = "Group the sites yourself"
OWN_NAME = "What “did well” means to you"
OWN_NAME_HELP = "Such as: still running after two years. The name of a grouping changes that one."
DID_WELL = "Did well"
DID_NOT = "Did not"
IN_BOTH = "{sites} can't be in both groups."
KEEP = "Keep the groups"
KEPT = "Kept. Choose it under “What did well means”."
TAKE_AWAY = "Take this grouping away"
TAKEN_AWAY = "Taken away."
NOT_COMPARED = "No wave has ratings on both sides, so nothing can be compared."
NO_RATERS = "No construct at a site was rated by two raters, so agreement can't be told."
NO_RATERS_HOW = (
    "Load each rater's rows in ratings.csv (rater = a role or a code), beside those with rater = "
    "consensus."
)
PROPOSED_FROM = "From"
PROPOSED_NOTE = (
    "A rule makes these from statements or pCAT answers. None is a rating before a person accepts "
    "it: open a cell, read what it rests on, and accept it with a reason."
)
NO_PROPOSALS = "Nothing is proposed at this wave."
NO_PROPOSALS_HOW = "Statements need a construct_id, or a theme that has one; pCAT needs answers."

NOTHING = "No CFIR ratings are loaded for {programme}, and nothing is proposed."
HOW_TO_GET = (
    "Load ratings.csv (site_id, wave_id, framework, construct_id, rater, rating, state, "
    "rationale), or the matrix that you have: name its file in programme.toml under "
    "[[rating_matrices]], with its wave and rater; constructs stand down, sites across, cells may "
    "be +2, −1*, 0 (mix), M, N/A. Then run python -m bridgeboard check FOLDER, and python -m "
    "bridgeboard publish FOLDER."
)
PROPOSED_HOW = (
    "To have ratings, accept proposals one by one in the team view, or load ratings.csv or the "
    "matrix that raters drew ([[rating_matrices]] in programme.toml)."
)
FILTERED = "No ratings fit these filters."
CLEAR = "Take away a filter in the sidebar."


def button(what: str, wave: str) -> str:
    """A button's words, with the wave where the page shows two."""
    return AT_WAVE.format(what=what, wave=wave) if wave else what
