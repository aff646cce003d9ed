/** The state that is in the address: `from`, `to`, `refresh`, `kiosk`, `var-NAME`. */
export function variablesOf(search: string): Map<string, string[]> {
  const found = new Map<string, string[]>();
  for (const [key, value] of new URLSearchParams(search)) {
    if (key.startsWith('var-')) found.set(key.slice(4), [...(found.get(key.slice(4)) ?? []), value]);
  }
  return found;
}

export function withVariable(search: string, name: string, values: string[]): string {
  const params = new URLSearchParams(search);
  params.delete('var-' + name);
  for (const value of values) params.append('var-' + name, value);
  return text(params);
}

/** Sets parameters; an undefined one is taken out. */
export function withParams(search: string, changes: Record<string, string | undefined>): string {
  const params = new URLSearchParams(search);
  for (const [key, value] of Object.entries(changes)) {
    if (value === undefined) params.delete(key);
    else params.set(key, value);
  }
  return text(params);
}

function text(params: URLSearchParams): string {
  const search = params.toString();
  return search ? '?' + search : '';
}

/** A time of the address as Grafana writes it: milliseconds stay milliseconds, the rest is relative. */
export function timeParam(value: string | null, otherwise: string): string {
  return value && (/^\d{9,}$/.test(value) || /^now/.test(value) || /^\d{4}-/.test(value)) ? value : otherwise;
}
