import { html, nothing, type TemplateResult } from 'lit';
import { repeat } from 'lit/directives/repeat.js';
import type { AuditInfo } from '../../engine/audit-protocol.ts';
import { formatCount } from '../strings.ts';
import type { ReadPicture } from './lazy-pictures.ts';
import { type AuditRow, countBy, type RowChoice } from './rows.ts';
import { renderThumbnail } from './thumbnail.ts';
import { percent, auditWords as words } from './words.ts';

/** Longer side of a thumbnail in pixels: twice what it takes on the page, for sharp screens. */
const SIDE = 320;

export interface GridView {
  readonly all: readonly AuditRow[];
  /** What is left of them by the choice. */
  readonly rows: readonly AuditRow[];
  /** How many of those are shown. */
  readonly shown: number;
  readonly choice: RowChoice;
  readonly models: readonly string[];
  readonly metrics: readonly string[];
  readonly titles: AuditInfo['metrics'];
  readonly mapsShown: boolean;
  /** Rows whose map is the other way round than all others. */
  readonly flipped: ReadonlySet<string>;
  readonly read: ReadPicture;
  choose(changes: Partial<RowChoice>): void;
  showMaps(shown: boolean): void;
  flip(key: string): void;
  open(row: AuditRow): void;
  more(): void;
}

/** The maps of an audit on their pictures, filtered and sorted. */
export function renderGrid(view: GridView): TemplateResult {
  const { rows, all, shown } = view;
  return html`<section class="part" aria-labelledby="grid-title">
    <div class="head">
      <h2 id="grid-title" tabindex="-1">${words.grid}</h2>
      <span class="faint" role="status">${words.gridCount(formatCount(rows.length), formatCount(all.length))}</span>
    </div>
    ${renderFilters(view)}
    ${
      rows.length === 0
        ? html`<p class="none">${words.noRows}</p>`
        : html`<ul class="grid" part="grid">
            ${repeat(
              rows.slice(0, shown),
              ({ key }) => key,
              (row) => renderTile(row, view),
            )}
          </ul>`
    }
    ${
      rows.length > shown
        ? html`<button type="button" class="more" @click=${view.more}>${words.moreRows(formatCount(Math.min(shown, rows.length - shown)))}</button>`
        : nothing
    }
  </section>`;
}

function renderTile(row: AuditRow, view: GridView): TemplateResult {
  const { key, record, explanation, model } = row;
  const { label, score, outcome, inside, map } = explanation;
  const mapShown = view.mapsShown !== view.flipped.has(key);
  const said = score === null ? words.missedScore : percent(score);
  return html`<li class="tile" part="tile">
    <button type="button" class="open" aria-label=${`${words.showPicture(record.picture)}: ${label} ${said}`} @click=${() => view.open(row)}>
      ${renderThumbnail({ name: record.picture, width: record.width, height: record.height, map: mapShown ? map : null, side: SIDE, read: view.read })}
    </button>
    <div class="caption">
      <p><b>${label}</b> ${said}${outcome ? html` <span class="outcome" data-outcome=${outcome}>${words.outcomes[outcome]}</span>` : nothing}</p>
      <p class="faint name" title=${record.picture}>${inside === null ? record.picture : words.onObject(percent(inside))}${
        view.models.length > 1 ? ` · ${view.models[model]}` : ''
      }</p>
      <button type="button" class="flip" aria-pressed=${mapShown} aria-label=${words.toggleMap(record.picture)} @click=${() => view.flip(key)}></button>
    </div>
  </li>`;
}

function renderFilters(view: GridView): TemplateResult {
  const { all, choice, models, metrics, titles } = view;
  const labels = countBy(all, ({ explanation }) => explanation.label);
  const outcomes = countBy(all, ({ explanation }) => explanation.outcome);
  const wrong = [...outcomes].some(([name]) => name !== 'correct');
  const sorts = ['name', 'score', 'inside', ...metrics];
  const title = (sort: string) => words.sorts[sort] ?? titles.find(({ name }) => name === sort)?.title ?? sort;
  return html`<div class="filters" part="filters">
    <label><input type="checkbox" .checked=${view.mapsShown} @change=${(event: Event) => view.showMaps((event.target as HTMLInputElement).checked)} />${words.maps}</label>
    ${renderSelect(words.class, choice.label, [[null, words.all], ...[...labels].map(([label, count]) => [label, `${label} (${count})`] as const)], (label) => view.choose({ label }))}
    ${
      outcomes.size > 0
        ? renderSelect(
            words.outcome,
            choice.outcome,
            [
              [null, words.all],
              ...(wrong ? [['wrong', words.outcomes.wrong] as const] : []),
              ...[...outcomes].map(([name, count]) => [name, `${words.outcomes[name]} (${count})`] as const),
            ],
            (outcome) => view.choose({ outcome }),
          )
        : nothing
    }
    ${
      models.length > 1
        ? renderSelect(
            words.model,
            choice.model === null ? null : String(choice.model),
            [[null, words.all], ...models.map((name, k) => [String(k), name] as const)],
            (model) => view.choose({ model: model === null ? null : Number(model) }),
          )
        : nothing
    }
    ${renderSelect(
      words.sort,
      choice.sort,
      sorts.map((sort) => [sort, title(sort)] as const),
      (sort) => view.choose({ sort: sort ?? 'name' }),
    )}
    <button type="button" aria-pressed=${choice.falling} @click=${() => view.choose({ falling: !choice.falling })}>${choice.falling ? words.falling : words.rising}</button>
    ${
      choice.only
        ? html`<span class="only">${words.onlyShown(choice.only.title)} <button type="button" @click=${() => view.choose({ only: null })}>${words.showEverything}</button></span>`
        : nothing
    }
    <label>${words.search}<input type="search" spellcheck="false" .value=${choice.text} @input=${(event: Event) => view.choose({ text: (event.target as HTMLInputElement).value })} /></label>
  </div>`;
}

function renderSelect(
  title: string,
  chosen: string | null,
  choices: readonly (readonly [value: string | null, text: string])[],
  choose: (value: string | null) => void,
): TemplateResult {
  const onChange = (event: Event) => choose(choices[(event.target as HTMLSelectElement).selectedIndex][0]);
  return html`<label>${title}<select @change=${onChange}>
    ${choices.map(([value, text]) => html`<option .selected=${value === chosen}>${text}</option>`)}
  </select></label>`;
}
