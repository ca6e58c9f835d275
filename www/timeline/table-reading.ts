import { nothing, type ReactiveControllerHost, type TemplateResult } from 'lit';
import type { XaiTimeline } from '../../src/elements/xai-timeline/element.ts';
import { type GivenModel, withRecipe } from '../explain/given-model.ts';
import { AS_IT_SAYS, type CsvReading, columnsOf, renderCsvForm } from './csv-form.ts';

interface TableReadingHost extends Pick<ReactiveControllerHost, 'requestUpdate'> {
  readonly timeline: XaiTimeline | null;
}

/** How the table of samples that a person gave is read, where its file does not say it. */
export class TableReading {
  readonly #host: TableReadingHost;
  /** Titles of its columns; null for other files. */
  #columns: readonly string[] | null = null;
  #reading: CsvReading = AS_IT_SAYS;
  /** The recipe that a model is opened with for this table. */
  #fitted: Pick<GivenModel, 'source' | 'recipe'> | null = null;

  constructor(host: TableReadingHost) {
    this.#host = host;
  }

  get options(): CsvReading['options'] {
    return this.#reading.options;
  }

  /** Of a recording that was given; null: there is none any more. */
  async begin(file: File | null): Promise<void> {
    this.#reading = AS_IT_SAYS;
    this.#fitted = null;
    this.#columns = file && /\.(csv|tsv)$/i.test(file.name) ? await columnsOf(file) : null;
    this.#host.requestUpdate();
  }

  /** The recipe of a model, with the columns that a person chose for its channels. */
  recipeOf(model: GivenModel | null): GivenModel['recipe'] | null {
    return this.#fitted && this.#fitted.source === model?.source ? this.#fitted.recipe : (model?.recipe ?? null);
  }

  #fit(channels: readonly string[] | null, model: GivenModel | null): void {
    const open = this.#host.timeline?.info?.recipe as { readonly input?: object } | undefined;
    this.#fitted = null;
    if (!channels || !open || !model) return;
    const recipe: object = { ...open, input: { ...open.input, channels } };
    this.#fitted = { source: model.source, recipe: withRecipe(model, recipe).recipe };
  }

  render(model: GivenModel | null): TemplateResult | typeof nothing {
    if (!this.#columns) return nothing;
    const { timeline } = this.#host;
    const code = timeline?.phase === 'error' ? timeline.error?.code : null;
    return renderCsvForm({
      columns: this.#columns,
      reading: this.#reading,
      needs: timeline?.info?.series ?? null,
      isNeeded: code === 'recording-unreadable' || code === 'option-invalid' || this.#reading !== AS_IT_SAYS,
      read: (chosen) => {
        this.#reading = chosen;
        this.#fit(chosen.channels, model);
        this.#host.requestUpdate();
      },
    });
  }
}
