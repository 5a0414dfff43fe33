'use strict';
// The scenes of the demo, one after the other, as words name them: `1:keys`.

const { checkQuiet, launch, person } = require('./stage');
const { failures, scene } = require('./tap');

async function play(browser, name) {
  const [number, how] = name.split(':');
  const who = await person(browser, { script: how !== 'forms' });

  await require(`./scene_${number}`).play(who, how, browser);
  checkQuiet(`scene ${name}`, who);
  await who.context.close();
}

async function main() {
  const browser = await launch();

  for (const name of process.argv.slice(2))
    await scene(`scene ${name}`, () => play(browser, name));
  await browser.close();
  process.exitCode = failures() > 0 ? 1 : 0;
}

main();
