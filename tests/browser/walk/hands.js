'use strict';
// What the people of the scenes do on the pages, by mouse or by keys alone.

const { ask, carrier, gateway, until } = require('./stage');

// Follows a link or presses a button, and waits for the page it leads to.
async function go(page, target) {
  const before = page.url();
  await Promise.all([page.waitForLoadState('load'), target.click()]);
  await until(() => page.url() !== before, 5);
  await page.waitForLoadState('load');
}

// Presses Tab until something that matches has the focus.
async function tabTo(page, wanted, most = 80) {
  for (let n = 0; n < most; n++) {
    await page.keyboard.press('Tab');
    if (await page.evaluate((selector) =>
      document.activeElement.matches(selector), wanted))
      return true;
  }
  throw new Error(`no way to ${wanted} by Tab`);
}

// Whoever types what on the desk, by the form of their card; or a button of
// another card is pressed.
async function onDesk(page, name, words) {
  await page.goto(carrier);
  const card = page.locator('section.card', {
    has: page.locator('h2', { hasText: name }) });
  const ready = card.locator('form button').filter({ hasText: words });

  if (await ready.count() > 0) {
    await Promise.all([page.waitForLoadState('load'), ready.first().click()]);
  } else {
    await card.locator('input[name=body]').fill(words);
    await Promise.all([page.waitForLoadState('load'),
      card.getByRole('button', { name: 'Send', exact: true }).click()]);
  }
}

// The district's clock, as its field on the desk sets it.
async function ahead(minutes) {
  const answer = await fetch(`${carrier}/clock`, { method: 'POST',
    redirect: 'manual', body: new URLSearchParams({ by: minutes }) });
  if (answer.status !== 303)
    throw new Error(`the clock: ${answer.status}`);
}

async function aheadTo(when) {
  const answer = await fetch(`${carrier}/clock`, { method: 'POST',
    redirect: 'manual', body: new URLSearchParams({ to: when }) });
  if (answer.status !== 303)
    throw new Error(`the clock: ${answer.status}`);
}

// The sums that the desk shows: {received, twice, missing}.
async function sums() {
  const html = await (await fetch(carrier)).text();
  const sum = (label) => {
    const found = new RegExp(`>${label} <b>(\\d+)</b>`).exec(html);
    return found === null ? null : Number(found[1]);
  };
  return { received: sum('received'), twice: sum('twice'),
    missing: sum('missing') };
}

// Waits until the page, loaded again and again, shows the words.
async function shows(page, words, seconds = 15) {
  return until(async () => {
    if (await page.getByText(words).first().isVisible().catch(() => false))
      return true;
    await page.reload();
    return false;
  }, seconds);
}

// With script it comes by itself.
async function becomes(page, words, seconds = 20) {
  return page.getByText(words).first().waitFor({ timeout: seconds * 1000 })
    .then(() => true, () => false);
}

module.exports = { ahead, aheadTo, ask, becomes, gateway, go, onDesk, shows,
  sums, tabTo };
