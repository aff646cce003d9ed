import {type FieldDisplay, type ThresholdsConfig, VizOrientation, getDisplayValueAlignmentFactors, getFieldDisplayValues, FieldColorModeId} from '@grafana/data';
import {BarGaugeDisplayMode, BarGaugeNamePlacement, BarGaugeValueMode, BigValueColorMode, BigValueGraphMode, BigValueJustifyMode, BigValueTextMode} from '@grafana/schema';
import {BarGauge, BigValue, VizRepeater, useTheme2} from '@grafana/ui';
import type {ReactNode} from 'react';
import {replacer} from '../data/grafana.ts';
import type {Shown} from './PanelView.tsx';

/** The values a panel reduces its series to, and how each is drawn. */
function Values({shown, draw, autoGrid, minWidth, minHeight, orientation}: {
  shown: Shown; draw: (value: FieldDisplay, width: number, height: number, all: FieldDisplay[], across: VizOrientation) => ReactNode;
  autoGrid?: boolean; minWidth?: number; minHeight?: number; orientation?: VizOrientation;
}) {
  const theme = useTheme2();
  const {panel, data, scope, timeZone, width, height, loaded} = shown;
  const options = panel.options ?? {};
  const getValues = () => getFieldDisplayValues({
    fieldConfig: data.config, reduceOptions: {calcs: ['lastNotNull'], ...options.reduceOptions}, replaceVariables: replacer(scope) as any,
    theme, data: data.frames, sparkline: options.graphMode !== 'none' && panel.type === 'stat', timeZone,
  });
  return (
    <VizRepeater
      getValues={getValues} renderCounter={loaded.at} source={data} width={width} height={height} autoGrid={autoGrid}
      orientation={orientation ?? options.orientation ?? VizOrientation.Auto} minVizWidth={minWidth} minVizHeight={minHeight} itemSpacing={8}
      getAlignmentFactors={values => values as any}
      renderValue={({value, width: w, height: h, alignmentFactors, orientation: across}) => <Linked value={value}>{draw(value, w, h, alignmentFactors as any, across)}</Linked>}
    />
  );
}

/** A value with a data link is the link. */
function Linked({value, children}: {value: FieldDisplay; children: ReactNode}) {
  const links = value.hasLinks && value.getLinks ? value.getLinks() : [];
  if (!links.length) return <>{children}</>;
  return <a href={links[0].href} target={links[0].target} title={links[0].title} rel="noreferrer" className="value-link">{children}</a>;
}

export function StatPanel(shown: Shown) {
  const theme = useTheme2();
  const options = shown.panel.options ?? {};
  return (
    <Values shown={shown} autoGrid draw={(value, width, height, all) => (
      <BigValue
        value={value.display} width={width} height={height} theme={theme} count={all.length} alignmentFactors={getDisplayValueAlignmentFactors(all)}
        colorMode={options.colorMode ?? BigValueColorMode.Value} graphMode={options.graphMode ?? BigValueGraphMode.Area}
        justifyMode={options.justifyMode ?? BigValueJustifyMode.Auto} textMode={options.textMode ?? BigValueTextMode.Auto}
        percentChangeColorMode={options.percentChangeColorMode} sparkline={value.sparkline} text={options.text} hasLinks={value.hasLinks}
      />
    )} />
  );
}

export function BarGaugePanel(shown: Shown) {
  const theme = useTheme2();
  const options = shown.panel.options ?? {};
  return (
    <Values shown={shown} minWidth={options.minVizWidth ?? 8} minHeight={options.minVizHeight ?? 16} draw={(value, width, height, all, across) => (
      <BarGauge
        theme={theme} value={value.display} field={value.field} display={value.view?.getFieldDisplayProcessor(value.colIndex!)} width={width} height={height}
        orientation={across} displayMode={options.displayMode ?? BarGaugeDisplayMode.Gradient} showUnfilled={options.showUnfilled ?? true}
        valueDisplayMode={options.valueMode ?? BarGaugeValueMode.Color} namePlacement={options.namePlacement ?? BarGaugeNamePlacement.Auto}
        text={options.text} alignmentFactors={getDisplayValueAlignmentFactors(all)} itemSpacing={8} lcdCellWidth={12}
      />
    )} />
  );
}

export function GaugePanel(shown: Shown) {
  return <Values shown={shown} autoGrid minWidth={75} minHeight={75} draw={(value, width, height) => <Gauge value={value} width={width} height={height} name={shown.data.frames.length > 1} />} />;
}

const START = 150;
const SWEEP = 240;

/** An arc from the least to the largest value, with the thresholds outside of it. */
function Gauge({value: {display, field}, width, height, name}: {value: FieldDisplay; width: number; height: number; name: boolean}) {
  const theme = useTheme2();
  const label = name && !!display.title;
  const size = Math.min(width, (height - (label ? 20 : 0)) * 1.25);
  const radius = size * 0.4;
  const thickness = Math.max(6, radius * 0.24);
  const [min, max] = [field.min ?? 0, field.max ?? 100];
  const share = Math.min(1, Math.max(0, display.percent ?? (display.numeric - min) / (max - min || 1)));
  const text = `${display.prefix ?? ''}${display.text}${display.suffix ?? ''}`;
  const bands = thresholdBands(field.thresholds, min, max, field.color?.mode === FieldColorModeId.Thresholds || !field.color);
  return (
    <svg width={width} height={height} role="img" aria-label={`${display.title ?? ''} ${text}`}>
      <g transform={`translate(${width / 2},${(height - (label ? 20 : 0)) / 2 + radius * 0.22})`}>
        <path d={arc(radius, 0, 1)} stroke={theme.colors.background.secondary} strokeWidth={thickness} fill="none" />
        <path d={arc(radius, 0, share)} stroke={display.color ?? theme.colors.primary.main} strokeWidth={thickness} fill="none" />
        {bands.map(band => <path key={band.from} d={arc(radius + thickness * 0.72, band.from, band.to)} stroke={theme.visualization.getColorByName(band.color)} strokeWidth={thickness * 0.16} fill="none" />)}
        <text textAnchor="middle" dominantBaseline="middle" fill={display.color ?? theme.colors.text.primary} fontSize={Math.min(radius * 0.5, (radius * 2.4) / Math.max(text.length, 3))} fontWeight={500}>{text}</text>
      </g>
      {label && <text x={width / 2} y={height - 6} textAnchor="middle" fill={theme.colors.text.primary} fontSize={13}>{display.title}</text>}
    </svg>
  );
}

function arc(radius: number, from: number, to: number): string {
  const point = (share: number) => {
    const angle = ((START + SWEEP * share) * Math.PI) / 180;
    return `${(radius * Math.cos(angle)).toFixed(2)},${(radius * Math.sin(angle)).toFixed(2)}`;
  };
  return `M${point(from)}A${radius},${radius},0,${(to - from) * SWEEP > 180 ? 1 : 0},1,${point(to)}`;
}

function thresholdBands(thresholds: ThresholdsConfig | undefined, min: number, max: number, shown: boolean) {
  if (!thresholds || !shown) return [];
  const share = (value: number) => Math.min(1, Math.max(0, thresholds.mode === 'percentage' ? value / 100 : (value - min) / (max - min || 1)));
  return thresholds.steps.map((step, at) => ({
    color: step.color, from: at === 0 ? 0 : share(step.value), to: at + 1 < thresholds.steps.length ? share(thresholds.steps[at + 1].value) : 1,
  })).filter(it => it.to > it.from);
}
