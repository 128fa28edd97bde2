"""Words on a form, for whoever answers it or puts it to use."""

ABOUT = "About you"
NEVER_A_NAME = "It is never a name."

SITE = "Where do you work?"
SITE_CODE = "Site"
SITE_NOTE = "The site's short name, as in the table sites: letters, digits and . _ - only."
WAVE = "Which survey is this?"
WAVE_CODE = "Wave"
WAVE_NOTE = "The wave's short name, as in the table waves, such as pre or post."
ANSWERED_ON = "Day on which this is answered"
PERSON_CODE = "Your person code"
PERSON_NOTE = (
    "The same code at each survey, so that your answers can be followed over time. "
    f"{NEVER_A_NAME} Leave it empty if you have none."
)
CODE_FORM = "Letters, digits and . _ - only, without spaces."
PROFESSION = "Your profession"
GENDER = "Your gender"
GENDERS = {
    "female": "female",
    "male": "male",
    "other": "other",
    "undisclosed": "prefer not to say",
}
YEARS = "Years of work in mental health"
YEARS_NOTE = "A number from 0 to 70; 0.5 is half a year."
PRIOR = "Had you worked with peer support workers before this programme?"
PRIORS = {"yes": "yes", "no": "no", "unknown": "I don't know"}
RESPONDENT = "Number of this sheet"
RECORD = "Record number"

DONT_KNOW = "don't know"
NOT_APPLICABLE = "not applicable"
TICK_ONE = "One answer to each question. You may leave one out."

TITLE = "{instruments}"
TITLE_OF_PROGRAMME = "{instruments}: {programme}"

#: Around a label that stands where the question's own words belong.
SHORT = "‹{label}›"
NOT_THE_QUESTIONS = "The texts in ‹ › are Bridgeboard's short labels, not the questions of {name}."
PUT_IN = (
    "Put the questions' own words in before anybody answers. Only those who hold a licence or "
    "permission for {name} may do so. Licence: {licence}. {note}"
)
WHERE = "Where the wording may be had: {citation}"

#: On paper, for whoever types it in.
PAPER_LINE = "Small print is for whoever types this sheet in: it names the columns."
PAGE_TITLE = "Form to print"
