import {type DataFrame, FieldType, createDataFrame} from '@grafana/data';
import type {Target} from '../pure/model.ts';
import {legend, sample, type Step} from '../pure/promql.ts';
import {type DataSource, ask, proxy} from './api.ts';

type Labels = Record<string, string>;
interface Series {metric: Labels; values?: [number, string][]; value?: [number, string]}
export interface Exemplar {time: number; value: number; traceId?: string; labels: Labels}

/** A request of the Prometheus API; long expressions need a body. */
export function promAsk(source: DataSource, path: string, params: Record<string, string>, signal?: AbortSignal) {
  return ask<{data: any}>(proxy(source) + 'api/v1/' + path, {
    method: 'POST', body: new URLSearchParams(params), signal,
    headers: {'Content-Type': 'application/x-www-form-urlencoded'},
  }).then(it => it.data);
}

export const promGet = (source: DataSource, path: string, params: Record<string, string> = {}, signal?: AbortSignal) =>
  ask<{data: any}>(`${proxy(source)}api/v1/${path}?${new URLSearchParams(params)}`, {signal}).then(it => it.data);

export interface Ask {source: DataSource; target: Target; expr: string; from: number; to: number; step: Step; signal?: AbortSignal}

export async function promFrames(it: Ask): Promise<DataFrame[]> {
  const {target} = it;
  const instant = target.instant === true || (target.range === false && target.instant !== false);
  const frames: DataFrame[] = [];
  if (instant) frames.push(...instantFrames(await instantData(it), it));
  if (!instant || target.range === true) frames.push(...(await rangeFrames(it)));
  return frames;
}

const instantData = ({source, expr, to, signal}: Ask) => promAsk(source, 'query', {query: expr, time: String(to / 1000)}, signal);

async function rangeFrames({source, target, expr, from, to, step: {stepMs}, signal}: Ask): Promise<DataFrame[]> {
  const start = Math.floor(from / stepMs) * stepMs;
  const end = Math.floor(to / stepMs) * stepMs;
  const data = await promAsk(source, 'query_range', {
    query: expr, start: String(start / 1000), end: String(end / 1000), step: String(stepMs / 1000),
  }, signal);
  const format = target.format;
  const series = (data.result as Series[]).map(it => {
    const {times, values} = filled(it.values ?? [], start, end, stepMs);
    return createDataFrame({
      refId: target.refId,
      meta: {type: 'timeseries-multi' as any, executedQueryString: expr},
      fields: [
        {name: 'Time', type: FieldType.time, values: times, config: {interval: stepMs}},
        {name: it.metric.__name__ ?? 'Value', type: FieldType.number, values, labels: it.metric,
          config: {displayNameFromDS: legend(target.legendFormat, it.metric, expr)}},
      ],
    });
  });
  return format === 'table' ? [tableOf(data.result, target.refId)] : series;
}

/** Where Prometheus has no point there must be a gap and not a line. */
function filled(points: [number, string][], start: number, end: number, step: number) {
  const times: number[] = [];
  const values: (number | null)[] = [];
  let at = 0;
  for (let time = start; time <= end; time += step) {
    times.push(time);
    const point = points[at];
    if (point && Math.abs(point[0] * 1000 - time) < step / 2) {
      const value = sample(point[1]);
      values.push(Number.isNaN(value) ? null : value);
      at++;
    } else {
      values.push(null);
    }
  }
  return {times, values};
}

function instantFrames(data: any, {target, expr}: Ask): DataFrame[] {
  if (data.resultType === 'scalar' || data.resultType === 'string') {
    data = {result: [{metric: {}, value: data.result}]};
  }
  if (target.format === 'table') return [tableOf(data.result, target.refId)];
  return (data.result as Series[]).map(it => createDataFrame({
    refId: target.refId,
    fields: [
      {name: 'Time', type: FieldType.time, values: [it.value![0] * 1000]},
      {name: it.metric.__name__ ?? 'Value', type: FieldType.number, values: [sample(it.value![1])], labels: it.metric,
        config: {displayNameFromDS: legend(target.legendFormat, it.metric, expr)}},
    ],
  }));
}

/** One column for each label, and one for the value; several targets tell theirs apart by letter. */
function tableOf(result: Series[], refId: string): DataFrame {
  const rows = result.flatMap(it => (it.values ?? [it.value!]).map(point => ({metric: it.metric, point})));
  const labels = [...new Set(result.flatMap(it => Object.keys(it.metric)))].sort();
  return createDataFrame({
    refId,
    fields: [
      {name: 'Time', type: FieldType.time, values: rows.map(it => it.point[0] * 1000)},
      ...labels.map(label => ({name: label, type: FieldType.string, values: rows.map(it => it.metric[label] ?? ''), config: {filterable: true}})),
      {name: `Value #${refId}`, type: FieldType.number, values: rows.map(it => sample(it.point[1]))},
    ],
  });
}

/** With one target the column of values needs no letter. */
export function plainValueName(frames: DataFrame[], targets: Target[]): DataFrame[] {
  const tables = targets.filter(it => !it.hide && it.format === 'table');
  if (tables.length !== 1) return frames;
  for (const frame of frames) {
    for (const field of frame.fields) if (field.name === `Value #${tables[0].refId}`) field.name = 'Value';
  }
  return frames;
}

const MOST_EXEMPLARS = 150;

export async function exemplars({source, expr, from, to, signal}: Ask): Promise<Exemplar[]> {
  const destinations: {name: string}[] = source.jsonData?.exemplarTraceIdDestinations ?? [];
  const data = await promGet(source, 'query_exemplars', {query: expr, start: String(from / 1000), end: String(to / 1000)}, signal);
  const all: Exemplar[] = data.flatMap((series: any) => series.exemplars.map((it: any) => ({
    time: it.timestamp * 1000, value: Number(it.value), labels: {...series.seriesLabels, ...it.labels},
    traceId: destinations.map(destination => it.labels[destination.name]).find(Boolean),
  })));
  const every = Math.ceil(all.length / MOST_EXEMPLARS) || 1;
  return all.sort((a, b) => a.time - b.time).filter((_, index) => index % every === 0);
}
