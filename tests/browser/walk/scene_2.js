'use strict';
// An announcement to a class, to each family in its language: who is not reached and why, one line dropped
// after the text was taken, then all delivered, and nobody has it twice.

const fs = require('fs');
const path = require('path');
const { code, say } = require('./book');
const { ahead, becomes, go, onDesk, shows, sums } = require('./hands');
const { axe } = require('./axe');
const { gateway, mails, signIn, texts, total, until, well, write } =
  require('./stage');
const { check } = require('./tap');

const CLASS = 'Kindergarten, Room 1';
const DAY = { mouse: 'Friday', forms: 'Thursday' };
const STOPPED = { phone: '+13515550165', name: 'Paula Oliveira' };

async function looked(page, name) {
  const found = await axe(page);
  if (found.length > 0)
    check(`${name}: axe`, false, found.slice(0, 10));
}

// The step of the languages shows what a computer made of it in each.
async function inEach(page, name, asked) {
  const tags = await page.locator('section.card h2').evaluateAll((all) =>
    all.map((one) => one.id.replace('language-', '')));
  const lacking = () => tags.filter((tag) => tag !== 'en-US');
  const shows = async (tag) => page.locator('section.card', {
    has: page.locator(`#language-${tag}`) }).locator(
    `.bubble .words[lang="${tag}"]`, { hasText: say(code(tag), ...asked) })
    .count();

  check(`${name}: each language shows its words`, lacking().length > 3 &&
    await until(async () => {
      for (const tag of lacking())
        if (await shows(tag) === 0) {
          await page.reload();
          return false;
        }
      return true;
    }), tags, await page.locator('main').innerText());
}

// All steps; what the page says of whom it reaches.
async function send(who, name, asked) {
  const { page } = who;
  const button = (label) => page.getByRole('button', { name: label });
  const step = async (label) => {
    if (who.options.script !== false)
      await looked(page, `${name}, ${await page.title()}`);
    await go(page, button(label));
  };

  await page.goto(`${gateway}/announce`);
  await page.locator('#words').fill(say('en', ...asked));
  await step('Go on: who gets it');
  await page.getByRole('radio', { name: 'Classes' }).check();
  await page.getByRole('checkbox', { name: CLASS }).check();
  if (who.options.script === false)
    await go(page, button('Count them'));
  await page.locator('#reach .lead').waitFor();
  const reach = await page.locator('#reach').textContent();
  await step('Go on: languages');
  await inEach(page, name, asked);
  await step('Go on: when');
  await step('Go on: look once more');
  const typed = page.locator('#typed');
  if (await typed.count() > 0)
    await typed.fill(/Type (\d+)/.exec(
      await page.locator('label[for=typed]').innerText())[1]);
  await step(/^Send to/);
  return reach;
}

// What each phone or mailbox should have, by the language of its family.
function inTheirs(asked) {
  const tongues = JSON.parse(fs.readFileSync(path.join(process.env.STAGE,
    'languages.json'), 'utf8'));

  return (words, to) => to in tongues &&
    words.includes(say(code(tongues[to]), ...asked));
}

const number = (text, pattern) => Number((pattern.exec(text) || [])[1]);

async function play(who, how) {
  const name = `scene 2 (${how})`;
  const asked = [['Picture day for our class is {day}.', DAY[how]],
    ['Order forms went home today.']];
  const has = inTheirs(asked);
  const before = { total: await total(), sums: await sums(),
    texts: (await texts()).length, mails: (await mails()).length };

  await signIn(who, 'Min Park');
  await write(STOPPED.phone, 'STOP');
  await onDesk(who.page, 'What goes wrong', 'then drop the line');
  const reach = await send(who, name, asked);
  const text = number(reach, /(\d+) by text/);
  const mail = number(reach, /(\d+) by mail/);
  check(`${name}: who is not reached, and why`, text > 5 &&
    /1 cannot be reached/.test(reach) && reach.includes(STOPPED.name) &&
    /STOP|no texts/i.test(reach), reach);

  await ahead(1);
  const dropped = await (how === 'forms' ? shows : becomes)(who.page,
    'May have arrived');
  check(`${name}: one line was dropped: "May have arrived"`, dropped,
    await who.page.locator('main').innerText());
  await ahead(2);
  const came = await until(async () => {
    const found = (await texts()).slice(before.texts).filter((t) =>
      has(t.body, t.to));
    return found.length >= text && found;
  }, 20);
  check(`${name}: ${text} phones have it in their language, each once`, came &&
    came.length === text && came.every((t) => t.times === 1) &&
    new Set(came.map((t) => t.to)).size === text, [came]);
  const boxes = await until(async () => {
    const found = (await mails()).slice(before.mails).filter((m) =>
      m.way === 'out' && has(m.text, m.box));
    return found.length >= mail && found;
  });
  check(`${name}: ${mail} mailboxes have it, each once`, boxes &&
    boxes.length === mail && boxes.every((m) => m.copy === 1), [boxes]);

  let page;
  const done = await until(async () => {
    await ahead(1);
    await who.page.reload();
    page = await who.page.locator('main').innerText();
    return !/May have arrived/.test(page) && /Delivered/.test(page);
  }, 20);
  check(`${name}: then it is delivered`, done, page);
  const after = await total();
  check(`${name}: it counts as announcements, and as no direct message`,
    after.direct === before.total.direct &&
    after.announcements > before.total.announcements &&
    after.copies === before.total.copies + text + mail,
    [before.total, after]);
  const shown = await sums();
  check(`${name}: the carrier has ${text} more, none twice, none missing`,
    shown.received === before.sums.received + text && shown.twice === 0 &&
    shown.missing === 0, [before.sums, shown]);
  await well();
}

module.exports = { onDesk, play, send };
