import {ALL, type Option, type Variable, type VariableModel} from '../pure/model.ts';
import {interpolate, promFormat, scopeOf, type Scope} from '../pure/interpolate.ts';
import {applyRegex, durationMs, durationText, metaQuery, sorted} from '../pure/promql.ts';
import {type DataSource, find} from './api.ts';
import {promAsk, promGet} from './prometheus.ts';

interface Context {sources: DataSource[]; chosen: Map<string, string[]>; from: number; to: number; builtin: Scope}

/** In their order, since a later one may depend on an earlier one. */
export async function resolve(models: VariableModel[], context: Context): Promise<Variable[]> {
  const done: Variable[] = [];
  for (const model of models) {
    if (model.type === 'adhoc') continue;
    const scope: Scope = new Map([...context.builtin, ...scopeOf(done)]);
    let options: Option[] = [];
    let error: string | undefined;
    try {
      options = await optionsOf(model, context, scope);
    } catch (failure) {
      error = (failure as Error).message;
    }
    if (model.includeAll && options.length) options = [{text: 'All', value: ALL}, ...options];
    done.push({model, options, value: valueOf(model, options, context.chosen.get(model.name)), error});
  }
  return done;
}

async function optionsOf(model: VariableModel, {sources, from, to}: Context, scope: Scope): Promise<Option[]> {
  const same = (value: string): Option => ({text: value, value});
  switch (model.type) {
    case 'custom':
      return customOptions(String(model.query ?? ''));
    case 'interval': {
      const list = String(model.query ?? '').split(',').map(it => it.trim()).filter(Boolean).map(same);
      if (!model.auto) return list;
      const least = durationMs(model.auto_min, 10_000);
      const step = Math.max(least, Math.ceil((to - from) / (model.auto_count ?? 30) / 1000) * 1000);
      return [{text: 'auto', value: durationText(step)}, ...list];
    }
    case 'datasource': {
      const list = sources.filter(it => it.type === model.query).map(it => ({text: it.name, value: it.uid}));
      return applyRegex(list, model.regex);
    }
    case 'textbox':
    case 'constant':
      return [same(String(model.query ?? model.current?.value ?? ''))];
    case 'query': {
      const source = find(sources, model.datasource, text => interpolate(text, scope));
      if (!source) throw new Error('its data source does not exist');
      if (source.type !== 'prometheus') throw new Error(`the viewer asks only Prometheus for variables, not ${source.type}`);
      const text = typeof model.query === 'string' ? model.query : (model.query?.query ?? model.definition ?? '');
      const found = await promOptions(source, interpolate(text, scope, promFormat), from, to);
      return sorted(applyRegex(found.map(same), model.regex && interpolate(model.regex, scope, 'regex')), model.sort);
    }
    default:
      throw new Error(`the viewer does not know variables of type '${model.type}'`);
  }
}

/** `a, b : 2`: a text and, behind a colon with blanks around it, the value. */
export function customOptions(query: string): Option[] {
  return (query.match(/(?:\\,|[^,])+/g) ?? []).map(it => {
    const [text, value] = it.replace(/\\,/g, ',').split(/\s:\s/);
    return {text: text.trim(), value: (value ?? text).trim()};
  });
}

async function promOptions(source: DataSource, query: string, from: number, to: number): Promise<string[]> {
  const meta = metaQuery(query);
  const range = {start: String(from / 1000), end: String(to / 1000)};
  const match = (metric?: string) => (metric ? {'match[]': metric} : {}) as Record<string, string>;
  const unique = (values: string[]) => [...new Set(values)].sort();
  switch (meta.kind) {
    case 'labelValues':
      return promGet(source, `label/${encodeURIComponent(meta.label)}/values`, {...range, ...match(meta.metric)});
    case 'labelNames':
      return promGet(source, 'labels', {...range, ...match(meta.metric)});
    case 'metrics': {
      const names: string[] = await promGet(source, 'label/__name__/values', range);
      const pattern = new RegExp(meta.pattern);
      return names.filter(it => pattern.test(it));
    }
    case 'series': {
      const series: Record<string, string>[] = await promGet(source, 'series', {...range, 'match[]': meta.expr});
      return unique(series.map(seriesText));
    }
    case 'queryResult': {
      const data = await promAsk(source, 'query', {query: meta.expr, time: range.end});
      if (data.resultType === 'scalar') return [data.result[1]];
      return data.result.map((it: any) => `${seriesText(it.metric)} ${it.value[1]} ${it.value[0] * 1000}`);
    }
  }
}

function seriesText({__name__: name = '', ...labels}: Record<string, string>): string {
  return `${name}{${Object.entries(labels).map(([key, value]) => `${key}="${value}"`).join(',')}}`;
}

/** From the address, else from the file, else the first; what does not exist any more is dropped. */
function valueOf(model: VariableModel, options: Option[], chosen: string[] | undefined): string[] {
  if (model.type === 'textbox') return chosen ?? [String(model.current?.value ?? model.query ?? '')];
  if (model.type === 'constant') return options.map(it => it.value);
  const known = (values: string[]) => values
    .map(it => (it === 'All' && model.includeAll ? ALL : it))
    .map(it => options.find(option => option.value === it || option.text === it)?.value)
    .filter((it): it is string => it !== undefined);
  const wanted = chosen?.length ? known(chosen) : [];
  const saved = known([model.current?.value ?? []].flat().map(String));
  const first = options[0] ? [options[0].value] : [];
  const value = wanted.length ? wanted : saved.length ? saved : first;
  if (value.includes(ALL)) return [ALL];
  return model.multi ? value : value.slice(0, 1);
}
