// Bundles the pages into ../bundle, each file compressed, and writes down whose code is in them.
import {createHash} from 'node:crypto';
import {copyFileSync, mkdirSync, readdirSync, readFileSync, rmSync, writeFileSync} from 'node:fs';
import {basename, dirname, join} from 'node:path';
import {fileURLToPath} from 'node:url';
import {gzipSync} from 'node:zlib';
import esbuild from 'esbuild';
import {ICONS} from './icons.mjs';

const here = dirname(fileURLToPath(import.meta.url));
const out = process.argv[2] ?? join(here, '../bundle');
const at = path => join(here, path);

// Editors of Grafana's that no page of ours opens: 2.8 MB.
const heavy = /^(monaco-editor|@monaco-editor\/react|slate|slate-react|slate-plain-serializer|@grafana\/slate-react|@grafana\/faro-web-sdk)(\/|$)|ReactMonacoEditor(\.mjs)?$|CodeMirrorEditor(\.mjs)?$/;

const own = {
  name: 'own',
  setup(build) {
    build.onResolve({filter: heavy}, () => ({path: at('src/empty.tsx')}));
    // Icons come with the pages instead of one request for each.
    build.onResolve({filter: /^react-inlinesvg$/}, () => ({path: at('src/icon.tsx')}));
    build.onResolve({filter: /^virtual:icons$/}, () => ({path: 'icons', namespace: 'icons'}));
    build.onLoad({filter: /.*/, namespace: 'icons'}, () => ({contents: JSON.stringify(icons()), loader: 'json'}));
  },
};

function icons() {
  const root = at('node_modules/@grafana/ui/dist/public/img/icons');
  return Object.fromEntries(ICONS.map(name => [name, readFileSync(join(root, name + '.svg'), 'utf8')]));
}

const result = await esbuild.build({
  entryPoints: {main: at('src/main.tsx')},
  bundle: true, minify: true, format: 'esm', splitting: true, write: false, outdir: join(out, 'assets'),
  entryNames: '[name]-[hash]', chunkNames: 'chunk-[hash]', assetNames: '[name]-[hash]',
  target: 'es2022', jsx: 'automatic', metafile: true, plugins: [own], legalComments: 'none',
  define: {'process.env.NODE_ENV': '"production"', 'process.env.JEST_WORKER_ID': 'undefined'},
  loader: {'.css': 'css', '.svg': 'dataurl', '.woff2': 'file'},
  absWorkingDir: here, logLevel: 'warning',
});

rmSync(out, {recursive: true, force: true});
mkdirSync(join(out, 'assets'), {recursive: true});
const names = [];
for (const file of result.outputFiles) {
  const name = 'assets/' + basename(file.path);
  names.push(name);
  if (name.endsWith('.woff2')) writeFileSync(join(out, name), file.contents);
  else writeFileSync(join(out, name + '.gz'), gzipSync(file.contents, {level: 9}));
}
const named = pattern => names.filter(name => pattern.test(name));
const html = readFileSync(at('src/index.html'), 'utf8')
  .replace('STYLES', named(/main-.*\.css$/).map(name => `<link rel="stylesheet" href="/${name}">`).join(''))
  .replace('SCRIPT', '/' + named(/main-.*\.js$/)[0]);
writeFileSync(join(out, 'index.html'), html);
// Where Grafana's own style sheet looks for its font; the file has every weight.
mkdirSync(join(out, 'public/fonts/inter'), {recursive: true});
for (const weight of ['Regular', 'Medium']) {
  copyFileSync(at('node_modules/@fontsource-variable/inter/files/inter-latin-wght-normal.woff2'), join(out, `public/fonts/inter/Inter-${weight}.woff2`));
}
writeFileSync(join(out, 'SOURCES'), sources() + '\n');
writeFileSync(join(out, 'public/THIRD-PARTY.txt.gz'), gzipSync(notices(), {level: 9}));

// The same hash is computed by BundleTest, so that a bundle of other sources is noticed without Node.
function sources() {
  const digest = createHash('sha256');
  const files = ['build.mjs', 'icons.mjs', 'package-lock.json', ...walk('src')].sort();
  for (const file of files) digest.update(file + '\n').update(readFileSync(at(file))).update('\n');
  return digest.digest('hex');
}

function walk(directory) {
  return readdirSync(at(directory), {withFileTypes: true}).flatMap(entry =>
    entry.isDirectory() ? walk(directory + '/' + entry.name) : [directory + '/' + entry.name]);
}

function notices() {
  const packages = new Map([['@fontsource-variable/inter', 'node_modules/@fontsource-variable/inter']]);
  for (const input of Object.keys(result.metafile.inputs)) {
    const match = /^(.*node_modules\/((?:@[^/]+\/)?[^/]+))\//.exec(input);
    if (match) packages.set(match[2], match[1]);
  }
  const parts = [...packages.keys()].sort().map(name => {
    const directory = at(packages.get(name));
    const about = JSON.parse(readFileSync(join(directory, 'package.json'), 'utf8'));
    const texts = readdirSync(directory).filter(file => /^(licen[cs]e|copying|notice)/i.test(file)).sort();
    const license = about.license ?? about.licenses?.map(it => it.type).join(' or ') ?? 'see the text';
    if (/AGPL|(^|[^L])GPL/.test(JSON.stringify(license))) throw new Error(`${name} is under ${license}`);
    if (name === 'get-document') throw new Error('get-document has no license and must not be bundled');
    const body = texts.map(file => readFileSync(join(directory, file), 'utf8').trim()).join('\n\n');
    return `${name} ${about.version}, ${typeof license === 'string' ? license : license.type}\n\n${body || '(the package holds no license text)'}`;
  });
  return 'The pages of the viewer hold code of these projects.\n\n' + parts.join('\n\n' + '-'.repeat(80) + '\n\n') + '\n';
}

const total = readdirSync(join(out, 'assets')).reduce((sum, file) => sum + readFileSync(join(out, 'assets', file)).length, 0);
console.log(`${names.length} files, ${Math.round(total / 1024)} KB compressed`);
