'use strict';
// A talk with a family of another language: what it wrote with its English
// beside it, and an answer of ours, which is shown before it goes.

const { ahead, go } = require('./hands');
const { gateway, texts, until } = require('./stage');
const { check } = require('./tap');

// What the form shows of what they get, once it is translated.
async function previewed(who, tag, said) {
  const { page } = who;
  const shown = page.locator(`#preview .words[lang="${tag}"]`)
    .filter({ hasText: said });

  if (who.options.script !== false)
    await shown.first().waitFor();
  else
    await until(async () => {
      await Promise.all([page.waitForEvent('load'),
        page.locator('button[formaction$="/preview"]').click()]);
      return shown.count();
    });
  return shown.allTextContents();
}

// Opens the talk of who waits in the inbox: their words, and their English.
async function read(who, name, { person, tag, theirs, english }) {
  const { page } = who;
  const link = page.locator('ul.inbox').getByRole('link', { name: person });

  await until(async () => {
    await page.goto(`${gateway}/inbox`);
    return link.count();
  });
  await go(page, link.first());
  const bubble = page.locator('.bubble.theirs').filter({ has: page.locator(
    `.words[lang="${tag}"]`, { hasText: theirs }) }).last();
  const beside = bubble.locator('.words[lang=en]');

  await until(async () => {
    if (who.options.script === false && await beside.count() === 0)
      await page.reload();
    return beside.count();
  });
  const words = await bubble.locator('.words').allTextContents();
  check(`${name}: ${person}'s words stand as written, English beside them`,
    words.join('|') === `${theirs}|${english}`, words);
  check(`${name}: labelled as a computer's`, await bubble.getByText(
    'Translated by computer, not checked').count() === 1,
  await bubble.innerText());
}

// Answers there; the phone has what was shown, once.
async function answer(who, name, { phone, tag, words, said }) {
  const { page } = who, before = (await texts()).length;

  await page.locator('#words').fill(words);
  const shown = await previewed(who, tag, said);
  await go(page, page.getByRole('button', { name: /^Send/ }).first());
  await ahead(1);
  const came = await until(async () => {
    const found = (await texts()).slice(before).filter((t) =>
      t.to === phone && t.body.includes(said));
    return found.length > 0 && found;
  });
  check(`${name}: ${phone} has the answer once, in ${tag}, as it was shown`,
    came && came.length === 1 && came[0].times === 1 &&
    shown.includes(came[0].body), [came, shown]);
  check(`${name}: the page has both`, await page.locator(
    '.bubble.own', { hasText: words }).locator(`.words[lang="${tag}"]`)
    .filter({ hasText: said }).count() > 0,
  await page.locator('main').innerText());
}

module.exports = { answer, previewed, read };
