import { Html } from './html.ts';

/** Plain, readable in print and in the dark. */
export const STYLE = new Html(`
:root { color-scheme: light dark; font: 15px/1.5 system-ui, sans-serif }
body { max-width: 75rem; margin: 2rem auto; padding: 0 1rem }
table { border-collapse: collapse; margin: .5rem 0 }
@media (max-width: 48rem) { table { display: block; overflow-x: auto } }
th, td { padding: .25rem .6rem; border-bottom: 1px solid #8886; text-align: left; vertical-align: middle; overflow-wrap: anywhere }
th { overflow-wrap: break-word }
.grid { display: flex; flex-wrap: wrap; gap: .75rem; margin: .5rem 0 }
figure { margin: 0 }
figure img { margin-right: 2px }
figure:has(img.wide) { margin: .75rem 0 1.25rem }
img.wide { display: block; max-width: 100%; height: auto }
figcaption, .note { font-size: .85rem; opacity: .8 }
li { margin-bottom: .75rem }
pre { white-space: pre-wrap; overflow-wrap: anywhere; padding: .75rem; border: 1px solid #8886 }
svg text { font-size: 11px; fill: currentColor }
`);
