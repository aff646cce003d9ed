import {LoadingState, type TimeRange} from '@grafana/data';
import {PanelChrome, useTheme2} from '@grafana/ui';
import {Component, type ReactNode, memo, useEffect, useMemo, useRef, useState} from 'react';
import type {DataSource} from '../data/api.ts';
import {type Prepared, replacer} from '../data/grafana.ts';
import {interpolate, textFormat, type Scope} from '../pure/interpolate.ts';
import type {Link, Panel} from '../pure/model.ts';
import type {Mark} from '../data/annotations.ts';
import {type Loaded, load} from '../data/load.ts';
import {BarGaugePanel, GaugePanel, StatPanel} from './single.tsx';
import {LogsPanel} from './LogsPanel.tsx';
import {TablePanel} from './TablePanel.tsx';
import {TextPanel} from './TextPanel.tsx';
import {TimeSeriesPanel} from './TimeSeriesPanel.tsx';

export interface Shown {panel: Panel; width: number; height: number; data: Prepared; loaded: Loaded; range: TimeRange; scope: Scope; timeZone: string; marks: Mark[]; onRange: (from: number, to: number) => void}

const KINDS: Record<string, (shown: Shown) => ReactNode> = {
  timeseries: it => <TimeSeriesPanel {...it} />,
  stat: it => <StatPanel {...it} />,
  gauge: it => <GaugePanel {...it} />,
  bargauge: it => <BarGaugePanel {...it} />,
  table: it => <TablePanel {...it} />,
  logs: it => <LogsPanel {...it} />,
};
const WITHOUT_DATA = ['text'];

interface Props {
  panel: Panel; width: number; height: number; range: TimeRange; scope: Scope; sources: DataSource[]; timeZone: string; tick: number;
  marks: Mark[]; onRange: (from: number, to: number) => void; search: string;
}

/** One panel in its frame: asks when it is seen, shows what it got, or why it got nothing. */
export const PanelView = memo(function PanelView(props: Props) {
  const {panel, width, height, scope, search} = props;
  const {loaded, busy, error, ref} = useData(props);
  const fill = useMemo(() => replacer(scope), [scope]);
  const title = interpolate(panel.title ?? '', scope, textFormat);
  const known = panel.type in KINDS || WITHOUT_DATA.includes(panel.type);
  const notices = [...new Set(loaded?.data.frames.flatMap(it => it.meta?.notices ?? []).map(it => it.text) ?? [])];
  return (
    <div ref={ref} className="panel" data-panel={panel.id} data-type={panel.type} data-state={error ? 'error' : known && !loaded && !WITHOUT_DATA.includes(panel.type) ? 'loading' : 'done'}
      data-empty={loaded && !loaded.data.frames.some(it => it.length) ? 'true' : undefined}>
      <PanelChrome
        width={width} height={height} title={title} description={panel.description ? () => interpolate(panel.description!, scope, textFormat) : undefined}
        loadingState={busy ? LoadingState.Loading : LoadingState.Done} statusMessage={error ?? (notices.join('; ') || undefined)}
        padding={panel.type === 'table' || panel.type === 'logs' ? 'none' : 'md'}
        displayMode={panel.transparent ? 'transparent' : 'default'} actions={<PanelLinks links={panel.links} fill={fill} search={search} />}
        hoverHeader={!title}
      >
        {(innerWidth, innerHeight) => (
          <Guard key={panel.type + (loaded?.at ?? '')}>
            {panel.type === 'text' ? <TextPanel panel={panel} scope={scope} />
              : !known ? <Unknown type={panel.type} />
              : error && !loaded ? <p className="panel-error" role="alert">{error}</p>
              : !loaded ? null
              : !loaded.data.frames.some(it => it.length) ? <p className="panel-empty">{panel.fieldConfig?.defaults?.noValue ?? 'No data'}</p>
              : KINDS[panel.type]({...props, width: innerWidth, height: innerHeight, data: loaded.data, loaded})}
          </Guard>
        )}
      </PanelChrome>
    </div>
  );
});

function useData({panel, width, range, scope, sources, timeZone, tick}: Props) {
  const theme = useTheme2();
  const ref = useRef<HTMLDivElement>(null);
  const [seen, setSeen] = useState(false);
  const [state, setState] = useState<{loaded?: Loaded; busy: boolean; error?: string}>({busy: false});
  const wanted = panel.type in KINDS;
  const points = Math.round(Math.min(Math.max(width, 100), 1500) / 50) * 50;
  useEffect(() => {
    const watch = new IntersectionObserver(entries => setSeen(entries.some(it => it.isIntersecting)), {rootMargin: '300px'});
    watch.observe(ref.current!);
    return () => watch.disconnect();
  }, []);
  useEffect(() => {
    if (!seen || !wanted) return;
    const abort = new AbortController();
    setState(it => ({...it, busy: true}));
    load({panel, points, range, scope, sources, theme, timeZone, signal: abort.signal}).then(
      loaded => !abort.signal.aborted && setState({loaded, busy: false}),
      failure => !abort.signal.aborted && setState(it => ({loaded: it.loaded, busy: false, error: failure.message})),
    );
    return () => abort.abort();
  }, [seen, wanted, panel, points, range, scope, sources, theme, timeZone, tick]);
  return {...state, ref};
}

function Unknown({type}: {type: string}) {
  return (
    <div className="unknown">
      <b>This panel is of type '{type}'</b>
      <span>The platform's viewer shows timeseries, stat, gauge, bargauge, table, text, logs and row. A real Grafana shows this panel as well.</span>
    </div>
  );
}

function PanelLinks({links, fill, search}: {links?: Link[]; fill: (text: string) => string; search: string}) {
  if (!links?.length) return null;
  return <>{links.map(it => <a key={it.title + it.url} className="panel-link" href={addressOf(it, fill, search)} target={it.targetBlank ? '_blank' : undefined} rel="noreferrer">{fill(it.title)}</a>)}</>;
}

/** The address of a link, with the time range and the variables when it says so; never a script. */
export function addressOf(link: Link, fill: (text: string) => string, search: string): string {
  const url = fill(link.url ?? '');
  const safe = /^(https?:\/\/|\/|\?|#|mailto:)/i.test(url) ? url : 'about:blank';
  const params = new URLSearchParams(search);
  const kept = [...params].filter(([key]) => (link.keepTime && (key === 'from' || key === 'to')) || (link.includeVars && key.startsWith('var-')));
  if (!kept.length) return safe;
  return safe + (safe.includes('?') ? '&' : '?') + new URLSearchParams(kept);
}

/** A panel that cannot be drawn harms no other. */
class Guard extends Component<{children: ReactNode}, {error?: Error}> {
  state: {error?: Error} = {};
  static getDerivedStateFromError(error: Error) {
    return {error};
  }
  render() {
    return this.state.error ? <p className="panel-error" role="alert">This panel cannot be drawn: {this.state.error.message}</p> : this.props.children;
  }
}
