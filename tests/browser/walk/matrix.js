'use strict';
// matrix.js MANNER full|empty: each page and state at each width, light and
// dark, in one manner of words (matrix.py).  WIDTHS and STATES (a pattern of
// their names) choose some.

const { colors } = require('./axe');
const { look } = require('./checks');
const { launch } = require('./stage');
const { check, failures, scene } = require('./tap');
const { tour } = require('./tour');

const [manner, district] = process.argv.slice(2);
// 640 px is a screen of 1280 px at 200 %, 320 px the same at 400 %.
const widths = (process.env.WIDTHS || '320 390 640 1280').split(' ')
  .map(Number);

// Only colours change in the dark: the page and its boxes stay as they were.
async function everywhere(page, found) {
  for (const width of widths) {
    const whole = width !== 640;
    await page.setViewportSize({ width, height: 900 });
    const add = (faults, words) => {
      for (const one of faults)
        found.set(one, `${found.get(one) || ''} ${width}${words}`);
    };
    add(await look(page, { manner, axe: whole, keys: whole &&
      manner === 'en', spaced: width === 320 && manner === 'en' }), '');
    if (!whole)
      continue;
    await page.emulateMedia({ colorScheme: 'dark' });
    add(await colors(page), ' dark');
    await page.emulateMedia({ colorScheme: 'light' });
  }
}

async function visit(who, name, why) {
  const found = new Map();

  if (why !== null)
    found.set(why, '');
  else
    await everywhere(who.page, found);
  for (const one of who.wrong.splice(0))
    found.set(one, '');
  check(`${manner}: ${name}`, found.size === 0, [...found].map(
    ([fault, where]) => `${fault} (${where.trim()})`).slice(0, 30));
}

async function main() {
  const browser = await launch();

  await scene(`${manner}, ${district}`, () => tour(browser,
    district === 'empty', visit));
  await browser.close();
  process.exitCode = failures() > 0 ? 1 : 0;
}

main();
