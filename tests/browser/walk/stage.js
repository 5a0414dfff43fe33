'use strict';
// Where the scripts stand: the gateway, the carrier and the command line of
// one demo, and a Chromium that tells all that goes wrong in it.

const { execFile } = require('child_process');
const fs = require('fs');
const path = require('path');
const { chromium } = require('playwright-core');
const { hasPlaces, lint } = require('./lint');
const { check, note } = require('./tap');

const gateway = process.env.GATEWAY;
const carrier = process.env.CARRIER;

// ------------------------------------------------------------- the browser

async function launch() {
  return chromium.launch({
    executablePath: process.env.CHROMIUM,
    args: ['--no-sandbox', '--disable-gpu', '--disable-dev-shm-usage',
      '--disable-background-networking', '--disable-component-update',
      '--disable-sync', '--no-first-run', '--mute-audio'],
  });
}

// A violation of the policy is an event of the document as well.
const watch = `addEventListener('securitypolicyviolation', (e) =>
  console.error('CSP: ' + e.violatedDirective + ' ' + e.blockedURI));`;

// What happens by itself when a page is left while it asks for something.
function harmless(failure) {
  return failure === 'net::ERR_ABORTED';
}

// Collects into `wrong` what must not happen on any page.
function guard(page, wrong, options) {
  const say = (words) => wrong.push(`${page.url()}: ${words}`);

  page.on('console', (message) => {
    const text = message.text();
    if (['error', 'warning'].includes(message.type()) &&
        !(options.refusals && /status of 4\d\d/.test(text)))
      say(`console: ${text}`);
  });
  page.on('pageerror', (why) => say(`error: ${why.message}`));
  page.on('dialog', (dialog) => {
    say(`dialog: ${dialog.message()}`);
    dialog.dismiss().catch(() => {});
  });
  page.on('requestfailed', (request) => {
    const failure = (request.failure() || {}).errorText;
    if (!harmless(failure) && !options.down)
      say(`request failed: ${request.url()} ${failure}`);
  });
  page.on('response', async (response) => {
    const type = response.headers()['content-type'] || '';
    if (response.status() >= 500 && !options.down)
      say(`${response.status()} of ${response.url()}`);
    if (!response.url().startsWith(gateway) || !type.startsWith('text/html') ||
        response.status() === 303)
      return;
    const html = await response.text().catch(() => null);
    if (html)
      for (const fault of lint(html, { hostile: options.hostile,
        places: hasPlaces(response.url()),
        fragment: 'x-fragment' in response.request().headers() }))
        say(`lint: ${fault}`);
  });
}

// A person at a screen of their own.  options: script false, width, dark,
// locale, refusals (4xx is wanted), down (the gateway is killed meanwhile), hostile.
async function person(browser, options = {}) {
  const context = await browser.newContext({
    javaScriptEnabled: options.script !== false,
    viewport: { width: options.width || 1280, height: 900 },
    colorScheme: options.dark ? 'dark' : 'light',
    locale: options.locale || 'en-US',
    extraHTTPHeaders: { 'Accept-Language': options.locale || 'en-US' },
    reducedMotion: 'reduce',
  });
  const wrong = [];

  context.setDefaultTimeout(10000);
  await context.addInitScript(watch);
  context.on('page', (page) => guard(page, wrong, options));
  const page = await context.newPage();
  return { context, page, wrong, options };
}

// By the link of the desk, as somebody who tries the demo does.
async function signIn(who, name) {
  await who.page.goto(`${gateway}/signin?as=${await idOf(name)}`);
  await Promise.all([
    who.page.waitForURL((url) => url.pathname !== '/signin'),
    who.page.locator('main form button').first().click(),
  ]);
}

function checkQuiet(name, who) {
  check(`${name}: no error, no violation, nothing that fails`,
    who.wrong.length === 0, [...new Set(who.wrong)].slice(0, 20));
  who.wrong.length = 0;
}

// -------------------------------------------------------- the command line

function homeline(...words) {
  return new Promise((done, fail) => execFile(process.env.HOMELINE, words,
    { maxBuffer: 1 << 28 }, (why, out, err) => why ?
      fail(new Error(`homeline ${words.join(' ')}: ${err}`)) : done(out)));
}

async function told(...words) {
  return JSON.parse(await homeline(...words, '--json'));
}

let ids = null;

async function idOf(name) {
  if (ids === null) {
    const { users } = await told('user', 'list');
    ids = new Map(users.map((one) => [one.name, one.id]));
  }
  if (!ids.has(name))
    throw new Error(`${name} is not of the staff`);
  return ids.get(name);
}

// The rows of the ledger, as everybody may recount them.
async function ledger() {
  const file = path.join(process.env.STAGE, `rows-${process.pid}.jsonl`);

  await homeline('recount', '--rows', file);
  const rows = fs.readFileSync(file, 'utf8').split('\n').filter(Boolean);
  fs.unlinkSync(file);
  return rows.map((row) => JSON.parse(row));
}

async function total() {
  return (await told('report', 'kpi-2-1')).total;
}

// -------------------------------------------------------------- the carrier

async function ask(method, where, body) {
  const answer = await fetch(carrier + where, { method,
    body: body === undefined ? undefined : JSON.stringify(body),
    headers: body === undefined ? {} : { 'Content-Type': 'application/json' } });
  if (!answer.ok)
    throw new Error(`${method} ${where}: ${await answer.text()}`);
  return answer.json();
}

// All texts the carrier took from the gateway after number n.
async function texts(after = 0) {
  const all = [];

  while (after !== null) {
    const page = await ask('GET', `/carrier/record?most=10000&after=${after}`);
    all.push(...page.texts);
    after = page.next;
  }
  return all;
}

const counts = () => ask('GET', '/carrier/counts');
const mails = async () => (await ask('GET', '/carrier/mails?most=10000')).mails;
const write = (from, body) => ask('POST', '/carrier/write', { from, body });
const fault = (name, more = {}) => ask('POST', '/carrier/fault',
  { name, ...more });
const well = () => ask('DELETE', '/carrier/fault');

// Asks again, until it is so or the time is over; the last answer.
async function until(condition, seconds = 15) {
  const end = Date.now() + seconds * 1000;

  for (;;) {
    const answer = await condition();
    if (answer || Date.now() > end)
      return answer;
    await new Promise((done) => setTimeout(done, 50));
  }
}

// In the demo's terminal (stage.py).
function press(key) {
  process.stdout.write(`#! ${key}\n`);
}

// The gateway is there and answers.
const ready = () => fetch(`${gateway}/readyz`).then((r) => r.ok, () => false);

module.exports = { ask, carrier, checkQuiet, counts, fault, gateway, homeline,
  idOf, launch, ledger, mails, note, person, press, ready, signIn, texts, told,
  total, until, well, write };
