// Fails when two bundles differ in a file, whatever compressed it.
import {readdirSync, readFileSync, statSync} from 'node:fs';
import {join} from 'node:path';
import {gunzipSync} from 'node:zlib';

const [committed, built] = process.argv.slice(2).map(directory => new Map(files(directory).map(name => [name, content(join(directory, name))])));
const different = [...new Set([...committed.keys(), ...built.keys()])].filter(name => !committed.get(name)?.equals(built.get(name) ?? Buffer.alloc(0)));
if (different.length) {
  console.error(`the committed pages are not what the sources give; npm run build makes them anew:\n  ${different.join('\n  ')}`);
  process.exit(1);
}

function files(directory, below = '') {
  return readdirSync(join(directory, below)).flatMap(name => {
    const path = join(below, name);
    return statSync(join(directory, path)).isDirectory() ? files(directory, path) : [path];
  });
}

function content(file) {
  const bytes = readFileSync(file);
  return file.endsWith('.gz') ? gunzipSync(bytes) : bytes;
}
