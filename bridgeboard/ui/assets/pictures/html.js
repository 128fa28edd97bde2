// An HTML drawing as plain SVG: its boxes, borders and lines of text, where the browser put them.
// No foreignObject, so that a picture opens in drawing and word processing programs too.

import {box, depth} from './svg.js';
import {fills} from './fills.js';

const COPIED = ['display', 'position', 'left', 'top', 'right', 'bottom', 'width', 'height', 'color',
  'font-size', 'font-weight', 'margin', 'padding', 'border-top', 'border-right', 'border-bottom',
  'border-left', 'unicode-bidi', 'text-align'];
const PSEUDO = ['::before', '::after'];
const DASHES = {dashed: [3, 2], dotted: [1, 1]};

export function drawnHtml(figure) {
  const width = figure.getBoundingClientRect().width;
  // A copy beside it is looked at and taken away again before the browser paints.
  const copy = figure.cloneNode(true);
  copy.style.cssText = `position:absolute;left:0;top:0;width:${width}px`;
  figure.after(copy);
  try {
    writeOut(copy);
    const {left, top, height} = copy.getBoundingClientRect();
    const drawing = box('g');
    const seen = {drawing, left, top, right: width, bottom: height};
    walk(copy, seen, 1, false);
    return {
      drawing,
      width: seen.right,
      height: seen.bottom,
      alt: figure.getAttribute('aria-label') || '',
    };
  } finally {
    copy.remove();
  }
}

// What a style sheet writes before and after elements becomes text that can be measured.
function writeOut(copy) {
  const found = [];
  for (const e of copy.querySelectorAll('*')) {
    for (const which of PSEUDO) {
      const style = getComputedStyle(e, which);
      if (style.display === 'none' || ['none', 'normal'].includes(style.content)) continue;
      const css = COPIED.map((name) => `${name}:${style.getPropertyValue(name)}`).join(';');
      found.push([e, which, written(style.content, e), css]);
    }
  }
  for (const [e, which, text, css] of found) {
    if (e.localName === 'input') {
      e.dataset.written = text;
      continue;
    }
    const made = document.createElement('bb-written');
    made.style.cssText = css;
    made.textContent = text;
    e.dataset.written = 'yes';
    if (which === '::before') e.prepend(made);
    else e.append(made);
  }
  const off = document.createElement('style');
  off.textContent = PSEUDO.map((which) => `[data-written]${which}`).join() +
    '{content:none!important}';
  copy.append(off);
}

function written(content, e) {
  const parts = content.matchAll(/attr\(([^)]+)\)|"((?:[^"\\]|\\.)*)"/g);
  return [...parts].map(([, name, text]) => (name
    ? e.getAttribute(name.trim()) || ''
    : text.replace(/\\(.)/g, '$1'))).join('');
}

function walk(e, seen, opacity, underlined) {
  if (!e.checkVisibility({visibilityProperty: true}) || e.localName === 'style') return;
  const style = getComputedStyle(e);
  const rect = e.getBoundingClientRect();
  if (style.clipPath !== 'none') return;
  const strength = opacity * Number(style.opacity);
  const lined = underlined || style.textDecorationLine.includes('underline');
  if (style.display !== 'contents') boxes(rect, style, seen, strength);
  if (e.localName === 'svg') {
    const copy = e.cloneNode(true);
    const [x, y] = [rect.left - seen.left, rect.top - seen.top];
    for (const [name, value] of Object.entries({x, y, width: rect.width, height: rect.height})) {
      copy.setAttribute(name, value);
    }
    seen.drawing.append(copy);
    return;
  }
  if (e.localName === 'input') {
    line(e.dataset.written || '', inside(rect, style), style, seen, strength, false, 'middle');
    return;
  }
  const hasBullet = style.display === 'list-item' && !/none|disclosure/.test(style.listStyleType);
  if (hasBullet) bullet(e, style, seen);
  for (const child of e.childNodes) {
    if (child.nodeType === Node.ELEMENT_NODE) walk(child, seen, strength, lined);
    else if (child.nodeType === Node.TEXT_NODE) {
      for (const [text, at] of runs(child)) line(text, at, style, seen, strength, lined, 'start');
    }
  }
}

// The parts of a text that stand on one line each, with where they stand.
function runs(node) {
  const found = [];
  const range = document.createRange();
  const at = (from, to) => {
    range.setStart(node, from);
    range.setEnd(node, to);
    return [...range.getClientRects()].filter((rect) => rect.width > 0 && rect.height > 0);
  };
  const add = (text, rect, apart) => {
    const last = found.at(-1);
    if (last && isSameLine(last[1], rect)) {
      found[found.length - 1] = [last[0] + apart + text, union(last[1], rect)];
    } else found.push([text, rect]);
  };
  for (const {0: word, index} of node.data.matchAll(/\S+/g)) {
    const rects = at(index, index + word.length);
    if (rects.length === 1) add(word, rects[0], ' ');
    else if (rects.length) {
      let [place, apart] = [index, ' '];
      for (const letter of word) {
        const [rect] = at(place, place + letter.length);
        place += letter.length;
        if (rect) add(letter, rect, apart);
        apart = '';
      }
    }
  }
  return found;
}

function isSameLine(one, other) {
  const upright = one.height > one.width * 2 && other.height > other.width * 2;
  return upright
    ? Math.abs(one.left - other.left) < 2
    : Math.abs(one.bottom - other.bottom) < 2;
}

