// All icons of Grafana's components but the marks of companies and products.
import {readdirSync} from 'node:fs';

const root = new URL('node_modules/@grafana/ui/dist/public/img/icons/', import.meta.url);
const marks = /logo|github|bitbucket|slack|k6|kubernetes|open-telemetry|sigil|^git\.svg|robot|brain|sparkle|anthropic/;

export const ICONS = [
  ...readdirSync(new URL('unicons/', root)).filter(file => !marks.test(file)).map(file => 'unicons/' + file.replace('.svg', '')),
  'mono/favorite', 'mono/heart', 'custom/gf-logs',
].sort();
