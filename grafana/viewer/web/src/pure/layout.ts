import type {Panel} from './model.ts';

/** A panel where it is shown; a repeated one with the value it is shown for. */
export interface Placed {panel: Panel; key: string; fixed?: {name: string; value: string}; x: number; y: number; w: number; h: number}

type Values = (variable: string) => string[];

/**
 * Panels of collapsed rows are left out, rows and panels with `repeat` become one for each value,
 * and what is below moves down or up.
 */
export function layout(panels: Panel[], values: Values, collapsed: (row: Panel) => boolean): Placed[] {
  const placed: Placed[] = [];
  let y = 0;
  for (const section of sections(panels)) {
    const {row} = section;
    const copies = row?.repeat ? values(row.repeat) : [undefined];
    for (const value of copies) {
      const fixed = row?.repeat && value !== undefined ? {name: row.repeat, value} : undefined;
      const suffix = fixed ? '@' + fixed.value : '';
      if (row) placed.push({panel: row, key: row.id + suffix, fixed, x: 0, y: y++, w: 24, h: 1});
      if (row && collapsed(row)) continue;
      const items = grid(section.panels, values, fixed, suffix);
      const bottom = Math.max(0, ...items.map(it => it.y + it.h));
      for (const item of items) placed.push({...item, y: item.y + y});
      y += bottom;
    }
  }
  return placed;
}

interface Section {row?: Panel; panels: Panel[]}

function sections(panels: Panel[]): Section[] {
  const sorted = [...panels].sort((a, b) => a.gridPos.y - b.gridPos.y || a.gridPos.x - b.gridPos.x);
  const list: Section[] = [{panels: []}];
  for (const panel of sorted) {
    if (panel.type === 'row') list.push({row: panel, panels: panel.panels ? [...panel.panels] : []});
    else list[list.length - 1].panels.push(panel);
    // A row that is saved closed has its panels inside; what follows belongs to none.
    if (panel.type === 'row' && panel.collapsed) list.push({panels: []});
  }
  return list.filter(it => it.row || it.panels.length);
}

function grid(panels: Panel[], values: Values, fixed: Placed['fixed'], suffix: string): Placed[] {
  const top = Math.min(...panels.map(it => it.gridPos.y));
  const items: Placed[] = [];
  let shift = 0;
  const sorted = [...panels].sort((a, b) => a.gridPos.y - b.gridPos.y || a.gridPos.x - b.gridPos.x);
  for (const panel of sorted) {
    const {x, w, h} = panel.gridPos;
    const y = panel.gridPos.y - top + shift;
    if (!panel.repeat || panel.repeat === fixed?.name) {
      items.push({panel, key: panel.id + suffix, fixed, x, y, w, h});
      continue;
    }
    const list = values(panel.repeat);
    const name = panel.repeat;
    const across = panel.repeatDirection !== 'v';
    const perRow = across ? Math.max(1, Math.min(list.length, panel.maxPerRow ?? 4)) : 1;
    const width = across ? Math.max(Math.floor(24 / perRow), 4) : w;
    list.forEach((value, index) => {
      const column = index % perRow;
      items.push({
        panel, key: `${panel.id}${suffix}@${value}`, fixed: {name, value},
        x: across ? column * width : x, y: y + Math.floor(index / perRow) * h, w: width, h,
      });
    });
    shift += (Math.ceil(Math.max(list.length, 1) / perRow) - 1) * h;
  }
  return items;
}
