import assert from 'node:assert/strict';
import {test} from 'node:test';
import {ago} from '../src/pure/ago.ts';
import {escapeHtml} from '../src/pure/html.ts';
import {interpolate, luceneFormat, promFormat, references, scopeOf, type Scope, textFormat} from '../src/pure/interpolate.ts';
import {layout} from '../src/pure/layout.ts';
import {ALL, type Panel, type Variable} from '../src/pure/model.ts';
import {applyRegex, durationMs, durationText, legend, metaQuery, sample, sorted, stepOf} from '../src/pure/promql.ts';
import {rows} from '../src/pure/trace.ts';
import {timeParam, variablesOf, withParams, withVariable} from '../src/pure/url.ts';

const one = (value: string, regex = false): Scope => new Map([['x', {values: [value], regex}]]);
const two: Scope = new Map([['x', {values: ['a.b', 'c'], texts: ['A', 'C'], regex: true}]]);

test('fills in each way a variable can be written', () => {
  for (const text of ['$x', '${x}', '[[x]]', '${x:raw}', '${x.text}']) {
    assert.equal(interpolate(`<${text}>`, one('v')), '<v>', text);
  }
});

test('leaves alone what is no variable', () => {
  assert.equal(interpolate('$y ${y:csv} [[y]] 5$ $', one('v')), '$y ${y:csv} [[y]] 5$ $');
});

test('makes regular expressions for PromQL of several values', () => {
  assert.equal(interpolate('{a=~"$x"}', two, promFormat), '{a=~"(a\\\\.b|c)"}');
  assert.equal(interpolate('{a=~"$x"}', one('a.b', true), promFormat), '{a=~"a\\\\.b"}');
  assert.equal(interpolate('{a="$x"}', one('a"b'), promFormat), '{a="a\\"b"}');
});

test('knows the formats of Grafana', () => {
  const expected: Record<string, string> = {
    csv: 'a.b,c', pipe: 'a.b|c', glob: '{a.b,c}', regex: '(a\\.b|c)', json: '["a.b","c"]', text: 'A + C', raw: 'a.b,c',
    singlequote: "'a.b','c'", doublequote: '"a.b","c"', queryparam: 'var-x=a.b&var-x=c', percentencode: '%7Ba.b%2Cc%7D',
  };
  for (const [format, text] of Object.entries(expected)) assert.equal(interpolate(`\${x:${format}}`, two), text, format);
});

test('writes times as the format of a date says', () => {
  const scope: Scope = new Map([['__from', {values: ['1000']}]]);
  assert.equal(interpolate('${__from:date:iso}', scope), '1970-01-01T00:00:01.000Z');
  assert.equal(interpolate('${__from:date:seconds}', scope), '1');
});

test('quotes values for Elasticsearch', () => {
  assert.equal(interpolate('level:$x', two, luceneFormat), 'level:("a.b" OR "c")');
  assert.equal(interpolate('path:$x', one('a/b', true), luceneFormat), 'path:a\\/b');
});

const variable = (value: string[], extra = {}): Variable => ({
  model: {name: 'job', type: 'query', multi: true, includeAll: true, ...extra}, value,
  options: [{text: 'All', value: ALL}, {text: 'a', value: 'a'}, {text: 'b', value: 'b'}],
});

test('makes of All every value, or what the dashboard says it means', () => {
  assert.equal(interpolate('$job', scopeOf([variable([ALL])]), promFormat), '(a|b)');
  assert.equal(interpolate('$job', scopeOf([variable([ALL], {allValue: '.*'})]), promFormat), '.*');
  assert.equal(interpolate('$job', scopeOf([variable([ALL])]), textFormat), 'All');
});

test('finds the variables of a text', () => {
  assert.deepEqual(references('$a ${b:csv} [[c]]'), ['a', 'b', 'c']);
});

