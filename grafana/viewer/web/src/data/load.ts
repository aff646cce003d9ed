import {type DataFrame, type GrafanaTheme2, type TimeRange, dateMath, dateTime} from '@grafana/data';
import type {Panel, Target} from '../pure/model.ts';
import {interpolate, luceneFormat, promFormat, type Scope} from '../pure/interpolate.ts';
import {durationMs, durationText, stepOf} from '../pure/promql.ts';
import {type DataSource, find} from './api.ts';
import {logFrames} from './elasticsearch.ts';
import {type Prepared, prepare} from './grafana.ts';
import {type Exemplar, exemplars, plainValueName, promFrames} from './prometheus.ts';

export interface Loaded {data: Prepared; exemplars: Exemplar[]; traces?: string; at: number}
interface Request {
  panel: Panel; points: number; range: TimeRange; scope: Scope; sources: DataSource[]; theme: GrafanaTheme2; timeZone: string; signal: AbortSignal;
}

/** Longer than the viewer's own deadline for data sources, which has the better message. */
const DEADLINE_MS = 25_000;

/** Asks all targets of a panel at once and prepares what is drawn. */
export async function load(request: Request): Promise<Loaded> {
  const {panel, sources, scope, theme, timeZone} = request;
  const signal = AbortSignal.any([request.signal, AbortSignal.timeout(DEADLINE_MS)]);
  const {from, to} = own(panel, request.range);
  const found: Exemplar[] = [];
  let traces: string | undefined;
  const run = async (target: Target): Promise<DataFrame[]> => {
    const source = find(sources, target.datasource ?? panel.datasource, text => interpolate(text, scope));
    if (!source) throw new Error('its data source does not exist: ' + JSON.stringify(target.datasource ?? panel.datasource ?? null));
    if (source.type === 'elasticsearch') {
      return logFrames(source, target, interpolate(target.query ?? '', scope, luceneFormat), from, to, signal);
    }
    if (source.type !== 'prometheus') throw new Error(`the viewer does not ask data sources of type '${source.type}'`);
    if (!target.expr) return [];
    const scrape = durationMs(source.jsonData?.timeInterval, 15_000);
    const least = interpolate(target.interval || panel.interval || '', scope) || undefined;
    const step = stepOf(to - from, panel.maxDataPoints ?? request.points, least, scrape, target.intervalFactor || 1);
    const expr = interpolate(target.expr, withSteps(scope, step.stepMs, step.rateMs, from, to), promFormat);
    const ask = {source, target, expr, from, to, step, signal};
    if (target.exemplar && !target.instant) {
      traces ??= source.jsonData?.exemplarTraceIdDestinations?.[0]?.datasourceUid;
      // Exemplars are an extra: a panel without them is still right.
      await exemplars(ask).then(list => found.push(...list), () => {});
    }
    return promFrames(ask);
  };
  const targets = (panel.targets ?? []).filter(it => !it.hide);
  try {
    const frames = plainValueName((await Promise.all(targets.map(run))).flat(), targets);
    return {data: await prepare(frames, panel.type, panel, scope, theme, timeZone), exemplars: found, traces, at: Date.now()};
  } catch (failure) {
    if ((failure as Error).name === 'TimeoutError') throw new Error(`the data source did not answer within ${DEADLINE_MS / 1000} s`);
    throw failure;
  }
}

/** A panel may have a range of its own, or look at an earlier one. */
function own(panel: Panel, range: TimeRange): {from: number; to: number} {
  let from = range.from.valueOf();
  let to = range.to.valueOf();
  if (panel.timeFrom) from = dateMath.parse('now-' + panel.timeFrom)?.valueOf() ?? from;
  if (panel.timeFrom) to = dateTime().valueOf();
  const shift = durationMs(panel.timeShift, 0);
  return {from: from - shift, to: to - shift};
}

function withSteps(scope: Scope, stepMs: number, rateMs: number, from: number, to: number): Scope {
  const more: Scope = new Map(scope);
  const set = (name: string, value: string | number) => more.set(name, {values: [String(value)]});
  set('__interval', durationText(stepMs));
  set('__interval_ms', stepMs);
  set('__rate_interval', durationText(rateMs));
  set('__rate_interval_ms', rateMs);
  set('__range', Math.round((to - from) / 1000) + 's');
  set('__range_s', Math.round((to - from) / 1000));
  set('__range_ms', to - from);
  return more;
}