function union(one, other) {
  const [left, top] = [Math.min(one.left, other.left), Math.min(one.top, other.top)];
  const width = Math.max(one.right, other.right) - left;
  const height = Math.max(one.bottom, other.bottom) - top;
  return new DOMRect(left, top, width, height);
}

function line(text, rect, style, seen, opacity, underlined, anchor) {
  if (!text || opacity === 0) return;
  const [left, top] = [rect.left - seen.left, rect.top - seen.top];
  const font = `${style.fontStyle} ${style.fontWeight} ${style.fontSize} ${style.fontFamily}`;
  const isUpright = style.writingMode.startsWith('vertical');
  const isLeftwards = style.direction === 'rtl';
  const size = parseFloat(style.fontSize);
  const start = isLeftwards ? left + rect.width : left;
  const place = isUpright
    ? {transform: `translate(${left + rect.width / 2 + size * 0.33} ${top + rect.height}) rotate(-90)`}
    : {
      x: anchor === 'middle' ? left + rect.width / 2 : start,
      y: top + rect.height - (anchor === 'middle' ? (rect.height - size) / 2 + size * 0.2
        : depth(font)),
    };
  const length = isUpright ? rect.height : rect.width;
  seen.drawing.append(box('text', {
    ...place,
    fill: style.color,
    'fill-opacity': opacity < 1 ? opacity : '',
    'font-size': style.fontSize,
    'font-weight': style.fontWeight === '400' ? '' : style.fontWeight,
    'font-style': style.fontStyle === 'normal' ? '' : style.fontStyle,
    'text-anchor': anchor === 'start' ? '' : anchor,
    direction: isLeftwards ? 'rtl' : '',
    'text-decoration': underlined ? 'underline' : '',
    // In another font the words still end where they end on the page.
    textLength: anchor === 'start' && text.length > 1 ? length : '',
    lengthAdjust: anchor === 'start' && text.length > 1 ? 'spacingAndGlyphs' : '',
  }, text));
  seen.right = Math.max(seen.right, left + rect.width);
}

function bullet(e, style, seen) {
  const range = document.createRange();
  range.selectNodeContents(e);
  const [first] = range.getClientRects();
  if (!first) return;
  const size = parseFloat(style.fontSize);
  const x = style.direction === 'rtl' ? first.right + size * 0.7 : first.left - size * 0.7;
  seen.drawing.append(box('circle', {
    cx: x - seen.left,
    cy: first.top - seen.top + size * 0.65,
    r: size * 0.18,
    fill: style.color,
  }));
}

function boxes(rect, style, seen, opacity) {
  const at = {
    x: rect.left - seen.left, y: rect.top - seen.top, width: rect.width, height: rect.height,
  };
  if (rect.width === 0 && rect.height === 0) return;
  const radius = parseFloat(style.borderTopLeftRadius) || 0;
  for (const [paint, area] of fills(style, at, seen.drawing)) {
    seen.drawing.append(box('rect', {...area, rx: radius || '', fill: paint,
      'fill-opacity': opacity < 1 ? opacity : ''}));
  }
  const sides = ['Top', 'Right', 'Bottom', 'Left'].map((side) => ({
    width: parseFloat(style[`border${side}Width`]),
    kind: style[`border${side}Style`],
    colour: style[`border${side}Color`],
  })).map((side) => (isDrawn(side) ? side : null));
  if (sides.every(Boolean) && new Set(sides.map(JSON.stringify)).size === 1) {
    for (const {inset, width} of strokes(sides[0])) {
      seen.drawing.append(box('rect', {
        x: at.x + inset, y: at.y + inset,
        width: Math.max(0, at.width - 2 * inset), height: Math.max(0, at.height - 2 * inset),
        rx: radius || '', fill: 'none', stroke: sides[0].colour, 'stroke-width': width,
        'stroke-dasharray': dashes(sides[0]), 'stroke-opacity': opacity < 1 ? opacity : '',
      }));
    }
    return;
  }
  const [x, y, right, bottom] = [at.x, at.y, at.x + at.width, at.y + at.height];
  sides.forEach((side, i) => {
    for (const {inset, width} of side ? strokes(side) : []) {
      const ends = [
        [x, y + inset, right, y + inset], [right - inset, y, right - inset, bottom],
        [x, bottom - inset, right, bottom - inset], [x + inset, y, x + inset, bottom],
      ][i];
      seen.drawing.append(box('line', {
        x1: ends[0], y1: ends[1], x2: ends[2], y2: ends[3], stroke: side.colour,
        'stroke-width': width, 'stroke-dasharray': dashes(side),
        'stroke-opacity': opacity < 1 ? opacity : '',
      }));
    }
  });
}

function isDrawn({width, kind, colour}) {
  return width > 0 && !['none', 'hidden'].includes(kind) && !/, 0\)$/.test(colour);
}

// A double border is two thin lines.
function strokes({width, kind}) {
  if (kind !== 'double' || width < 3) return [{inset: width / 2, width}];
  return [{inset: width / 6, width: width / 3}, {inset: (width * 5) / 6, width: width / 3}];
}

function dashes({kind, width}) {
  return kind in DASHES ? DASHES[kind].map((times) => times * width).join(' ') : '';
}

function inside(rect, style) {
  const [left, right] = [parseFloat(style.paddingLeft), parseFloat(style.paddingRight)];
  return new DOMRect(rect.left + left, rect.top, rect.width - left - right, rect.height);
}
