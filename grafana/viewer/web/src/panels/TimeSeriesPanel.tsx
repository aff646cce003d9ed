import {type DataFrame, DashboardCursorSync, FieldType, type Field, dateTimeFormat, getFieldDisplayName, type LinkModel} from '@grafana/data';
import {LegendDisplayMode, SortOrder, TooltipDisplayMode} from '@grafana/schema';
import {EventBusPlugin, SeriesVisibilityChangeMode, TimeSeries, TooltipPlugin2, type UPlotConfigBuilder, VizTooltipContent, VizTooltipFooter, VizTooltipHeader, VizTooltipWrapper, usePanelContext, useTheme2} from '@grafana/ui';
import {useCallback, useEffect, useMemo, useRef, useState} from 'react';
import type {Exemplar} from '../data/prometheus.ts';
import type {Mark} from '../data/annotations.ts';
import type {Shown} from './PanelView.tsx';

/** Lines over time, with a crosshair over all panels, marks of what happened, and exemplars. */
export function TimeSeriesPanel({panel, data, width, height, range, timeZone, marks, loaded, onRange}: Shown) {
  const {eventBus} = usePanelContext();
  const [hidden, setHidden] = useState<string[]>([]);
  const options = panel.options ?? {};
  const frames = useMemo(() => withHidden(graphable(data.frames), hidden), [data, hidden]);
  const legend = useMemo(() => ({
    displayMode: LegendDisplayMode.List, placement: 'bottom', calcs: [], ...options.legend, showLegend: options.legend?.showLegend ?? true,
  }), [options.legend]);
  const toggle = useCallback((label: string, mode: SeriesVisibilityChangeMode) => {
    const names = graphable(data.frames).flatMap(frame => frame.fields.filter(it => it.type === FieldType.number).map(it => getFieldDisplayName(it, frame, data.frames)));
    setHidden(now => toggled(names, now, label, mode));
  }, [data]);
  if (!frames.length) return <p className="panel-empty">{data.frames.length ? 'This answer has no time or no number to draw' : 'No data'}</p>;
  return (
    <TimeSeries key={hidden.join()} frames={frames} structureRev={loaded.at} width={width} height={height} timeRange={range} timeZone={timeZone} legend={legend as any}
      options={options} onLegendClick={it => it.fieldIndex && toggle(label(frames, it), it.mode)}>
      {(config, aligned) => (
        <>
          <EventBusPlugin config={config} eventBus={eventBus} frame={aligned} />
          <TooltipPlugin2
            config={config} hoverMode={options.tooltip?.mode === TooltipDisplayMode.Multi ? 1 : 2} syncMode={DashboardCursorSync.Crosshair} syncScope="dashboard"
            queryZoom={({from, to}) => onRange(from, to)} maxWidth={options.tooltip?.maxWidth} getDataLinks={(series, row) => linksOf(aligned, series, row)}
            render={(_plot, rows, series, pinned, _dismiss, _range, _sync, links) => (
              <Tooltip frame={aligned} rows={rows} series={series} mode={options.tooltip?.mode} sort={options.tooltip?.sort} pinned={pinned} timeZone={timeZone} links={links} />
            )}
          />
          <Overlay config={config} marks={marks} exemplars={loaded.exemplars} traces={loaded.traces} timeZone={timeZone} />
        </>
      )}
    </TimeSeries>
  );
}

/** What has a time and a number; the rest cannot be drawn over time. */
function graphable(frames: DataFrame[]): DataFrame[] {
  return frames.filter(it => it.fields.some(field => field.type === FieldType.time) && it.fields.some(field => field.type === FieldType.number));
}

function withHidden(frames: DataFrame[], hidden: string[]): DataFrame[] {
  if (!hidden.length) return frames;
  return frames.map(frame => ({...frame, fields: frame.fields.map(field => {
    const off = hidden.includes(getFieldDisplayName(field, frame, frames));
    return off ? {...field, config: {...field.config, custom: {...field.config.custom, hideFrom: {viz: true, legend: false, tooltip: true}}}} : field;
  })}));
}

function label(frames: DataFrame[], event: any): string {
  const frame = frames[event.fieldIndex.frameIndex];
  return getFieldDisplayName(frame.fields[event.fieldIndex.fieldIndex], frame, frames);
}

/** A click shows one series alone, or all again; with Ctrl it hides or shows that one. */
export function toggled(names: string[], hidden: string[], label: string, mode: SeriesVisibilityChangeMode): string[] {
  if (mode === SeriesVisibilityChangeMode.AppendToSelection) {
    return hidden.includes(label) ? hidden.filter(it => it !== label) : [...hidden, label];
  }
  const others = names.filter(it => it !== label);
  const alone = !hidden.includes(label) && hidden.length === others.length;
  return alone ? [] : others;
}