test('reads and writes durations', () => {
  assert.equal(durationMs('1h30m', 0), 5_400_000);
  assert.equal(durationMs('soon', 7), 7);
  assert.equal(durationText(90_000), '90s');
  assert.equal(durationText(7_200_000), '2h');
});

test('never asks for more points than Prometheus gives, nor for steps below the scrape interval', () => {
  assert.equal(stepOf(3_600_000, 600, undefined, 15_000).stepMs, 15_000);
  assert.equal(stepOf(3_600_000, 600, '1m', 15_000).stepMs, 60_000);
  assert.ok(30 * 864e5 / stepOf(30 * 864e5, 50_000, '1s', 1_000).stepMs <= 11_000);
  assert.equal(stepOf(3_600_000, 600, undefined, 15_000).rateMs, 60_000);
  assert.equal(stepOf(864e5, 600, undefined, 15_000).rateMs, stepOf(864e5, 600, undefined, 15_000).stepMs + 15_000);
});

test('names series by their legend', () => {
  const labels = {__name__: 'up', job: 'a', instance: 'b'};
  assert.equal(legend('{{job}} of {{ instance }}{{none}}', labels, 'up'), 'a of b');
  assert.equal(legend(undefined, labels, 'up'), 'up{job="a", instance="b"}');
  assert.equal(legend('__auto', {job: 'a'}, 'up'), 'a');
  assert.equal(legend('', {}, '1 + 1'), '1 + 1');
});

test('reads the numbers JSON cannot say', () => {
  assert.deepEqual(['+Inf', '-Inf', '1.5'].map(sample), [Infinity, -Infinity, 1.5]);
  assert.ok(Number.isNaN(sample('NaN')));
});

test('understands the queries of variables', () => {
  assert.deepEqual(metaQuery('label_values(job)'), {kind: 'labelValues', label: 'job', metric: undefined});
  assert.deepEqual(metaQuery('label_values(up{a="b,c"}, job)'), {kind: 'labelValues', label: 'job', metric: 'up{a="b,c"}'});
  assert.deepEqual(metaQuery('metrics(redis_.*)'), {kind: 'metrics', pattern: 'redis_.*'});
  assert.deepEqual(metaQuery('query_result(topk(3, up))'), {kind: 'queryResult', expr: 'topk(3, up)'});
  assert.deepEqual(metaQuery('label_names()'), {kind: 'labelNames', metric: undefined});
  assert.equal(metaQuery('up{job="a"}').kind, 'series');
});

test('takes from values what a regular expression captures', () => {
  const options = ['db-1:90', 'db-2:90', 'web:80'].map(it => ({text: it, value: it}));
  assert.deepEqual(applyRegex(options, '/(db-\\d):.*/').map(it => it.value), ['db-1', 'db-2']);
  assert.deepEqual(applyRegex(options, '/(?<text>web):(?<value>\\d+)/'), [{text: 'web', value: '80'}]);
  assert.equal(applyRegex(options, '/none/').length, 0);
});

test('sorts as the dashboard asks', () => {
  const options = ['b10', 'b9', 'A'].map(it => ({text: it}));
  const by = (sort: number) => sorted(options, sort).map(it => it.text).join();
  assert.equal(by(0), 'b10,b9,A');
  assert.equal(by(1), 'A,b10,b9');
  assert.equal(by(3), 'A,b9,b10');
  assert.equal(by(4), 'b10,b9,A');
  assert.equal(by(7), 'A,b9,b10');
});

const panel = (id: number, x: number, y: number, extra: Partial<Panel> = {}): Panel => ({id, type: 'stat', gridPos: {x, y, w: 12, h: 4}, ...extra});
const row = (id: number, y: number, extra: Partial<Panel> = {}): Panel => panel(id, 0, y, {type: 'row', gridPos: {x: 0, y, w: 24, h: 1}, ...extra});
const place = (panels: Panel[], values: string[] = [], closed = (_: Panel) => false) =>
  layout(panels, () => values, closed).map(it => `${it.key}:${it.x},${it.y},${it.w}x${it.h}`);

