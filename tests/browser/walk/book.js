'use strict';
// The phrase book of the demo: what its translator has to say.

const fs = require('fs');
const path = require('path');

const { sentences, words } = JSON.parse(fs.readFileSync(
  path.join(process.env.STAGE, 'sample', 'phrases.json'), 'utf8'));

// {1} to {9} are what was given, in its order; {day} a word of that name.
function fill(sentence, language, given) {
  return sentence.replace(/\{(\w+)\}/g, (all, slot) => {
    const word = (words[slot] || []).find((one) => given.includes(one.en));
    return word ? word[language] : given[slot - 1];
  });
}

// Each sentence is [its English in the book, what stands in its places...].
function say(language, ...all) {
  return all.map(([english, ...given]) => {
    const row = sentences.find((one) => one.en === english && one[language]);
    if (!row)
      throw new Error(`${english} is not in the book in ${language}`);
    return fill(row[language], language, given);
  }).join(' ').normalize('NFC');
}

// What the book calls a language.
function code(tag) {
  return { 'en-US': 'en', 'es-US': 'es' }[tag] || tag;
}

module.exports = { code, say };
