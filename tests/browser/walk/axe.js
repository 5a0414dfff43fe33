'use strict';
// axe-core on a page that is open.

const fs = require('fs');

const source = fs.readFileSync(require.resolve('axe-core/axe.min.js'), 'utf8');
const TAGS = ['wcag2a', 'wcag2aa', 'wcag21a', 'wcag21aa', 'wcag22aa',
  'best-practice'];

// Its violations, as sentences.
async function axe(page) {
  await page.evaluate(source);
  const found = await page.evaluate((tags) => window.axe.run(document, {
    runOnly: { type: 'tag', values: tags }, resultTypes: ['violations'] }),
  TAGS);
  return found.violations.flatMap((one) => one.nodes.slice(0, 3).map((node) =>
    `${one.id}: ${node.html.slice(0, 160)}: ` +
    node.failureSummary.replace(/\s+/g, ' ').slice(0, 240)));
}

module.exports = { axe };
