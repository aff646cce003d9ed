import {useSyncExternalStore} from 'react';

const listeners = new Set<() => void>();
const changed = () => listeners.forEach(it => it());
window.addEventListener('popstate', changed);

/** Goes to an address of ours; `replace` makes no entry in the history. */
export function go(address: string, replace = false) {
  if (address === location.pathname + location.search) return;
  history[replace ? 'replaceState' : 'pushState'](null, '', address);
  changed();
}

/** Only the query changes. */
export const goSearch = (search: string, replace = false) => go(location.pathname + search, replace);

export function useAddress(): {path: string; search: string} {
  const subscribe = (listener: () => void) => {
    listeners.add(listener);
    return () => listeners.delete(listener);
  };
  const path = useSyncExternalStore(subscribe, () => location.pathname);
  const search = useSyncExternalStore(subscribe, () => location.search);
  return {path, search};
}

/** Links to our own pages change the address without loading anything. */
export function followLinks(event: MouseEvent) {
  const link = (event.target as Element | null)?.closest?.('a');
  const plain = event.button === 0 && !event.metaKey && !event.ctrlKey && !event.shiftKey && !event.defaultPrevented;
  if (!link || !plain || link.target === '_blank' || link.origin !== location.origin || link.hasAttribute('download')) return;
  if (link.getAttribute('href')?.startsWith('#') || link.pathname.startsWith('/public/')) return;
  event.preventDefault();
  go(link.pathname + link.search);
}
