import {interpolate, promFormat, type Scope} from '../pure/interpolate.ts';
import type {AnnotationModel} from '../pure/model.ts';
import {durationMs, legend, stepOf} from '../pure/promql.ts';
import {type DataSource, find} from './api.ts';
import {promAsk} from './prometheus.ts';

/** Something that happened, for as long as it did. */
export interface Mark {from: number; to: number; title: string; text: string; color: string}

const MOST = 200;

/** What the expressions of a dashboard's annotations found; one that fails harms no panel. */
export async function marks(models: AnnotationModel[], sources: DataSource[], scope: Scope, from: number, to: number): Promise<Mark[]> {
  const lists = await Promise.all(models.filter(it => it.enable !== false && it.expr).map(async model => {
    const source = find(sources, model.datasource, text => interpolate(text, scope));
    if (!source || source.type !== 'prometheus') return [];
    const {stepMs} = stepOf(to - from, 300, model.step, durationMs(source.jsonData?.timeInterval, 15_000));
    const data = await promAsk(source, 'query_range', {
      query: interpolate(model.expr!, scope, promFormat), step: String(stepMs / 1000),
      start: String(Math.floor(from / stepMs) * stepMs / 1000), end: String(Math.floor(to / stepMs) * stepMs / 1000),
    }).catch(() => ({result: []}));
    return data.result.flatMap((it: any) => regions(it.values, stepMs).map(region => ({
      ...region, color: model.iconColor ?? 'red', title: legend(model.titleFormat || model.name, it.metric, model.name),
      text: model.textFormat ? legend(model.textFormat, it.metric, '') : '',
    })));
  }));
  return lists.flat().slice(0, MOST);
}

/** Points that follow each other within a step and a half are one event. */
export function regions(points: [number, string][], stepMs: number): {from: number; to: number}[] {
  const found: {from: number; to: number}[] = [];
  for (const [seconds, value] of points) {
    if (Number(value) === 0) continue;
    const time = seconds * 1000;
    const last = found[found.length - 1];
    if (last && time - last.to <= stepMs * 1.5) last.to = time;
    else found.push({from: time, to: time});
  }
  return found;
}
