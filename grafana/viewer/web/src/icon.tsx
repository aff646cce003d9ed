import {forwardRef, useEffect} from 'react';
import icons from 'virtual:icons';

const CIRCLE = '<svg viewBox="0 0 24 24"><circle cx="12" cy="12" r="6"/></svg>';

/** Stands in for react-inlinesvg: the same properties, but the icon is already here. */
const Svg = forwardRef<SVGSVGElement, any>(function Svg({src, title, onLoad, loader, cacheRequests, children, ...rest}, ref) {
  const name = String(src).split('/').slice(-2).join('/').replace('.svg', '');
  // The package has no arrow to the left.
  const turned = name.endsWith('angle-double-left');
  const text: string = (icons as Record<string, string>)[turned ? name.replace('left', 'right') : name] ?? CIRCLE;
  useEffect(() => onLoad?.(), [name]);
  const viewBox = /viewBox="([^"]+)"/.exec(text)?.[1] ?? '0 0 24 24';
  const inner = text.replace(/^[^]*?<svg[^>]*>/, '').replace(/<\/svg>\s*$/, '');
  return <svg ref={ref} viewBox={viewBox} aria-hidden={!title} aria-label={title || undefined} {...rest} style={turned ? {...rest.style, transform: 'scaleX(-1)'} : rest.style} dangerouslySetInnerHTML={{__html: inner}} />;
});

export default Svg;
