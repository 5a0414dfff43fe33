'use strict';
// Words of pages that are English on a page in Spanish: those of locales/ as
// they stand, and the sentences that the source says.  What is marked as
// English is meant to be.

const fs = require('fs');
const path = require('path');
const parse5 = require('parse5');

function load(area, tag) {
  return JSON.parse(fs.readFileSync(path.join(process.env.TOP,
    'locales/pages', area, `${tag}.json`), 'utf8'));
}

// Of three words and more, with nothing to fill in, and said otherwise.
function sentences() {
  const found = new Set();

  for (const area of fs.readdirSync(path.join(process.env.TOP,
    'locales/pages'))) {
    const spanish = load(area, 'es-US');
    for (const [key, words] of Object.entries(load(area, 'en-US')))
      if (/\S \S+ \S/.test(words) && !words.includes('{') &&
          words !== spanish[key])
        found.add(words.replace(/''/g, '\''));
  }
  return found;
}

const ENGLISH = sentences();

function attr(node, name) {
  return (node.attrs || []).find((a) => a.name === name);
}

function* spoken(node) {
  for (const child of node.childNodes || [])
    if (child.nodeName === '#text')
      yield child.value;
    else if (!attr(child, 'lang') && child.nodeName !== 'bdi') {
      for (const name of ['aria-label', 'title', 'placeholder'])
        if (attr(child, name))
          yield attr(child, name).value;
      yield* spoken(child);
    }
}

// What is English of a page that should be Spanish.
function english(html) {
  const document = parse5.parse(html);
  const whole = document.childNodes.find((n) => n.nodeName === 'html');

  if (attr(whole, 'lang').value !== 'es-US')
    return ['it is not in Spanish'];
  return [...spoken(whole)].map((words) => words.trim())
    .filter((words) => ENGLISH.has(words))
    .map((words) => `in English: ${words}`);
}

module.exports = { english };
