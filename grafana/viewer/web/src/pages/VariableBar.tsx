import {Icon} from '@grafana/ui';
import {useEffect, useRef, useState} from 'react';
import {ALL, type Variable} from '../pure/model.ts';

/** A chooser for each variable that is not hidden. */
export function VariableBar({variables, onChange}: {variables: Variable[]; onChange: (name: string, values: string[]) => void}) {
  return (
    <>
      {variables.filter(it => it.model.hide !== 2 && it.model.type !== 'constant').map(it => (
        <span className="variable" key={it.model.name} data-variable={it.model.name} title={it.error}>
          {it.model.hide !== 1 && <label htmlFor={'var-' + it.model.name}>{it.model.label || it.model.name}</label>}
          {it.model.type === 'textbox' ? <TextBox variable={it} onChange={onChange} /> : <Chooser variable={it} onChange={onChange} />}
          {it.error && <Icon name="exclamation-triangle" className="bad" />}
        </span>
      ))}
    </>
  );
}

type Props = {variable: Variable; onChange: (name: string, values: string[]) => void};

function TextBox({variable: {model, value}, onChange}: Props) {
  const [text, setText] = useState(value[0] ?? '');
  useEffect(() => setText(value[0] ?? ''), [value[0]]);
  return <input id={'var-' + model.name} value={text} onChange={it => setText(it.currentTarget.value)} onBlur={() => onChange(model.name, [text])}
    onKeyDown={it => it.key === 'Enter' && onChange(model.name, [text])} />;
}

const SEARCHED = 8;

function Chooser({variable: {model, options, value}, onChange}: Props) {
  const [open, setOpen] = useState(false);
  const [words, setWords] = useState('');
  const ref = useRef<HTMLSpanElement>(null);
  useEffect(() => {
    if (!open) return;
    const leave = (event: Event) => (event instanceof KeyboardEvent ? event.key === 'Escape' : !ref.current?.contains(event.target as Node)) && setOpen(false);
    document.addEventListener('pointerdown', leave);
    document.addEventListener('keydown', leave);
    return () => {
      document.removeEventListener('pointerdown', leave);
      document.removeEventListener('keydown', leave);
    };
  }, [open]);
  const text = (it: string) => (it === ALL ? 'All' : (options.find(option => option.value === it)?.text ?? it));
  const choose = (chosen: string) => {
    if (!model.multi) {
      setOpen(false);
      return onChange(model.name, [chosen]);
    }
    if (chosen === ALL) return onChange(model.name, [ALL]);
    const kept = value.filter(it => it !== ALL);
    const next = kept.includes(chosen) ? kept.filter(it => it !== chosen) : [...kept, chosen];
    onChange(model.name, next.length ? next : model.includeAll ? [ALL] : [chosen]);
  };
  const shown = options.filter(it => it.text.toLowerCase().includes(words.toLowerCase()));
  return (
    <span className="chooser" ref={ref}>
      <button id={'var-' + model.name} aria-haspopup="listbox" aria-expanded={open} onClick={() => setOpen(!open)}>{value.map(text).join(' + ') || 'none'} <Icon name="angle-down" /></button>
      {open && (
        <span className="options">
          {options.length > SEARCHED && <input autoFocus placeholder="Search" value={words} onChange={it => setWords(it.currentTarget.value)} />}
          <span role="listbox" aria-multiselectable={model.multi}>
            {shown.map(it => (
              <button role="option" key={it.value} aria-selected={value.includes(it.value)} onClick={() => choose(it.value)}>
                {model.multi && <span className="box">{value.includes(it.value) && <Icon name="check" size="xs" />}</span>}{it.text}
              </button>
            ))}
            {!shown.length && <span className="muted">nothing to choose</span>}
          </span>
        </span>
      )}
    </span>
  );
}
