'use strict';
// All pages that a person can reach by links, some of each kind.

const { links } = require('./lint');
const { gateway } = require('./stage');

const EACH = 3;                 // Pages of one kind.
const MOST = 400;
const ID = /^(?:[0-9]+|[0-9A-HJKMNP-TV-Z]{13}|\+?\d{7,})$/;

// "/inbox/038RQY7CC0003?page=2" is of the kind "/inbox/:id?page".
function kind(place) {
  const url = new URL(place, gateway);
  const names = [...new Set(url.searchParams.keys())].sort();
  return url.pathname.split('/').map((part) =>
    ID.test(decodeURIComponent(part)) ? ':id' : part).join('/') +
    (names.length ? `?${names.join('&')}` : '');
}

function skipped(place) {
  return /^\/(signout|assets\/|hooks\/|api\/|u\/)/.test(place) ||
    /[?&]format=|\.(csv|jsonl?|png|svg)(\?|$)/.test(place);
}

// Visits them; seen(place, kind, answer, html) for each.  Returns a place of
// each kind.
async function crawl(who, begin, seen) {
  const kinds = new Map(), asked = new Set(begin), waiting = [...begin];

  for (let n = 0; waiting.length > 0 && n < MOST; n++) {
    const place = waiting.shift();
    const answer = await who.context.request.get(gateway + place);
    const type = answer.headers()['content-type'] || '';
    const html = type.startsWith('text/html') ? await answer.text() : null;
    const own = kind(place);

    seen(place, own, answer, html);
    if (html === null) {
      kinds.delete(own);
      continue;
    }
    if (!kinds.has(own))
      kinds.set(own, { count: 0, place });
    for (const next of links(html, answer.url())) {
      const of = kinds.get(kind(next)) || { count: 0, place: next };
      if (asked.has(next) || skipped(next) || of.count >= EACH)
        continue;
      kinds.set(kind(next), { ...of, count: of.count + 1 });
      asked.add(next);
      waiting.push(next);
    }
  }
  return kinds;
}

module.exports = { crawl, kind };
