'use strict';
// sheets.js MANNER full|empty FOLDER WIDTH SCHEME: a picture of each page and
// state, several on a sheet, to be looked at by a person.

const fs = require('fs');
const path = require('path');
const { launch } = require('./stage');
const { failures, note, scene } = require('./tap');
const { tour } = require('./tour');

const [manner, district, folder, width, scheme] = process.argv.slice(2);
// How large a page may be, how small it is shown, how many are on a sheet.
const SHAPES = {
  390: { height: 1700, scale: .62, across: 6, down: 1 },
  1280: { height: 1500, scale: .4, across: 3, down: 2 },
};
const shape = SHAPES[width] || SHAPES[1280];

async function sheet(page, name, pictures) {
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
}

async function main() {
  const browser = await launch();
  const pictures = [], each = shape.across * shape.down;

  fs.mkdirSync(folder, { recursive: true });
  await scene('sheets', () => tour(browser, district === 'empty',
    async (who, name, why) => {
      if (why !== null) {
        note(`${name}: ${why}`);
        return;
      }
      await who.page.setViewportSize({ width: Number(width), height: 900 });
      await who.page.emulateMedia({ colorScheme: scheme });
      const high = await who.page.evaluate(() => document.documentElement
        .scrollHeight);
      pictures.push({ name, image: (await who.page.screenshot({ fullPage: true,
        clip: { x: 0, y: 0, width: Number(width), height: Math.min(high,
          shape.height) } })).toString('base64') });
    }));
  const page = await browser.newPage({ viewport: { width: shape.across *
    (Math.round(width * shape.scale) + 8) + 16, height: 400 } });
  for (let n = 0; n * each < pictures.length; n++)
    await sheet(page, `${width}-${scheme}-${manner}-${district}-` +
      `${String(n + 1).padStart(2, '0')}.png`,
    pictures.slice(n * each, (n + 1) * each));
  await browser.close();
  process.exitCode = failures() > 0 ? 1 : 0;
}

main();
