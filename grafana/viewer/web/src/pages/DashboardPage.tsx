import {DashboardCursorSync, EventBusSrv, type TimeRange, dateMath, dateTime} from '@grafana/data';
import {Icon, PanelContextProvider, RefreshPicker, TimeRangePicker} from '@grafana/ui';
import {useCallback, useEffect, useMemo, useRef, useState} from 'react';
import {type DataSource, type Problem, ask} from '../data/api.ts';
import {type Mark, marks} from '../data/annotations.ts';
import {resolve} from '../data/variables.ts';
import {replacer} from '../data/grafana.ts';
import {goSearch, useAddress} from '../location.ts';
import {addressOf, PanelView} from '../panels/PanelView.tsx';
import {type Scope, interpolate, scopeOf, textFormat} from '../pure/interpolate.ts';
import {layout, type Placed} from '../pure/layout.ts';
import type {Dashboard, Panel, Variable} from '../pure/model.ts';
import {durationMs} from '../pure/promql.ts';
import {timeParam, variablesOf, withParams, withVariable} from '../pure/url.ts';
import {ProblemCard} from './Browse.tsx';
import {VariableBar} from './VariableBar.tsx';

const CELL = 30;
const GAP = 8;
const NARROW = 720;

/** One dashboard; everything one can choose is in the address. */
export function DashboardPage({uid, sources}: {uid: string; sources: DataSource[]}) {
  const [dashboard, setDashboard] = useState<Dashboard>();
  const [folder, setFolder] = useState('');
  const [error, setError] = useState('');
  const [problems, setProblems] = useState<Problem[]>([]);
  useEffect(() => {
    ask(`/api/dashboards/uid/${encodeURIComponent(uid)}`).then(it => {
      setDashboard(it.dashboard);
      setFolder(it.meta.folderTitle);
    }, failure => {
      setError(failure.message);
      ask<Problem[]>('/api/viewer/problems').then(setProblems, () => {});
    });
  }, [uid]);
  if (error) return <div className="page"><p className="broken" role="alert"><b>{error}</b></p>{problems.map(it => <ProblemCard key={it.file} problem={it} />)}</div>;
  return dashboard ? <Open dashboard={dashboard} folder={folder} sources={sources} /> : <p className="note">Loading …</p>;
}

function useRange(dashboard: Dashboard, search: string, tick: number): TimeRange {
  const params = new URLSearchParams(search);
  const from = timeParam(params.get('from'), dashboard.time?.from ?? 'now-1h');
  const to = timeParam(params.get('to'), dashboard.time?.to ?? 'now');
  return useMemo(() => {
    const raw = {from: parsed(from), to: parsed(to)};
    return {
      from: dateTime(typeof raw.from === 'string' ? dateMath.parse(raw.from) : raw.from), to: dateTime(typeof raw.to === 'string' ? dateMath.parse(raw.to, true) : raw.to), raw,
    } as TimeRange;
  }, [from, to, tick]);
}

const parsed = (text: string) => (text.startsWith('now') ? text : dateTime(/^\d+$/.test(text) ? Number(text) : text));

