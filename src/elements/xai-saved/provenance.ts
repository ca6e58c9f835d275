import { html, type TemplateResult } from 'lit';
import type { Saliency } from '../../core/saliency.ts';
import { addMapWords, formatCount, formatScore } from '../map-strings.ts';
import { savedWords } from './saved-words.ts';

const strings = addMapWords(savedWords);

/** Characters of a hash that are shown; all of it is in the file. */
const SHOWN_HASH = 12;

/** What made a map, so that a reader can tell and another person can make it again. */
export function renderProvenance({ provenance, masks, reliability }: Saliency): TemplateResult {
  const { method, seed, modelSha256, pictureSha256, notes } = provenance;
  const parts = [
    method,
    masks === null ? '' : strings.masksUsed(formatCount(masks)),
    reliability === null ? '' : strings.reliability(formatScore(reliability)),
    seed === null ? '' : `${strings.savedSeed} ${seed}`,
    `${strings.savedModel} ${modelSha256.slice(0, SHOWN_HASH)}`,
    `${strings.savedPicture} ${pictureSha256.slice(0, SHOWN_HASH)}`,
  ];
  return html`<details class="notes" part="provenance">
    <summary>${strings.savedBy}</summary>
    <p>${parts.filter(Boolean).join(' · ')}</p>
    <ul>${notes.map((note) => html`<li>${note}</li>`)}</ul>
  </details>`;
}
