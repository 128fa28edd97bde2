// A card as one picture: title, drawing, and what stands below it, as SVG or as PNG of the same.
// Nothing is asked of another machine, and nothing is in it that isn't on the page.

import {box, element, finished, measured} from './svg.js';
import {drawnHtml} from './html.js';

const EDGE = 16;
const NARROWEST = 320;
const SCALE = 2;
// Browsers draw no canvas beyond this; taller pictures get fewer pixels.
const TALLEST = 16000;
const LARGEST = 120e6;

export async function take(kind, card, name, said) {
  const svg = await picture(card, said);
  const blob = kind === 'svg'
    ? new Blob([finished(svg)], {type: 'image/svg+xml'})
    : await png(svg);
  const link = element('http://www.w3.org/1999/xhtml', 'a', {
    href: URL.createObjectURL(blob),
    download: `${name}.${kind}`,
  });
  link.click();
  setTimeout(() => URL.revokeObjectURL(link.href), 60_000);
}

async function picture(card, said) {
  const {drawing, width, height, alt} = await drawn(card);
  const look = getComputedStyle(card);
  const inner = Math.max(width, NARROWEST);
  const title = card.querySelector('h2').textContent.trim();
  const below = [...card.querySelectorAll('p.chart-line, p.chart-note')].map((p) => p.textContent);
  const texts = [...below, ...said.split('\n')].map((text) => text.trim()).filter(Boolean);
  const head = paragraphs([title], inner, look, 18, 600, 0);
  const foot = paragraphs(texts, inner, look, 13, 400, 4);
  const total = {
    width: Math.ceil(inner + 2 * EDGE),
    height: Math.ceil(head.height + height + foot.height + 2 * EDGE + 20),
  };
  const svg = box('svg', {
    ...total,
    viewBox: `0 0 ${total.width} ${total.height}`,
    role: 'img',
    'font-family': look.fontFamily,
  });
  svg.append(
    box('title', {}, title),
    box('desc', {}, alt),
    box('rect', {width: '100%', height: '100%', fill: ground(card)}),
    placed(head.group, EDGE, EDGE),
    placed(drawing, EDGE, EDGE + head.height + 8),
    placed(foot.group, EDGE, EDGE + head.height + height + 20),
  );
  return svg;
}

// The drawing of the card, whichever kind it is.
async function drawn(card) {
  const plot = card.querySelector('.js-plotly-plot');
  if (plot) return drawnPlot(plot);
  const image = card.querySelector('[data-testid="stImage"] img');
  if (image) return drawnImage(image);
  return drawnHtml(card.querySelector('[data-testid="stHtml"] figure'));
}

// Plotly draws in layers that lie over one another.
function drawnPlot(plot) {
  const {left, top, width, height} = plot.getBoundingClientRect();
  const drawing = box('g');
  for (const layer of plot.querySelectorAll('svg.main-svg')) {
    const at = layer.getBoundingClientRect();
    const copy = layer.cloneNode(true);
    copy.querySelectorAll('.hoverlayer, .zoomlayer, .drag').forEach((part) => part.remove());
    for (const [name, value] of Object.entries({
      x: at.left - left, y: at.top - top, width: at.width, height: at.height,
    })) copy.setAttribute(name, value);
    copy.removeAttribute('style');
    drawing.append(copy);
  }
  const said = plot.closest('[aria-label]');
  return {drawing, width, height, alt: said ? said.getAttribute('aria-label') : ''};
}

async function drawnImage(image) {
  const {width, height} = image.getBoundingClientRect();
  const text = image.src.startsWith('data:')
    ? decoded(image.src)
    : await (await fetch(image.src)).text();
  const svg = new DOMParser().parseFromString(text, 'image/svg+xml').documentElement;
  if (svg.localName !== 'svg') throw new Error('The image of the card is no SVG.');
  svg.querySelectorAll('script').forEach((script) => script.remove());
  if (!svg.hasAttribute('viewBox')) {
    svg.setAttribute('viewBox', `0 0 ${image.naturalWidth} ${image.naturalHeight}`);
  }
  svg.setAttribute('width', width);
  svg.setAttribute('height', height);
  const drawing = box('g');
  drawing.append(document.importNode(svg, true));
  return {drawing, width, height, alt: image.alt};
}

function decoded(address) {
  const [kind, data] = address.split(/,(.*)/s);
  if (!kind.endsWith(';base64')) return decodeURIComponent(data);
  return new TextDecoder().decode(Uint8Array.from(atob(data), (one) => one.charCodeAt(0)));
}

// Paragraphs of plain text, broken into lines that fit.
function paragraphs(texts, width, look, size, weight, between) {
  const group = box('g', {'font-size': size, 'font-weight': weight, fill: look.color});
  const measure = measured(`${weight} ${size}px ${look.fontFamily}`);
  let y = 0;
  for (const text of texts) {
    const first = text.match(/[\p{L}]/u);
    const leftwards = first && /[\p{Script=Hebrew}\p{Script=Arabic}]/u.test(first[0]);
    for (const line of lines(text, width, measure)) {
      y += size * 1.35;
      const side = leftwards ? {x: width, direction: 'rtl'} : {x: 0};
      group.append(box('text', {...side, y: y - size * 0.3}, line));
    }
    y += between;
  }
  return {group, height: y};
}

function lines(text, width, measure) {
  const found = [''];
  for (const word of text.split(/\s+/)) {
    const longer = found.at(-1) ? `${found.at(-1)} ${word}` : word;
    if (measure(longer) <= width) {
      found[found.length - 1] = longer;
      continue;
    }
    if (found.at(-1)) found.push('');
    for (const letter of word) {
      if (found.at(-1) && measure(found.at(-1) + letter) > width) found.push('');
      found[found.length - 1] += letter;
    }
  }
  return found;
}

function placed(group, x, y) {
  group.setAttribute('transform', `translate(${x} ${y})`);
  return group;
}

function ground(card) {
  for (let e = card; e; e = e.parentElement) {
    const colour = getComputedStyle(e).backgroundColor;
    if (!/, 0\)$|transparent/.test(colour)) return colour;
  }
  return '#ffffff';
}

// The SVG as an image takes no font from the page, so it carries it.
async function png(svg) {
  const font = document.querySelector('link[rel="preload"][as="font"]');
  const drawing = svg.cloneNode(true);
  if (font) {
    const file = await address(await (await fetch(font.href)).blob());
    drawing.prepend(box('style', {}, `@font-face{font-family:"Source Sans";font-weight:200 900;` +
      `src:url(${file}) format("woff2")}`));
  }
  const image = new Image();
  image.src = `data:image/svg+xml;charset=utf-8,${encodeURIComponent(finished(drawing))}`;
  await image.decode();
  const width = Number(svg.getAttribute('width'));
  const height = Number(svg.getAttribute('height'));
  const scale = Math.min(SCALE, TALLEST / height, Math.sqrt(LARGEST / (width * height)));
  const canvas = document.createElement('canvas');
  canvas.width = Math.round(width * scale);
  canvas.height = Math.round(height * scale);
  canvas.getContext('2d').drawImage(image, 0, 0, canvas.width, canvas.height);
  return new Promise((done, failed) => {
    canvas.toBlob((blob) => (blob ? done(blob) : failed(new Error('No picture.'))), 'image/png');
  });
}

function address(blob) {
  return new Promise((done, failed) => {
    const reader = new FileReader();
    reader.onload = () => done(reader.result);
    reader.onerror = () => failed(reader.error);
    reader.readAsDataURL(blob);
  });
}
