// What the viewer has from the start, and lends to its parts in files of their own: those then hold none of it a second time
// and speak the same language. The build reads this file (`borrow` in scripts/build-plan.mjs): one line for each module.
export { css, html, nothing } from 'lit';
export { XaiError } from '../../core/errors.ts';
export { summarise } from '../../core/summary.ts';
export { XaiViewportEvent } from '../events.ts';
export { fetchText } from '../fetch-file.ts';
export { sayRefusal } from '../refusals/refusals.ts';
export { addWords, formatCount, formatPercent, strings } from '../strings.ts';
export { MOST_CELLS, methodsBeside, methodsLeft } from './compared-methods.ts';
export { renderOpacity, renderSelect } from './controls.ts';
export { giveStyle } from './give-style.ts';
export { renderLegend } from './legend.ts';
export { moveByKey } from './list-keys.ts';
export { has } from './method-choice.ts';
export { renderMethodSelect } from './method-controls.ts';
export { paintedMap, paintMap, scoresOf } from './paint-map.ts';
export { painted } from './painted.ts';
export { placeBox } from './place-box.ts';
export { isSameFinding } from './same-finding.ts';
export { shorten } from './shorten.ts';
export { nameOf, progressWords } from './status.ts';
export { asXaiError } from './task-state.ts';
