'use strict';
// "ALTO" stops, and the pages say what still works.

const { ahead, onDesk } = require('./hands');
const { axe } = require('./axe');
const { gateway, homeline, mails, signIn, texts, told, total, until } =
  require('./stage');
const { check } = require('./tap');

const MARIANA = '+16175550197', AUNT = '+18575550198';

async function play(who, how) {
  const name = `scene 5 (${how})`;
  const { page } = who;
  const hello = `Teresa sang today (${how}).`;
  const reach = () => homeline('send', '--as', 'Min Park', '--to',
    'Teresa Acosta', '--preview', 'Hello');

  await homeline('send', '--as', 'Min Park', '--to', 'Teresa Acosta', hello);
  await until(async () => (await texts()).find((t) => t.to === MARIANA &&
    t.body.includes(hello)));
  const before = await total(), first = await reach();
  await signIn(who, 'Min Park');
  await onDesk(page, 'Mariana Soto', 'ALTO');
  await until(async () => await reach() !== first);
  check(`${name}: ALTO counts as no message`,
    (await total()).direct === before.direct);

  const talk = (await told('inbox', '--as', 'Min Park', '--all'))
    .conversations.find((one) => one.address === MARIANA);
  await page.goto(`${gateway}/inbox/${talk.id}`);
  const words = await page.locator('main').innerText();
  check(`${name}: the talk says that they stopped, and what still works`,
    await page.locator('textarea#words').count() === 0 &&
    /asked for no more texts/.test(words) && /can still call/.test(words) &&
    /Other guardians/.test(words), words);
  const found = await axe(page);
  check(`${name}: axe on a talk that is shut`, found.length === 0, found);

  await page.goto(`${gateway}/write`);
  await page.locator('#student').fill('Teresa Ac');
  await page.locator('#found a').first().click();
  const to = await page.locator('#to').innerText();
  check(`${name}: who is written to without her, and why`,
    /Mariana Soto[^]*Cannot be reached/.test(to), to);
  const again = `Without her (${how}).`;
  await page.locator('#words').fill(again);
  await page.getByRole('button', { name: 'Send', exact: true }).click();
  await page.waitForURL(/\/write\/[0-9A-Z]{13}/);
  await ahead(1);
  await until(async () => (await mails()).some((m) => m.text.includes(again)));
  const came = await until(async () => {
    const all = (await texts()).filter((t) => t.body.includes(again));
    return all.length > 0 && all;
  });
  check(`${name}: only the others have it`, came && came.length === 1 &&
    came[0].to === AUNT, [came]);
}

module.exports = { play };
