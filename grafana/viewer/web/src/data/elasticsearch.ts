import {type DataFrame, FieldType, createDataFrame} from '@grafana/data';
import type {Target} from '../pure/model.ts';
import {type DataSource, post, proxy} from './api.ts';

/** The search behind a logs target: newest first, within the range. */
export function searchBody(target: Target, query: string, timeField: string, from: number, to: number) {
  const limit = Number(target.metrics?.[0]?.settings?.limit ?? target.metrics?.[0]?.settings?.size ?? 500);
  return {
    size: Math.min(limit || 500, 1000),
    sort: [{[timeField]: {order: 'desc', unmapped_type: 'boolean'}}],
    query: {bool: {filter: [
      {range: {[timeField]: {gte: from, lte: to, format: 'epoch_millis'}}},
      ...(query.trim() && query.trim() !== '*' ? [{query_string: {query, analyze_wildcard: true}}] : []),
    ]}},
  };
}

export async function logFrames(source: DataSource, target: Target, query: string, from: number, to: number, signal?: AbortSignal): Promise<DataFrame[]> {
  const timeField = target.timeField || source.jsonData?.timeField || '@timestamp';
  const index = source.jsonData?.index || 'logs-*';
  const answer = await post(`${proxy(source)}${index}/_search?ignore_unavailable=true`, searchBody(target, query, timeField, from, to), signal);
  const documents: any[] = answer.hits.hits.map((it: any) => it._source);
  const message = source.jsonData?.logMessageField || 'message';
  const level = source.jsonData?.logLevelField || 'level';
  return [createDataFrame({
    refId: target.refId,
    meta: {preferredVisualisationType: 'logs' as any},
    fields: [
      {name: timeField, type: FieldType.time, values: documents.map(it => Date.parse(at(it, timeField)))},
      {name: 'line', type: FieldType.string, values: documents.map(it => at(it, message) ?? at(it, 'content') ?? JSON.stringify(it))},
      {name: 'level', type: FieldType.string, values: documents.map(it => String(at(it, level) ?? at(it, 'log.level') ?? '').toLowerCase())},
      {name: 'document', type: FieldType.other, values: documents},
    ],
  })];
}

/** A field by its name with dots, however deep it is kept. */
export function at(document: any, path: string): any {
  return document?.[path] ?? path.split('.').reduce((here, name) => here?.[name], document);
}
