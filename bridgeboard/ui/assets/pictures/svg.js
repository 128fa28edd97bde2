// The few words of SVG that a picture is made of.

const SVG = 'http://www.w3.org/2000/svg';
// What no XML file may hold.
const FORBIDDEN = /[\u0000-\u0008\u000B\u000C\u000E-\u001F\uFFFE\uFFFF]/g;

export function element(space, name, attributes = {}, text = '') {
  const made = document.createElementNS(space, name);
  for (const [key, value] of Object.entries(attributes)) {
    if (value !== '' && value !== null) made.setAttribute(key, rounded(value));
  }
  if (text) made.textContent = text;
  return made;
}

export function box(name, attributes, text) {
  return element(SVG, name, attributes, text);
}

export function finished(svg) {
  return new XMLSerializer().serializeToString(svg).replace(FORBIDDEN, '');
}

const canvas = document.createElement('canvas').getContext('2d');

// A function that says how wide a text is in a font.
export function measured(font) {
  return (text) => {
    canvas.font = font;
    return canvas.measureText(text).width;
  };
}

// How far a font reaches below its baseline.
const depths = new Map();
export function depth(font) {
  if (!depths.has(font)) {
    canvas.font = font;
    depths.set(font, canvas.measureText('x').fontBoundingBoxDescent);
  }
  return depths.get(font);
}

function rounded(value) {
  return typeof value === 'number' ? String(Math.round(value * 100) / 100) : value;
}