test('moves what is below a closed row up', () => {
  const panels = [row(1, 0), panel(2, 0, 1), row(3, 5), panel(4, 0, 6)];
  assert.deepEqual(place(panels), ['1:0,0,24x1', '2:0,1,12x4', '3:0,5,24x1', '4:0,6,12x4']);
  assert.deepEqual(place(panels, [], it => it.id === 1), ['1:0,0,24x1', '3:0,1,24x1', '4:0,2,12x4']);
});

test('opens a row that is saved closed with its panels inside', () => {
  assert.deepEqual(place([row(1, 0, {collapsed: true, panels: [panel(2, 0, 1)]})]), ['1:0,0,24x1', '2:0,1,12x4']);
});

test('leaves what follows a row that is saved closed open', () => {
  const panels = [row(1, 0, {collapsed: true, panels: [panel(2, 0, 1)]}), panel(3, 0, 1)];
  assert.deepEqual(place(panels, [], it => it.id === 1), ['1:0,0,24x1', '3:0,1,12x4']);
  assert.deepEqual(place(panels), ['1:0,0,24x1', '2:0,1,12x4', '3:0,5,12x4']);
});

test('repeats panels across and down, and rows with all they hold', () => {
  assert.deepEqual(place([panel(1, 0, 0, {repeat: 'v'}), panel(2, 0, 4)], ['a', 'b', 'c']),
    ['1@a:0,0,8x4', '1@b:8,0,8x4', '1@c:16,0,8x4', '2:0,4,12x4']);
  assert.deepEqual(place([panel(1, 0, 0, {repeat: 'v', repeatDirection: 'v'}), panel(2, 0, 4)], ['a', 'b']),
    ['1@a:0,0,12x4', '1@b:0,4,12x4', '2:0,8,12x4']);
  assert.deepEqual(place([row(1, 0, {repeat: 'v'}), panel(2, 0, 1)], ['a', 'b']), ['1@a:0,0,24x1', '2@a:0,1,12x4', '1@b:0,5,24x1', '2@b:0,6,12x4']);
});

test('keeps what was chosen in the address', () => {
  assert.deepEqual([...variablesOf('?var-a=1&var-a=2&from=x')], [['a', ['1', '2']]]);
  assert.equal(withVariable('?var-a=1&from=x', 'a', ['3', '4']), '?from=x&var-a=3&var-a=4');
  assert.equal(withParams('?from=x&kiosk=', {kiosk: undefined, to: 'now'}), '?from=x&to=now');
  assert.equal(timeParam('now-6h', 'now'), 'now-6h');
  assert.equal(timeParam('<script>', 'now'), 'now');
});

test('makes text of markup', () => {
  assert.equal(escapeHtml(`<a b="c">'&`), '&lt;a b=&quot;c&quot;&gt;&#39;&amp;');
});

test('says how long ago something was', () => {
  assert.deepEqual([5e3, 600e3, 7200e3, 400e6].map(it => ago(0, it)), ['5 s', '10 min', '2 h', '5 d']);
});

test('places spans under those that waited for them', () => {
  const span = (spanID: string, parent: string | undefined, startTime: number, tags: object[] = []) => ({
    spanID, operationName: spanID, processID: 'p', startTime, duration: 10, tags, references: parent ? [{refType: 'CHILD_OF', spanID: parent}] : [],
  });
  const found = rows({processes: {p: {serviceName: 's'}}, spans: [
    span('c', 'b', 120, [{key: 'error', value: true}]), span('a', undefined, 100), span('b', 'a', 110), span('lost', 'elsewhere', 130),
  ]});
  assert.deepEqual(found.map(it => [it.id, it.depth, it.start, it.failed]), [['a', 0, 0, false], ['b', 1, 10, false], ['c', 2, 20, true], ['lost', 0, 30, false]]);
  assert.equal(found[0].total, 40);
});
