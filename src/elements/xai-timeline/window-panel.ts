import { html, nothing, type TemplateResult } from 'lit';
import { rankClasses } from '../../core/series/session-answers.ts';
import type { Verdict } from '../../core/series/verdicts.ts';
import type { FedValues } from '../../engine/info.ts';
import { formatCount, formatPercent } from '../strings.ts';
import { giveStyle } from '../xai-viewer/give-style.ts';
import { painted } from '../xai-viewer/painted.ts';
import { colourOf } from './paint-strips.ts';
import { paintWindow } from './paint-window.ts';
import type { Scene } from './scene.ts';
import type { Inks } from './surface.ts';
import { clock } from './ticks.ts';
import { words } from './timeline-strings.ts';

export interface WindowPanelView {
  readonly scene: Scene;
  readonly verdict: Verdict;
  readonly fed: FedValues | null;
  readonly inks: Inks;
  /** Pixels: what is painted is painted anew when it changes. */
  readonly width: number;
  step(by: -1 | 1): void;
  stepWrong(direction: 1 | -1): void;
}

/** Classes that the panel lists. */
const MOST_SCORES = 8;

/** One window in full: when it is, what was said, what is right, what the model was fed, every score. */
export function renderWindowPanel(view: WindowPanelView): TemplateResult {
  const { scene, verdict } = view;
  const { answers } = scene.parts;
  return html`<div class="window" part="window">
    <div class="verdict">
      <div class="steps" role="group" aria-label=${words.window}>
        ${renderStep('‹', words.previous, () => view.step(-1))}
        <b>${formatCount(verdict.index + 1)} / ${formatCount(scene.verdicts.length)}</b>
        ${renderStep('›', words.next, () => view.step(1))}
        <span class="wrong-steps">
          ${renderStep('‹', words.previousWrong, () => view.stepWrong(-1), scene.wrong === 0)}
          <span>${scene.wrong === 0 ? words.noWrong : `${words.wrongOnly} (${formatCount(scene.wrong)})`}</span>
          ${renderStep('›', words.nextWrong, () => view.stepWrong(1), scene.wrong === 0)}
        </span>
      </div>
      <p class="when">${clock(verdict.start)} – ${clock(verdict.end)}${
        answers ? html` <span>· ${words.frameHelp(clock(answers.length), clock(answers.stride))}</span>` : nothing
      }</p>
      <dl>
        ${renderFact(words.answer, verdict.answer, verdict.score, scene)}
        ${renderFact(words.label, verdict.meant, null, scene)}
      </dl>
      <p class="judgement" data-right=${String(verdict.isRight)}>${judgement(verdict)}</p>
    </div>
    ${view.fed ? renderFed(view.fed, view) : nothing}
    ${answers && !scene.parts.predictions ? renderScores(scene, verdict.index) : nothing}
  </div>`;
}

function judgement({ isRight }: Verdict): string {
  if (isRight === null) return words.unknown;
  return isRight ? `✓ ${words.right}` : `✗ ${words.wrong}`;
}

/** The verdict as one sentence, for those who hear it. */
export function describeVerdict({ index, start, end, answer, score, meant, isRight }: Verdict, count: number): string {
  const said = answer === null ? words.saysNothing : words.says(answer, score === null ? null : formatPercent(score));
  const judged =
    isRight === null || meant === null ? words.noLabelHere : isRight ? words.isRight(meant) : words.isWrong(meant);
  const place = words.windowValue(formatCount(index + 1), formatCount(count), clock(start), clock(end));
  return `${place}: ${said}; ${judged}`;
}

function renderStep(sign: string, name: string, act: () => void, isOff = false): TemplateResult {
  return html`<button type="button" class="step" aria-label=${name} title=${name} ?disabled=${isOff} @click=${act}>${sign}</button>`;
}

function renderFact(name: string, label: string | null, score: number | null, { classes }: Scene): TemplateResult {
  return html`<div>
    <dt>${name}</dt>
    <dd>
      ${
        label === null
          ? '–'
          : html`<span class="swatch" ${giveStyle({ '--class-colour': colourOf(classes, label) })}></span>${label}${
              score === null ? nothing : html` <b>${formatPercent(score)}</b>`
            }`
      }
    </dd>
  </div>`;
}

function renderFed(fed: FedValues, { inks, width }: WindowPanelView): TemplateResult {
  const help = words.fedHelp(fed.columns, clock(fed.step, fed.step));
  // Painted once it lies in the page and has a size.
  return html`<figure class="fed">
    <canvas role="img" aria-label=${`${words.fedValues}: ${help}`} ${painted((canvas) => queueMicrotask(() => paintWindow(canvas, fed, inks)), fed, inks, width)}></canvas>
    <figcaption>${words.fedValues}<span> · ${help}</span></figcaption>
  </figure>`;
}

function renderScores({ parts, classes }: Scene, index: number): TemplateResult | typeof nothing {
  const { answers } = parts;
  if (!answers) return nothing;
  const ranked = rankClasses(answers, index).slice(0, MOST_SCORES);
  if (ranked.length === 0) return nothing;
  const score = (classIndex: number) => answers.scores[index * answers.classes.length + classIndex];
  return html`<ul class="scores" aria-label=${words.scores}>
    ${ranked.map(
      (classIndex) => html`<li>
        <span>${answers.classes[classIndex]}</span>
        <span
          class="level"
          aria-hidden="true"
          ${giveStyle({
            '--share': String(score(classIndex)),
            '--class-colour': colourOf(classes, answers.classes[classIndex]),
          })}
        ></span>
        <b>${formatPercent(score(classIndex))}</b>
      </li>`,
    )}
  </ul>`;
}
