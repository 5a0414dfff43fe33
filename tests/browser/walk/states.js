'use strict';
// The states of the pages, as the program itself makes them: by wrong forms,
// by what somebody began, by what a role has not.  A state is
// [name, whose screen, how it is opened]; how is a path, or a function of the
// page and of what prepare() made.  Words are nowhere looked for: they differ.

const { ask, gateway, homeline, texts, until, write } = require('./stage');

const TEACHER = 'Min Park', OFFICE = 'Grace Chen', DISTRICT = 'Carmen Lopez';
const LANGUAGE = 'Nadia Ferris', ANALYST = 'Ingrid Solberg';
const AUDITOR = 'Martin Keane';
const PEOPLE = [TEACHER, OFFICE, DISTRICT, LANGUAGE, ANALYST, AUDITOR];
const NOBODY = '0000000000000';

const RANIA = '+15085550157', MARIANA = '+16175550197';
const STRANGER = '+12125550150', OAK = '+15085550101';
const BUS = '\u0634\u0643\u0631\u0627\u064b. \u0647\u0644 \u064a\u0648\u062c' +
  '\u062f \u0628\u0627\u0635 \u0628\u0639\u062f \u0627\u0644\u0638\u0647\u0631' +
  ' \u064a\u0648\u0645 \u0627\u0644\u062e\u0645\u064a\u0633\u061f';
const PICTURES = '\u064a\u0648\u0645 \u0627\u0644\u062a\u0635\u0648\u064a\u0631' +
  ' \u0627\u0644\u062c\u0645\u0639\u0629. \u0644\u0627 \u062d\u0627\u062c\u0629' +
  ' \u0625\u0644\u0649 \u0645\u0627\u0644.';

// Fills a form by the names of its fields and sends it as its button would.
// A name may have a list of values: the boxes that are ticked, "" for none.
async function submit(page, form, fields = {}, button = null) {
  const [answer] = await Promise.all([
    page.waitForNavigation({ waitUntil: 'load' }),
    page.evaluate(([place, wanted, pressed]) => {
      const it = document.querySelector(place);
      if (!it)
        throw new Error(`no ${place} on ${location}`);
      it.noValidate = true;
      for (const [name, value] of Object.entries(wanted))
        for (const one of it.querySelectorAll(`[name="${name}"]`))
          if (['checkbox', 'radio'].includes(one.type))
            one.checked = value === '*' || value === one.value;
          else
            one.value = value;
      it.requestSubmit(it.querySelector(
        pressed ||
        'button:not([name]):not([formaction]):not([type=button])'));
    }, [form, fields, button]),
  ]);
  return answer;
}

// A form that is wrong: 422, and the page again with what to do.
function wrong(place, form, fields, button) {
  return async (page, made) => {
    await page.goto(gateway + at(place, made));
    const answer = await submit(page, form, fields, button);
    if (![409, 422, 429].includes(answer.status()))
      throw new Error(`${place}: ${answer.status()}, not refused`);
  };
}

const at = (place, made) => typeof place === 'function' ? place(made) : place;
const to = (place) => (page, made) => page.goto(gateway + place(made));
const post = (action) => `form[method=post][action="${action}"]`;
const DRAFT = 'main form[data-draft], main form.measure';

async function refused(page, place, status) {
  const answer = await page.goto(gateway + place);
  if (answer.status() !== status)
    throw new Error(`${place}: ${answer.status()}, not ${status}`);
}

// Words typed where a preview follows them.
const typed = (place) => async (page, made) => {
  await page.goto(gateway + at(place, made));
  await page.locator('#words').fill(
    'Omar left his jacket in class. It is in our room.');
  await page.locator('#preview .bubble').first().waitFor();
};

// -------------------------------------------------------------- preparing

const last = (page) => new URL(page.url()).pathname.split('/')[2];
const student = (name) => async (page) => {
  await page.goto(`${gateway}/students?q=${encodeURIComponent(name)}`);
  return page.locator('main a[href^="/students/"]').first()
    .getAttribute('href').then((href) => href.split('/')[2]);
};

