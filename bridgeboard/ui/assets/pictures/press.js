// A press on "PNG" or "SVG" makes the picture of that card here, in the reader's own browser.
// The page only says that this file is there: what draws is loaded at the first press.

document.documentElement.dataset.pictures = 'yes';

document.addEventListener('click', async (event) => {
  const pressed = event.target instanceof Element && event.target.closest('button[data-picture]');
  if (!pressed || pressed.getAttribute('aria-busy') === 'true') return;
  const failed = pressed.parentElement.querySelector('[role="status"]');
  pressed.setAttribute('aria-busy', 'true');
  failed.textContent = '';
  try {
    const {take} = await import('./picture.js');
    const {picture, card, name, said} = pressed.dataset;
    await take(picture, document.querySelector(`.st-key-${CSS.escape(card)}`), name, said);
  } catch (error) {
    failed.textContent = failed.dataset.failed;
    console.warn(error);
  } finally {
    pressed.removeAttribute('aria-busy');
  }
});
