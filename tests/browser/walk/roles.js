'use strict';
// Who signs in: one of the staff for each role that the sign-in page names.

const { gateway } = require('./stage');
const parse5 = require('parse5');

// [{name, words}], of the buttons of the page of a sample district.
async function roles() {
  const html = await (await fetch(`${gateway}/signin`)).text();
  const found = new Map();
  const buttons = [];
  const walk = (node) => {
    if (node.nodeName === 'button')
      buttons.push((node.childNodes[0] || {}).value || '');
    (node.childNodes || []).forEach(walk);
  };

  walk(parse5.parse(html));
  for (const words of buttons) {
    const parts = /^Sign in as (.*?), (.*)$/.exec(words.trim());
    if (parts && !found.has(parts[2]))
      found.set(parts[2], { name: parts[1], words: parts[2] });
  }
  return [...found.values()];
}

module.exports = { roles };
