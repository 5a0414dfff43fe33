'use strict';
// How long a talk of 200 messages takes until it can be read and answered, in
// Chromium, as on an old phone: its processor six times slower, 1.6 Mbit/s,
// nothing cached.  Prints the milliseconds, one a round.
//
//      talk.js URL COOKIE CHROMIUM ROUNDS

const { chromium } = require('playwright-core');

const [url, cookie, executablePath, rounds] = process.argv.slice(2);

async function once(browser) {
  const context = await browser.newContext({
    extraHTTPHeaders: { Cookie: cookie },
    viewport: { width: 390, height: 800 } });
  const page = await context.newPage();
  const line = await context.newCDPSession(page);

  await line.send('Network.enable');
  await line.send('Network.emulateNetworkConditions', { offline: false,
    latency: 0, downloadThroughput: 200000, uploadThroughput: 200000 });
  await line.send('Emulation.setCPUThrottlingRate', { rate: 6 });
  await page.goto(url, { waitUntil: 'load' });
  const took = await page.evaluate(() => new Promise((resolve) => {
    requestAnimationFrame(() => setTimeout(() => resolve({
      ms: performance.now(),
      bubbles: document.querySelectorAll('.bubble').length,
      form: document.querySelector('form textarea') !== null })));
  }));

  await context.close();
  if (took.bubbles < 100 || !took.form)
    throw new Error(`this is no talk: ${JSON.stringify(took)}`);
  return took.ms;
}

(async () => {
  const browser = await chromium.launch({ executablePath,
    args: ['--no-sandbox', '--disable-background-networking',
      '--disable-component-update', '--disable-sync', '--no-first-run'] });

  for (let n = 0; n < Number(rounds); n++)
    console.log((await once(browser)).toFixed(0));
  await browser.close();
})();
