'use strict';
// What has to be true of a page as it stands on the screen, whatever is on it.
// Each check gives its faults as sentences; their functions run in the page.

const fs = require('fs');
const path = require('path');
const { axe } = require('./axe');

// What the checks share; it becomes `eye` in the page.
/* global eye */
const EYE = `window.eye = (() => {
  const SCROLLS = ['auto', 'scroll'], CUTS = ['hidden', 'clip'];
  const name = (one) => {
    const text = (one.innerText || one.value || '').trim().slice(0, 40);
    return one.localName + (one.id ? '#' + one.id : '') +
      (one.className && one.className.baseVal === undefined ?
        '.' + one.className.split(' ').join('.') : '') +
      (text ? ' "' + text.replace(/\\s+/g, ' ') + '"' : '');
  };
  const seen = (one) => one.checkVisibility({ checkVisibilityCSS: true }) &&
    !one.closest('.visually-hidden, .skip');
  const style = (one) => getComputedStyle(one);
  // What of a box is to be seen in all that scrolls or cuts around it.
  const clipped = (box, from) => {
    let { left, top, right, bottom } = box;
    for (let one = from; one && one !== document.body;
        one = one.parentElement) {
      const s = style(one);
      if (s.overflowX === 'visible' && s.overflowY === 'visible' ||
          s.display === 'inline')
        continue;
      const b = one.getBoundingClientRect();
      left = Math.max(left, b.left);
      right = Math.min(right, b.right);
      top = Math.max(top, b.top);
      bottom = Math.min(bottom, b.bottom);
    }
    return { left, top, right, bottom };
  };
  // The lines of text, each with its box.
  const lines = () => {
    const walker = document.createTreeWalker(document.body,
      NodeFilter.SHOW_TEXT);
    const found = [], range = document.createRange();
    for (let node = walker.nextNode(); node; node = walker.nextNode()) {
      const one = node.parentElement;
      if (!node.data.trim() || !seen(one) ||
          one.closest('script, style, option, textarea, noscript'))
        continue;
      range.selectNodeContents(node);
      for (const box of range.getClientRects())
        if (box.width > 1 && box.height > 1)
          found.push({ one, node, box });
    }
    return found;
  };
  return { CUTS, SCROLLS, clipped, lines, name, seen, style };
})();`;

// Wider than the screen, cut off, or beyond the box it stands in.
function outside() {
  const faults = new Set();
  const { scrollWidth } = document.documentElement;

  if (scrollWidth > innerWidth + 1)
    faults.add(`the page scrolls sideways: ${scrollWidth} px`);
  for (const { one, box } of eye.lines()) {
    // A space at the end of a line hangs beyond it, a wide one too.
    const air = eye.style(one).whiteSpace === 'pre-wrap' ? 12 : 1.5;
    let at = one;
    for (; at && at !== document.body; at = at.parentElement) {
      const { overflowX, overflowY, display } = eye.style(at);
      const own = at.getBoundingClientRect();
      if (eye.SCROLLS.includes(overflowX) || at.localName === 'svg')
        break;
      if (display === 'inline' || display === 'contents')
        continue;
      if (box.left < own.left - air || box.right > own.right + air)
        faults.add(`beyond ${eye.name(at)}: ${eye.name(one)}`);
      else if (eye.CUTS.includes(overflowY) && !at.matches('.quote') &&
          (box.top < own.top - 2 || box.bottom > own.bottom + 2))
        faults.add(`cut off by ${eye.name(at)}: ${eye.name(one)}`);
    }
    if (at === document.body && (box.left < -1 || box.right > innerWidth + 1))
      faults.add(`beyond the screen: ${eye.name(one)}`);
  }
  for (const one of document.querySelectorAll('button, .button, select, ' +
      '.badge, .chip, th, td, summary, label'))
    if (eye.seen(one) && one.clientWidth > 0 &&
        one.scrollWidth > one.clientWidth + 1)
      faults.add(`its words do not fit: ${eye.name(one)}`);
  return [...faults];
}

