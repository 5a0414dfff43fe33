'use strict';
// The pages with strings that want to be HTML in every field.

const { crawl } = require('./crawl');
const { roles } = require('./roles');
const { checkQuiet, gateway, launch, person, signIn } = require('./stage');
const { check, failures, note, scene } = require('./tap');

const { fields, shown } = JSON.parse(process.argv[2]);
const BEGIN = ['/', '/me'];

// Which of them can be read, word for word, in the text or in a control.
function readable(page) {
  return page.evaluate((all) => {
    const controls = [...document.querySelectorAll('input, textarea')];
    const text = [document.body.innerText, document.title,
      ...controls.map((one) => one.value)].join('\n');
    return Object.keys(all).filter((name) => text.includes(all[name]));
  }, fields);
}

async function look(who, role, done, seen) {
  const kinds = await crawl(who, BEGIN, () => {});

  for (const [own, { place }] of kinds) {
    if (done.has(own))
      continue;
    done.add(own);
    await who.page.goto(gateway + place);
    const taken = await who.page.locator('b, img[src="x"], main script')
      .count();
    if (taken > 0)
      check(`${own} (${role.words}): words stay words`, false,
        await who.page.locator('main').innerHTML());
    for (const name of await readable(who.page))
      seen.add(name);
  }
}

async function main() {
  const browser = await launch(), done = new Set(), seen = new Set();

  for (const role of await roles())
    await scene(role.words, async () => {
      const who = await person(browser, { hostile: true, refusals: true });
      await signIn(who, role.name);
      await look(who, role, done, seen);
      checkQuiet(role.words, who);
      await who.context.close();
    });
  for (const name of shown)
    check(`${name} can be read word for word`, seen.has(name));
  note(`looked at: ${[...done].sort().join(' ')}`);
  note(`also read: ${[...seen].filter((name) => !shown.includes(name))
    .sort().join(' ')}`);
  await browser.close();
  process.exitCode = failures() > 0 ? 1 : 0;
}

main();
