/** A span of Jaeger's API, placed under the one that waited for it; times in microseconds. */
export interface Row {id: string; name: string; service: string; depth: number; start: number; took: number; total: number; failed: boolean; tags: [string, string][]}

export function rows(trace: any): Row[] {
  const spans: any[] = [...trace.spans].sort((a, b) => a.startTime - b.startTime);
  const begun = Math.min(...spans.map(it => it.startTime));
  const total = Math.max(1, ...spans.map(it => it.startTime + it.duration - begun));
  const known = new Set(spans.map(it => it.spanID));
  const parent = (span: any) => span.references?.find((it: any) => known.has(it.spanID))?.spanID;
  const list: Row[] = [];
  const add = (span: any, depth: number) => {
    const tags: [string, string][] = (span.tags ?? []).map((it: any) => [it.key, String(it.value)]);
    list.push({
      id: span.spanID, name: span.operationName, service: trace.processes?.[span.processID]?.serviceName ?? '', depth, start: span.startTime - begun,
      took: span.duration, total, failed: tags.some(([key, value]) => (key === 'error' && value === 'true') || (key === 'otel.status_code' && value === 'ERROR')), tags,
    });
    spans.filter(it => it !== span && parent(it) === span.spanID).forEach(it => add(it, depth + 1));
  };
  spans.filter(it => !parent(it)).forEach(it => add(it, 0));
  return list;
}
