'use strict';
// What is true of every page, whatever is on it.  The parser is that of the
// HTML standard (parse5), and its errors are ours.

const fs = require('fs');
const path = require('path');
const parse5 = require('parse5');

const LABELED = new Set(['input', 'select', 'textarea']);
const UNLABELED = new Set(['hidden', 'submit', 'button', 'reset', 'image']);
const FOREIGN =
  /[^\p{Script=Latin}\p{Script=Common}\p{Script=Inherited}]/u;
const PLACES = new Set(['href', 'src', 'action', 'formaction']);

// The keys of all words; one that stands on a page was not found.
function keys() {
  const folder = path.join(process.env.TOP, 'locales/pages');
  const found = new Set();

  for (const area of fs.readdirSync(folder)) {
    const file = path.join(folder, area, 'en-US.json');
    if (fs.existsSync(file))
      for (const key of Object.keys(JSON.parse(fs.readFileSync(file, 'utf8'))))
        found.add(key);
  }
  return found;
}

const KEYS = keys();

function attr(node, name) {
  const found = (node.attrs || []).find((a) => a.name === name);
  return found ? found.value : null;
}

function* all(node) {
  for (const child of node.childNodes || []) {
    yield child;
    yield* all(child);
  }
  if (node.content)
    yield* all(node.content);
}

function words(node) {
  if (node.nodeName === '#text')
    return node.value;
  const own = attr(node, 'aria-label') || attr(node, 'alt') || '';
  return own + (node.childNodes || []).map(words).join('');
}

function parse(html, faults, fragment) {
  const how = {
    sourceCodeLocationInfo: true,
    onParseError: (why) => faults.push(
      `line ${why.startLine}: ${why.code}`),
  };

  return fragment ? parse5.parseFragment(html, how) :
    parse5.parse(html, how);
}

function lintAttributes(node, faults, ids) {
  for (const { name, value } of node.attrs || []) {
    if (name.startsWith('on'))
      faults.push(`<${node.nodeName} ${name}=>`);
    if (name === 'style' || name === 'srcdoc' || name === 'srcset')
      faults.push(`<${node.nodeName} ${name}=>`);
    if (PLACES.has(name) && /^\s*(javascript|data|vbscript):/i.test(value))
      faults.push(`${name}="${value}"`);
    if (name === 'id') {
      if (ids.has(value) || value === '')
        faults.push(`two have the id "${value}"`);
      ids.add(value);
    }
  }
}

function lintForm(form, faults) {
  const method = attr(form, 'method');

  if (method !== 'post' && method !== 'get')
    faults.push('a form without a method');
  if (!attr(form, 'action'))
    faults.push('a form without an action');
  if (method === 'post' && ![...all(form)].some((n) =>
    n.nodeName === 'input' && attr(n, 'name') === 'csrf' &&
    attr(n, 'value') !== null))
    faults.push(`the form to ${attr(form, 'action')} has no token`);
}

// Labels by for=, around it, or by aria.
function lintLabels(document, faults) {
  const nodes = [...all(document)];
  const named = new Set(nodes.filter((n) => n.nodeName === 'label')
    .map((n) => attr(n, 'for')).filter(Boolean));
  const inside = new Set();

  for (const label of nodes.filter((n) => n.nodeName === 'label'))
    for (const node of all(label))
      inside.add(node);
  for (const node of nodes)
    if (LABELED.has(node.nodeName) && !UNLABELED.has(attr(node, 'type')) &&
        !named.has(attr(node, 'id')) && !inside.has(node) &&
        !attr(node, 'aria-label') && !attr(node, 'aria-labelledby'))
      faults.push(`<${node.nodeName} name="${attr(node, 'name')}"> ` +
        'has no label');
}

function lintText(node, faults, options) {
  const text = node.value;

  if (!options.hostile && (options.places ? /\(\(\w*\.[\w.]*\)\)/.test(text) :
    text.includes('((')))
    faults.push(`a placeholder leaked: ${text.trim().slice(0, 60)}`);
  if (!options.hostile && /\{\{|\}\}/.test(text))
    faults.push(`a tag leaked: ${text.trim().slice(0, 60)}`);
  for (const [word] of text.matchAll(/[a-z]+(\.[a-z0-9_]+)+/g))
    if (KEYS.has(word))
      faults.push(`a key, not words: ${word}`);
}

