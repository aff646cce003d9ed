import {
  type DataFrame, FieldConfigOptionsRegistry, type FieldConfigSource, type GrafanaTheme2, applyFieldOverrides, cacheFieldDisplayNames,
  getFieldDisplayName, identityOverrideProcessor, locationUtil, standardEditorsRegistry, standardFieldConfigEditorRegistry, standardTransformers,
  standardTransformersRegistry, transformDataFrame,
} from '@grafana/data';
import {firstValueFrom} from 'rxjs';
import {interpolate, type Format, type Scope} from '../pure/interpolate.ts';

/** Properties that every field has, and those that belong to a panel type. */
const STANDARD = ['displayName', 'unit', 'decimals', 'min', 'max', 'fieldMinMax', 'noValue', 'links', 'color', 'mappings',
  'thresholds', 'filterable', 'description', 'actions'];
const CUSTOM: Record<string, string[]> = {
  timeseries: ['drawStyle', 'lineInterpolation', 'lineWidth', 'lineStyle', 'fillOpacity', 'fillBelowTo', 'fillColor', 'lineColor',
    'gradientMode', 'showPoints', 'pointSize', 'pointColor', 'spanNulls', 'insertNulls', 'stacking', 'axisPlacement', 'axisLabel',
    'axisColorMode', 'axisBorderShow', 'axisCenteredZero', 'axisWidth', 'axisSoftMin', 'axisSoftMax', 'axisGridShow',
    'scaleDistribution', 'barAlignment', 'barWidthFactor', 'barMaxWidth', 'thresholdsStyle', 'transform', 'hideFrom', 'showValues'],
  table: ['width', 'minWidth', 'align', 'cellOptions', 'inspect', 'hidden', 'hideFrom', 'filterable', 'wrapText', 'wrapHeaderText', 'footer', 'displayMode'],
};
const DEFAULTS: Record<string, object> = {
  timeseries: {drawStyle: 'line', lineInterpolation: 'linear', lineWidth: 1, fillOpacity: 0, gradientMode: 'none', showPoints: 'auto',
    pointSize: 5, spanNulls: false, insertNulls: false, stacking: {mode: 'none', group: 'A'}, axisPlacement: 'auto', axisLabel: '',
    axisColorMode: 'text', axisBorderShow: false, axisCenteredZero: false, scaleDistribution: {type: 'linear'}, barAlignment: 0,
    thresholdsStyle: {mode: 'off'}, hideFrom: {tooltip: false, viz: false, legend: false}},
  table: {align: 'auto', cellOptions: {type: 'auto'}, inspect: false},
};

const item = (id: string, custom = false): any => ({
  id: custom ? 'custom.' + id : id, path: id, name: id, isCustom: custom, editor: () => null, override: () => null,
  process: identityOverrideProcessor, shouldApply: (field: any) => !custom || field.type !== 'time', settings: {},
});

/** Once, before anything is drawn: Grafana's libraries look all of this up in registries. */
export function fillRegistries() {
  (window as any).__grafana_public_path__ = '/public/';
  (window as any).grafanaBootData = {settings: {featureToggles: {}}, user: {}};
  standardFieldConfigEditorRegistry.setInit(() => STANDARD.map(it => item(it)));
  const editors = ['text', 'number', 'slider', 'boolean', 'select', 'unit', 'links', 'mappings', 'thresholds', 'color', 'strings', 'fieldColor', 'multi-select', 'stats-picker', 'timezone', 'field-name'];
  standardEditorsRegistry.setInit(() => editors.map(id => ({id, name: id, editor: () => null}) as any));
  standardTransformersRegistry.setInit(() => {
    const unique = new Map(Object.values(standardTransformers).map((it: any) => [it.id, it]));
    return [...unique.values()].map((it: any) => ({
      id: it.id, aliasIds: it.aliasIds, name: it.name, transformation: async () => it, editor: () => null, imageDark: '', imageLight: '',
    }) as any);
  });
  locationUtil.initialize({
    config: {appSubUrl: ''} as any, getVariablesUrlParams: () => ({}) as any, getTimeRangeForUrl: () => ({from: 'now-1h', to: 'now'}) as any,
  });
}

const registries = new Map<string, FieldConfigOptionsRegistry>();

function registryFor(type: string): FieldConfigOptionsRegistry {
  let registry = registries.get(type);
  if (!registry) {
    const ids = CUSTOM[type] ?? ['hideFrom', 'width', 'align'];
    registry = new FieldConfigOptionsRegistry(() => [...STANDARD.map(it => item(it)), ...ids.map(id => item(id, true))]);
    registries.set(type, registry);
  }
  return registry;
}

