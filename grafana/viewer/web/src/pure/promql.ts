/** Durations, steps and legends as Grafana's Prometheus data source computes them. */
const UNITS: Record<string, number> = {ms: 1, s: 1e3, m: 6e4, h: 36e5, d: 864e5, w: 6048e5, y: 31536e6};
const NICE = [1, 2, 5, 10, 15, 20, 30, 60, 120, 300, 600, 900, 1200, 1800, 3600, 7200, 10800, 21600, 43200, 86400].map(it => it * 1e3);

export function durationMs(text: string | undefined, otherwise: number): number {
  const parts = [...(text ?? '').matchAll(/(\d+(?:\.\d+)?)(ms|[smhdwy])/g)];
  return parts.length ? parts.reduce((sum, it) => sum + Number(it[1]) * UNITS[it[2]], 0) : otherwise;
}

export function durationText(ms: number): string {
  for (const [unit, size] of [['d', 864e5], ['h', 36e5], ['m', 6e4], ['s', 1e3]] as const) {
    if (ms >= size && ms % size === 0) return ms / size + unit;
  }
  return ms + 'ms';
}

export interface Step {stepMs: number; rateMs: number}

/** The distance of points so that about `points` of them are asked for, a round number of seconds. */
export function stepOf(rangeMs: number, points: number, least: string | undefined, scrapeMs: number, factor = 1): Step {
  const floor = Math.max(durationMs(least?.replace(/^>=?/, ''), scrapeMs), 1000);
  const wanted = Math.max(rangeMs / Math.max(points, 1), 1);
  const nice = NICE.find(it => it >= wanted * 0.75) ?? Math.ceil(wanted / 864e5) * 864e5;
  // Prometheus refuses more than 11,000 points for one series.
  const safe = Math.ceil(rangeMs / 11000 / 1e3) * 1e3;
  const stepMs = Math.max(floor, nice, safe) * factor;
  return {stepMs, rateMs: Math.max(stepMs + scrapeMs, 4 * scrapeMs)};
}

export function legend(format: string | undefined, labels: Record<string, string>, expr: string): string {
  if (format && format !== '__auto') return format.replace(/\{\{\s*(.+?)\s*\}\}/g, (_, name) => labels[name] ?? '');
  const {__name__: name = '', ...rest} = labels;
  const keys = Object.keys(rest);
  if (format === '__auto' && keys.length === 1) return rest[keys[0]];
  if (!keys.length) return name || expr;
  return `${name}{${keys.map(key => `${key}="${rest[key]}"`).join(', ')}}`;
}

export function sample(text: string): number {
  return text === '+Inf' ? Infinity : text === '-Inf' ? -Infinity : Number(text);
}

export type Meta = {kind: 'labelValues'; label: string; metric?: string} | {kind: 'labelNames'; metric?: string}
  | {kind: 'metrics'; pattern: string} | {kind: 'queryResult'; expr: string} | {kind: 'series'; expr: string};

/** What the query of a variable asks for. */
export function metaQuery(query: string): Meta {
  const text = query.trim();
  const values = /^label_values\((?:([^]+),)?\s*([a-zA-Z_$][\w${}]*)\s*\)$/.exec(text);
  if (values) return {kind: 'labelValues', label: values[2], metric: values[1]?.trim()};
  const names = /^label_names\(\s*(.*?)\s*\)$/.exec(text);
  if (names) return {kind: 'labelNames', metric: names[1] || undefined};
  const metrics = /^metrics\((.+)\)$/.exec(text);
  if (metrics) return {kind: 'metrics', pattern: metrics[1]};
  const result = /^query_result\(([^]+)\)$/.exec(text);
  if (result) return {kind: 'queryResult', expr: result[1]};
  return {kind: 'series', expr: text};
}

/** A variable's regular expression: filters, and takes out the group `text` or `value`, or the first. */
export function applyRegex(options: {text: string; value: string}[], regex: string | undefined) {
  if (!regex) return options;
  const parts = /^\/(.*)\/([gimsuy]*)$/.exec(regex);
  const pattern = parts ? new RegExp(parts[1], parts[2].replace('g', '')) : new RegExp('^' + regex + '$');
  const found = options.flatMap(option => {
    const match = pattern.exec(option.value);
    if (!match) return [];
    const {text, value} = match.groups ?? {};
    const first = match.length > 1 && !match.groups ? match[1] : undefined;
    return [{text: text ?? value ?? first ?? option.text, value: value ?? text ?? first ?? option.value}];
  });
  return [...new Map(found.map(it => [it.value, it])).values()];
}

/** Grafana's numbers: 1/2 alphabetical, 3/4 numerical, 5/6 without case, 7/8 natural; even is downwards. */
export function sorted<T extends {text: string}>(options: T[], sort: number | undefined): T[] {
  if (!sort) return options;
  const number = (it: T) => Number(/-?\d+(\.\d+)?/.exec(it.text)?.[0] ?? NaN);
  const compare: Record<number, (a: T, b: T) => number> = {
    0: (a, b) => (a.text < b.text ? -1 : a.text > b.text ? 1 : 0),
    1: (a, b) => (number(a) || 0) - (number(b) || 0),
    2: (a, b) => a.text.toLowerCase().localeCompare(b.text.toLowerCase()),
    3: (a, b) => a.text.localeCompare(b.text, undefined, {numeric: true}),
  };
  const by = compare[Math.floor((sort - 1) / 2)] ?? compare[0];
  const list = [...options].sort(by);
  return sort % 2 === 0 ? list.reverse() : list;
}
