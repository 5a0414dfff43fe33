'use strict';
// An answer in Arabic arrives in its own script and is answered; a "Liked"
// moves nothing; a father who signs "Dung", which may mean stop, stays with
// us: the office is asked, and what had waited for him goes when it says No.

const { ahead, go, onDesk, sums } = require('./hands');
const { axe } = require('./axe');
const { gateway, homeline, signIn, texts, told, total, until } =
  require('./stage');
const { check } = require('./tap');

const ARABIC = '\u0628\u0627\u0635 \u0628\u0639\u062f \u0627\u0644\u0638' +
  '\u0647\u0631';                       // Of the ready answer: "bus".
const RANIA = '+15085550157';
const PEOPLE = { rania: 'Rania Nasser', kate: 'Kate Walsh',
  dung: 'D\u0169ng V\u00f5' };
const DESK = 'Carmen Lopez';            // Of the district.

// A text of a teacher is on that phone.
async function begin(teacher, student, words, phone) {
  await homeline('send', '--as', teacher, '--to', student, words);
  return until(async () => (await texts()).find((t) => t.to === phone &&
    t.body.includes(words)));
}

const waiting = async (as) => (await told('inbox', '--as', as))
  .conversations.map((talk) => talk.id).sort();

// The figures, once they stand still.
async function settled() {
  let last = await total();

  await until(async () => {
    const now = await total();
    const same = JSON.stringify(now) === JSON.stringify(last);
    last = now;
    return same;
  });
  return last;
}

async function arabic(who, name) {
  const { page } = who;
  const answer = `We have one at 3:30 (${name}).`;

  await page.goto(`${gateway}/inbox`);
  const row = page.locator('ul.inbox li', { hasText: PEOPLE.rania });
  check(`${name}: it waits in the inbox, in its own script`,
    await row.locator('[lang=ar]').filter({ hasText: ARABIC }).count() === 1,
    await page.locator('main').innerText());
  await go(page, row.getByRole('link', { name: PEOPLE.rania }));
  const words = page.locator('.bubble.theirs .words[lang=ar]')
    .filter({ hasText: ARABIC }).last();
  check(`${name}: the bubble is Arabic, from right to left`,
    await words.evaluate((one) => getComputedStyle(one).direction) === 'rtl');
  if (who.options.script !== false) {
    const found = await axe(page);
    check(`${name}: axe on the conversation`, found.length === 0,
      found.slice(0, 8));
  }
  await page.locator('#words').fill(answer);
  await go(page, page.getByRole('button', { name: /^Send/ }).first());
  await ahead(1);
  const came = await until(async () => {
    const found = (await texts()).filter((t) => t.body.includes(answer));
    return found.length > 0 && found;
  });
  check(`${name}: her phone has it once`, came && came.length === 1 &&
    came[0].to === RANIA && came[0].times === 1, [came]);
  const own = page.locator('.bubble.own', { hasText: answer });
  check(`${name}: the answer says "Delivered"`, await until(async () => {
    if (who.options.script === false)
      await page.reload();
    return /Delivered/.test(await own.innerText());
  }), await page.locator('main').innerText());
  await page.goto(`${gateway}/inbox`);
  check(`${name}: it waits no more`, await page.locator('ul.inbox li',
    { hasText: PEOPLE.rania }).count() === 0);
}

// As an iPhone says it, of the text that came last.
async function liked(who, name) {
  const before = await waiting('Min Park');
  const counted = await settled();
  const last = (await texts()).filter((t) => t.to === RANIA).pop();

  await onDesk(who.page, PEOPLE.rania, `Liked \u201c${last.body}\u201d`);
  check(`${name}: the talk says who liked it`, await until(async () => {
    await who.page.goto(`${gateway}/inbox?tab=all`);
    await go(who.page, who.page.getByRole('link', { name: PEOPLE.rania })
      .first());
    return (await who.page.locator('main').innerText())
      .includes(`${PEOPLE.rania} liked`);
  }), await who.page.locator('main').innerText());
  check(`${name}: "Liked" moves nothing in the inbox`,
    JSON.stringify(await waiting('Min Park')) === JSON.stringify(before));
  check(`${name}: and counts as no message`,
    (await total()).direct === counted.direct);
}

// The office finds his row, and says that it is no stop.
async function released(who, name) {
  const { page } = who;

  await signIn(who, DESK);
  check(`${name}: the desk's first page says that somebody may want to stop`,
    await page.getByRole('heading', { name: 'May want to stop' }).count() === 1,
    await page.locator('main').innerText());
  await go(page, page.getByRole('link', { name: 'Say which' }));
  const row = page.locator('ul.list > li', { hasText: PEOPLE.dung });
  check(`${name}: with what he wrote, and in which language`,
    await row.locator('[lang=vi]').filter({ hasText: /^Dung$/ }).count() > 0,
    await page.locator('main').innerText());
  await go(page, row.getByRole('button', { name: /^No/ }));
  check(`${name}: the row is gone`, await row.count() === 0);
}

async function dung(who, name) {
  const card = (await (await fetch(process.env.CARRIER)).text());
  const phone = /\+1\d{10}/.exec(card.slice(card.indexOf(PEOPLE.dung)))[0];
  const student = /father of ([^,]+),/.exec(
    card.slice(card.indexOf(PEOPLE.dung)))[1];
  const news = `The choir sings on Friday (${name}).`;
  const has = async () => (await texts()).filter((t) => t.to === phone &&
    t.body.includes(news)).length;
  const reach = () => homeline('send', '--as', 'Hugo Marchetti', '--to',
    student, '--preview', 'Hello');

  await begin('Hugo Marchetti', student, `Room 12 sings today (${name}).`,
    phone);
  const before = await reach(), counted = await total();
  await onDesk(who.page, PEOPLE.dung, /^Dung$/);
  await until(async () => (await total()).from_families >
    counted.from_families);
  check(`${name}: who signs "Dung" is reached as before`,
    await reach() === before, [before, await reach()]);
  check(`${name}: and it counts as his message`,
    (await total()).from_families === counted.from_families + 1);
  await homeline('send', '--as', 'Hugo Marchetti', '--kind', 'announcement',
    '--to', student, news);
  await ahead(1);
  check(`${name}: what is announced waits`, await has() === 0);
  await released(who, name);
  check(`${name}: and goes when the office says No`,
    await until(async () => await has() === 1), await texts());
}

async function play(who, how) {
  const name = `scene 3 (${how})`;
  const hello = `The class visits the library (${how}).`;
  const before = await total(), shown = await sums();

  await begin('Min Park', 'Omar Khalil', hello, RANIA);
  await signIn(who, 'Min Park');
  await onDesk(who.page, PEOPLE.rania, ARABIC);
  await until(async () => (await total()).from_families ===
    before.from_families + 1);
  await arabic(who, name);
  await liked(who, name);
  await dung(who, name);
  const after = await total();
  check(`${name}: three messages from staff, two from families`,
    after.from_staff === before.from_staff + 3 &&
    after.from_families === before.from_families + 2, [before, after]);
  const now = await sums();
  check(`${name}: none twice, none missing`, now.twice === 0 &&
    now.missing === 0 && now.received > shown.received, [shown, now]);
}

module.exports = { play };
