'use strict';
// A teacher writes to one family in English, sees "Delivered" and that it
// went in Spanish, is answered in Spanish, and answers.

const { say } = require('./book');
const { ahead, becomes, go, onDesk, shows, sums, tabTo } = require('./hands');
const { gateway, mails, signIn, texts, total, until } = require('./stage');
const { answer, previewed, read } = require('./talk');
const { check } = require('./tap');

const FAMILY = ['+16175550197', '+18575550198'];
const MOTHER = 'Mariana Soto';
const BEFORE = { mouse: '10:30', keys: '11:00', forms: '11:30' };
const BOX = 'guardian-449.home@mail.example';

// With script: two letters, the family, the words, Send.
async function byMouse(who, words, said) {
  const { page } = who;

  await page.locator('#student').fill('ter');
  await page.locator('#found a', { hasText: 'Teresa Acosta' }).click();
  await page.locator('#words').fill(words);
  const shown = await previewed(who, 'es-US', said);
  await go(page, page.getByRole('button', { name: 'Send', exact: true }));
  return shown;
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

async function byKeys(who, words, said) {
  const { page } = who;

  await tabTo(page, '#student');
  await page.keyboard.type('ter');
  await page.locator('#found a', { hasText: 'Teresa Acosta' }).waitFor();
  await tabTo(page, '#found a');
  await page.keyboard.press('Enter');
  await page.waitForURL('**/write?*');
  await tabTo(page, '#words');
  await page.keyboard.type(words);
  const shown = await previewed(who, 'es-US', said);
  await tabTo(page, 'main form[action="/write"] button:not([formaction])');
  await Promise.all([page.waitForURL(/\/write\/[0-9A-Z]{13}/),
    page.keyboard.press('Enter')]);
  return shown;
}

// Without: three pages.
async function byForms(who, words, said) {
  const { page } = who;

  await page.locator('#student').fill('Teresa Ac');
  await go(page, page.getByRole('button', { name: 'Find' }).first());
  if (await page.locator('#words').count() === 0)
    await go(page, page.locator('#found a', { hasText: 'Teresa Acosta' }));
  await page.locator('#words').fill(words);
  const shown = await previewed(who, 'es-US', said);
  await go(page, page.getByRole('button', { name: 'Send', exact: true }));
  return shown;
}

// The mother answers in Spanish, and the teacher answers her in English.
async function talk(who, name, how) {
  const theirs = ['OK, I can be there in twenty minutes.'];
  const ours = ['Thank you, see you at {1}.', BEFORE[how]];
  const before = await total();

  await onDesk(who.page, MOTHER, say('es', theirs));
  await read(who, name, { person: MOTHER, tag: 'es-US',
    theirs: say('es', theirs), english: say('en', theirs) });
  await answer(who, name, { phone: FAMILY[0], tag: 'es-US',
    words: say('en', ours), said: say('es', ours) });
  const after = await total();
  check(`${name}: that is a message each way`,
    after.from_staff === before.from_staff + 1 &&
    after.from_families === before.from_families + 1, [before, after]);
}

// how: 'mouse', 'keys' or 'forms'.
async function play(who, how) {
  const name = `scene 1 (${how})`;
  const asked = [['{1} forgot her lunch box.', 'Teresa'],
    ['Can you bring it before {1}?', BEFORE[how]]];
  const words = say('en', ...asked), said = say('es', ...asked);
  const before = { total: await total(), texts: (await texts()).length,
    mails: (await mails()).length, sums: await sums() };

  await signIn(who, 'Min Park');
  const shown = await { mouse: byMouse, keys: byKeys, forms: byForms }[how](
    who, words, said);
  check(`${name}: there is time to take it back`,
    await who.page.getByRole('button', { name: 'Take it back' })
      .or(who.page.getByRole('button', { name: 'Take back' })).count() === 1);
  await ahead(1);
  const delivered = await (how === 'forms' ? shows : becomes)(who.page,
    'Delivered');
  check(`${name}: the page says "Delivered"`, delivered,
    await who.page.locator('main').innerText());

  const came = await until(async () => {
    const found = (await texts()).filter((t) => t.body.includes(said));
    return found.length >= 2 && found;
  });
  check(`${name}: each phone of the family has it once, in Spanish, as shown`,
    came && came.length === 2 && came.map((t) => t.to).sort().join() ===
      FAMILY.join() && came.every((t) => t.times === 1 &&
      shown.includes(t.body)), [came, shown]);
  const mail = await until(async () => (await mails()).filter((m) =>
    m.way === 'out' && m.text.includes(said)));
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
  const figures = await sums();
  check(`${name}: the carrier has two more, none twice, none missing`,
    figures.received === before.sums.received + 2 && figures.twice === 0 &&
    figures.missing === 0, [before.sums, figures]);
  await talk(who, name, how);
  if (how === 'keys')
    await slips(who, name, words);
}

module.exports = { play };
