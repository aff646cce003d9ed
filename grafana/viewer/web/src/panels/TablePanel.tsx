import {getFieldDisplayName, type DataFrame} from '@grafana/data';
import {TableNG} from '@grafana/ui/unstable';
import {useMemo, useState} from 'react';
import type {Shown} from './PanelView.tsx';

/** One frame at a time; where there are several, one chooses. */
export function TablePanel({panel, data, width, height, range, loaded}: Shown) {
  const [chosen, setChosen] = useState(0);
  const frames = data.frames.filter(it => it.fields.length);
  const frame = frames[Math.min(chosen, frames.length - 1)];
  const options = panel.options ?? {};
  const many = frames.length > 1;
  const [sortBy, setSortBy] = useState(options.sortBy);
  const name = (it: DataFrame, at: number) => it.name ?? (getFieldDisplayName(it.fields[it.fields.length - 1], it, frames) || `Table ${at + 1}`);
  const shown = useMemo(() => frame, [frame]);
  if (!shown) return <p className="panel-empty">No data</p>;
  return (
    <>
      <TableNG data={shown} width={width} height={height - (many ? 36 : 0)} noHeader={options.showHeader === false} showTypeIcons={options.showTypeIcons}
        resizable sortBy={sortBy} onSortByChange={setSortBy} cellHeight={options.cellHeight} enablePagination={options.enablePagination ?? options.footer?.enablePagination}
        timeRange={range} fieldConfig={data.config} structureRev={loaded.at} frozenColumns={options.frozenColumns?.left} />
      {many && <select className="frames" value={chosen} onChange={it => setChosen(Number(it.currentTarget.value))}>{frames.map((it, at) => <option key={at} value={at}>{name(it, at)}</option>)}</select>}
    </>
  );
}
