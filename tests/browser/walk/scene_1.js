'use strict';
// A teacher writes to one family, in Spanish, and sees "Delivered".

const { ahead, becomes, go, shows, sums, tabTo } = require('./hands');
const { gateway, mails, signIn, texts, total, until } = require('./stage');
const { check } = require('./tap');

const FAMILY = ['+16175550197', '+18575550198'];
const BOX = 'guardian-449.home@mail.example';

// With script: two letters, the family, the words, Send.
async function byMouse(page, words) {
  await page.locator('#student').fill('ter');
  await page.locator('#found a', { hasText: 'Teresa Acosta' }).click();
  await page.locator('#words').fill(words);
  await page.getByText(words).nth(1).waitFor();
  await go(page, page.getByRole('button', { name: 'Send', exact: true }));
}

// What was wrong goes with a fresh preview; Back after Send asks the browser
// nothing, and the same words again are asked about by the page.
async function slips(who, name, words) {
  const { page } = who;
  const send = page.getByRole('button', { name: 'Send', exact: true });

  who.options.refusals = true;
  await page.goto(`${gateway}/write`);
  await page.locator('#student').fill('ter');
  await page.locator('#found a', { hasText: 'Teresa Acosta' }).click();
  await send.click();
  await page.locator('.errors').waitFor();
  await page.locator('#words').fill(words);
  await page.locator('#preview .bubble').first().waitFor();
  check(`${name}: with words it does not`, await page.locator(
    'main .errors, main .error, main [aria-invalid]').count() === 0);
  await send.click();
  await page.getByText('You sent this at').waitFor();
  check(`${name}: the same words again are asked about`,
    await page.getByRole('button', { name: 'Send again' }).count() === 1);
  await page.getByRole('link', { name: 'See that message' }).click();
  await page.waitForURL(/\/write\/[0-9A-Z]{13}/);
  await page.goBack();
  check(`${name}: Back leads to the form`, page.url().includes('?about=') &&
    await page.locator('#words').count() === 1, page.url());
  who.options.refusals = false;
}

async function byKeys(page, words) {
  await tabTo(page, '#student');
  await page.keyboard.type('ter');
  await page.locator('#found a', { hasText: 'Teresa Acosta' }).waitFor();
  await tabTo(page, '#found a');
  await page.keyboard.press('Enter');
  await page.waitForURL('**/write?*');
  await tabTo(page, '#words');
  await page.keyboard.type(words);
  await tabTo(page, 'main form[action="/write"] button:not([formaction])');
  await Promise.all([page.waitForURL(/\/write\/[0-9A-Z]{13}/),
    page.keyboard.press('Enter')]);
}

// Without: three pages.
async function byForms(page, words) {
  await page.locator('#student').fill('Teresa Ac');
  await go(page, page.getByRole('button', { name: 'Find' }).first());
  if (await page.locator('#words').count() === 0)
    await go(page, page.locator('#found a', { hasText: 'Teresa Acosta' }));
  await page.locator('#words').fill(words);
  await go(page, page.getByRole('button', { name: 'Send', exact: true }));
}

// how: 'mouse', 'keys' or 'forms'.
async function play(who, how) {
  const name = `scene 1 (${how})`;
  const words = `Teresa olvid\u00f3 su lonchera (${how}). ` +
    '\u00bfPuede traerla antes de las 11?';
  const before = { total: await total(), texts: (await texts()).length,
    mails: (await mails()).length, sums: await sums() };

  await signIn(who, 'Min Park');
  await { mouse: byMouse, keys: byKeys, forms: byForms }[how](who.page, words);
  check(`${name}: there is time to take it back`,
    await who.page.getByRole('button', { name: 'Take it back' })
      .or(who.page.getByRole('button', { name: 'Take back' })).count() === 1);
  await ahead(1);
  const delivered = await (how === 'forms' ? shows : becomes)(who.page,
    'Delivered');
  check(`${name}: the page says "Delivered"`, delivered,
    await who.page.locator('main').innerText());

  const came = await until(async () => {
    const found = (await texts()).filter((t) => t.body.includes(words));
    return found.length >= 2 && found;
  });
  check(`${name}: each phone of the family has it once, word for word`,
    came && came.length === 2 && came.map((t) => t.to).sort().join() ===
      FAMILY.join() && came.every((t) => t.times === 1), [came]);
  const mail = await until(async () => (await mails()).filter((m) =>
    m.way === 'out' && m.text.includes(words)));
  check(`${name}: and the father's mailbox`, mail.length === 1 &&
    mail[0].box === BOX && mail[0].copy === 1, [mail]);
  const after = await until(async () => {
    const now = await total();
    return now.copies === before.total.copies + 3 && now;
  }) || await total();
  check(`${name}: it counts as one direct message, in three copies`,
    after.from_staff === before.total.from_staff + 1 &&
    after.from_families === before.total.from_families &&
    after.announcements === before.total.announcements &&
    after.copies === before.total.copies + 3, [before.total, after]);
  const shown = await sums();
  check(`${name}: the carrier has two more, none twice, none missing`,
    shown.received === before.sums.received + 2 && shown.twice === 0 &&
    shown.missing === 0, [before.sums, shown]);
  if (how === 'keys')
    await slips(who, name, words);
}

module.exports = { play };
