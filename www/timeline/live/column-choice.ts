import { html, nothing, type TemplateResult } from 'lit';
import type { ColumnMap } from '../../../src/core/series/live/column-map.ts';
import type { SeriesNeeds } from '../../../src/core/series/series-needs.ts';
import { SECONDS, type TimeUnit } from '../../../src/core/series/time-column.ts';
import { renderSelect } from '../../shell/select.ts';
import type { ComingColumns } from './stream-intake.ts';
import { streamWords as words } from './words.ts';

/** Channels that are asked for where the model takes any number. */
const MOST_ASKED = 16;

/** A choice under way. */
export interface ColumnDraft {
  readonly time: number | null;
  readonly unit: TimeUnit;
  readonly channels: readonly number[];
}

/** What is likely meant: the columns in their order, over and over where they are too few. */
export function draftOf({ row }: ComingColumns, { channelCount }: SeriesNeeds): ColumnDraft {
  const count = Math.min(channelCount ?? row.length, MOST_ASKED);
  return { time: null, unit: 'ms', channels: Array.from({ length: count }, (_, k) => k % row.length) };
}

export function mapOfDraft({ time, unit, channels }: ColumnDraft): ColumnMap {
  return { time: time === null ? null : { column: time, unit }, channels };
}

/** Which column is what, where that cannot be told: the model takes another number than comes. */
export function renderColumnChoice(
  coming: ComingColumns,
  needs: SeriesNeeds,
  draft: ColumnDraft,
  change: (draft: ColumnDraft) => void,
  use: () => void,
): TemplateResult {
  const { names, row } = coming;
  const columns = row.map(
    (value, k) => [String(k), words.columnNow(names?.[k] ?? words.column(k + 1), value)] as const,
  );
  return html`<section class="stream-columns card" aria-label=${words.columnsTitle}>
    <h2>${words.columnsTitle}</h2>
    <p role="alert">${words.columnsText(needs.channelCount, row.length)}</p>
    <div class="stream-fields">
      ${renderSelect(words.timeColumn, String(draft.time ?? ''), [['', words.noTime], ...columns], (time) =>
        change({ ...draft, time: time === '' ? null : Number(time) }),
      )}
      ${
        draft.time === null
          ? nothing
          : renderSelect(
              words.timeUnit,
              draft.unit,
              Object.keys(SECONDS).map((unit) => [unit, unit === 'us' ? 'µs' : unit]),
              (unit) => change({ ...draft, unit: unit as TimeUnit }),
            )
      }
      ${draft.channels.map((chosen, channel) =>
        renderSelect(needs.channels?.[channel] ?? words.channel(channel + 1), String(chosen), columns, (column) =>
          change({ ...draft, channels: draft.channels.with(channel, Number(column)) }),
        ),
      )}
    </div>
    <div class="row"><button type="button" class="primary" @click=${use}>${words.useColumns}</button></div>
  </section>`;
}