// Words in another script than the page's say which language they are, or are
// a name apart; which way they run is never left to what is around them.
function lintForeign(node, faults) {
  let lang = false, dir = false;

  if (!FOREIGN.test(node.value))
    return;
  for (let at = node.parentNode; at && at.nodeName !== 'html';
      at = at.parentNode) {
    lang = lang || at.nodeName === 'bdi' || attr(at, 'lang') !== null;
    dir = dir || at.nodeName === 'bdi' || attr(at, 'dir') !== null;
    if (at.nodeName === 'title')
      return;
  }
  if (!lang || !dir)
    faults.push(`no ${lang ? 'dir' : 'lang'} around ` +
      node.value.trim().slice(0, 60));
}

// And so do the words of families and staff in any script.
function lintPassage(node, faults) {
  const names = (attr(node, 'class') || '').split(' ');

  if ((names.includes('words') || names.includes('quote')) &&
      node.nodeName !== 'div' &&
      (attr(node, 'lang') === null || attr(node, 'dir') === null))
    faults.push(`no lang and dir: ${words(node).trim().slice(0, 60)}`);
}

function lintNode(node, faults, options) {
  switch (node.nodeName) {
  case 'form':
    lintForm(node, faults);
    break;
  case 'script':
    if (!attr(node, 'src'))
      faults.push('an inline script');
    break;
  case 'style':
    faults.push('an inline style sheet');
    break;
  case 'a':
    if (words(node).trim() === '')
      faults.push(`the link to ${attr(node, 'href')} has no words`);
    break;
  case 'h2':
  case 'h3':
    if (words(node).trim() === '')
      faults.push('a heading has no words');
    break;
  case 'button':
    if (words(node).trim() === '')
      faults.push('a button has no words');
    break;
  case '#text':
    if (!['script', 'style', 'textarea'].includes(node.parentNode.nodeName))
      lintText(node, faults, options);
    if (options.latin &&
        !['script', 'style'].includes(node.parentNode.nodeName))
      lintForeign(node, faults);
    break;
  default:
  }
}

function lintWhole(nodes, faults) {
  const html = nodes.find((n) => n.nodeName === 'html');
  const title = nodes.find((n) => n.nodeName === 'title');
  const heads = nodes.filter((n) => n.nodeName === 'h1');
  const flat = (node) => node ? words(node).replace(/\s+/g, ' ').trim() : '';

  if (!attr(html, 'lang'))
    faults.push('no lang');
  if (!['ltr', 'rtl'].includes(attr(html, 'dir')))
    faults.push('no dir');
  if (heads.length !== 1)
    faults.push(`${heads.length} h1`);
  else if (!flat(title).replace(/^Error: /, '').startsWith(flat(heads[0])) ||
      flat(heads[0]) === '')
    faults.push(`the title "${flat(title)}" does not start with the h1 ` +
      `"${flat(heads[0])}"`);
}

// The faults of a page, as sentences; or of a fragment of one.  options:
// fragment, hostile, places (it shows ((placeholders)) as they are written).
function lint(html, options = {}) {
  const faults = [];
  const document = parse(html, faults, options.fragment);
  const nodes = [...all(document)];
  const ids = new Set();
  const whole = nodes.find((n) => n.nodeName === 'html');
  const latin = !options.fragment && /^e[ns]/.test(attr(whole, 'lang') || '');

  if (!options.fragment)
    lintWhole(nodes, faults);
  lintLabels(document, faults);
  for (const node of nodes) {
    lintAttributes(node, faults, ids);
    lintPassage(node, faults);
    lintNode(node, faults, { ...options, latin });
  }
  return faults;
}

// Where the links of a page lead on this site.
function links(html, where) {
  const found = new Set();

  for (const node of all(parse5.parse(html)))
    if (node.nodeName === 'a' && attr(node, 'href') !== null) {
      const url = new URL(attr(node, 'href'), where);
      if (url.origin === new URL(where).origin)
        found.add(url.pathname + url.search);
    }
  return [...found];
}

// Where messages are written that are filled for each family.
function hasPlaces(url) {
  return /^\/(announce|templates|language)\b/.test(new URL(url, 'http://x')
    .pathname);
}

module.exports = { hasPlaces, lint, links };
