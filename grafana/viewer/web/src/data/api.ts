import type {DataSourceRef} from '../pure/model.ts';

export interface DataSource {uid: string; name: string; type: string; isDefault: boolean; jsonData: Record<string, any>}
export interface Problem {file: string; line: number; message: string}
export interface Hit {uid: string; title: string; url: string; tags: string[]; folderTitle?: string}

/** What a request ended with when it did not end well; the message is for users. */
export class ApiError extends Error {
  constructor(readonly status: number, message: string) {
    super(message);
  }
}

type Listener = () => void;
let onExpired: Listener = () => {};

/** Called when the session has ended; the page asks for the password and stays where it is. */
export function whenSessionEnds(listener: Listener) {
  onExpired = listener;
}

export async function ask<T = any>(path: string, init: RequestInit = {}): Promise<T> {
  const response = await send(path, init);
  const text = await response.text();
  let body: any;
  try {
    body = text ? JSON.parse(text) : {};
  } catch {
    throw new ApiError(response.status, `the answer to ${path.split('?')[0]} is not JSON (status ${response.status})`);
  }
  if (response.status === 401 && path !== '/login') onExpired();
  if (!response.ok) throw new ApiError(response.status, body.error ?? body.message ?? `status ${response.status}`);
  return body;
}

async function send(path: string, init: RequestInit): Promise<Response> {
  try {
    return await fetch(path, {credentials: 'same-origin', ...init});
  } catch (failure) {
    if ((failure as Error).name === 'AbortError') throw failure;
    throw new ApiError(0, 'the viewer does not answer; is it running?');
  }
}

export const post = <T = any>(path: string, body: unknown, signal?: AbortSignal) =>
  ask<T>(path, {method: 'POST', headers: {'Content-Type': 'application/json'}, body: JSON.stringify(body), signal});

export const proxy = (source: DataSource) => `/api/datasources/proxy/uid/${encodeURIComponent(source.uid)}/`;

export function find(sources: DataSource[], ref: DataSourceRef | string | null | undefined, fill: (text: string) => string) {
  const uid = fill((typeof ref === 'string' ? ref : ref?.uid) ?? '');
  const type = typeof ref === 'string' ? undefined : ref?.type;
  return sources.find(it => it.uid === uid || it.name === uid)
    ?? (uid && uid !== 'default' && uid !== '-- Mixed --' ? undefined : sources.find(it => (type ? it.type === type : it.isDefault)));
}
