'use strict';
// sheets.js MANNER full|empty FOLDER WIDTH,SCHEME...: a picture of each page
// and state, several on a sheet, to be looked at by a person.

const fs = require('fs');
const path = require('path');
const { launch } = require('./stage');
const { failures, note, scene } = require('./tap');
const { tour } = require('./tour');

const [manner, district, folder, ...looks] = process.argv.slice(2);
// How large a page may be, how small it is shown, how many are on a sheet.
const SHAPES = {
  390: { height: 1700, scale: .62, across: 6, down: 1 },
  1280: { height: 1500, scale: .4, across: 3, down: 2 },
};

async function sheet(browser, name, pictures, width) {
  const shape = SHAPES[width];
  const page = await browser.newPage({ viewport: { width: shape.across *
    (Math.round(width * shape.scale) + 8) + 16, height: 400 } });
  const wide = Math.round(width * shape.scale);
  const cards = pictures.map((one) => `<figure><figcaption>${one.name
    .replace(/&/g, '&amp;').replace(/</g, '&lt;')}</figcaption><img width="${wide}"
    src="data:image/png;base64,${one.image}"></figure>`);

  await page.setContent(`<body style="display:flex;flex-wrap:wrap;gap:8px;
    margin:8px;align-items:flex-start;background:#888;font:14px system-ui">
    <style>figure{margin:0;width:${wide}px}figcaption{background:#fff;
      overflow:hidden;white-space:nowrap}</style>
    ${cards.join('')}`);
  await page.screenshot({ path: path.join(folder, name), fullPage: true });
  await page.close();
}

async function shoot(page, width, scheme) {
  await page.setViewportSize({ width, height: 900 });
  await page.emulateMedia({ colorScheme: scheme });
  const high = await page.evaluate(() =>
    document.documentElement.scrollHeight);

  return (await page.screenshot({ fullPage: true, clip: { x: 0, y: 0, width,
    height: Math.min(high, SHAPES[width].height) } })).toString('base64');
}

async function bind(browser, look, pictures) {
  const [width, scheme] = look.split(',');
  const each = SHAPES[width].across * SHAPES[width].down;

  for (let n = 0; n * each < pictures.length; n++)
    await sheet(browser, `${width}-${scheme}-${manner}-${district}-` +
      `${String(n + 1).padStart(2, '0')}.png`,
    pictures.slice(n * each, (n + 1) * each), Number(width));
}

async function main() {
  const browser = await launch();
  const all = new Map(looks.map((look) => [look, []]));

  fs.mkdirSync(folder, { recursive: true });
  await scene('sheets', () => tour(browser, district === 'empty',
    async ({ page }, name, why) => {
      if (why !== null)
        note(`${name}: ${why}`);
      else
        for (const [look, pictures] of all) {
          const [width, scheme] = look.split(',');
          pictures.push({ name, image: await shoot(page, Number(width),
            scheme) });
        }
    }));
  for (const [look, pictures] of all)
    await bind(browser, look, pictures);
  await browser.close();
  process.exitCode = failures() > 0 ? 1 : 0;
}

main();
