import {useEffect, useState} from 'react';

export interface Polled<T> {value?: T; error?: string}

/** Asks now and each few seconds while the page is seen. */
export function usePolled<T>(ask: () => Promise<T>, seconds: number): Polled<T> {
  const [state, setState] = useState<Polled<T>>({});
  useEffect(() => {
    let current = true;
    const once = () => document.hidden || ask().then(value => current && setState({value}), it => current && setState(old => ({...old, error: it.message})));
    void once();
    const timer = setInterval(once, seconds * 1000);
    return () => {
      current = false;
      clearInterval(timer);
    };
  }, []);
  return state;
}