function Open({dashboard, folder, sources}: {dashboard: Dashboard; folder: string; sources: DataSource[]}) {
  const {search} = useAddress();
  const params = new URLSearchParams(search);
  const [tick, setTick] = useState(0);
  const range = useRange(dashboard, search, tick);
  const refresh = params.get('refresh') ?? (dashboard.refresh || '');
  const zone = params.get('timezone') ?? (dashboard.timezone || 'browser');
  const timeZone = zone === 'utc' ? 'utc' : 'browser';
  const variables = useVariables(dashboard, sources, search, range, tick);
  const scope = useScope(dashboard, variables, range);
  const happened = useMarks(dashboard, sources, scope, range);
  const eventBus = useMemo(() => new EventBusSrv(), []);
  const context = useMemo(() => ({eventsScope: 'global', eventBus, sync: () => DashboardCursorSync.Crosshair}), [eventBus]);
  useRefresh(refresh, () => setTick(it => it + 1));
  useEffect(() => {
    document.title = `${dashboard.title} - platform viewer`;
  }, [dashboard]);
  const setTime = useCallback((from: string | number, to: string | number) => goSearch(withParams(location.search, {from: String(from), to: String(to)})), []);
  const onRange = useCallback((from: number, to: number) => setTime(Math.round(from), Math.round(to)), [setTime]);
  const shift = (share: number) => {
    const span = range.to.valueOf() - range.from.valueOf();
    setTime(Math.round(range.from.valueOf() + span * share), Math.round(range.to.valueOf() + span * share));
  };
  const zoom = () => {
    const span = range.to.valueOf() - range.from.valueOf();
    setTime(Math.round(range.from.valueOf() - span / 2), Math.round(range.to.valueOf() + span / 2));
  };
  const kiosk = params.has('kiosk');
  return (
    <PanelContextProvider value={context}>
      <div className="dashboard">
        <div className="toolbar">
          {!kiosk && <h1><a href="/dashboards">{folder || 'Dashboards'}</a> / {dashboard.title}</h1>}
          <VariableBar variables={variables ?? []} onChange={(name, values) => goSearch(withVariable(location.search, name, values))} />
          <span className="controls">
          <Links dashboard={dashboard} scope={scope} search={search} />
          <TimeRangePicker
            value={range} timeZone={timeZone} onChange={it => setTime(rawText(it.raw.from), rawText(it.raw.to))} onChangeTimeZone={it => goSearch(withParams(search, {timezone: it}))}
            onMoveBackward={() => shift(-0.5)} onMoveForward={() => shift(0.5)} onZoom={zoom} isOnCanvas
          />
          <RefreshPicker value={refresh} onRefresh={() => setTick(it => it + 1)} onIntervalChanged={it => goSearch(withParams(location.search, {refresh: it}))}
            intervals={dashboard.timepicker?.refresh_intervals ?? ['5s', '10s', '30s', '1m', '5m', '15m']} isOnCanvas />
          <button className="tool" onClick={() => goSearch(withParams(location.search, {kiosk: kiosk ? undefined : ''}))} title={kiosk ? 'Show the menus' : 'Kiosk: hide the menus'}><Icon name="monitor" /></button>
          </span>
        </div>
        {variables && <Grid dashboard={dashboard} variables={variables} shared={{range, scope, sources, timeZone, tick, marks: happened, onRange, search}} />}
      </div>
    </PanelContextProvider>
  );
}

const rawText = (raw: any) => (typeof raw === 'string' ? raw : raw.valueOf());

function useRefresh(interval: string, act: () => void) {
  const latest = useRef(act);
  latest.current = act;
  useEffect(() => {
    const ms = durationMs(interval, 0);
    if (!ms) return;
    const timer = setInterval(() => !document.hidden && latest.current(), Math.max(ms, 1000));
    return () => clearInterval(timer);
  }, [interval]);
}

function useVariables(dashboard: Dashboard, sources: DataSource[], search: string, range: TimeRange, tick: number): Variable[] | undefined {
  const [variables, setVariables] = useState<Variable[]>();
  const models = dashboard.templating?.list ?? [];
  const chosen = [...variablesOf(search)].map(([name, values]) => name + '=' + values.join()).join('&');
  // Only some want to be asked again when the time moves on.
  const moving = models.some(it => it.refresh === 2 || it.type === 'interval') ? `${range.from.valueOf()}-${range.to.valueOf()}` : '';
  const last = useRef('');
  useEffect(() => {
    let current = true;
    const context = {sources, chosen: variablesOf(search), from: range.from.valueOf(), to: range.to.valueOf(), builtin: new Map()};
    resolve(models, context).then(it => {
      const text = JSON.stringify(it);
      if (!current || text === last.current) return;
      last.current = text;
      setVariables(it);
    });
    return () => {
      current = false;
    };
  }, [dashboard, sources, chosen, moving, tick]);
  return variables;
}

function useScope(dashboard: Dashboard, variables: Variable[] | undefined, range: TimeRange): Scope {
  return useMemo(() => {
    const scope = scopeOf(variables ?? []);
    const set = (name: string, value: string) => scope.set(name, {values: [value]});
    set('__dashboard', dashboard.title);
    set('__dashboard.uid', dashboard.uid);
    set('__from', String(range.from.valueOf()));
    set('__to', String(range.to.valueOf()));
    set('__url_time_range', `from=${range.from.valueOf()}&to=${range.to.valueOf()}`);
    set('__all_variables', (variables ?? []).flatMap(it => it.value.map(value => `var-${it.model.name}=${encodeURIComponent(value)}`)).join('&'));
    return scope;
  }, [dashboard, variables, range]);
}

function useMarks(dashboard: Dashboard, sources: DataSource[], scope: Scope, range: TimeRange): Mark[] {
  const [found, setFound] = useState<Mark[]>([]);
  useEffect(() => {
    let current = true;
    marks(dashboard.annotations?.list ?? [], sources, scope, range.from.valueOf(), range.to.valueOf()).then(it => current && setFound(it));
    return () => {
      current = false;
    };
  }, [dashboard, sources, scope, range]);
  return found;
}

