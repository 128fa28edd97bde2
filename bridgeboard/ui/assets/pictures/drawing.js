// Streamlit draws a grey bar for each part whose script is not there yet, and then the part, which is
// higher or lower: everything below jumps. So what is on the page stays unseen until its parts are
// there; not longer than some seconds, and never for charts and tables, which have their height before.

// It also tells Streamlit where its server is: by itself it asks below the page's own address first,
// is told that nothing is there, waits and asks again.

const page = document.documentElement;
window.__streamlit = { ...window.__streamlit, BACKEND_BASE_URL: new URL('.', page.baseURI).href };
const MOST_MS = 3000;
const PENDING =
  ':is([data-testid="stMain"], [data-testid="stSidebar"]) [data-testid="stSkeleton"]';
const ANYTHING = '[data-testid="stMain"] [data-testid="stElementContainer"]';
const WITH_HEIGHT = '.stPrintGraphic, .stPrintFixedWidth';
let patience;

function isPending(bar) {
  return !bar.closest(WITH_HEIGHT);
}

function isDrawn() {
  const app = document.querySelector('[data-testid="stApp"]');
  if (app?.dataset.testScriptState !== 'notRunning') return false;
  return ![...document.querySelectorAll(PENDING)].some(isPending);
}

function look() {
  if (document.querySelector('[data-testid="stSidebar"]')) delete page.dataset.beside;
  if (!document.querySelector(ANYTHING)) return;
  patience ??= setTimeout(show, MOST_MS);
  if (isDrawn()) show();
}

function show() {
  delete page.dataset.drawing;
  if (isDrawn()) delete page.dataset.beside;
  clearTimeout(patience);
  if (!('beside' in page.dataset)) changes.disconnect();
}

const changes = new MutationObserver(look);
page.dataset.drawing = '';
page.dataset.beside = '';
changes.observe(page, {
  childList: true,
  subtree: true,
  attributes: true,
  attributeFilter: ['data-test-script-state'],
});