function linksOf(frame: DataFrame, series: number, row: number): LinkModel[] {
  return frame.fields[series]?.getLinks?.({valueRowIndex: row}) ?? [];
}

interface TooltipProps {frame: DataFrame; rows: (number | null)[]; series: number | null; mode?: string; sort?: string; pinned: boolean; timeZone: string; links: LinkModel[]}
const LONGEST = 20;

function Tooltip({frame, rows, series, mode, sort, pinned, timeZone, links}: TooltipProps) {
  const time = frame.fields[0].values[rows[0] ?? rows.find(it => it != null) ?? 0];
  let items = frame.fields.flatMap((field: Field, at) => {
    const row = rows[at];
    if (at === 0 || row == null || field.config.custom?.hideFrom?.tooltip || (mode !== TooltipDisplayMode.Multi && at !== series)) return [];
    const value = field.values[row];
    if (value == null) return [];
    const shown = field.display!(value);
    return [{label: field.state?.displayName ?? field.name, value: `${shown.prefix ?? ''}${shown.text}${shown.suffix ?? ''}`, color: shown.color ?? '#888', numeric: Number(value), isActive: at === series}];
  });
  if (sort === SortOrder.Ascending) items.sort((a, b) => a.numeric - b.numeric);
  if (sort === SortOrder.Descending || items.length > LONGEST) items.sort((a, b) => b.numeric - a.numeric);
  const more = items.length - LONGEST;
  items = items.slice(0, LONGEST);
  return (
    <VizTooltipWrapper>
      <VizTooltipHeader item={{label: '', value: dateTimeFormat(time, {timeZone})}} isPinned={pinned} />
      <VizTooltipContent items={items as any} isPinned={pinned}>{more > 0 && <span className="muted">and {more} more</span>}</VizTooltipContent>
      {pinned && links.length > 0 && <VizTooltipFooter dataLinks={links as any} />}
    </VizTooltipWrapper>
  );
}

/** Lines and areas of annotations below, exemplars above the series; elements, so that they can be pointed at. */
function Overlay({config, marks, exemplars, traces, timeZone}: {config: UPlotConfigBuilder; marks: Mark[]; exemplars: Exemplar[]; traces?: string; timeZone: string}) {
  const theme = useTheme2();
  const latest = useRef({marks, exemplars});
  latest.current = {marks, exemplars};
  const redraw = useRef<() => void>(() => {});
  useMemo(() => {
    const layer = document.createElement('div');
    layer.className = 'overlay';
    config.addHook('ready', (plot: any) => plot.over.append(layer));
    config.addHook('draw', (plot: any) => {
      redraw.current = () => draw(plot);
      draw(plot);
    });
    const draw = (plot: any) => {
      const x = (time: number) => plot.valToPos(time, 'x');
      const {min, max} = plot.scales.x;
      const width = plot.over.clientWidth;
      const shown = latest.current.marks.filter(it => it.to >= min && it.from <= max);
      layer.replaceChildren(...shown.map(it => {
        const from = Math.max(0, x(it.from));
        const to = Math.min(width, x(it.to));
        return element('span', 'event', {left: from + 'px', width: Math.max(0, to - from) + 'px', '--color': theme.visualization.getColorByName(it.color)},
          `${it.title}\n${dateTimeFormat(it.from, {timeZone})} - ${dateTimeFormat(it.to, {timeZone})}${it.text ? '\n' + it.text : ''}`);
      }), ...latest.current.exemplars.filter(it => it.time >= min && it.time <= max).map(it => {
        const scale = plot.series[1].scale;
        const top = Math.min(Math.max(plot.valToPos(it.value, scale), 0), plot.over.clientHeight);
        const made = element(it.traceId ? 'a' : 'span', 'exemplar', {left: x(it.time) + 'px', top: top + 'px'},
          `exemplar ${it.value}\n${dateTimeFormat(it.time, {timeZone})}\n${Object.entries(it.labels).map(([key, value]) => `${key}: ${value}`).join('\n')}`);
        if (it.traceId) (made as HTMLAnchorElement).href = `/trace/${encodeURIComponent(traces ?? 'jaeger')}/${encodeURIComponent(it.traceId)}`;
        return made;
      }));
    };
  }, [config]);
  useEffect(() => redraw.current(), [marks, exemplars]);
  return null;
}

function element(tag: string, className: string, style: Record<string, string>, title: string): HTMLElement {
  const made = document.createElement(tag);
  made.className = className;
  made.title = title;
  for (const [key, value] of Object.entries(style)) made.style.setProperty(key, value);
  return made;
}
