'use strict';
// The pictures of the README: a talk in Arabic, what became of an
// announcement, and the report.

const path = require('path');
const { say } = require('./book');
const { ahead, go, onDesk } = require('./hands');
const { send } = require('./scene_2');
const { gateway, homeline, launch, person, signIn, texts, until } =
  require('./stage');
const { previewed } = require('./talk');
const { failures, scene } = require('./tap');

const folder = process.argv[2];
const RANIA = '+15085550157';

// from: what stands at its top; null: the page does.
async function shoot(page, name, height, from = null) {
  await page.setViewportSize({ width: 1024, height });
  await page.mouse.move(0, 0);
  await page.evaluate((selector) => {
    const all = selector ? [...document.querySelectorAll(selector)] : [];
    const top = all.length ? all.pop().getBoundingClientRect().top : 0;
    document.activeElement.blur();
    scrollTo(0, all.length || top ? scrollY + top - 24 : 0);
  }, from);
  await page.screenshot({ path: path.join(folder, `${name}.png`) });
}

async function talk(who) {
  const words = ['{1} left his violin in class.', 'Omar'];
  const answer = ['Yes, there is an afternoon bus on {day}.', 'Thursday'];

  await homeline('send', '--as', 'Min Park', '--to', 'Omar Khalil',
    say('en', words));
  await until(async () => (await texts()).find((t) => t.to === RANIA &&
    t.body.includes(say('ar', words))));
  await onDesk(who.page, 'Rania Nasser',
    '\u0628\u0639\u062f \u0627\u0644\u0638\u0647\u0631');
  await ahead(2);
  await signIn(who, 'Min Park');
  await until(async () => {
    await who.page.goto(`${gateway}/inbox`);
    return await who.page.getByRole('link', { name: 'Rania Nasser' })
      .count() > 0;
  });
  await go(who.page, who.page.getByRole('link', { name: 'Rania Nasser' })
    .first());
  await until(async () => {
    await who.page.reload();
    return await who.page.getByText('Is there a bus').count() > 0;
  });
  await who.page.locator('#words').fill(say('en', answer));
  await previewed(who, 'ar', say('ar', answer));
  await shoot(who.page, 'talk', 900, '.talk .day');
}

async function announcement(who) {
  await send(who, 'pictures', [['Picture day is {day}.', 'Friday'],
    ['Order forms went home today.']]);
  await ahead(1);
  await until(async () => {
    await who.page.reload();
    return /Delivered\s+4\d/.test(await who.page.locator('main').innerText());
  });
  await who.page.locator('main details summary').first().click();
  await shoot(who.page, 'announcement', 1100);
}

async function report(who) {
  await signIn(who, 'Ingrid Solberg');
  await who.page.goto(`${gateway}/report`);
  await shoot(who.page, 'report', 1150, 'main h1');
}

async function main() {
  const browser = await launch();

  for (const one of [talk, announcement, report])
    await scene(one.name, async () => {
      const who = await person(browser);
      if (one === announcement)
        await signIn(who, 'Min Park');
      await one(who);
      await who.context.close();
    });
  await browser.close();
  process.exitCode = failures() > 0 ? 1 : 0;
}

main();
