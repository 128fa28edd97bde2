"""Words of the page on context and payment."""

TITLE = "Context and payment"
QUESTION = "What supports and what hinders peer support at each site, and how are PSWs paid?"
WAVE = "Wave"
FACTOR = "Read the facts on"
NOTHING = "No context facts are loaded for this choice."
HOW_TO_GET = (
    "Add context.csv to the programme's folder, one fact a row with its source, and publish it; or "
    "take away a filter in the sidebar."
)
RULE = (
    "▲ or ▼ where all facts with a direction agree, ◆ where they differ. A dot means “not "
    "reported”: it does not mean that a factor is absent. PSW: peer support worker."
)
#: The questions that people ask most; any other factor is asked for by its name.
ASKED = {
    "prior_experience": "Which sites had earlier peer support?",
    "resources": "What is known about resources?",
    "payment_of_psws": "What is said about paying PSWs?",
}
ANY = "What is known about: {factor}?"
PAYMENT = "How are PSWs paid?"
PAY_HOW = (
    "Add payments.csv: site, first day, basis (employed, hourly, stipend, expenses, unpaid), and "
    "if known amount, currency, what it is per, and the site's reference wage."
)
LOOK = "Look at"
LOOKS = {
    "over_time": "over time",
    "share": "share of a wage",
    "details": "all on record",
}
AGAINST = "Pay and context beside attitudes and readiness"
ACROSS = "Across"
UPWARDS = "Upwards"
NOTHING_AGAINST = "No pay to compare with a wage, and no context fact of a site, is loaded."
AGAINST_HOW = "Add payments.csv or context.csv to the programme's folder, and publish it."
NOTHING_UPWARDS = "Nobody answered this at the chosen waves."
INCOME = "Income level"
BASIS = "Income level is looked up"
BASES = {
    "at_wave": "at each wave",
    "at_baseline": "at the first wave",
    "as_reported": "as the source says",
}
DATED = (
    "Income level is a dated fact of the country, not of the site. Tanzania, for example, was low "
    "income until 30 June 2020 and lower-middle income from 1 July 2020. What a paper calls a site "
    "is kept apart."
)
FIRST_FACTOR = "prior_experience"
