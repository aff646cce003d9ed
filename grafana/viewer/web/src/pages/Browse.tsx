import {Icon, Input} from '@grafana/ui';
import {useEffect, useState} from 'react';
import {type Hit, type Problem, ask} from '../data/api.ts';

/** All dashboards by folder, and the files that could not be read. */
export function Browse() {
  const [hits, setHits] = useState<Hit[]>();
  const [problems, setProblems] = useState<Problem[]>([]);
  const [words, setWords] = useState('');
  const [error, setError] = useState('');
  useEffect(() => {
    document.title = 'Dashboards - platform viewer';
    ask<Hit[]>('/api/search?type=dash-db').then(setHits, it => setError(it.message));
    ask<Problem[]>('/api/viewer/problems').then(setProblems, () => {});
  }, []);
  const shown = (hits ?? []).filter(it => `${it.title} ${it.folderTitle ?? ''} ${it.tags.join(' ')}`.toLowerCase().includes(words.toLowerCase()));
  const folders = [...new Set(shown.map(it => it.folderTitle ?? ''))];
  return (
    <div className="page">
      <div className="head"><h1>Dashboards</h1><Input width={36} prefix={<Icon name="search" />} placeholder="Search titles, folders, tags" value={words} onChange={it => setWords(it.currentTarget.value)} /></div>
      {error && <p className="broken">{error}</p>}
      {problems.map(it => <ProblemCard key={it.file + it.line} problem={it} />)}
      {hits && !shown.length && <p className="note">{words ? `No dashboard has '${words}' in its title, folder or tags.` : 'There is no dashboard.'}</p>}
      {folders.map(folder => (
        <section key={folder}>
          {folder && <h2><Icon name="folder" /> {folder}</h2>}
          <ul className="list">
            {shown.filter(it => (it.folderTitle ?? '') === folder).map(it => (
              <li key={it.uid}><a href={it.url}><Icon name="apps" /> {it.title}</a><span className="tags">{it.tags.map(tag => <span key={tag} className="tag">{tag}</span>)}</span></li>
            ))}
          </ul>
        </section>
      ))}
    </div>
  );
}

export function ProblemCard({problem}: {problem: Problem}) {
  return (
    <div className="broken" role="alert">
      <b>This file cannot be shown</b>
      <code>{problem.file}:{problem.line}</code>
      <span>{problem.message}</span>
    </div>
  );
}
