import {useEffect} from 'react';
import {type DataSource, ask, proxy} from '../data/api.ts';
import {promGet} from '../data/prometheus.ts';
import {ago} from '../pure/ago.ts';
import {usePolled} from './poll.ts';

interface Alert {labels: Record<string, string>; annotations: Record<string, string>; state: string; activeAt?: string; value?: string}
interface Rule {name: string; state: string; query: string; duration: number; labels: Record<string, string>; annotations: Record<string, string>; alerts: Alert[]; health: string; lastError?: string; type: string}
interface Group {name: string; file: string; rules: Rule[]}
interface Silenced {labels: Record<string, string>; status: {state: string; silencedBy: string[]; inhibitedBy: string[]}}

const ORDER: Record<string, number> = {firing: 0, pending: 1, silenced: 2};
const SEVERITY: Record<string, number> = {critical: 0, page: 0, error: 1, warning: 2, ticket: 2, info: 3, none: 4};

/** What is wrong now, the worst first; then every rule there is. */
export default function Alerts({sources}: {sources: DataSource[]}) {
  const prometheus = sources.find(it => it.type === 'prometheus');
  const alertmanager = sources.find(it => it.type === 'alertmanager');
  const rules = usePolled<Group[]>(async () => (prometheus ? (await promGet(prometheus, 'rules')).groups : []), 5);
  const managed = usePolled<Silenced[]>(async () => (alertmanager ? ask(proxy(alertmanager) + 'api/v2/alerts') : []), 5);
  useEffect(() => {
    document.title = 'Alerts - platform viewer';
  }, []);
  const all = (rules.value ?? []).flatMap(group => group.rules.filter(it => it.type === 'alerting').map(rule => ({group, rule})));
  const silenced = (alert: Alert) => managed.value?.find(it => it.status.state === 'suppressed' && Object.entries(alert.labels).every(([key, value]) => it.labels[key] === value));
  const active = all.flatMap(({rule}) => rule.alerts.map(alert => {
    const quiet = alert.state === 'firing' ? silenced(alert) : undefined;
    return {rule, alert, state: quiet ? 'silenced' : alert.state, by: quiet?.status.inhibitedBy.length ? 'inhibited' : 'silenced'};
  })).sort((a, b) => ORDER[a.state] - ORDER[b.state] || (SEVERITY[a.alert.labels.severity] ?? 3) - (SEVERITY[b.alert.labels.severity] ?? 3));
  const count = (state: string) => active.filter(it => it.state === state && it.rule.name !== 'Watchdog').length;
  const broken = all.filter(it => it.rule.health === 'err');
  return (
    <div className="page">
      <div className="head"><h1>Alerts</h1>
        <span className={count('firing') ? 'count bad' : 'count good'} data-count="firing">{count('firing')} firing</span>
        <span className={count('pending') ? 'count warn' : 'count'}>{count('pending')} pending</span>
        <span className="count">{count('silenced')} silenced</span>
        <span className="muted">{all.length} rules; the Watchdog fires always and is not counted</span>
      </div>
      {[rules.error && `Prometheus: ${rules.error}`, managed.error && `Alertmanager: ${managed.error}`].filter(Boolean).map(it => <p key={String(it)} className="broken" role="alert">{it}</p>)}
      {broken.map(({rule, group}) => <p key={rule.name} className="broken" role="alert"><b>The rule {rule.name} cannot be evaluated</b> <code>{group.file}</code> {rule.lastError}</p>)}
      <ul className="alerts">
        {active.map(({rule, alert, state, by}) => (
          <li key={JSON.stringify(alert.labels)} className={`alert ${state} severity-${alert.labels.severity ?? 'none'}`} data-state={state}>
            <div><span className="state">{state === 'silenced' ? by : state}</span> <b>{rule.name}</b> <span className="tag">{alert.labels.severity ?? 'none'}</span>
              <span className="muted">{alert.activeAt ? `since ${ago(Date.parse(alert.activeAt), Date.now())}` : ''}</span><span className="grow" /><AlertLinks annotations={alert.annotations} /></div>
            <p>{alert.annotations.summary}</p>
            {alert.annotations.description && <p className="muted">{alert.annotations.description}</p>}
            <p className="labels">{Object.entries(alert.labels).filter(([key]) => key !== 'alertname' && key !== 'severity').map(([key, value]) => <code key={key}>{key}={value}</code>)}</p>
          </li>
        ))}
        {rules.value && !active.length && <li className="note">Nothing fires and nothing is pending.</li>}
      </ul>
      <h2>Rules</h2>
      {(rules.value ?? []).filter(it => it.rules.some(rule => rule.type === 'alerting')).map(group => (
        <section key={group.file + group.name}><h3>{group.name}</h3>
          <table className="plain"><tbody>
            {group.rules.filter(it => it.type === 'alerting').map(rule => (
              <tr key={rule.name}><td><span className={`dot ${rule.health === 'err' ? 'firing' : rule.state}`} /> {rule.name}</td><td>{rule.labels.severity}</td><td>for {rule.duration} s</td>
                <td className="wide"><code>{rule.query}</code></td><td><AlertLinks annotations={rule.annotations} /></td></tr>
            ))}
          </tbody></table>
        </section>
      ))}
    </div>
  );
}

/** Runbooks and dashboards of the platform are shown here, wherever the rule says they are. */
function AlertLinks({annotations: {runbook_url: runbook, dashboard_url: dashboard}}: {annotations: Record<string, string>}) {
  const book = /(?:^|\/)docs\/runbooks\/([\w-]+)\.md$/.exec(runbook ?? '')?.[1];
  const board = /^https?:\/\/[^/]+(\/d\/.+)$/.exec(dashboard ?? '')?.[1] ?? dashboard;
  const link = (url: string | undefined, text: string) => url && /^(https?:\/\/|\/)/.test(url) && (
    <a href={url} target={url.startsWith('/') ? undefined : '_blank'} rel="noreferrer">{text}</a>
  );
  return <span className="links">{link(book ? `/runbook/${book}` : runbook, 'runbook')}{link(board, 'dashboard')}</span>;
}