function Links({dashboard, scope, search}: {dashboard: Dashboard; scope: Scope; search: string}) {
  const [tagged, setTagged] = useState<{title: string; url: string}[]>([]);
  const links = dashboard.links ?? [];
  const tags = links.filter(it => it.type === 'dashboards').flatMap(it => it.tags ?? []);
  useEffect(() => {
    if (tags.length) {
      Promise.all(tags.map(tag => ask(`/api/search?tag=${encodeURIComponent(tag)}`))).then(lists => {
        const others = lists.flat().filter((it: any) => it.uid !== dashboard.uid);
        setTagged([...new Map(others.map((it: any) => [it.uid, it])).values()] as any);
      }, () => {});
    }
  }, [tags.join()]);
  const fill = replacer(scope);
  const direct = links.filter(it => it.type !== 'dashboards');
  const keep = links.find(it => it.type === 'dashboards');
  return (
    <span className="links">
      {direct.map(it => <a key={it.title} href={addressOf(it, fill, search)} title={it.tooltip} target={it.targetBlank ? '_blank' : undefined} rel="noreferrer">{interpolate(it.title, scope, textFormat)}</a>)}
      {tagged.length > 0 && (
        <details><summary>{keep?.title || 'Dashboards'} <Icon name="angle-down" /></summary>
          <div>{tagged.map(it => <a key={it.url} href={addressOf({...keep!, url: it.url, title: it.title}, fill, search)}>{it.title}</a>)}</div>
        </details>
      )}
    </span>
  );
}

type Shared = Omit<Parameters<typeof PanelView>[0], 'panel' | 'width' | 'height'>;

function Grid({dashboard, variables, shared}: {dashboard: Dashboard; variables: Variable[]; shared: any}) {
  const [width, setWidth] = useState(0);
  const ref = useRef<HTMLDivElement>(null);
  const [toggled, setToggled] = useState<Record<number, boolean>>({});
  useEffect(() => {
    const watch = new ResizeObserver(entries => setWidth(Math.floor(entries[0].contentRect.width)));
    watch.observe(ref.current!);
    return () => watch.disconnect();
  }, []);
  const collapsed = (row: Panel) => toggled[row.id] ?? !!row.collapsed;
  const values = (name: string) => shared.scope.get(name)?.values ?? [];
  const placed = layout(dashboard.panels ?? [], values, collapsed);
  const narrow = width < NARROW;
  let below = 0;
  return (
    <div className="grid" ref={ref}>
      {width > 0 && placed.map(it => {
        const row = it.panel.type === 'row';
        const column = (width + GAP) / 24;
        const w = narrow || row ? width : Math.round(it.w * column) - GAP;
        const h = (row ? 1 : it.h) * (CELL + GAP) - GAP;
        const top = narrow ? below : it.y * (CELL + GAP);
        below += h + GAP;
        const left = narrow || row ? 0 : Math.round(it.x * column);
        return (
          <div key={it.key} className="cell" style={{position: 'absolute', left, top, width: w, height: h}}>
            <Cell placed={it} width={w} height={h} shared={shared} variables={variables} closed={row && collapsed(it.panel)} onToggle={() => setToggled({...toggled, [it.panel.id]: !collapsed(it.panel)})} />
          </div>
        );
      })}
      <div style={{height: narrow ? below : Math.max(0, ...placed.map(it => (it.y + it.h) * (CELL + GAP)))}} />
    </div>
  );
}

function Cell({placed, width, height, shared, variables, closed, onToggle}: {placed: Placed; width: number; height: number; shared: Shared; variables: Variable[]; closed: boolean; onToggle: () => void}) {
  const {panel, fixed} = placed;
  const scope = useMemo(() => {
    if (!fixed) return shared.scope;
    const variable = variables.find(it => it.model.name === fixed.name);
    const text = variable?.options.find(it => it.value === fixed.value)?.text ?? fixed.value;
    return new Map([...shared.scope, [fixed.name, {values: [fixed.value], texts: [text]}]]) as Scope;
  }, [shared.scope, fixed?.name, fixed?.value, variables]);
  if (panel.type === 'row') {
    return <button className="fold" onClick={onToggle} aria-expanded={!closed}><Icon name={closed ? 'angle-right' : 'angle-down'} /> {interpolate(panel.title ?? '', scope, textFormat)}</button>;
  }
  return <PanelView {...shared} scope={scope} panel={panel} width={width} height={height} />;
}
