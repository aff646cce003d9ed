// The icons that our pages, and Grafana's components on them, show.
const UNICONS = `angle-double-down angle-double-right angle-double-up angle-down angle-left angle-right angle-up apps
arrow-down arrow-left arrow-right arrow-up arrow-from-right bars bell bell-slash bolt book-open bug calendar-alt
check check-circle circle clipboard-alt clock-nine cloud copy cube dashboard database document-info download-alt
ellipsis-h ellipsis-v exclamation-circle exclamation-triangle external-link-alt eye eye-slash file-alt filter
folder folder-open gf-logs history home-alt info-circle link list-ul lock minus moon pause play plus
question-circle search search-minus search-plus share-alt sign-in-alt signout sliders-v-alt spinner square-shape star
sun sync table times times-circle tag-alt unlock user wrench x-circle compass crosshair monitor fa-spinner heart
clock chart-line bullseye trash-alt shield`.split(/\s+/);
import {existsSync} from 'node:fs';
const root = new URL('node_modules/@grafana/ui/dist/public/img/icons/', import.meta.url);
const has = name => existsSync(new URL(name + '.svg', root));
export const ICONS = [
  ...UNICONS.map(name => 'unicons/' + name), 'custom/gf-logs', 'mono/favorite', 'mono/exclamation-triangle', 'mono/heart', 'mono/circle-mono',
].filter(has).sort();
