'use strict';
// Every page that somebody of each role can reach: no link leads nowhere, the
// HTML is what it should be (lint.js), axe-core finds nothing, and the browser
// has nothing to say.

const { crawl, kind } = require('./crawl');
const { axe } = require('./axe');
const { english } = require('./spanish');
const { roles } = require('./roles');
const { hasPlaces, lint } = require('./lint');
const { checkQuiet, gateway, launch, person, signIn } = require('./stage');
const { check, failures, note, scene } = require('./tap');

const BEGIN = ['/', '/help', '/accessibility', '/me'];

// By HTTP alone; a place of each kind.
async function reach(who, role) {
  const faults = [];
  let pages = 0;

  const kinds = await crawl(who, BEGIN, (place, own, answer, html) => {
    pages++;
    if (answer.status() !== 200)
      faults.push(`${place}: ${answer.status()}`);
    else if (html !== null)
      for (const fault of lint(html, { places: hasPlaces(place) }))
        faults.push(`${place}: ${fault}`);
  });
  check(`${role.words}: ${pages} pages, each as it should be`,
    pages > 3 && faults.length === 0, faults.slice(0, 30));
  return kinds;
}

async function look(who, role, kinds, done) {
  for (const [own, { place }] of kinds) {
    if (done.has(own))
      continue;
    done.add(own);
    const answer = await who.page.goto(gateway + place);
    const found = answer.status() === 200 ? await axe(who.page) : [];
    if (found.length > 0)
      check(`axe: ${own} (${role.words})`, false, found.slice(0, 12));
  }
}

// Nothing of it is English, for a browser that asks for Spanish.
async function spanish(browser) {
  const who = await person(browser, { locale: 'es-US' });
  const faults = [];
  let pages = 0;

  await signIn(who, 'Carmen Lopez');
  await crawl(who, BEGIN, (place, own, answer, html) => {
    pages++;
    for (const fault of html === null ? [] : english(html))
      faults.push(`${place}: ${fault}`);
  });
  check(`in Spanish: ${pages} pages`, pages > 50 && faults.length === 0,
    faults.slice(0, 30));
  await who.context.close();
}

async function refused(browser, done) {
  const who = await person(browser, { refusals: true });
  for (const place of ['/signin', '/welcome/none']) {
    await who.page.goto(gateway + place);
    const found = await axe(who.page);
    check(`axe: ${place}`, found.length === 0, found.slice(0, 12));
    done.add(kind(place));
  }
  checkQuiet('signed out', who);
  await who.context.close();
}

async function main() {
  const browser = await launch(), done = new Set();

  await scene('signed out', () => refused(browser, done));
  for (const role of await roles())
    await scene(role.words, async () => {
      const who = await person(browser);
      await signIn(who, role.name);
      const kinds = await reach(who, role);
      await look(who, role, kinds, done);
      checkQuiet(role.words, who);
      await who.context.close();
    });
  await scene('in Spanish', () => spanish(browser));
  note(`${done.size} kinds of pages: ${[...done].sort().join(' ')}`);
  check('there are pages', done.size > 8);
  await browser.close();
  process.exitCode = failures() > 0 ? 1 : 0;
}

main();
