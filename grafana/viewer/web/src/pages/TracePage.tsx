import {useEffect, useState} from 'react';
import {type DataSource, ask, proxy} from '../data/api.ts';
import {type Row, rows} from '../pure/trace.ts';

/** One trace as a waterfall: what waited for what, and for how long. */
export default function TracePage({source, id, sources}: {source: string; id: string; sources: DataSource[]}) {
  const found = sources.find(it => it.uid === source);
  const [spans, setSpans] = useState<Row[]>();
  const [error, setError] = useState('');
  useEffect(() => {
    document.title = `Trace ${id} - platform viewer`;
    if (!found) return setError(`there is no data source '${source}'`);
    ask(`${proxy(found)}api/traces/${id}`).then(it => (it.data?.length ? setSpans(rows(it.data[0])) : setError(`${found.name} has no trace ${id}`)), failure => setError(failure.message));
  }, [id, found]);
  return (
    <div className="page">
      <div className="head"><h1>Trace</h1><code>{id}</code>{spans && <span className="muted">{spans.length} spans, {(spans[0].total / 1000).toFixed(2)} ms</span>}</div>
      {error && <p className="broken" role="alert">{error}</p>}
      {spans?.map(it => <Span key={it.id} row={it} />)}
    </div>
  );
}

function Span({row}: {row: Row}) {
  const [open, setOpen] = useState(false);
  return (
    <div className="span">
      <button onClick={() => setOpen(!open)} aria-expanded={open}>
        <span style={{paddingLeft: row.depth * 16}}><b>{row.service}</b> {row.name}</span>
        <span className="track"><span className={row.failed ? 'took failed' : 'took'} style={{left: `${(row.start / row.total) * 100}%`, width: `${Math.max((row.took / row.total) * 100, 0.3)}%`}} /></span>
        <span className="muted">{(row.took / 1000).toFixed(2)} ms</span>
      </button>
      {open && <dl>{row.tags.map(([key, value]) => <div key={key}><dt>{key}</dt><dd>{value}</dd></div>)}</dl>}
    </div>
  );
}
