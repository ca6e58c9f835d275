import { html, nothing, type TemplateResult } from 'lit';
import type { Label } from '../../core/series/recording.ts';
import { formatCount } from '../strings.ts';
import { giveStyle } from '../xai-viewer/give-style.ts';
import type { Labelling } from './labelling.ts';
import { colourOf } from './paint-strips.ts';
import { words } from './timeline-strings.ts';

/** More classes than this are picked from the list of the text field. */
const MOST_BUTTONS = 12;
/** Step of the fields for times, seconds. */
const TIME_STEP = 0.01;

/** The chosen label in fields: its name, its times; and what can be done to labels at all. */
export function renderLabelPanel(labelling: Labelling, classes: readonly string[]): TemplateResult {
  const { editing } = labelling;
  const { labels, chosen } = editing;
  const place = chosen ? labels.indexOf(chosen) + 1 : 0;
  const isEmpty = labels.length === 0;
  return html`<div class="labelling" part="labels" role="group" aria-label=${words.editLabels}>
    <div class="steps">
      <button type="button" class="label-new" aria-keyshortcuts="N" @click=${() => labelling.add()}>+ ${words.newLabelButton}</button>
      <span class="choose">
        ${renderSign('‹', words.previousLabel, isEmpty, () => labelling.step(-1))}
        <b>${chosen ? `${formatCount(place)} / ` : ''}${words.labelCount(labels.length, formatCount(labels.length))}</b>
        ${renderSign('›', words.nextLabel, isEmpty, () => labelling.step(1))}
      </span>
      <span class="undo">
        ${renderSign('↶', words.undo, !editing.canUndo, () => labelling.undo(), 'Control+Z')}
        ${renderSign('↷', words.redo, !editing.canRedo, () => labelling.redo(), 'Control+Y')}
      </span>
    </div>
    ${chosen ? renderFields(chosen, labelling, classes) : html`<p class="hint">${words.labelHint}</p>`}
  </div>`;
}

/** The name is not checked for spelling: for a field that is, a browser may fetch a dictionary from its maker. */
function renderFields(label: Label, labelling: Labelling, classes: readonly string[]): TemplateResult {
  const { editing } = labelling;
  return html`
    ${
      classes.length <= MOST_BUTTONS
        ? html`<div class="names" role="group" aria-label=${words.labelName}>
            ${classes.map(
              (name) =>
                html`<button
                  type="button"
                  aria-pressed=${String(name === label.label)}
                  ${giveStyle({ '--class-colour': colourOf(classes, name) })}
                  @click=${() => editing.rename(name)}
                ><span class="swatch"></span>${name}</button>`,
            )}
          </div>`
        : nothing
    }
    <div class="fields">
      <label class="label-name"
        ><span>${words.labelName}</span
        ><input
          list="label-names"
          autocomplete="off"
          spellcheck="false"
          .value=${label.label}
          @change=${(event: Event) => {
            const input = event.target as HTMLInputElement;
            editing.rename(input.value);
            // A name that was not taken gives way to the one that counts.
            input.value = editing.chosen?.label ?? '';
          }}
          @keydown=${(event: KeyboardEvent) => leaveField(event, label.label, labelling)}
        /></label
      >
      <datalist id="label-names">${classes.map((name) => html`<option value=${name}></option>`)}</datalist>
      ${renderTime('start', words.from, label, labelling)} ${renderTime('end', words.to, label, labelling)}
      <button type="button" class="label-delete" @click=${() => labelling.remove()}>${words.deleteLabel}</button>
    </div>
  `;
}

function renderTime(edge: 'start' | 'end', title: string, label: Label, labelling: Labelling): TemplateResult {
  const { editing } = labelling;
  return html`<label
    ><span>${title}</span
    ><input
      type="number"
      step=${TIME_STEP}
      data-edge=${edge}
      .value=${String(label[edge])}
      @change=${(event: Event) => {
        const input = event.target as HTMLInputElement;
        const time = input.valueAsNumber;
        if (Number.isFinite(time) && editing.resize(edge, time, null)) editing.finish('resize');
        input.value = String(editing.chosen?.[edge] ?? '');
      }}
      @keydown=${(event: KeyboardEvent) => leaveField(event, String(label[edge]), labelling)}
    /><span class="unit">s</span></label
  >`;
}

/** Enter takes what was typed, Escape what was there before; both lead back to the label. */
function leaveField(event: KeyboardEvent, before: string, labelling: Labelling): void {
  const input = event.target as HTMLInputElement;
  if (event.key !== 'Enter' && event.key !== 'Escape') return;
  event.preventDefault();
  event.stopPropagation();
  if (event.key === 'Enter') input.dispatchEvent(new Event('change'));
  else input.value = before;
  void labelling.focusChosen();
}

function renderSign(sign: string, name: string, isOff: boolean, act: () => void, keys?: string): TemplateResult {
  return html`<button type="button" class="step" aria-label=${name} title=${name} aria-keyshortcuts=${keys ?? nothing} ?disabled=${isOff} @click=${act}>${sign}</button>`;
}
