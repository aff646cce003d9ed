// browser.mjs ADDRESS PASSWORD: looks at the viewer with a real browser; the dashboards of
// src/test/resources must be among those it shows. Ends with 1 and a sentence when something is wrong.
import assert from 'node:assert/strict';
import {existsSync} from 'node:fs';
import puppeteer from 'puppeteer-core';

const [base, password] = process.argv.slice(2);
const LIMIT = 20_000;
const executablePath = [process.env.CHROMIUM, '/usr/bin/chromium', '/usr/bin/chromium-browser', '/usr/bin/google-chrome'].find(it => it && existsSync(it));
const browser = await puppeteer.launch({executablePath, args: ['--no-sandbox', '--disable-gpu', '--disable-dev-shm-usage']});
const page = await browser.newPage();
page.setDefaultTimeout(LIMIT);
const mistakes = [];
page.on('pageerror', error => mistakes.push(error.stack ?? String(error)));
page.on('console', message => /Content Security Policy/.test(message.text()) && !/hostile/.test(page.url()) && mistakes.push(message.text()));

const open = path => page.goto(base + path, {waitUntil: 'load'});
const see = (selector, what = selector) => page.waitForSelector(selector).catch(() => assert.fail(`waited ${LIMIT} ms for ${what} on ${page.url()}`));
const until = (predicate, what, ...values) => page.waitForFunction(predicate, {}, ...values).catch(() => assert.fail(`waited ${LIMIT} ms for ${what} on ${page.url()}`));
const count = selector => page.$$eval(selector, list => list.length);
const settled = () => until(() => {
  const panels = [...document.querySelectorAll('.panel')].filter(it => it.getBoundingClientRect().top < innerHeight);
  return panels.length && panels.every(it => it.dataset.state !== 'loading');
}, 'the panels in sight to have answers');

