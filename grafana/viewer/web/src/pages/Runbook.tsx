import {renderTextPanelMarkdown, textUtil} from '@grafana/data';
import {useEffect, useState} from 'react';
import {ask} from '../data/api.ts';

/** What to do about an alert, from the platform's own files. */
export default function Runbook({name}: {name: string}) {
  const [html, setHtml] = useState('');
  const [error, setError] = useState('');
  useEffect(() => {
    document.title = `${name} - platform viewer`;
    ask<{text: string}>(`/api/viewer/runbooks/${encodeURIComponent(name)}`).then(
      it => setHtml(textUtil.sanitizeTextPanelContent(renderTextPanelMarkdown(it.text))), failure => setError(failure.message));
  }, [name]);
  return (
    <div className="page prose">
      <p><a href="/alerting/list">Alerts</a> / runbook</p>
      {error && <p className="broken" role="alert">{error}</p>}
      <div className="markdown-html" dangerouslySetInnerHTML={{__html: html}} />
    </div>
  );
}
