'use strict';
// A walk past every kind of page that somebody can reach by links, and past
// their states (states.js), each on the screen of whoever it is for.  Of a
// district with nothing in it there are no states but its pages.

const { crawl } = require('./crawl');
const { PEOPLE, prepare, states } = require('./states');
const { gateway, idOf, person } = require('./stage');

const BEGIN = ['/', '/help', '/accessibility', '/me'];

// The button is found by its form: its words may be any.
async function enter(who, name) {
  const id = await idOf(name);

  await who.page.goto(`${gateway}/signin?as=${id}`);
  await Promise.all([
    who.page.waitForURL((url) => url.pathname !== '/signin'),
    who.page.locator(`form:has(input[name=as][value="${id}"]) button`)
      .first().click(),
  ]);
}

async function screens(browser) {
  const all = new Map();

  for (const name of [null, ...PEOPLE]) {
    const who = await person(browser, { refusals: true });
    if (name !== null)
      await enter(who, name);
    all.set(name, who);
  }
  return all;
}

// For each person the kinds of pages that nobody before them had.
async function usual(people, begins) {
  const all = [], had = new Set();

  for (const name of PEOPLE) {
    const kinds = await crawl(people.get(name), BEGIN, () => {});
    for (const [own, { place }] of kinds)
      if (!had.has(own)) {
        had.add(own);
        all.push([begins + own, name, place]);
      }
  }
  return all;
}

// visit(who, name, why) for each page that is open; why, if it could not be.
async function tour(browser, empty, visit) {
  const people = await screens(browser);
  const pages = new Map([...people].map(([name, { page }]) => [name, page]));
  const wanted = new RegExp(process.env.STATES || '.');
  const made = empty ? {} : await prepare(pages);
  const all = [...await usual(people, empty ? 'empty: ' : ''),
    ...empty ? [] : states];

  for (const [name, whose, how] of all) {
    if (!wanted.test(name))
      continue;
    const who = people.get(whose);
    let why = null;
    try {
      await (typeof how === 'string' ? who.page.goto(gateway + how) :
        how(who.page, made));
    } catch (error) {
      why = String(error.stack || error);
    }
    await visit(who, name, why);
  }
}

module.exports = { tour };
