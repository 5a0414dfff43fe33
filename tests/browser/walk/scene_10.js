'use strict';
// The number rose by exactly the direct messages of the day; here they are,
// here is what was not counted and why; and whoever downloads the rows counts
// the same, and finds the one that was altered.

const { execFile } = require('child_process');
const fs = require('fs');
const path = require('path');
const { onDesk } = require('./hands');
const { gateway, homeline, signIn, texts, total, until, write } =
  require('./stage');
const { check } = require('./tap');

const KATE = '+18575550111', OWEN = '+14135550154';
const DECEMBER = '/report?from=2026-12&to=2026-12';

// What the page says: the sum of its sentence and of its tables.
async function read(page) {
  await page.goto(gateway + DECEMBER);
  const words = await page.locator('main').innerText();
  const number = (pattern) => Number((pattern.exec(words) || [, 'NaN'])[1]
    .replace(/,/g, ''));

  return { words,
    sum: number(/families exchanged ([\d,]+) messages/),
    staff: number(/([\d,]+) from staff/),
    families: number(/from staff, ([\d,]+) from families/),
    apart: number(/Not counted: ([\d,]+)/),
    reactions: number(/Reactions, such as a tap beside a text\s+([\d,]+)/),
    consent: number(/STOP, START or HELP\s+([\d,]+)/) };
}

function recount(rows) {
  return new Promise((done) => execFile('python3',
    [path.join(process.env.TOP, 'tests/recount.py'), rows],
    (why, out) => done({ code: why ? why.code : 0, out })));
}

// One direct message each way; a tap; a word of consent.
async function day(who) {
  const before = await total();
  const words = 'Ben read a whole story aloud today.';

  await homeline('send', '--as', 'Min Park', '--to', 'Ben Walsh', words);
  await until(async () => (await texts()).find((t) => t.to === KATE &&
    t.body.includes(words)));
  await onDesk(who.page, 'Kate Walsh', 'I will bring it at 11');
  await until(async () => (await total()).from_families >
    before.from_families);
  await onDesk(who.page, 'Kate Walsh', 'Liked');
  await write(OWEN, 'HELP');
  await until(async () => {
    const now = await total();
    return now.not_counted >= before.not_counted + 2 &&
      now.from_staff > before.from_staff;
  });
}

// Somebody with an editor makes one direct message another one's.
function alter(rows) {
  const lines = rows.split('\n');
  const at = lines.findIndex((line) => {
    const row = line && JSON.parse(line);
    return row && row.noun === 'ledger' && row.what === 'direct_out';
  });
  const row = JSON.parse(lines[at]);

  lines[at] = JSON.stringify({ ...row, school: row.school + 2 });
  return lines.join('\n');
}

async function download(who, name, sums) {
  const file = path.join(process.env.STAGE, 'download.jsonl');
  const answer = await who.context.request.get(`${gateway}/report/rows`);
  const rows = await answer.text();

  fs.writeFileSync(file, rows);
  const good = await recount(file);
  check(`${name}: recount.py on the download prints the same number`,
    good.code === 0 && good.out.includes(
      `direct messages: ${sums.direct} (${sums.from_staff} from staff, ` +
      `${sums.from_families} from families)`), good.out, [sums]);
  check(`${name}: the rows have no names, numbers or words`,
    !/Walsh|Park|\+1857|aloud/.test(rows));
  fs.writeFileSync(file, alter(rows));
  const bad = await recount(file);
  check(`${name}: and names the row that was altered`, bad.code === 1 &&
    (bad.out.match(/altered: the row [0-9A-Z]{13}/g) || []).length === 1,
  bad.out);
}

async function play(who) {
  const name = 'scene 10';

  await signIn(who, 'Ingrid Solberg');
  const before = await read(who.page);
  await day(who);
  const after = await read(who.page);
  check(`${name}: the number rose by the direct messages of the day`,
    after.sum === before.sum + 2 && after.staff === before.staff + 1 &&
    after.families === before.families + 1, [before, after]);
  check(`${name}: what was not counted, and why`,
    after.apart === before.apart + 2 &&
    after.reactions === (before.reactions || 0) + 1 &&
    after.consent === (before.consent || 0) + 1, [before, after]);
  const sums = await total();
  check(`${name}: nothing of one member of staff`,
    !/Park|Chen|Lopez/.test(after.words.replace(/^[^]*?Messages with/, '')));
  await download(who, name, sums);
}

module.exports = { play };
