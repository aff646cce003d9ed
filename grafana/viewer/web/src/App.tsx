import {createTheme, ThemeContext} from '@grafana/data';
import {GlobalStyles, Icon, PortalContainer} from '@grafana/ui';
import {Suspense, lazy, useCallback, useEffect, useMemo, useState} from 'react';
import {type DataSource, ask, whenSessionEnds} from './data/api.ts';
import {followLinks, go, useAddress} from './location.ts';
import {Login} from './pages/Login.tsx';
import {Browse} from './pages/Browse.tsx';
import {DashboardPage} from './pages/DashboardPage.tsx';

const Alerts = lazy(() => import('./pages/Alerts.tsx'));
const Targets = lazy(() => import('./pages/Targets.tsx'));
const Explore = lazy(() => import('./pages/Explore.tsx'));
const TracePage = lazy(() => import('./pages/TracePage.tsx'));
const Runbook = lazy(() => import('./pages/Runbook.tsx'));
const About = lazy(() => import('./pages/About.tsx'));

type Mode = 'dark' | 'light';
type Session = {user: string; sources: DataSource[]};

function startMode(): Mode {
  const asked = new URLSearchParams(location.search).get('theme') ?? localStorage.getItem('theme');
  return asked === 'light' ? 'light' : 'dark';
}

export function App() {
  const [mode, setMode] = useState<Mode>(startMode);
  const theme = useMemo(() => createTheme({colors: {mode}, typography: {fontFamilyMonospace: 'ui-monospace, monospace'}}), [mode]);
  const [session, setSession] = useState<Session | 'unknown' | 'none'>('unknown');
  const {path, search} = useAddress();
  const kiosk = new URLSearchParams(search).has('kiosk');

  const open = useCallback(async () => {
    try {
      const user = await ask('/api/user');
      setSession({user: user.login, sources: await ask('/api/datasources')});
    } catch {
      setSession('none');
    }
  }, []);
  useEffect(() => {
    whenSessionEnds(() => setSession('none'));
    document.addEventListener('click', followLinks);
    void open();
    return () => document.removeEventListener('click', followLinks);
  }, [open]);
  useEffect(() => {
    localStorage.setItem('theme', mode);
    document.documentElement.dataset.theme = mode;
    const {colors} = theme;
    const set = (name: string, value: string) => document.documentElement.style.setProperty('--' + name, value);
    set('canvas', colors.background.canvas);
    set('surface', colors.background.primary);
    set('raised', colors.background.secondary);
    set('line', colors.border.weak);
    set('text', colors.text.primary);
    set('muted', colors.text.secondary);
    set('link', colors.text.link);
    set('good', colors.success.text);
    set('warn', colors.warning.text);
    set('bad', colors.error.text);
    set('bad-fill', colors.error.transparent);
    set('accent', colors.primary.text);
  }, [mode, theme]);

  return (
    <ThemeContext.Provider value={theme}>
      <GlobalStyles />
      {session === 'none' && <Login onDone={open} />}
      {typeof session === 'object' && (
        <div className={kiosk ? 'app kiosk' : 'app'}>
          {!kiosk && <TopBar path={path} mode={mode} onMode={setMode} user={session.user} onLogout={() => setSession('none')} />}
          <main key={path.split('/').slice(0, 3).join('/')}>
            <Suspense fallback={<p className="note">Loading …</p>}>
              <Page path={path} sources={session.sources} />
            </Suspense>
          </main>
        </div>
      )}
      <PortalContainer />
    </ThemeContext.Provider>
  );
}

function Page({path, sources}: {path: string; sources: DataSource[]}) {
  const [, first, second, third] = path.split('/').map(decodeURIComponent);
  switch (first) {
    case 'd':
      return <DashboardPage uid={second} sources={sources} />;
    case 'alerting':
      return <Alerts sources={sources} />;
    case 'targets':
      return <Targets sources={sources} />;
    case 'explore':
      return <Explore sources={sources} />;
    case 'trace':
      return <TracePage source={second} id={third} sources={sources} />;
    case 'runbook':
      return <Runbook name={second} />;
    case 'about':
      return <About sources={sources} />;
    case 'dashboards':
      return <Browse />;
    default:
      return <Home />;
  }
}

/** The home dashboard where there is one, else the list of all. */
function Home() {
  useEffect(() => {
    ask('/api/dashboards/home').then(it => go(it.redirectUri ?? '/dashboards', true), () => go('/dashboards', true));
  }, []);
  return <p className="note">Loading …</p>;
}

const PAGES = [
  ['/dashboards', 'apps', 'Dashboards'],
  ['/alerting/list', 'bell', 'Alerts'],
  ['/targets', 'sitemap', 'Targets'],
  ['/explore', 'compass', 'Explore'],
] as const;

function TopBar({path, mode, onMode, user, onLogout}: {path: string; mode: Mode; onMode: (mode: Mode) => void; user: string; onLogout: () => void}) {
  const other = mode === 'dark' ? 'light' : 'dark';
  const leave = () => ask('/logout', {method: 'POST'}).finally(onLogout);
  const active = (address: string) => path.startsWith('/' + address.split('/')[1]) || (address === '/dashboards' && path.startsWith('/d/'));
  return (
    <header className="bar">
      <a className="brand" href="/" title="The platform's viewer: shows the stack's dashboards where Grafana cannot be had">
        <span className="logo" />platform <b>viewer</b>
      </a>
      <nav>
        {PAGES.map(([address, icon, name]) => (
          <a key={address} href={address} className={active(address) ? 'active' : ''} title={name}><Icon name={icon as any} /><span>{name}</span></a>
        ))}
      </nav>
      <span className="grow" />
      <button className="tool" onClick={() => onMode(other)} title={`Switch to the ${other} theme`}><Icon name="palette" /></button>
      <a className="tool" href="/about" title="About this viewer"><Icon name="info-circle" /></a>
      <button className="tool" onClick={leave} title={`Log out ${user}`}><Icon name="signout" /></button>
    </header>
  );
}
