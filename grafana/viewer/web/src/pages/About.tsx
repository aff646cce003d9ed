import {useEffect, useState} from 'react';
import {type DataSource, ask} from '../data/api.ts';

export default function About({sources}: {sources: DataSource[]}) {
  const [version, setVersion] = useState('');
  useEffect(() => {
    document.title = 'About - platform viewer';
    ask('/api/health').then(it => setVersion(it.version), () => {});
  }, []);
  return (
    <div className="page prose">
      <h1>The platform's viewer</h1>
      <p>It stands in for Grafana where Grafana's image cannot be had: the same dashboard files, the same provisioning, the same login. It is a part of platform {version} and not Grafana.</p>
      <p>Panels are drawn by libraries that the Grafana project publishes under the Apache License 2.0. <a href="/public/THIRD-PARTY.txt" target="_blank" rel="noreferrer">Licenses of everything in these pages</a>.</p>
      <h2>Data sources</h2>
      <table className="plain"><tbody>{sources.map(it => <tr key={it.uid}><td>{it.name}</td><td>{it.type}</td><td><code>{it.uid}</code></td></tr>)}</tbody></table>
    </div>
  );
}
