import {ALL, type Variable} from './model.ts';

/** One value of a scope; `regex` says that PromQL must get a regular expression. */
export interface ScopeValue {values: string[]; texts?: string[]; regex?: boolean; custom?: string}
export type Scope = Map<string, ScopeValue>;
export type Format = string | ((value: ScopeValue, name: string) => string) | undefined;

const REFERENCE = /\$(\w+)|\$\{(\w+)(?:\.([^:}]+))?(?::([^}]+))?\}|\[\[(\w+)(?:\.([^:\]]+))?(?::([^\]]+))?\]\]/g;

export const escapeRegex = (text: string) => text.replace(/[\\^$.*+?()[\]{}|/]/g, '\\$&');
/** For a regular expression inside a PromQL string: the backslashes need one more level. */
const promRegex = (text: string) => text.replace(/\\/g, '\\\\\\\\').replace(/[$^*{}[\]'+?.()|]/g, '\\\\$&');
const promPlain = (text: string) => text.replace(/\\/g, '\\\\').replace(/"/g, '\\"');
const lucene = (text: string) => text.replace(/([\\!*+\-=<>\s&|()[\]{}^~?:/"])/g, '\\$1');

/** What Grafana's Prometheus data source makes of a variable without a format. */
export function promFormat(value: ScopeValue): string {
  if (value.custom !== undefined) return value.custom;
  if (!value.regex) return promPlain(value.values.join(','));
  const parts = value.values.map(promRegex);
  return parts.length === 1 ? parts[0] : `(${parts.join('|')})`;
}

/** What Grafana's Elasticsearch data source makes of a variable without a format. */
export function luceneFormat(value: ScopeValue): string {
  if (value.custom !== undefined) return value.custom;
  if (value.values.length === 1) return value.regex ? lucene(value.values[0]) : value.values[0];
  return `(${value.values.map(it => `"${lucene(it)}"`).join(' OR ')})`;
}

export const textFormat = (value: ScopeValue) => (value.texts ?? value.values).join(' + ');

const FORMATS: Record<string, (value: ScopeValue, name: string, argument?: string) => string> = {
  raw: it => it.values.join(','),
  csv: it => it.values.join(','),
  text: textFormat,
  pipe: it => it.values.join('|'),
  glob: it => (it.values.length === 1 ? it.values[0] : `{${it.values.join(',')}}`),
  regex: it => {
    const parts = it.values.map(escapeRegex);
    return parts.length === 1 ? parts[0] : `(${parts.join('|')})`;
  },
  lucene: luceneFormat,
  json: it => JSON.stringify(it.values.length === 1 ? it.values[0] : it.values),
  singlequote: it => it.values.map(value => `'${value.replace(/'/g, "\\'")}'`).join(','),
  doublequote: it => it.values.map(value => `"${value.replace(/"/g, '\\"')}"`).join(','),
  sqlstring: it => it.values.map(value => `'${value.replace(/'/g, "''")}'`).join(','),
  percentencode: it => encodeURIComponent(FORMATS.glob(it, '')),
  uriencode: it => encodeURI(FORMATS.glob(it, '')),
  queryparam: (it, name) => it.values.map(value => `var-${encodeURIComponent(name)}=${encodeURIComponent(value)}`).join('&'),
  join: (it, _, by) => it.values.join(by ?? ','),
  date: (it, _, form) => {
    const time = new Date(Number(it.values[0]));
    if (form === 'seconds') return String(Math.floor(time.getTime() / 1000));
    return form && form !== 'iso' ? it.values[0] : time.toISOString();
  },
};

/** Fills variables into text; what is no variable of the scope stays as it is. */
export function interpolate(text: string, scope: Scope, format?: Format): string {
  if (!text.includes('$') && !text.includes('[[')) return text;
  return text.replace(REFERENCE, (whole, plain, braced, path, form, bracket, bracketPath, bracketForm) => {
    const name = plain ?? braced ?? bracket;
    const dotted = path ?? bracketPath;
    const value = (dotted && scope.get(`${name}.${dotted}`)) || scope.get(name);
    if (!value) return whole;
    const chosen: NonNullable<Format> = form ?? bracketForm ?? format ?? 'glob';
    if (typeof chosen === 'function') return chosen(value, name);
    const [id, argument] = chosen.split(/:(.*)/);
    return (FORMATS[id] ?? FORMATS.glob)(value, name, argument);
  });
}

/** Names of the variables in a text. */
export function references(text: string): string[] {
  return [...text.matchAll(REFERENCE)].map(match => match[1] ?? match[2] ?? match[5]);
}

/** What is in force for the values that variables have now. */
export function scopeOf(variables: Variable[]): Scope {
  const scope: Scope = new Map();
  for (const {model, options, value} of variables) {
    const all = value.length === 1 && value[0] === ALL;
    const chosen = all ? options.filter(it => it.value !== ALL).map(it => it.value) : value;
    const texts = all ? ['All'] : value.map(it => options.find(option => option.value === it)?.text ?? it);
    scope.set(model.name, {
      values: chosen,
      texts,
      regex: !!(model.multi || model.includeAll),
      ...(all && model.allValue ? {custom: model.allValue} : {}),
    });
  }
  return scope;
}
