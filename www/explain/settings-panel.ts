import { html, type TemplateResult } from 'lit';
import type { Backend } from '../../src/engine/protocol.ts';
import { renderSelect } from '../shell/select.ts';
import { words } from '../words.ts';

/** What a person may set about explaining; null leaves it to the method. */
export interface Settings {
  readonly preset: string;
  readonly grid: number | null;
  readonly seed: number | null;
  readonly threshold: number | null;
  readonly backend: Backend;
}

export interface SettingsView extends Settings {
  /** The method that explains. */
  readonly method: string;
  /** Whether the model finds objects, of which weak ones are left out. */
  readonly findsBoxes: boolean;
  set(changes: Partial<Settings>): void;
}

/** '': our own. */
const PRESETS: Readonly<Record<string, readonly string[]>> = {
  'd-rise': ['', 'paper', 'microsoft', 'hysts', 'xaitk'],
  rise: ['', 'eclique', 'openvino', 'xaitk'],
};
const GRIDS = [4, 8, 12, 16, 24, 32];
const THRESHOLDS = [0.1, 0.2, 0.3, 0.4, 0.5, 0.6, 0.7];

/** Whether a method hides parts of the picture at random; the others have none of these settings. */
export function usesMasks(method: string): boolean {
  return method in PRESETS;
}

/** The chosen preset if the method has it; null: its own options. */
export function presetFor(method: string, preset: string): string | null {
  return preset !== '' && PRESETS[method]?.includes(preset) ? preset : null;
}

export function renderSettings(view: SettingsView): TemplateResult {
  return html`<div class="fields">
      ${usesMasks(view.method) ? renderMaskSettings(view) : ''}
      ${view.findsBoxes ? renderThreshold(view) : ''}
      ${renderSelect(words.backend, view.backend, Object.entries(words.backends), (backend) =>
        view.set({ backend: backend as Backend }),
      )}
    </div>`;
}

function renderMaskSettings(view: SettingsView): TemplateResult {
  const usual = view.method === 'd-rise' ? 16 : 8;
  return html`${renderSelect(
    words.preset,
    view.preset,
    PRESETS[view.method].map((name) => [name, words.presetNames[name]]),
    (preset) => view.set({ preset, grid: null }),
  )}
  ${renderSelect(
    words.grid,
    String(view.grid ?? usual),
    GRIDS.map((count) => [String(count), `${count} × ${count}`]),
    (grid) => view.set({ grid: Number(grid) === usual ? null : Number(grid) }),
    words.gridHelp,
  )}
    <label
      ><span>${words.seed}</span
      ><input
        type="number"
        min="0"
        step="1"
        .value=${String(view.seed ?? 0)}
        @change=${(event: Event) => {
          const input = event.target as HTMLInputElement;
          if (input.reportValidity()) view.set({ seed: Number(input.value) });
        }}
      /><small>${words.seedHelp}</small></label
    >`;
}

function renderThreshold({ threshold, set }: SettingsView): TemplateResult {
  return renderSelect(
    words.threshold,
    threshold === null ? '' : String(threshold),
    [['', words.form.asWritten], ...THRESHOLDS.map((one) => [String(one), `${Math.round(one * 100)} %`] as const)],
    (chosen) => set({ threshold: chosen === '' ? null : Number(chosen) }),
  );
}
