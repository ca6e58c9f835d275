import type { WaTabShowEvent } from '@awesome.me/webawesome/dist/events/tab-show.js';
import { html, nothing, type TemplateResult } from 'lit';
import { strings } from '../../src/elements/strings.ts';
import type { AuditInfo } from '../../src/xai-audit.ts';
import type { GivenModel } from '../explain/given-model.ts';
import { EMBEDDED, EMBEDDED_SERIES } from '../library/embedded.ts';
import { renderSelect } from '../shell/select.ts';
import type { KeptModel } from '../storage/model-store.ts';
import { words as appWords } from '../words.ts';
import {
  type AuditChoice,
  type AuditHow,
  DRAWN_COUNTS,
  drawnChoice,
  MOST_MODELS,
  PICTURE_COUNTS,
  RULES,
} from './audit-choice.ts';
import { auditViewWords as words } from './words.ts';

export interface FormView {
  readonly choice: AuditChoice;
  readonly how: AuditHow;
  readonly kept: readonly KeptModel[];
  /** Whether the models read recordings, as far as that is known. */
  readonly isSeries: boolean;
  /** Of the models that are open; null before. */
  readonly info: AuditInfo | null;
  /** Pictures drawn so far; null while none are drawn. */
  readonly drawn: number | null;
  readonly isLocked: boolean;
  /** What was begun goes on as it began. */
  readonly isHowFixed: boolean;
  chooseEmbedded(at: number, name: string): void;
  chooseKept(at: number, model: KeptModel): void;
  chooseFile(at: number): void;
  removeModel(at: number): void;
  change(changes: Partial<AuditChoice>): void;
  changeHow(changes: Partial<AuditHow>): void;
  chooseData(kind: 'folder' | 'files'): void;
  prepare(): void;
  stop(): void;
}

const SOURCES = ['drawn', 'own'] as const;

/** Model, pictures, and how: what an audit is made of. */
export function renderForm(view: FormView): TemplateResult {
  const { choice, drawn, info, isLocked } = view;
  const isReady = choice.models.length > 0 && (choice.source === 'drawn' || choice.given !== null);
  return html`<form class="audit-form" @submit=${(event: Event) => {
    event.preventDefault();
    view.prepare();
  }}>
    <fieldset class="card" ?disabled=${isLocked}>
      <legend>${words.modelStep}</legend>
      ${choice.models.map((model, at) => renderModel(view, model, at))}
      ${
        choice.models.length < MOST_MODELS
          ? html`<button type="button" class="quiet" @click=${() => view.chooseEmbedded(choice.models.length, nextEmbedded(choice))}>${words.addModel}</button>`
          : nothing
      }
      <p class="hint">${words.modelHint}</p>
    </fieldset>
    <fieldset class="card" ?disabled=${isLocked}>
      <legend>${words.dataStep}</legend>
      <wa-tab-group active=${choice.source} @wa-tab-show=${(event: WaTabShowEvent) => view.change({ source: event.detail.name as AuditChoice['source'] })}>
        ${SOURCES.map((source) => html`<wa-tab panel=${source} ?disabled=${isLocked}>${words.dataKinds[source]}</wa-tab>`)}
        <wa-tab-panel name="drawn">${renderDrawn(view)}</wa-tab-panel>
        <wa-tab-panel name="own">${renderGiven(view)}</wa-tab-panel>
      </wa-tab-group>
    </fieldset>
    <fieldset class="card" ?disabled=${isLocked || view.isHowFixed}>
      <legend>${words.howStep}</legend>
      ${renderHow(view)}
    </fieldset>
    <div class="row">
      ${
        drawn === null
          ? html`<button class=${info ? '' : 'primary'} ?disabled=${!isReady || isLocked}>${info ? words.prepareAgain : words.prepare}</button>`
          : html`<button type="button" @click=${view.stop}>${words.stop}</button>
              <p class="hint" role="status">${words.drawing(drawn, choice.count)}</p>
              <progress max=${choice.count} .value=${drawn} aria-label=${words.drawing(drawn, choice.count)}></progress>`
      }
    </div>
  </form>`;
}