// An announcement up to its last step, to a class or to a whole school.
async function announcement(page, to, words) {
  await page.goto(`${gateway}/announce`);
  await submit(page, DRAFT, { words, subject: 'Picture day' });
  const id = last(page);
  await submit(page, 'main form[data-preview]', { to, [to === 'classes' ?
    'class' : 'school']: '*' });
  await submit(page, 'main form', { in_ar: PICTURES });
  await submit(page, 'main form', { when: 'now' });
  return id;
}

async function sent(page, person, words, press = null) {
  const id = await student(person)(page);

  await page.goto(`${gateway}/write?student=${id}`);
  await submit(page, post('/write'), { words });
  if (press)
    await submit(page, press);
  return last(page);
}

// The talk with whom that number is.
async function talk(page, name) {
  await page.goto(`${gateway}/inbox?tab=all&q=${encodeURIComponent(name)}`);
  const href = await page.locator('ul.inbox a[href^="/inbox/"]').first()
    .getAttribute('href');
  return href.split(/[/#?]/)[2];
}

async function template(page) {
  await page.goto(`${gateway}/templates/new`);
  await submit(page, post('/templates/new'), { scope: 'mine',
    name: 'Picture day', words: 'Picture day is Friday. Bring a smile.' });
  const id = last(page);
  await page.goto(`${gateway}/templates/${id}?language=ar`);
  await submit(page, post(`/templates/${id}/words`), { words: PICTURES },
    'button[value=save]');
  return id;
}

// A link to choose a password.
async function link(page, name) {
  await page.goto(`${gateway}/users?q=${encodeURIComponent(name)}`);
  await page.goto(gateway + await page.locator('main a[href^="/users/0"]')
    .first().getAttribute('href'));
  await submit(page, 'main form[action$="/link"]');
  return new URL(await page.locator('#link').inputValue()).pathname;
}

async function chooses(pages, page) {
  const path = await link(pages.get(DISTRICT), TEACHER);

  await page.goto(gateway + path);
  await submit(page, post(path), { password: 'seven blue lamps at noon',
    again: 'seven blue lamps at noon' });
}

// Families write, staff begin and send; what came of it is named.
async function prepare(pages) {
  const teacher = pages.get(TEACHER), office = pages.get(OFFICE);
  const made = { student: await student('Omar Khalil')(teacher) };

  await homeline('send', '--as', TEACHER, '--to', 'Omar Khalil',
    'Omar left his jacket in class.');
  await homeline('send', '--as', TEACHER, '--to', 'Teresa Acosta',
    'Teresa did very well today.');
  await until(async () => (await texts()).filter((t) =>
    [RANIA, MARIANA].includes(t.to) && /jacket|very well/.test(t.body))
    .length === 2);
  await write(RANIA, BUS);
  await write(MARIANA, 'ALTO');
  await ask('POST', '/carrier/write', { from: STRANGER, to: OAK,
    body: 'Who is this? I have no child at your school.' });
  made.talk = await until(() => talk(teacher, 'Rania').catch(() => null));
  made.stopped = await talk(teacher, 'Mariana Soto');
  await teacher.goto(`${gateway}/inbox/${made.talk}`);
  await submit(teacher, post(`/inbox/${made.talk}/note`),
    { note: 'Called at noon. Nobody answered.' });
  await submit(teacher, post(`/inbox/${made.talk}/ask`)).catch(() => null);
  await homeline('reply', '--as', OFFICE, made.talk,
    'The late bus leaves at 3:30.');
  await chooses(pages, teacher);
  made.welcome = await link(pages.get(DISTRICT), 'Judith Hale');
  made.one = await template(teacher);
  made.draft = await announcement(teacher, 'classes',
    'Picture day is Friday. No money is needed.');
  made.school = await announcement(office, 'school',
    'Picture day is Friday. No money is needed.');
  made.written = await sent(teacher, 'Omar Khalil', 'See you on Thursday.');
  made.cancelled = await sent(teacher, 'Omar Khalil', 'See you on Friday.',
    'form[action$="/cancel"]');
  return made;
}

// ------------------------------------------------------------- the states

const step = (name, id = 'draft') => (made) => `/announce/${made[id]}/${name}`;
const form = 'main form.measure, main form.stack';

const ANNOUNCE = [
  ['announce: message, kept', TEACHER, to(step('message'))],
  ['announce: message, empty', TEACHER, wrong('/announce', DRAFT,
    { words: '' })],
  ['announce: who', TEACHER, to(step('who'))],
  ['announce: who, nobody', TEACHER, wrong(step('who'),
    'main form[data-preview]', { to: 'students', class: '' })],
  ['announce: who, found', OFFICE, async (page) => {
    await page.goto(`${gateway}/announce`);
    await submit(page, DRAFT, { words: 'The bus is late.' });
    await submit(page, 'main form[data-preview]', { to: 'students',
      search: 'om' }, '[value=find]');
  }],
  ['announce: who, a school', OFFICE, to(step('who', 'school'))],
  ['announce: who, the district', DISTRICT, async (page) => {
    await page.goto(`${gateway}/announce`);
    await submit(page, DRAFT, { words: 'No school today: snow.' });
  }],
  ['announce: languages', TEACHER, to(step('languages'))],
  ['announce: languages, a school', OFFICE, to(step('languages', 'school'))],
  ['announce: when', TEACHER, to(step('when'))],
  ['announce: when, wrong', TEACHER, wrong(step('when'), form,
    { when: 'later', date: '', time: '' })],
  ['announce: confirm', TEACHER, to(step('confirm'))],
  ['announce: confirm, typed wrong', OFFICE,
    wrong(step('confirm', 'school'), form, { typed: '3' })],
];

const WRITE = [
  ['write: one family', TEACHER, to((made) => `/write?student=${made.student}`)],
  ['write: several found', TEACHER, '/write?student=a'],
  ['write: nobody found', TEACHER, '/write?student=zzz'],
  ['write: wrong', TEACHER, wrong((made) => `/write?student=${made.student}`,
    post('/write'), { words: '', to: '', about: '' })],
  ['write: preview', TEACHER, typed((made) =>
    `/write?student=${made.student}`)],
  ['written: to be taken back', TEACHER, async (page, made) => {
    await page.goto(`${gateway}/write?student=${made.student}`);
    await submit(page, post('/write'), { words: `Until ${Date.now()}.` });
  }],
  ['written: done', TEACHER, to((made) => `/write/${made.written}`)],
  ['written: taken back', TEACHER, to((made) => `/write/${made.cancelled}`)],
];

const TALKS = [
  ['inbox: nothing found', TEACHER, '/inbox?q=zzzzzz'],
  ['inbox: mine', TEACHER, '/inbox?tab=mine'],
  ['inbox: all', OFFICE, '/inbox?tab=all'],
  ['talk: Arabic', TEACHER, to((made) => `/inbox/${made.talk}`)],
  ['talk: preview', TEACHER, typed((made) => `/inbox/${made.talk}`)],
  ['talk: empty answer', TEACHER, wrong((made) => `/inbox/${made.talk}`,
    'main form[data-preview]', { words: '' })],
  ['talk: empty note', TEACHER, wrong((made) => `/inbox/${made.talk}`,
    'main form[action$="/note"]', { note: '' })],
  ['talk: somebody was faster', TEACHER, wrong((made) =>
    `/inbox/${made.talk}`, 'main form[data-preview]',
  { words: 'Yes, at 3:30.', seen: '0000000000001' })],
  ['talk: move, nowhere', TEACHER, async (page, made) => {
    await page.goto(`${gateway}/inbox/${made.talk}`);
    await page.goto(gateway + await page.locator('main a[href*="/move"]')
      .last().getAttribute('href'));
    await submit(page, form, { place: '' });
  }],
  ['talk: stopped', TEACHER, to((made) => `/inbox/${made.stopped}`)],
  ['talk: a stranger', OFFICE, async (page) => {
    await page.goto(`${gateway}/inbox?tab=all`);
    const row = page.locator('ul.inbox a[href^="/inbox/"]',
      { has: page.locator('bdi[dir=ltr]') });
    await page.goto(gateway + await row.first().getAttribute('href'));
  }],
  ['language: empty', LANGUAGE, wrong('/language', post('/language'),
    { english: '' })],
];

const OTHERS = [
  ['contacts: nobody found', OFFICE, '/contacts?q=zzzzzz'],
  ['contacts: to fix', OFFICE, '/contacts?tab=fix'],
  ['contacts: stopped', OFFICE, '/contacts?tab=stopped'],
  ['contact: no such language', OFFICE, async (page, made) => {
    await page.goto(`${gateway}/contacts?q=Rania`);
    await page.goto(gateway + await page.locator('main a[href^="/contacts/"]' +
      ':has([dir=ltr])').first().getAttribute('href'));
    await submit(page, 'main form:has([name=language])',
      { language: 'Volap' });
  }],
  ['person: wrong number', OFFICE, async (page) => {
    await page.goto(`${gateway}/contacts?q=Rania`);
    await page.goto(gateway + await page.locator(
      'main a[href^="/contacts/people/"]').first().getAttribute('href'));
    await submit(page, 'main form[action$="/add"]', { address: '555-01' });
  }],
  ['students: nobody found', TEACHER, '/students?q=zzzzzz'],
  ['sent: nothing found', TEACHER, '/sent?search=zzzzzz'],
  ['template: with Arabic', TEACHER, to((made) =>
    `/templates/${made.one}?language=ar`)],
  ['template: its history', TEACHER, to((made) =>
    `/templates/${made.one}/history`)],
  ['template: other places', TEACHER, async (page, made) => {
    await page.goto(`${gateway}/templates/${made.one}`);
    await submit(page, post(`/templates/${made.one}`), {
      words: 'Picture day of ((student first name)) is ((date)).' });
  }],
  ['template: archived', TEACHER, '/templates/archived'],
  ['template: to approve', LANGUAGE, '/templates/waiting'],
  ['template: empty', TEACHER, wrong('/templates/new', post('/templates/new'),
    { name: '', words: '' })],
  ['report: too few', ANALYST, '/report?school=&language=ak'],
  ['report: one month', ANALYST, '/report?from=2026-10&to=2026-10'],
  ['report: what families sent', ANALYST, '/report?direction=families'],
  ['users: nobody found', DISTRICT, '/users?q=zzzzzz'],
  ['users: new, empty', DISTRICT, wrong('/users/new', post('/users'),
    { name: '', mailbox: 'x' })],
  ['users: a link', DISTRICT, (page) => link(page, 'Linda Marsh')],
  ['settings: no name', DISTRICT, wrong('/settings/district',
    post('/settings/district'), { name: '' })],
  ['settings: a wrong number', DISTRICT, wrong('/settings/numbers',
    post('/settings/numbers'), { number: '12' })],
  ['settings: a wrong trial', DISTRICT, wrong('/settings/accounts',
    post('/settings/accounts'), { address: '12' })],
  ['settings: no hours', DISTRICT, wrong('/settings/hours',
    post('/settings/hours'), { any: '', opens: '20:00', closes: '07:00' })],
  ['settings: no target', DISTRICT, wrong('/settings/report',
    post('/settings/report'), { target: 'many' })],
  ['audit: nothing found', AUDITOR, '/audit?from=2020-01-01&to=2020-01-02'],
  ['me: wrong password', TEACHER, wrong('/me', post('/me/password'),
    { old: 'x', password: 'short', again: 'other' })],
  ['not theirs', TEACHER, (page) => refused(page, '/users', 403)],
  ['not there', TEACHER, (page) => refused(page, `/inbox/${NOBODY}`, 404)],
  ['a form too old', TEACHER, async (page) => {
    await page.goto(`${gateway}/me`);
    await submit(page, post('/me'), { csrf: 'x' });
  }],
];

// Nobody is signed in.
const OUTSIDE = [
  ['sign in', null, '/signin'],
  ['sign in: wrong', null, wrong('/signin', 'main form.stack:not(.row)',
    { name: 'nobody', password: 'nothing' })],
  ['sign in: signed out', null, '/signin?out=1'],
  ['help, outside', null, '/help'],
  ['welcome', null, to((made) => made.welcome)],
  ['welcome: too short', null, wrong((made) => made.welcome,
    'main form.stack', { password: 'x', again: 'y' })],
  ['welcome: too late', null, '/welcome/none'],
];

module.exports = { PEOPLE, prepare,
  states: [...ANNOUNCE, ...WRITE, ...TALKS, ...OTHERS, ...OUTSIDE] };
