import { html, nothing, type TemplateResult } from 'lit';
import type { SeriesNeeds } from '../../src/core/series/series-needs.ts';
import { isTimeName, SECONDS, type TimeUnit } from '../../src/core/series/time-column.ts';
import type { CsvOptions } from '../../src/tasks/series/read-csv.ts';
import { titlesOf } from './timeline-intake.ts';
import { text } from './timeline-words.ts';

/** How a table of samples is read, as far as its file does not say. */
export interface CsvReading {
  readonly options: Pick<CsvOptions, 'rate' | 'timeColumn' | 'timeUnit'>;
  /** Columns in the order of the model's channels; null: as they come. */
  readonly channels: readonly string[] | null;
}

export const AS_IT_SAYS: CsvReading = { options: {}, channels: null };

export interface CsvFormView {
  /** Titles of the table's columns. */
  readonly columns: readonly string[];
  readonly reading: CsvReading;
  /** Of the model; null while none is open. */
  readonly needs: SeriesNeeds | null;
  /** Whether the file could not be read as it is. */
  readonly isNeeded: boolean;
  read(reading: CsvReading): void;
}

/** Titles of a table's columns; those of a table without a header have numbers. */
export async function columnsOf(file: File): Promise<readonly string[]> {
  const titles = await titlesOf(file);
  const isHeader = titles.some((title) => title !== '' && Number.isNaN(Number(title)));
  return titles.map((title, column) => (isHeader && title ? title : `channel ${column + 1}`));
}

/** What a table of samples cannot say by itself: its times, its rate, and which columns the model is fed. */
export function renderCsvForm(view: CsvFormView): TemplateResult {
  const { columns, reading, needs, isNeeded } = view;
  const { options, channels } = reading;
  const submit = (event: SubmitEvent) => {
    event.preventDefault();
    view.read(readingOf(new FormData(event.target as HTMLFormElement), view));
  };
  const times = columns.findIndex(isTimeName);
  const fed = columns.filter((_, column) => column !== (options.timeColumn ?? times));
  const timeChoice = options.timeColumn === undefined ? 'auto' : String(options.timeColumn ?? 'none');
  return html`<details class="reading-csv" ?open=${isNeeded}>
    <summary>${text.csv.title}</summary>
    <form class="row" @submit=${submit}>
      ${renderField('time', text.csv.times, timeChoice, [['auto', text.csv.timesAuto], ['none', text.csv.timesNone], ...columns.map((title, column) => [String(column), title])])}
      ${renderField('unit', text.csv.unit, options.timeUnit ?? 'auto', [['auto', text.csv.unitAuto], ...Object.keys(SECONDS).map((unit) => [unit, unit])])}
      <label><span>${text.csv.rate}</span><input name="rate" type="number" min="0.001" step="any" placeholder=${text.csv.rateHint} .value=${String(options.rate ?? '')} /></label>
      ${
        needs?.channelCount
          ? Array.from({ length: needs.channelCount }, (_, at) =>
              renderField(
                `channel-${at}`,
                text.csv.channel(at + 1, needs.channels?.[at] ?? null),
                channels?.[at] ?? fed[at] ?? '',
                columns.map((title) => [title, title]),
              ),
            )
          : nothing
      }
      <button type="submit">${text.csv.read}</button>
    </form>
  </details>`;
}

function renderField(
  name: string,
  label: string,
  value: string,
  choices: readonly (readonly string[])[],
): TemplateResult {
  return html`<label
    ><span>${label}</span
    ><select name=${name}>
      ${choices.map(([one, title]) => html`<option value=${one} .selected=${one === value}>${title}</option>`)}
    </select></label
  >`;
}

function readingOf(form: FormData, { needs }: CsvFormView): CsvReading {
  const time = form.get('time');
  const unit = form.get('unit');
  const rate = Number(form.get('rate'));
  const count = needs?.channelCount ?? 0;
  const chosen = Array.from({ length: count }, (_, at) => String(form.get(`channel-${at}`)));
  return {
    options: {
      ...(time !== 'auto' && { timeColumn: time === 'none' ? null : Number(time) }),
      ...(unit !== 'auto' && { timeUnit: unit as TimeUnit }),
      ...(rate > 0 && { rate }),
    },
    channels: count > 0 ? chosen : null,
  };
}
