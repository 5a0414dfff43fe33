'use strict';
// axe-core on a page that is open.

const fs = require('fs');

const source = fs.readFileSync(require.resolve('axe-core/axe.min.js'), 'utf8');
const TAGS = ['wcag2a', 'wcag2aa', 'wcag21a', 'wcag21aa', 'wcag22aa',
  'best-practice'];

// Its violations, as sentences.
async function run(page, only) {
  if (!await page.evaluate(() => 'axe' in window))
    await page.evaluate(source);
  const found = await page.evaluate((runOnly) => window.axe.run(document, {
    runOnly, resultTypes: ['violations'] }), only);

  return found.violations.flatMap((one) => one.nodes.slice(0, 3).map((node) =>
    `${one.id}: ${node.html.slice(0, 160)}: ` +
    node.failureSummary.replace(/\s+/g, ' ').slice(0, 240)));
}

const axe = (page) => run(page, { type: 'tag', values: TAGS });
const colors = (page) => run(page, { type: 'rule',
  values: ['color-contrast', 'link-in-text-block'] });

module.exports = { axe, colors };
