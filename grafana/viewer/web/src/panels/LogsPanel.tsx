import {dateTimeFormat} from '@grafana/data';
import {useMemo, useState} from 'react';
import {at} from '../data/elasticsearch.ts';
import type {Shown} from './PanelView.tsx';

interface Line {time: number; line: string; level: string; document: any}

const STEP = 200;

/** Lines newest first, with a box to search them, levels to choose, and the whole document on a click. */
export function LogsPanel({data, panel, timeZone, height}: Shown) {
  const [words, setWords] = useState('');
  const [level, setLevel] = useState('');
  const [most, setMost] = useState(STEP);
  const lines = useMemo(() => data.frames.flatMap(frame => {
    const field = (name: string) => frame.fields.find(it => it.name === name)?.values ?? [];
    const times = frame.fields.find(it => it.type === 'time')?.values ?? [];
    return times.map((time: number, row: number): Line => ({time, line: field('line')[row] ?? '', level: field('level')[row] ?? '', document: field('document')[row]}));
  }), [data]);
  const levels = [...new Set(lines.map(it => it.level).filter(Boolean))].sort();
  const ascending = panel.options?.sortOrder === 'Ascending';
  const needle = words.toLowerCase();
  const found = lines.filter(it => (!level || it.level === level) && (!needle || it.line.toLowerCase().includes(needle)));
  const shown = (ascending ? [...found].reverse() : found).slice(0, most);
  return (
    <div className="logs" style={{height}}>
      <div className="logs-tools">
        <input type="search" placeholder="Search these lines" aria-label="Search these lines" value={words} onChange={it => setWords(it.currentTarget.value)} />
        {levels.map(it => <button key={it} className={`chip level-${it} ${level === it ? 'active' : ''}`} onClick={() => setLevel(level === it ? '' : it)}>{it}</button>)}
        <span className="muted">{found.length} of {lines.length} lines</span>
      </div>
      <ol>
        {shown.map((it, row) => <LogRow key={row} line={it} timeZone={timeZone} wrap={panel.options?.wrapLogMessage !== false} />)}
        {found.length > most && <li><button className="chip" onClick={() => setMost(most + STEP)}>Show {STEP} more</button></li>}
      </ol>
    </div>
  );
}

function LogRow({line, timeZone, wrap}: {line: Line; timeZone: string; wrap: boolean}) {
  const [open, setOpen] = useState(false);
  const trace = at(line.document, 'trace_id') ?? at(line.document, 'trace.id') ?? at(line.document, 'trace');
  return (
    <li className={`level-${line.level}`}>
      <button className="line" style={{whiteSpace: wrap ? 'pre-wrap' : 'pre'}} onClick={() => setOpen(!open)} aria-expanded={open}>
        <time>{dateTimeFormat(line.time, {timeZone, format: 'MM-DD HH:mm:ss.SSS'})}</time> <b>{line.level}</b> {line.line}
      </button>
      {typeof trace === 'string' && /^[0-9a-f]{16,32}$/.test(trace) && <a className="trace" href={`/trace/jaeger/${trace}`}>trace</a>}
      {open && <pre>{JSON.stringify(line.document, null, 2)}</pre>}
    </li>
  );
}
