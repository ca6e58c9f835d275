import { html, nothing, type TemplateResult } from 'lit';
import type { Label } from '../../core/series/recording.ts';
import { formatCount } from '../strings.ts';
import { giveStyle } from '../xai-viewer/give-style.ts';
import { pressEdgeKey, pressLabelKey } from './label-keys.ts';
import type { Labelling } from './labelling.ts';
import { colourOf } from './paint-strips.ts';
import { clock } from './ticks.ts';
import { words } from './timeline-strings.ts';

/** What lies over the labels where they may be edited: the chosen one with its two ends, each a slider of its own. */
export function renderLabelLayer(labelling: Labelling, classes: readonly string[]): TemplateResult {
  const { editing, drag } = labelling;
  const { chosen, labels } = editing;
  return html`<div
    class="label-layer"
    @pointerdown=${drag.down}
    @pointermove=${drag.move}
    @pointerup=${drag.up}
    @pointercancel=${drag.up}
    @dblclick=${drag.open}
  >
    ${chosen ? renderChosen(chosen, labels, labelling, colourOf(classes, chosen.label)) : nothing}
  </div>`;
}

function renderChosen(label: Label, labels: readonly Label[], labelling: Labelling, colour: string): TemplateResult {
  const place = labels.indexOf(label) + 1;
  return html`<div
      class="label-frame"
      role="slider"
      tabindex="0"
      aria-label=${words.chosenLabel}
      aria-orientation="horizontal"
      aria-valuemin="1"
      aria-valuemax=${labels.length}
      aria-valuenow=${place}
      aria-valuetext=${words.labelValue(label.label, clock(label.start), clock(label.end), formatCount(place), formatCount(labels.length))}
      ${giveStyle({ '--class-colour': colour })}
      @keydown=${(event: KeyboardEvent) => take(event, pressLabelKey(event, labelling))}
    ></div>
    ${(['start', 'end'] as const).map((edge) => renderEdge(edge, label, labelling))}`;
}

function renderEdge(edge: 'start' | 'end', label: Label, labelling: Labelling): TemplateResult {
  const { start, end } = labelling.editing.bounds;
  return html`<div
    class="label-edge"
    data-edge=${edge}
    role="slider"
    tabindex="0"
    aria-label=${edge === 'start' ? words.labelStart(label.label) : words.labelEnd(label.label)}
    aria-orientation="horizontal"
    aria-valuemin=${edge === 'start' ? start : label.start}
    aria-valuemax=${edge === 'start' ? label.end : end}
    aria-valuenow=${label[edge]}
    aria-valuetext=${clock(label[edge])}
    @keydown=${(event: KeyboardEvent) => take(event, pressEdgeKey(event, edge, labelling))}
  ></div>`;
}

function take(event: KeyboardEvent, isTaken: boolean): void {
  if (!isTaken) return;
  event.preventDefault();
  event.stopPropagation();
}