const steps = {
  async 'asks for the password and stays at the address'() {
    await open('/d/everything?from=now-5m&to=now');
    await see('input[name=password]', 'the login');
    await page.type('input[name=password]', password + 'x');
    await page.click('button[type=submit]');
    await until(() => document.body.innerText.includes('Invalid username or password'), 'the refusal');
    await page.$eval('input[name=password]', it => it.select());
    await page.type('input[name=password]', password);
    await page.click('button[type=submit]');
    await see('.panel[data-type=timeseries]', 'the dashboard');
    assert.match(page.url(), /\/d\/everything\?from=now-5m/);
  },

  async 'shows every type of panel without an error'() {
    await page.setViewport({width: 1400, height: 2600});
    await open('/d/everything');
    await settled();
    assert.deepEqual(await errors(), []);
    for (const selector of ['stat canvas', 'gauge svg', 'timeseries canvas', 'table [role=grid]', 'text h3', 'piechart .unknown']) {
      const [type, inside] = selector.split(' ');
      await see(`.panel[data-type=${type}] ${inside}`, `the ${inside} of a ${type}`);
    }
    assert.match(await page.$eval('.panel[data-type=bargauge]', it => it.innerText), /prometheus/);
  },

  async 'repeats a row for each value of a variable that is chosen'() {
    const before = await count('.fold');
    await page.click('#var-job');
    await page.waitForSelector('[data-variable=job] [role=option]');
    await page.$$eval('[data-variable=job] [role=option]', list => list.find(it => it.innerText.trim() === 'prometheus').click());
    await until(earlier => document.querySelectorAll('.fold').length < earlier, 'fewer rows', before);
    await settled();
    assert.match(page.url(), /var-job=prometheus/);
    assert.deepEqual(await page.$eval('#var-instance', it => it.innerText.trim()), 'All');
    await page.keyboard.press('Escape');
  },

  async 'changes the time range and goes back'() {
    await page.click('[data-testid="data-testid TimePicker Open Button"]');
    await until(() => [...document.querySelectorAll('label')].some(it => it.textContent === 'Last 5 minutes'), 'the ranges');
    await page.evaluate(() => [...document.querySelectorAll('label')].find(it => it.textContent === 'Last 5 minutes').click());
    await until(() => location.search.includes('from=now-5m'), 'the range in the address');
    await settled();
    await page.goBack();
    await until(() => !location.search.includes('from=now-5m'), 'the earlier address');
  },

  async 'opens a row that is saved closed'() {
    const before = await count('.panel');
    await page.$$eval('.fold', list => list.find(it => it.innerText.trim() === 'Closed').click());
    await until(earlier => document.querySelectorAll('.panel').length > earlier, 'the panel in the row', before);
  },

  async 'hides the menus in kiosk mode, and has a light theme'() {
    await open('/d/everything?kiosk');
    await see('.app.kiosk .panel', 'the kiosk');
    assert.equal(await count('header'), 0);
    await open('/d/everything?theme=light');
    await see('html[data-theme=light] .panel', 'the light theme');
    await open('/d/everything?theme=dark');
    await see('html[data-theme=dark] .panel', 'the dark theme');
  },

  async 'shows in the panel why it has nothing, and leaves the others alone'() {
    await open('/d/trouble');
    await settled();
    const text = await page.$$eval('.panel', list => list.map(it => it.innerText).join('\n'));
    assert.match(text, /parse error/);
    assert.match(text, /its data source does not exist/);
    assert.match(text, /nothing has this name/);
    await see('.panel[data-panel="5"] canvas', 'the panel that is well');
  },

  async 'runs nothing that a hostile dashboard brings'() {
    await open('/d/hostile');
    await settled();
    const found = await page.evaluate(() => ({
      hacked: String(window.hacked),
      unwanted: document.querySelectorAll('.text-panel script, .text-panel iframe, .text-panel form, .text-panel [onerror], .text-panel [ontoggle]').length,
      scripts: [...document.links].filter(it => it.protocol === 'javascript:').length,
    }));
    assert.deepEqual(found, {hacked: 'undefined', unwanted: 0, scripts: 0});
  },

  async 'shows alerts with runbooks, targets and any expression'() {
    await open('/alerting/list');
    await see('[data-count=firing]', 'the count of alerts');
    await until(() => document.querySelectorAll('.plain tr').length > 5, 'the rules');
    await page.$$eval('.plain a', list => list.find(it => it.innerText.includes('runbook')).click());
    await until(() => location.pathname.startsWith('/runbook/') && document.querySelector('.markdown-html h1'), 'the runbook');
    await open('/targets');
    await see('tr[data-health=up]', 'a target that is up');
    await open('/explore');
    await see('textarea', 'the box for an expression');
    await page.type('textarea', 'sum by (job) (up)');
    await page.click('.ask button');
    await see('.panel[data-type=table] [role=grid]', 'the table');
    await see('.panel[data-type=timeseries] canvas', 'the lines');
    assert.match(page.url(), /expr=sum/);
  },

  async 'leads from an exemplar to its trace'() {
    await page.setRequestInterception(true);
    const time = Date.now() / 1000 - 60;
    const span = {spanID: 'a', operationName: 'find a user', processID: 'p', startTime: 1, duration: 2000, references: [], tags: []};
    const answers = {
      query_exemplars: [{seriesLabels: {}, exemplars: [{labels: {trace_id: 'abcdef0123456789'}, value: '0.9', timestamp: time}]}],
      traces: [{traceID: 'abcdef0123456789', processes: {p: {serviceName: 'user_center-api'}}, spans: [span]}],
    };
    const answer = request => {
      const found = Object.keys(answers).find(it => request.url().includes('/' + it) && request.url().includes('/proxy/'));
      return found ? request.respond({contentType: 'application/json', body: JSON.stringify({status: 'success', data: answers[found]})}) : request.continue();
    };
    page.on('request', answer);
    await open('/d/exemplars');
    await see('a.exemplar', 'an exemplar');
    const [dot, plot] = await page.evaluate(() => ['a.exemplar', '.u-over'].map(it => document.querySelector(it).getBoundingClientRect().toJSON()));
    assert.ok(dot.top > plot.top + 5 && dot.bottom < plot.bottom, 'the exemplar is where its value is');
    await page.click('a.exemplar');
    await see('.span', 'the trace');
    assert.match(page.url(), /\/trace\/jaeger\/abcdef0123456789$/);
    assert.match(await page.$eval('.span', it => it.innerText), /user_center-api find a user/);
    page.off('request', answer);
    await page.setRequestInterception(false);
  },

  async 'lists dashboards and the files that are broken'() {
    await open('/dashboards');
    await until(() => /broken\.json:5/.test(document.body.innerText), 'the broken file with its line');
    await page.type('input[placeholder^=Search]', 'twenty');
    await until(() => document.querySelectorAll('.list li').length === 1, 'one dashboard');
  },

  async 'shows every dashboard without an error'() {
    const all = await page.evaluate(() => fetch('/api/search').then(it => it.json()));
    assert.ok(all.length > 4);
    for (const {uid, url} of all.filter(it => it.uid !== 'trouble')) {
      await open(url);
      await settled();
      assert.deepEqual(await errors(), [], `panels of ${uid}`);
    }
  },

  async 'fits on a narrow screen'() {
    await page.setViewport({width: 420, height: 800});
    for (const path of ['/d/everything', '/dashboards', '/alerting/list', '/targets', '/explore']) {
      await open(path);
      await see('main > *', path);
      await until(() => document.scrollingElement.scrollWidth <= innerWidth + 1, `${path} to be no wider than the screen`);
    }
    await page.setViewport({width: 1400, height: 900});
  },

  async 'answers soon with twenty panels'() {
    const begun = Date.now();
    await open('/d/many');
    await until(() => document.querySelectorAll('.panel[data-state=done] canvas').length >= 16, 'the panels in sight');
    console.log(`20 panels after ${Date.now() - begun} ms`);
  },

  async 'asks for the password again when the session has ended'() {
    await open('/d/everything?var-job=prometheus');
    await settled();
    await browser.deleteCookie(...(await browser.cookies()));
    await page.click('[data-testid="data-testid RefreshPicker run button"]');
    await see('input[name=password]', 'the login');
    assert.match(page.url(), /var-job=prometheus/);
  },
};

const errors = () => page.$$eval('.panel[data-state=error], .panel:has(.panel-error)', list => list.map(it => it.innerText));

try {
  for (const [name, step] of Object.entries(steps)) {
    await step();
    assert.deepEqual(mistakes, [], `mistakes on the page while it ${name}`);
    console.log('ok ' + name);
  }
} catch (failure) {
  console.log(`NOT OK: ${failure.message}\n${failure.stack}`);
  if (process.env.SCREENSHOT) await page.screenshot({path: process.env.SCREENSHOT});
  process.exitCode = 1;
} finally {
  await browser.close();
}
