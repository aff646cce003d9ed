import {renderTextPanelMarkdown, textUtil} from '@grafana/data';
import {useMemo} from 'react';
import {escapeHtml} from '../pure/html.ts';
import {interpolate, type Scope, textFormat} from '../pure/interpolate.ts';
import type {Panel} from '../pure/model.ts';

/** Markdown or HTML of the dashboard, of which no script, style or foreign frame survives. */
export function TextPanel({panel, scope}: {panel: Panel; scope: Scope}) {
  const html = useMemo(() => {
    const mode = panel.options?.mode ?? panel.mode ?? 'markdown';
    const content = String(panel.options?.content ?? panel.content ?? '');
    // A value of a variable is text, whatever it looks like.
    const filled = interpolate(content, scope, value => escapeHtml(textFormat(value)));
    if (mode === 'code') return `<pre>${escapeHtml(content)}</pre>`;
    return withoutFrames(textUtil.sanitizeTextPanelContent(mode === 'html' ? filled : renderTextPanelMarkdown(filled)));
  }, [panel, scope]);
  return <div className="markdown-html text-panel" dangerouslySetInnerHTML={{__html: html}} />;
}

const UNWANTED = 'iframe, frame, object, embed, form, input, button, textarea, select, style, link, meta, base, script';

/** Grafana's sanitizer lets frames and forms through; here they have no place. */
function withoutFrames(html: string): string {
  const page = new DOMParser().parseFromString(html, 'text/html');
  page.querySelectorAll(UNWANTED).forEach(it => it.remove());
  return page.body.innerHTML;
}
