import {useEffect} from 'react';
import type {DataSource} from '../data/api.ts';
import {promGet} from '../data/prometheus.ts';
import {ago} from '../pure/ago.ts';
import {usePolled} from './poll.ts';

interface Target {scrapePool: string; labels: Record<string, string>; scrapeUrl: string; health: string; lastError: string; lastScrape: string; lastScrapeDuration: number}

/** What Prometheus scrapes, the broken ones first. */
export default function Targets({sources}: {sources: DataSource[]}) {
  const prometheus = sources.find(it => it.type === 'prometheus');
  const {value, error} = usePolled<Target[]>(async () => (prometheus ? (await promGet(prometheus, 'targets', {state: 'active'})).activeTargets : []), 5);
  useEffect(() => {
    document.title = 'Targets - platform viewer';
  }, []);
  const sorted = [...(value ?? [])].sort((a, b) => Number(a.health === 'up') - Number(b.health === 'up') || (a.labels.job ?? '').localeCompare(b.labels.job ?? ''));
  const down = sorted.filter(it => it.health !== 'up').length;
  return (
    <div className="page">
      <div className="head"><h1>Targets</h1>{value && <><span className={down ? 'count bad' : 'count good'}>{down ? `${down} down` : 'all up'}</span><span className="muted">{sorted.length} targets</span></>}</div>
      {error && <p className="broken" role="alert">{error}</p>}
      <table className="plain">
        <thead><tr><th>Job</th><th>Instance</th><th>State</th><th>Last scrape</th><th>Took</th><th>Labels</th></tr></thead>
        <tbody>{sorted.map(it => (
          <tr key={it.scrapeUrl + it.labels.job} data-health={it.health}>
            <td><span className={`dot ${it.health === 'up' ? 'inactive' : 'firing'}`} /> {it.labels.job}</td><td>{it.labels.instance}</td>
            <td>{it.health}{it.lastError && <div className="bad">{it.lastError}</div>}</td><td>{Date.parse(it.lastScrape) > 0 ? ago(Date.parse(it.lastScrape), Date.now()) + ' ago' : 'never'}</td>
            <td>{(it.lastScrapeDuration * 1000).toFixed(1)} ms</td>
            <td className="labels wide">{Object.entries(it.labels).filter(([key]) => key !== 'job' && key !== 'instance').map(([key, label]) => <code key={key}>{key}={label}</code>)}</td>
          </tr>
        ))}</tbody>
      </table>
    </div>
  );
}
