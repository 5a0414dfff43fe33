'use strict';
// Cases as TAP; their numbers are given by whoever reads them (stage.py).

let failed = 0;

function note(words) {
  for (const line of String(words).split('\n').slice(0, 40))
    process.stdout.write(`# ${line}\n`);
}

function check(name, good, ...notes) {
  process.stdout.write(`${good ? 'ok' : 'not ok'} - ${name}\n`);
  if (!good) {
    failed++;
    for (const one of notes.flat())
      note(typeof one === 'string' ? one : JSON.stringify(one));
  }
  return good;
}

// A scene that throws is a case that fails; the next one goes on.
async function scene(name, play) {
  try {
    await play();
  } catch (why) {
    check(`${name}: it is played to its end`, false, String(why.stack || why));
  }
}

module.exports = { check, note, scene, failures: () => failed };
