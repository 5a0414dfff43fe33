'use strict';
// One family of each language is written to, answers from its phone, and both
// stand on the page of the talk as they are.

const { execFileSync } = require('child_process');
const path = require('path');
const { ahead, go } = require('./hands');
const { say } = require('./book');
const { checkQuiet, gateway, launch, note, person, signIn, texts, until,
  write } = require('./stage');
const { check, failures, scene } = require('./tap');

// [{tag, code, student, name, phone}]
const families = JSON.parse(process.argv[2]);
const pictures = process.env.HOMELINE_PICTURES;
const RIGHT_TO_LEFT = ['ar', 'ps'];
const WIDTHS = [1280, 390];
const ASKED = [['Early release on {day} at {1}.', '11:15', 'Friday'],
  ['Please call {1} or read {2}.', '508-555-0101', 'https://oak.example/bus']];
const PHONE = '508.555.0101';
const ANSWERED = [['All right, I will call {1} at {2}.', '508-555-0101',
  '3:15'], ['Thank you!']];

async function compose(page, { student, code, tag }) {
  const wanted = RIGHT_TO_LEFT.includes(tag) ?
    say(code, ...ASKED).replace('508-555-0101', '508.555.0101') :
    say(code, ...ASKED);

  await page.goto(`${gateway}/write`);
  await page.locator('#student').fill(student);
  await page.locator('#found a', { hasText: student }).first().click();
  await page.locator('#words').fill(say('en', ...ASKED));
  const shown = page.locator(`#preview .words[lang="${tag}"]`)
    .filter({ hasText: wanted });
  await shown.first().waitFor();
  const previews = await shown.allTextContents();
  await go(page, page.getByRole('button', { name: 'Send', exact: true }));
  return { wanted, previews };
}

// Letters of the words that Chromium draws as the box of a letter it lacks,
// although a font of this machine has them.
async function boxes(words) {
  const lost = await words.evaluate((one) => {
    const canvas = document.createElement('canvas');
    const ink = canvas.getContext('2d', { willReadFrequently: true });
    const drawn = (letter) => {
      canvas.width = canvas.height = 48;
      ink.font = `24px ${getComputedStyle(one).fontFamily}`;
      ink.fillText(letter, 12, 32);
      return ink.getImageData(0, 0, 48, 48).data.join();
    };
    const box = drawn('\u{10fffd}');

    return [...new Set(one.textContent.match(/\p{L}/gu))]
      .filter((letter) => drawn(letter) === box);
  });

  return lost.filter((letter) => execFileSync('fc-list',
    [`:charset=${letter.codePointAt(0).toString(16)}`]).length > 0);
}

// Their digits, as they stand from left to right and from above.
async function seen(words) {
  return words.evaluate((one) => {
    const text = one.firstChild;
    const at = [...text.data].map((letter, i) => {
      const range = document.createRange();
      range.setStart(text, i);
      range.setEnd(text, i + 1);
      const { x, y } = range.getBoundingClientRect();
      return { letter, x, y: Math.round(y) };
    });
    return at.filter(({ letter }) => /[\p{Nd}.]/u.test(letter))
      .sort((a, b) => a.y - b.y || a.x - b.x)
      .map(({ letter }) => letter).join('');
  });
}

// The bubble with these words in a language.
async function stands(page, name, whose, tag, wanted) {
  const bubble = page.locator(`.bubble.${whose}`, { hasText: wanted });
  const words = bubble.locator(`.words[lang="${tag}"]`)
    .filter({ hasText: wanted });

  await words.waitFor({ timeout: 5000 }).catch(() => {});
  if (!check(`${name}, word for word`, await words.count() === 1 &&
      await words.textContent() === wanted, wanted,
  await page.locator('.talk').innerText()))
    return bubble;
  const style = await words.evaluate((one) => ({
    direction: getComputedStyle(one).direction,
    inside: one.scrollWidth <= one.clientWidth }));
  check(`${name}, in its direction`, style.inside && style.direction ===
    (RIGHT_TO_LEFT.includes(tag) ? 'rtl' : 'ltr'), style);
  check(`${name}, with its digits in their order`, whose === 'theirs' ||
    !wanted.includes(PHONE) || (await seen(words)).includes(PHONE));
  const lost = await boxes(words);
  check(`${name}, each letter drawn`, lost.length === 0, lost);
  return bubble;
}

async function look(page, tag) {
  for (const width of WIDTHS) {
    await page.setViewportSize({ width, height: 900 });
    check(`${tag}: no wider than ${width} px`, await page.evaluate(() =>
      document.documentElement.scrollWidth <= innerWidth));
    if (!pictures)
      continue;
    await page.locator('.talk .bubble').last().evaluate((one) =>
      one.scrollIntoView({ block: 'end' }));
    await page.screenshot({ path: path.join(pictures,
      `${tag}-${width}.png`) });
  }
}

// What each is written is on its phone; what they answer is on its way.
async function phones(sent) {
  const came = await texts();

  for (const { phone, previews, tag, wanted, code } of sent) {
    const last = came.filter((t) => t.to === phone && t.body.includes(wanted));
    check(`${tag}: the phone has once what the preview showed`,
      last.length === 1 && last[0].times === 1 &&
      previews.includes(last[0].body) &&
      last[0].body === last[0].body.normalize('NFC'), [previews, last]);
    await write(phone, say(code, ...ANSWERED));
  }
}

// Where the talks are, once all of them wait for an answer.
async function talks(page, all) {
  return until(async () => {
    await page.goto(`${gateway}/inbox`);
    const found = await page.locator('ul.inbox a').evaluateAll((links) =>
      links.map((one) => [one.textContent.trim(), one.href]));
    const where = new Map(found);
    return all.every((one) => where.has(one.name)) && where;
  });
}

async function talk(page, { wanted, tag, code }, url) {
  const answer = say(code, ...ANSWERED);

  await page.setViewportSize({ width: 1280, height: 900 });
  await page.goto(url);
  const own = await stands(page, `${tag}: what was asked stands`, 'own',
    code === 'en' ? code : tag, wanted);
  const theirs = await stands(page, `${tag}: what they answered stands`,
    'theirs', tag, answer);
  if (code !== 'en') {
    await stands(page, `${tag}: their answer stands in English`, 'theirs',
      'en', say('en', ...ANSWERED));
    for (const bubble of [own, theirs])
      check(`${tag}: and that a computer did it`, await bubble.getByText(
        'Translated by computer, not checked').count() === 1,
      await bubble.innerText());
  }
  await look(page, tag);
}

async function play(page) {
  const sent = [];

  for (const family of families)
    await scene(family.tag, async () =>
      sent.push({ ...family, ...await compose(page, family) }));
  await ahead(1);
  await until(async () => (await texts()).filter((t) => sent.some((one) =>
    t.to === one.phone && t.body.includes(one.wanted))).length ===
    sent.length);
  await phones(sent);
  const where = await talks(page, sent);
  if (check('all of them wait in the inbox', where))
    for (const one of sent)
      await scene(one.tag, () => talk(page, one, where.get(one.name)));
}

async function main() {
  const browser = await launch();
  const who = await person(browser);

  await signIn(who, 'Carmen Lopez');
  await play(who.page);
  checkQuiet('the talks', who);
  if (pictures)
    note(`pictures are in ${pictures}`);
  await browser.close();
  process.exitCode = failures() > 0 ? 1 : 0;
}

main();
