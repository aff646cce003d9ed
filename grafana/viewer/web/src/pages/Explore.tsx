import {EventBusSrv, type TimeRange, dateMath} from '@grafana/data';
import {Button, PanelContextProvider} from '@grafana/ui';
import {useEffect, useMemo, useRef, useState} from 'react';
import type {DataSource} from '../data/api.ts';
import {promGet} from '../data/prometheus.ts';
import {goSearch, useAddress} from '../location.ts';
import {PanelView} from '../panels/PanelView.tsx';
import type {Scope} from '../pure/interpolate.ts';
import type {Panel} from '../pure/model.ts';
import {withParams} from '../pure/url.ts';

const RANGES = ['5m', '15m', '1h', '6h', '24h', '7d'];
const EMPTY: Scope = new Map();

/** Any expression, as lines and as a table; what is asked is in the address. */
export default function Explore({sources}: {sources: DataSource[]}) {
  const {search} = useAddress();
  const params = new URLSearchParams(search);
  const choices = sources.filter(it => it.type === 'prometheus');
  const uid = params.get('ds') ?? choices.find(it => it.isDefault)?.uid ?? choices[0]?.uid;
  const expr = params.get('expr') ?? '';
  const span = params.get('range') ?? '1h';
  const [text, setText] = useState(expr);
  const [tick, setTick] = useState(0);
  const names = useNames(sources.find(it => it.uid === uid));
  const range = useMemo(() => ({from: dateMath.parse('now-' + span)!, to: dateMath.parse('now')!, raw: {from: 'now-' + span, to: 'now'}}) as TimeRange, [span, tick, expr]);
  const context = useMemo(() => ({eventsScope: 'global', eventBus: new EventBusSrv()}), []);
  const [width, setWidth] = useState(0);
  const ref = useRef<HTMLDivElement>(null);
  useEffect(() => {
    document.title = 'Explore - platform viewer';
    const watch = new ResizeObserver(entries => setWidth(Math.floor(entries[0].contentRect.width)));
    watch.observe(ref.current!);
    return () => watch.disconnect();
  }, []);
  useEffect(() => setText(expr), [expr]);
  const run = () => {
    goSearch(withParams(location.search, {expr: text, range: span, ds: uid}));
    setTick(it => it + 1);
  };
  const panels = useMemo(() => panelsOf(expr, uid), [expr, uid]);
  const shared = {range, scope: EMPTY, sources, timeZone: 'browser', tick, marks: [], search, onRange: () => {}};
  return (
    <div className="page" ref={ref}>
      <div className="head"><h1>Explore</h1>
        {choices.length > 1 && <select value={uid} onChange={it => goSearch(withParams(search, {ds: it.currentTarget.value}))}>{choices.map(it => <option key={it.uid} value={it.uid}>{it.name}</option>)}</select>}
        <select aria-label="Range" value={span} onChange={it => goSearch(withParams(location.search, {range: it.currentTarget.value}))}>{RANGES.map(it => <option key={it} value={it}>last {it}</option>)}</select>
      </div>
      <form className="ask" onSubmit={event => { event.preventDefault(); run(); }}>
        <textarea rows={2} aria-label="PromQL expression" placeholder="sum by (job) (up)" spellCheck={false} value={text} onChange={it => setText(it.currentTarget.value)}
          onKeyDown={it => { if (it.key === 'Enter' && !it.shiftKey) { it.preventDefault(); run(); } }} />
        <Button type="submit">Run</Button>
      </form>
      <div className="suggestions">{suggestions(names, text).map(it => <button key={it} className="chip" onClick={() => setText(text.replace(/[\w:]*$/, it))}>{it}</button>)}</div>
      {width > 0 && expr && <PanelContextProvider value={context}>{panels.map(it => <div key={it.id} className="stacked"><PanelView {...shared} panel={it} width={width} height={it.gridPos.h} /></div>)}</PanelContextProvider>}
    </div>
  );
}

function panelsOf(expr: string, uid?: string): Panel[] {
  const base = {datasource: {type: 'prometheus', uid}, gridPos: {x: 0, y: 0, w: 24, h: 340}};
  return [
    {...base, id: 1, type: 'timeseries', title: 'Over time', targets: [{refId: 'A', expr, range: true}], options: {tooltip: {mode: 'multi', sort: 'desc'}}},
    {...base, id: 2, type: 'table', title: 'Now', targets: [{refId: 'A', expr, instant: true, format: 'table'}]},
  ];
}

function useNames(source: DataSource | undefined): string[] {
  const [names, setNames] = useState<string[]>([]);
  useEffect(() => {
    if (source) promGet(source, 'label/__name__/values').then(setNames, () => {});
  }, [source]);
  return names;
}

const MOST = 12;

/** Names of metrics that go on from the word the text ends with. */
export function suggestions(names: string[], text: string): string[] {
  const word = /[\w:]+$/.exec(text)?.[0] ?? '';
  return word.length < 2 ? [] : names.filter(it => it.includes(word) && it !== word).slice(0, MOST);
}
