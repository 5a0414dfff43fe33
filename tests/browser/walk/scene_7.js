'use strict';
// A closing to the whole district at 5:31, on a slow line; at 40 % the gateway
// is killed.  Everybody has it once.  Meanwhile a family asks and is answered,
// before the rest of the closing.

const { ahead, aheadTo, go, sums } = require('./hands');
const { axe } = require('./axe');
const { checkQuiet, fault, gateway, person, press, ready, signIn, texts,
  told, total, until, well, write } = require('./stage');
const { check } = require('./tap');

const SLOW = 500;               // ms of the carrier for each text.
const KATE = '+18575550111';

// All steps, which begin with the whole district; the page of what becomes of
// it.
async function close(page, words) {
  const next = (label) => go(page, page.getByRole('button', { name: label }));

  await page.goto(`${gateway}/announce`);
  await page.getByRole('radio', { name: /Closing or delay/ }).check();
  await page.locator('#words').fill(words);
  await next('Go on: who gets it');
  check('scene 7: a closing begins with the whole district', await page
    .getByRole('radio', { name: 'The whole district' }).isChecked());
  await page.locator('#reach .lead').waitFor();
  await next('Go on: languages');
  await next('Go on: when');
  await next('Go on: look once more');
  await page.locator('#typed').fill(/Type ([\d,]+)/.exec(await page
    .locator('label[for=typed]').innerText())[1]);
  await next(/^Send to/);
  return page.url();
}

// To which phones it goes: who share one have one text.
async function phones(url) {
  const { copies } = await told('sent', url.split('/').pop());

  return new Set(copies.map((copy) => copy.to).filter((to) =>
    to && to.startsWith('+')));
}

// Each has it, and none twice; one whose first number fails has a second.
function everybody(all, wanted) {
  const got = new Set(all.map((t) => t.to));

  return all.every((t) => t.times === 1) && got.size === all.length &&
    [...wanted].every((phone) => got.has(phone));
}

// What is answered to a message of the district is read at its desk.
async function answer(browser, name, words) {
  const desk = await person(browser);
  const row = desk.page.locator('ul.inbox').getByRole('link',
    { name: 'Kate Walsh' });

  await signIn(desk, 'Carmen Lopez');
  await desk.page.goto(`${gateway}/inbox`);
  await row.waitFor({ timeout: 20000 });
  await go(desk.page, row);
  await desk.page.locator('#words').fill(words);
  await go(desk.page, desk.page.getByRole('button',
    { name: /^Send/ }).first());
  await ahead(1);
  checkQuiet(`${name}, the desk`, desk);
  await desk.context.close();
}

async function play(who, how, browser) {
  const name = 'scene 7', words = 'No school today: snow.';
  const question = 'Is the after-school program closed, too?';
  const reply = 'Yes, it is. Stay warm.';
  const before = await total(), shown = await sums();
  const came = async () => (await texts(start)).filter((t) =>
    t.body.includes(words));
  const start = (await texts()).pop().n;

  await aheadTo('2026-12-09T05:31');
  await signIn(who, 'Carmen Lopez');
  await fault('slow', { ms: SLOW });
  const url = await close(who.page, words);
  await ahead(1);
  await until(async () => (await came()).length > 0);
  const wanted = (await phones(url)).size;
  await until(async () => (await came()).length > 0.4 * wanted, 60);
  Object.assign(who.options, { down: true, refusals: true });
  press('k');
  await until(async () => !await ready(), 10);
  const at = (await came()).length;
  check(`${name}: killed at 40 % of ${wanted}`, at < wanted,
    `${at} of ${wanted}`);
  check(`${name}: it starts again`, await until(ready, 20));
  await ahead(90);
  await write(KATE, question);
  await answer(browser, name, reply);
  const said = await until(async () => (await texts(start)).find((t) =>
    t.body.includes(reply)), 30);
  await well();
  const whole = async () => (await came()).length >= wanted;
  // Those it was sending when it was killed may have arrived: the phone
  // company is asked, again after two minutes, and then they go once more.
  for (let n = 0; n < 6 && !await until(whole, 4); n++)
    await ahead(3);
  const all = await came();

  check(`${name}: everybody has it once, nobody twice`,
    everybody(all, await phones(url)), `${all.length} of ${wanted}`);
  const later = said ? all.filter((t) => t.n > said.n).length : 0;
  check(`${name}: the answer went before the rest of the closing`, later > 0,
    [said, later]);
  await signIn(who, 'Carmen Lopez');
  await settled(who, name, url);
  const after = await total();
  check(`${name}: one message each way counts, and no closing does`,
    after.from_families === before.from_families + 1 &&
    after.from_staff === before.from_staff + 1 &&
    after.announcements === before.announcements, [before, after]);
  const now = await sums();
  check(`${name}: the carrier has each once, none missing`,
    now.received === shown.received + all.length + 1 && now.twice === 0 &&
    now.missing === 0, [shown, now]);
}

// The page of a closing says that all of it was handed over.
async function settled(who, name, url) {
  await who.page.goto(url);
  const done = await until(async () => {
    const words = await who.page.locator('main').innerText();
    const all = /(\d+) of (\d+) handed/.exec(words);
    if (all && all[1] === all[2])
      return true;
    await who.page.reload();
    return false;
  }, 20);
  check(`${name}: all of it was handed over`, done,
    await who.page.locator('main').innerText());
  const found = await axe(who.page);
  if (found.length > 0)
    check(`${name}: axe`, false, found.slice(0, 8));
}

module.exports = { play };
