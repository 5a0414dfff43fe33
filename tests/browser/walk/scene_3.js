'use strict';
// An answer in Arabic arrives in its own script, English beside it, and is
// answered in English, which goes in Arabic; so it is in Vietnamese; a "Liked"
// moves nothing; a father who signs "Dung", which may mean stop, stays with
// us: the office is asked, and what had waited for him goes when it says No.

const { say } = require('./book');
const { ahead, go, onDesk, sums } = require('./hands');
const { axe } = require('./axe');
const { gateway, homeline, signIn, texts, told, total, until } =
  require('./stage');
const { answer, read } = require('./talk');
const { check } = require('./tap');

// The ready answers of the desk, and ours, so that no scene has what another
// one had.
const BUS = [['Thank you.'], ['Is there a bus on {day} afternoon?',
  'Thursday']];
const WHEN = [['Thank you, teacher.'],
  ['What time does my child finish? {1}', 'Dung']];
const VARIED = {
  mouse: { trip: 'Thursday', room: '12', news: 'Friday',
    bus: ['Yes, there is an afternoon bus on {day}.', 'Thursday'],
    ends: ['At {1}.', '2:30'] },
  forms: { trip: 'Friday', room: '14', news: 'Thursday',
    bus: ['Yes, at {1}.', '3:30'], ends: ['At {1}.', '2:45'] },
};
const RANIA = '+15085550157';
const PEOPLE = { rania: 'Rania Nasser', kate: 'Kate Walsh',
  dung: 'D\u0169ng V\u00f5' };
const TEACHER = 'Hugo Marchetti';
const DESK = 'Carmen Lopez';            // Of the district.

// A text of a teacher is on that phone, in its language.
async function begin(name, { teacher, student, asked, phone, tag }) {
  await homeline('send', '--as', teacher, '--to', student,
    say('en', asked));
  check(`${name}: what ${teacher} wrote is there in ${tag}`, await until(
    async () => (await texts()).find((t) => t.to === phone &&
      t.body.includes(say(tag, asked)))), (await texts()).slice(-3));
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

async function arabic(who, name, bus) {
  const { page } = who;
  const theirs = say('ar', ...BUS);

  await until(async () => {
    await page.goto(`${gateway}/inbox`);
    return page.locator('ul.inbox li', { hasText: PEOPLE.rania }).count();
  });
  const row = page.locator('ul.inbox li', { hasText: PEOPLE.rania });
  check(`${name}: it waits in the inbox, in its own script`,
    await row.locator('[lang=ar]').filter({ hasText: theirs }).count() === 1,
    await page.locator('main').innerText());
  await read(who, name, { person: PEOPLE.rania, tag: 'ar', theirs,
    english: say('en', ...BUS) });
  const words = page.locator('.bubble.theirs .words[lang=ar]')
    .filter({ hasText: theirs }).last();
  check(`${name}: the bubble is Arabic, from right to left`,
    await words.evaluate((one) => getComputedStyle(one).direction) === 'rtl');
  if (who.options.script !== false) {
    const found = await axe(page);
    check(`${name}: axe on the conversation`, found.length === 0,
      found.slice(0, 8));
  }
  await answer(who, name, { phone: RANIA, tag: 'ar', words: say('en', bus),
    said: say('ar', bus) });
  const own = page.locator('.bubble.own', { hasText: say('en', bus) }).last();
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

// His number, and whose father he is, as the desk has it.
async function his() {
  const desk = await (await fetch(process.env.CARRIER)).text();
  const card = desk.slice(desk.indexOf(PEOPLE.dung));

  return { phone: /\+1\d{10}/.exec(card)[0],
    student: /father of ([^,]+),/.exec(card)[1] };
}

async function dung(who, name, { room, news }) {
  const { phone, student } = await his();
  const told = [['Picture day is {day}.', news]];
  const has = async () => (await texts()).filter((t) => t.to === phone &&
    t.body.includes(say('vi', ...told))).length;
  const reach = () => homeline('send', '--as', TEACHER, '--to',
    student, '--preview', 'Hello');

  await begin(name, { teacher: TEACHER, student, phone, tag: 'vi',
    asked: ['Room {1} sings today.', room] });
  const before = await reach(), counted = await total();
  await onDesk(who.page, PEOPLE.dung, /^Dung$/);
  await until(async () => (await total()).from_families >
    counted.from_families);
  check(`${name}: who signs "Dung" is reached as before`,
    await reach() === before, [before, await reach()]);
  check(`${name}: and it counts as his message`,
    (await total()).from_families === counted.from_families + 1);
  await homeline('send', '--as', TEACHER, '--kind', 'announcement',
    '--to', student, say('en', ...told));
  await ahead(1);
  check(`${name}: what is announced waits`, await has() === 0);
  await released(who, name);
  check(`${name}: and goes when the office says No`,
    await until(async () => await has() === 1), await texts());
  return phone;
}

// And writes again, at more length, to the teacher.
async function vietnamese(who, name, phone, ends) {
  await onDesk(who.page, PEOPLE.dung, say('vi', ...WHEN));
  await signIn(who, TEACHER);
  await read(who, name, { person: PEOPLE.dung, tag: 'vi',
    theirs: say('vi', ...WHEN), english: say('en', ...WHEN) });
  await answer(who, name, { phone, tag: 'vi', words: say('en', ends),
    said: say('vi', ends) });
}

async function play(who, how) {
  const name = `scene 3 (${how})`, varied = VARIED[how];
  const before = await total(), shown = await sums();

  await begin(name, { teacher: 'Min Park', student: 'Omar Khalil',
    phone: RANIA, tag: 'ar',
    asked: ['Hello! The trip to the museum is on {day}.', varied.trip] });
  await signIn(who, 'Min Park');
  await onDesk(who.page, PEOPLE.rania, say('ar', ...BUS));
  await until(async () => (await total()).from_families ===
    before.from_families + 1);
  await arabic(who, name, varied.bus);
  await liked(who, name);
  const phone = await dung(who, name, varied);
  await vietnamese(who, name, phone, varied.ends);
  const after = await total();
  check(`${name}: four messages from staff, three from families`,
    after.from_staff === before.from_staff + 4 &&
    after.from_families === before.from_families + 3, [before, after]);
  const now = await sums();
  check(`${name}: none twice, none missing`, now.twice === 0 &&
    now.missing === 0 && now.received > shown.received, [shown, now]);
}

module.exports = { play };