// Words over words, or over what is pressed.
function overlaps() {
  const boxes = eye.lines().map(({ one, node, box }) => {
    const b = eye.clipped(box, one), air = (b.bottom - b.top) * .3;
    return { one, node, left: b.left + 1, right: b.right - 1,
      top: b.top + air, bottom: b.bottom - air };
  });
  for (const one of document.querySelectorAll(
    'input:not([type=hidden]), select, textarea, .button'))
    if (eye.seen(one))
      boxes.push({ one, node: one, ...eye.clipped(
        one.getBoundingClientRect(), one.parentElement) });
  const all = boxes.filter((b) => b.right > b.left && b.bottom > b.top &&
    !b.one.closest('.pill')).sort((a, b) => a.top - b.top);
  const faults = new Set();

  all.forEach((a, n) => {
    for (let m = n + 1; m < all.length && all[m].top < a.bottom; m++) {
      const b = all[m];
      if (a.node !== b.node && !a.one.contains(b.one) &&
          !b.one.contains(a.one) && a.left < b.right && b.left < a.right)
        faults.add(`${eye.name(a.one)} is over ${eye.name(b.one)}`);
      else if (a.one === b.one && a.node !== b.node &&
          a.left < b.right - 1 && b.left < a.right - 1 && a.one !== a.node &&
          b.one !== b.node)
        faults.add(`words over words in ${eye.name(a.one)}`);
    }
  });
  return [...faults];
}

// What is pressed is large enough for a thumb; a link in a line is not meant.
function targets() {
  const faults = [];

  for (const one of document.querySelectorAll('button, .button, summary, ' +
      'input:not([type=hidden]), select, textarea, .menu a, .tabs a, ' +
      '.steps a, .suggest a, .district, .me a, body > footer a')) {
    const boxes = [one, ...one.labels || []].filter(eye.seen)
      .map((b) => b.getBoundingClientRect());
    if (!eye.seen(one) || boxes.length === 0)
      continue;
    const wide = Math.max(...boxes.map((b) => b.right)) -
      Math.min(...boxes.map((b) => b.left));
    const high = Math.max(...boxes.map((b) => b.bottom)) -
      Math.min(...boxes.map((b) => b.top));
    if (wide < 23.9 || high < 23.9)
      faults.push(`${Math.round(wide)} x ${Math.round(high)} px: ` +
        eye.name(one));
  }
  return faults;
}

// Where the keyboard is can be seen, and nothing lies over it.
function focusable() {
  const faults = new Set();

  for (const one of document.querySelectorAll('a[href], button, input, ' +
      'select, textarea, summary, [tabindex="0"]')) {
    if (!eye.seen(one) || one.disabled || one.type === 'hidden')
      continue;
    one.focus();
    if (document.activeElement !== one)
      continue;
    const s = eye.style(one);
    if ((s.outlineStyle === 'none' || parseFloat(s.outlineWidth) < 2) &&
        s.boxShadow === 'none')
      faults.add(`the focus is not seen: ${eye.name(one)}`);
    const box = one.getClientRects()[0];
    const over = document.elementFromPoint((box.left + box.right) / 2,
      (box.top + box.bottom) / 2);
    if (over && !one.contains(over) && !over.contains(one) &&
        !(one.labels && [...one.labels].some((label) => label.contains(over))))
      faults.add(`${eye.name(over)} lies over ${eye.name(one)}`);
  }
  document.activeElement.blur();
  scrollTo(0, 0);
  return [...faults];
}

// From right to left everything is where it was, seen in a mirror; a chart
// stays as it is.
function mirrored() {
  const html = document.documentElement, faults = [];
  const all = [...document.querySelectorAll('body *')].filter((one) =>
    eye.seen(one) && eye.style(one).display !== 'inline' &&
    !one.closest('bdi, [dir]:not(html), [lang]:not(html), option, select'));
  const places = () => all.map((one) => {
    const svg = one.parentElement.closest('svg');
    const base = svg ? svg.getBoundingClientRect().left : 0;
    const { left, right, top } = one.getBoundingClientRect();
    return { svg, top, left: left - base, right: right - base };
  });

  // Who has not signed in has no language yet.
  if (html.lang !== 'ar')
    return [];
  if (html.dir !== 'rtl')
    return ['the page is not from right to left'];
  const from = places();
  html.dir = 'ltr';
  const to = places();
  html.dir = 'rtl';
  for (let n = 0; n < all.length && faults.length < 5; n++) {
    const a = from[n], b = to[n], wide = html.clientWidth;
    const good = a.svg ? Math.abs(a.left - b.left) < 2 :
      Math.abs(wide - a.right - b.left) < 2 &&
      Math.abs(wide - a.left - b.right) < 2;
    // By a hair a line may break elsewhere.
    if (!good && Math.abs(a.top - b.top) < 2)
      faults.push(`not mirrored: ${eye.name(all[n])}: ${[a.left, a.right,
        b.left, b.right].map(Math.round)}`);
  }
  return faults;
}

