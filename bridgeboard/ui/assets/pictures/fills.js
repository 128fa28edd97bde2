// What fills a box: its colour, and the kinds of gradients that our drawings have.

import {box} from './svg.js';

const STOP = /(rgba?\([^)]*\)|#\w+|transparent)\s*((?:[\d.]+(?:px|%)\s*)*)/g;
let made = 0;

// Out: pairs of a paint and the area that it covers, the lowest first.
export function fills(style, at, drawing) {
  const found = [];
  if (!/, 0\)$|transparent/.test(style.backgroundColor)) found.push([style.backgroundColor, at]);
  if (style.backgroundImage === 'none') return found;
  const layers = apart(style.backgroundImage).map((image, i) => ({
    image,
    size: nth(style.backgroundSize, i),
    place: nth(style.backgroundPosition, i),
  }));
  for (const {image, size, place} of layers.reverse()) {
    const [kind, inner] = image.match(/^([\w-]+)\((.*)\)$/s).slice(1);
    const stops = [...inner.matchAll(STOP)].map(([, colour, where]) => [
      colour, where.trim().split(/\s+/).filter(Boolean),
    ]);
    const area = placed(at, size, place);
    if (kind === 'repeating-linear-gradient') found.push([stripes(stops, drawing), area]);
    else if (stops.every(([colour]) => colour === stops[0][0])) found.push([stops[0][0], area]);
    else found.push([gradient(inner, stops, drawing), area]);
  }
  return found;
}

function gradient(inner, stops, drawing) {
  const isAcross = /^\s*(90deg|to right)/.test(inner);
  const id = `bb-fill-${(made += 1)}`;
  const painted = box('linearGradient', isAcross ? {id} : {id, x2: '0', y2: '1'});
  stops.forEach(([colour, where], i) => {
    const offsets = where.length ? where : [`${(100 * i) / (stops.length - 1)}%`];
    for (const offset of offsets) painted.append(stop(colour, offset));
  });
  drawing.append(painted);
  return `url(#${id})`;
}

function stop(colour, offset) {
  const isClear = /, 0\)$|transparent/.test(colour);
  return box('stop', {offset, 'stop-color': isClear ? '#000' : colour,
    'stop-opacity': isClear ? '0' : ''});
}

// Stripes at 45 degrees, as wide as the stops say.
function stripes(stops, drawing) {
  const id = `bb-fill-${(made += 1)}`;
  const ends = stops.map(([colour, where]) => [colour, where.map(parseFloat)]);
  const period = Math.max(...ends.flatMap(([, where]) => where));
  const pattern = box('pattern', {
    id, patternUnits: 'userSpaceOnUse', width: period, height: period,
    patternTransform: 'rotate(-45)',
  });
  let from = 0;
  for (const [colour, where] of ends) {
    const to = Math.max(...where);
    const start = where.length > 1 ? Math.min(...where) : from;
    if (to > start) {
      pattern.append(box('rect', {x: start, width: to - start, height: period, fill: colour}));
    }
    from = to;
  }
  drawing.append(pattern);
  return `url(#${id})`;
}

function placed(at, size, place) {
  if (size === 'auto' || size === 'auto auto') return at;
  const [wide, high] = size.split(' ');
  const width = length(wide, at.width);
  const height = length(high || '100%', at.height);
  const [x, y] = place.split(' ').map((part, i) => {
    const room = i ? at.height - height : at.width - width;
    return part.endsWith('%') ? (room * parseFloat(part)) / 100 : parseFloat(part);
  });
  return {x: at.x + x, y: at.y + y, width, height};
}

function length(text, whole) {
  if (text === 'auto') return whole;
  return text.endsWith('%') ? (whole * parseFloat(text)) / 100 : parseFloat(text);
}

// The parts of a list, whose commas in brackets part nothing.
function apart(list) {
  const opens = (text) => text.split('(').length - text.split(')').length;
  return list.split(',').reduce((found, part) => {
    if (found.length && opens(found.at(-1)) > 0) found.push(`${found.pop()},${part}`);
    else found.push(part.trim());
    return found;
  }, []);
}

function nth(list, i) {
  const values = list.split(/,\s*/);
  return values[i % values.length];
}