function renderModel(view: FormView, model: GivenModel, at: number): TemplateResult {
  const { kept, choice } = view;
  const own = typeof model.source !== 'string';
  const about = own ? '' : appWords.embedded[model.name.replace('embedded:', '')]?.about;
  const isKept = kept.some(({ name }) => own && name === model.name);
  const onChange = (event: Event) => {
    const select = event.target as HTMLSelectElement;
    const [kind, value] = split(select.value);
    if (kind === 'embedded') view.chooseEmbedded(at, value);
    else if (kind === 'kept') view.chooseKept(at, kept.find(({ sha256 }) => sha256 === value) as KeptModel);
    else if (kind === 'file') {
      // The choice stands when a file has come.
      view.chooseFile(at);
      select.value = own ? 'own' : model.name;
    }
  };
  return html`<div class="model-choice">
    <label>${words.model(at)}
      <select @change=${onChange}>
        ${own && !isKept ? html`<option value="own" selected>${model.name}</option>` : nothing}
        <optgroup label=${words.embedded}>
          ${EMBEDDED.map(
            ({ name }) =>
              html`<option value="embedded:${name}" .selected=${model.name === `embedded:${name}`}>${appWords.embedded[name].title}</option>`,
          )}
        </optgroup>
        <optgroup label=${words.embeddedSeries}>
          ${EMBEDDED_SERIES.map(
            ({ name }) =>
              html`<option value="embedded:${name}" .selected=${model.name === `embedded:${name}`}>${appWords.embedded[name].title}</option>`,
          )}
        </optgroup>
        ${
          kept.length > 0
            ? html`<optgroup label=${words.kept}>
                ${kept.map(({ sha256, name }) => html`<option value="kept:${sha256}" .selected=${own && name === model.name}>${name}</option>`)}
              </optgroup>`
            : nothing
        }
        <option value="file:">${words.own}</option>
      </select>
    </label>
    ${
      choice.models.length > 1
        ? html`<button type="button" class="close" aria-label=${words.removeModel(model.name)} @click=${() => view.removeModel(at)}>×</button>`
        : nothing
    }
  </div>
  ${about ? html`<p>${about}</p>` : nothing}`;
}

function split(value: string): [string, string] {
  const at = value.indexOf(':');
  return [value.slice(0, at), value.slice(at + 1)];
}

/** One of the same pictures, or recordings, that is not there yet. */
function nextEmbedded({ models }: AuditChoice): string {
  const isFree = ({ name }: { readonly name: string }) => !models.some((model) => model.name === `embedded:${name}`);
  // What listens to sounds reads no movements.
  const ofMotion = EMBEDDED_SERIES.filter(({ name }) => name !== 'sound');
  if (ofMotion.some((one) => !isFree(one))) return (ofMotion.find(isFree) ?? ofMotion[0]).name;
  const pictures = EMBEDDED.find(({ name }) => models[0]?.name === `embedded:${name}`)?.pictures ?? 'caption';
  const free = EMBEDDED.filter(isFree);
  return (free.find((one) => one.pictures === pictures) ?? EMBEDDED[0]).name;
}

function renderDrawn({ choice, change }: FormView): TemplateResult {
  const { kind } = drawnChoice(choice);
  return html`<p>${words.drawn[kind]}</p>
    <div class="fields">
      ${renderSelect(
        words.drawn.count,
        String(choice.count),
        DRAWN_COUNTS.map((count) => [String(count), String(count)]),
        (count) => change({ count: Number(count) }),
      )}
      ${
        kind === 'crops' || kind === 'motion'
          ? renderSelect(
              words.drawn.plant,
              choice.hasTrap ? 'trap' : 'none',
              [
                ['none', words.drawn.noPlant],
                ['trap', words.drawn.plants[kind]],
              ],
              (plant) => change({ hasTrap: plant === 'trap' }),
              words.drawn.plantHint,
            )
          : nothing
      }
    </div>`;
}

function renderGiven({ choice: { given }, chooseData }: FormView): TemplateResult {
  const has = given && (given.kind === 'files' ? words.has(given.name, given.files.length) : words.hasZip(given.name));
  return html`<p>${words.given}</p>
    <div class="row">
      <button type="button" @click=${() => chooseData('folder')}>${words.chooseFolder}</button>
      <button type="button" @click=${() => chooseData('files')}>${words.chooseFiles}</button>
    </div>
    <p class="hint">${has ?? words.nothingGiven}</p>`;
}

function renderHow({ how, info, isSeries, changeHow }: FormView): TemplateResult {
  const methods = (info?.models[0]?.methods ?? []).filter(({ obstacle }) => obstacle === null);
  const counts = PICTURE_COUNTS.filter((count) => !info || count < info.data.pictures);
  return html`<div class="fields">
    ${renderSelect(
      words.method,
      how.method ?? '',
      [
        ['', words.suits],
        ...methods.map(
          ({ name, title, cost }) => [name, cost ? `${title} – ${strings.say(cost)}` : title] as [string, string],
        ),
      ],
      (method) => changeHow({ method: method || null }),
    )}
    ${
      isSeries
        ? nothing
        : renderSelect(
            words.rule,
            how.rule,
            RULES.map((rule) => [rule, words.rules[rule]]),
            (rule) => changeHow({ rule: rule as AuditHow['rule'] }),
          )
    }
    ${renderSelect(
      isSeries ? words.recordings : words.count,
      how.count === null ? '' : String(how.count),
      [['', words.countAll], ...counts.map((count) => [String(count), String(count)] as [string, string])],
      (count) => changeHow({ count: count ? Number(count) : null }),
      words.countHint,
    )}
    ${
      isSeries
        ? nothing
        : renderSelect(words.metrics, how.metrics, Object.entries(words.metricKinds), (metrics) =>
            changeHow({ metrics: metrics as AuditHow['metrics'] }),
          )
    }
  </div>`;
}