export function fieldConfigOf(type: string, source: any): FieldConfigSource {
  const defaults = source?.defaults ?? {};
  return {
    defaults: {
      ...(type === 'timeseries' || type === 'table' ? {} : {noValue: 'No data'}),
      ...defaults,
      color: defaults.color ?? {mode: type === 'timeseries' ? 'palette-classic' : 'thresholds'},
      thresholds: stepsFromBelow(defaults.thresholds) ?? {mode: 'absolute', steps: [{value: -Infinity, color: 'green'}, {value: 80, color: 'red'}]},
      custom: {...DEFAULTS[type], ...defaults.custom},
    },
    overrides: (source?.overrides ?? []).map((it: any) => ({
      ...it, properties: it.properties.map((property: any) =>
        property.id === 'thresholds' ? {...property, value: stepsFromBelow(property.value)} : property),
    })),
  } as FieldConfigSource;
}

/** JSON has no word for the value that the first step begins at. */
function stepsFromBelow(thresholds: any) {
  return thresholds && {...thresholds, steps: (thresholds.steps ?? []).map((it: any) => ({...it, value: it.value ?? -Infinity}))};
}

export interface Prepared {frames: DataFrame[]; config: FieldConfigSource}

/** Transformations, then overrides: what panels draw. */
export async function prepare(frames: DataFrame[], type: string, panel: {fieldConfig?: any; transformations?: any[]}, scope: Scope, theme: GrafanaTheme2, timeZone: string): Promise<Prepared> {
  const fill = replacer(scope);
  const transformations = (panel.transformations ?? []).filter(it => !it.disabled);
  if (transformations.length) {
    const known = transformations.filter(it => standardTransformersRegistry.getIfExists(it.id));
    const unknown = transformations.find(it => !standardTransformersRegistry.getIfExists(it.id));
    if (unknown) throw new Error(`the viewer does not know the transformation '${unknown.id}'`);
    frames = await firstValueFrom(transformDataFrame(known, frames, {interpolate: (text: string) => fill(text)} as any));
  }
  const config = fieldConfigOf(type, panel.fieldConfig);
  const applied = applyFieldOverrides({
    data: frames, fieldConfig: config, fieldConfigRegistry: registryFor(type), replaceVariables: fill as any, theme, timeZone,
  });
  cacheFieldDisplayNames(applied);
  return {frames: applied, config};
}

const FIELD_REFERENCE = /\$\{?(__(?:value|field|data|series))\.([\w.]+)(?:\["([^"]+)"\])?(?::(\w+))?\}?|\$\{__field\.labels\["([^"]+)"\]\}/g;

/** Fills variables of the dashboard and, in data links, those of the value that was clicked. */
export function replacer(scope: Scope) {
  return (text: string | undefined, scoped?: any, format?: Format): string => {
    if (!text) return text ?? '';
    const context = scoped?.__dataContext?.value;
    const own = new Map(scope);
    for (const [name, entry] of Object.entries<any>(scoped ?? {})) {
      if (!name.startsWith('__') && entry?.value !== undefined) own.set(name, {values: [String(entry.value)]});
    }
    const withFields = context ? text.replace(FIELD_REFERENCE, (whole, kind, path, quoted, _form, label) =>
      encodeURIComponent(fieldValue(context, label ? '__field' : kind, label ? 'labels.' + label : quoted ? `${path}.${quoted}` : path) ?? whole)) : text;
    return interpolate(withFields, own, typeof format === 'string' ? format : undefined);
  };
}

function fieldValue(context: any, kind: string, path: string): string | undefined {
  const {field, frame, rowIndex, calculatedValue, data} = context;
  const value = rowIndex === undefined ? undefined : field?.values[rowIndex];
  const [head, ...rest] = path.split('.');
  if (kind === '__value') {
    if (head === 'time') return String(frame.fields.find((it: any) => it.type === 'time')?.values[rowIndex ?? 0] ?? '');
    if (head === 'raw' || head === 'numeric') return String(calculatedValue?.numeric ?? value ?? '');
    return calculatedValue?.text ?? field?.display?.(value).text ?? String(value ?? '');
  }
  if (kind === '__series' || (kind === '__field' && head !== 'labels')) return field ? getFieldDisplayName(field, frame, data) : undefined;
  if (kind === '__field') return rest.length ? field?.labels?.[rest.join('.')] : JSON.stringify(field?.labels ?? {});
  if (kind === '__data' && head === 'fields') {
    const other = frame?.fields.find((it: any) => it.name === rest.join('.')) ?? frame?.fields[Number(rest[0])];
    return other ? String(other.values[rowIndex ?? 0] ?? '') : undefined;
  }
  return undefined;
}
