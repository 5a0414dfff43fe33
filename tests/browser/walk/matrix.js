'use strict';
// Each kind of page at each width, light and dark, in one manner of words.

const { crawl } = require('./crawl');
const { axe } = require('./axe');
const { gateway, idOf, launch, person } = require('./stage');
const { check, failures, scene } = require('./tap');

const manner = process.argv[2];
const widths = (process.env.WIDTHS || '320 390 1280').split(' ').map(Number);
const PEOPLE = ['Min Park', 'Grace Chen', 'Carmen Lopez', 'Nadia Ferris',
  'Ingrid Solberg', 'Martin Keane'];
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

// Wider than the screen, but for what scrolls by itself.
const wide = (page) => page.evaluate(() => {
  const { scrollWidth } = document.documentElement;

  if (scrollWidth <= innerWidth + 1)
    return [];
  return [`${scrollWidth} px`, ...[...document.querySelectorAll('body *')]
    .filter((one) => !one.closest('.table') && (
      one.getBoundingClientRect().right > innerWidth + 1 ||
      one.getBoundingClientRect().left < -1))
    .slice(0, 3).map((one) => one.outerHTML.slice(0, 120))];
});

// Words of the page that are not in brackets, so not of locales/: of buttons,
// labels and headings, where nothing else stands.
const plain = (page) => page.evaluate(() =>
  [...document.querySelectorAll('main button, main label, main th[scope=col]')]
    .filter((one) => !one.querySelector('bdi, input'))
    .map((one) => one.innerText.trim())
    .filter((text) => /[A-Za-z]{3}/.test(text) && !text.includes('[')));

async function look(who, own, place, faults) {
  await who.page.goto(gateway + place);
  if (manner === 'ar-XB')
    await who.page.evaluate(() => {
      document.documentElement.dir = 'rtl';
    });
  for (const one of await axe(who.page))
    faults.push(`${own}: ${one}`);
  for (const one of await wide(who.page))
    faults.push(`${own}: too wide: ${one}`);
  if (manner !== 'en')
    for (const one of await plain(who.page))
      faults.push(`${own}: words of its own: ${one}`);
}

async function play(browser, places, width, dark) {
  const name = `${manner}, ${width} px, ${dark ? 'dark' : 'light'}`;
  const faults = [];

  for (const [person_, kinds] of places) {
    const who = await person(browser, { width, dark });
    await enter(who, person_);
    for (const [own, { place }] of kinds)
      await look(who, own, place, faults);
    faults.push(...new Set(who.wrong));
    await who.context.close();
  }
  check(name, faults.length === 0, faults.slice(0, 40));
}

// For each person the kinds of pages that nobody before them had.
async function gather(browser) {
  const places = new Map(), had = new Set();

  for (const name of PEOPLE) {
    const who = await person(browser);
    await enter(who, name);
    const kinds = await crawl(who, BEGIN, () => {});
    places.set(name, [...kinds].filter(([own]) => !had.has(own)));
    for (const own of kinds.keys())
      had.add(own);
    await who.context.close();
  }
  return places;
}

async function main() {
  const browser = await launch();

  await scene(manner, async () => {
    const places = await gather(browser);
    for (const width of widths)
      for (const dark of [false, true])
        await play(browser, places, width, dark);
  });
  await browser.close();
  process.exitCode = failures() > 0 ? 1 : 0;
}

main();