// Words that are not of locales/, so not in brackets, and are not somebody's
// own: what stands in elements for it, names, and what the program says in
// English wherever it says it, languages (matrix.py), and times.
function plain(known) {
  const own = 'bdi, time, [lang]:not(html), [dir]:not(html), textarea, option';
  const faults = new Set();
  const times = ['long', 'short'].flatMap((how) => [
    ...[...Array(12).keys()].map((n) => new Date(2026, n).toLocaleString('en',
      { month: how })),
    ...[...Array(7).keys()].map((n) => new Date(2026, 0, n).toLocaleString(
      'en', { weekday: how }))]);
  const strip = (text) => {
    let depth = 0, out = '';
    for (const c of text) {
      depth += c === '[';
      out += depth > 0 ? ' ' : c;
      depth -= c === ']' && depth > 0;
    }
    return [...known.filter((one) => !one.includes('\0')), ...times,
      ...known.filter((one) => one.includes('\0')).map((one) => new RegExp(
        one.split('\0').map((part) => part.replace(/[^\w\s]/g, '\\$&'))
          .join('.{0,80}?')))].reduce((rest, one) => rest.split(one)
      .join(' '), out).trim();
  };
  const judge = (text, one) => {
    if (!/[A-Za-z]{3}/.test(text) || one.closest(own))
      return;
    const rest = strip(text.replace(/\s+/g, ' '));
    if (/[A-Za-z]{3}/.test(rest))
      faults.add(`${eye.name(one)}: ${rest.slice(0, 60)}`);
  };

  for (const { one, node } of eye.lines())
    judge(node.data, one);
  for (const at of ['aria-label', 'placeholder', 'title', 'alt'])
    for (const one of document.querySelectorAll(`[${at}]`))
      judge(one.getAttribute(at), one);
  return [...faults];
}

const TALL = `* { line-height: 1.5 !important; letter-spacing: .12em !important;
  word-spacing: .16em !important; } p { margin-block-end: 2em !important; }`;

// With the spaces of WCAG 1.4.12 nothing is cut off.
async function spaced(page) {
  await page.evaluate((css) => {
    const sheet = new CSSStyleSheet();
    sheet.replaceSync(css);
    document.adoptedStyleSheets = [sheet];
  }, TALL);
  const faults = await page.evaluate(outside);
  await page.evaluate(() => {
    document.adoptedStyleSheets = [];
  });
  return faults;
}

async function keys(page) {
  await page.keyboard.press('Tab');
  return page.evaluate(focusable);
}

let kept = null;

function known() {
  kept = kept || JSON.parse(fs.readFileSync(path.join(process.env.STAGE,
    'known.json'), 'utf8'));
  return kept;
}

const inside = (what) => (page) => page.evaluate(what);
const ALWAYS = [['', inside(outside)], ['', inside(overlaps)],
  ['target ', inside(targets)]];

// All of it at one width, in light.  how: {manner, axe, keys, spaced}.
async function look(page, how) {
  const faults = [];
  const each = async (words, found) => {
    for (const one of await found)
      faults.push(words + one);
  };

  await page.evaluate(EYE);
  for (const [words, check] of ALWAYS)
    await each(words, check(page));
  if (how.manner !== 'en')
    await each('words of its own: ', page.evaluate(plain, known()));
  if (how.manner === 'ar-XB')
    await each('', page.evaluate(mirrored));
  if (how.spaced)
    await each('with more space: ', spaced(page));
  if (how.axe)
    await each('', axe(page));
  if (how.keys)
    await each('', keys(page));
  return faults;
}

module.exports = { look };
