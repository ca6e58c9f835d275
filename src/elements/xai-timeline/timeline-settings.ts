import { LitElement } from 'lit';
import { property } from 'lit/decorators.js';
import type { ColormapName } from '../../core/colour/colormaps.ts';
import type { NamedRange } from '../../core/colour/score-range.ts';
import type { Label } from '../../core/series/recording.ts';
import type { Backend, ExplainOptions, ModelSource } from '../../engine/protocol.ts';
import { TRACK_KINDS } from './track-list.ts';

const names = {
  fromAttribute: (text: string | null) => (text ?? '').split(/\s+/).filter(Boolean),
  toAttribute: (list: readonly string[]) => list.join(' ') || null,
};

/** Everything that a page may set on a timeline. */
export class TimelineSettings extends LitElement {
  /** The ONNX model: an address, or (as a property) a File, Blob, bytes or file handle. Default: none, the recording is shown alone. */
  @property({ attribute: 'model' }) model: ModelSource | null = null;

  /**
   * The recording: the address of a CSV, WAV or `.session.json` file, `embedded:motion?seed=3&seconds=60` for a drawn one, or (as
   * a property) a File or several that belong together.
   */
  @property({ attribute: 'src' }) src: string | Blob | readonly File[] | null = null;

  /**
   * What happened when: the address of a label file, or (as a property) a File or a list. What people make of them is in
   * `knownLabels`. Default: the session's own.
   */
  @property({ attribute: 'labels' }) labels: string | Blob | readonly Label[] | null = null;

  /** Answers that were made elsewhere, likewise; they are shown in place of the model's. Default: the session's own. */
  @property({ attribute: 'predictions' }) predictions: string | Blob | readonly Label[] | null = null;

  /** Lets people draw, move, resize, rename and delete labels on their track. */
  @property({ type: Boolean, reflect: true }) editable = false;

  /** How CSV files are read: `rate`, `timeColumn`, `timeUnit`, `channels`, `missing`, ... as `docs/recordings.md` has them. */
  @property({ attribute: false }) csv: Readonly<Record<string, unknown>> = {};

  /** How to feed and read the model: the address of a recipe, or (as a property) a recipe object. Default: found or guessed. */
  @property({ attribute: 'recipe' }) recipe: unknown = null;

  /** One name per class, over those of the recipe. */
  @property({ attribute: false }) classes: readonly string[] | null = null;

  /** Text of files that lie beside the model, by name (`x.recipe.json`), for recognising it. */
  @property({ attribute: false }) beside: Readonly<Record<string, string>> | null = null;

  /** The explainer; by default the one that suits the model. */
  @property({ reflect: true }) method: string | null = null;

  /** Where the model runs. */
  @property({ reflect: true }) backend: Backend = 'auto';

  /** Name of the class to explain. Default: what the model says of each window. */
  @property({ reflect: true }) target: string | null = null;

  /**
   * What is explained: every window, blended (`session`), or the chosen one alone (`window`). Default: the session where that
   * takes few passes.
   */
  @property({ reflect: true }) scope: 'session' | 'window' | null = null;

  /** Number of the chosen window, from 0. */
  @property({ type: Number }) selected = 0;

  /** Tracks from top to bottom: `recording`, `fed`, `labels`, `predictions`, `map`. Default: all, `fed` where it differs from the recording. */
  @property({ converter: names }) tracks: readonly string[] = TRACK_KINDS;

  /** Number of masks, for methods with masks. Default: until the map is steady, or the preset's. */
  @property({ type: Number, reflect: true }) masks: number | null = null;

  /** Named set of options that reproduces another implementation. */
  @property({ reflect: true }) preset: string | null = null;

  /** Seed of the masks, a whole number. Default: the method's. */
  @property({ type: Number, reflect: true }) seed: number | null = null;

  /** Name of the tensor that the map is made at, for methods with layers. Default: the recipe's, or else the method's guess. */
  @property() layer: string | null = null;

  /** Further options of the method, as its documentation names them (`parts`, `fill`, ...). */
  @property({ attribute: false }) options: ExplainOptions = {};

  /** Colours of the map; `jet` runs from blue to red. Default: `blue-red` for maps with signs, else `viridis`. */
  @property({ reflect: true }) colormap: ColormapName | null = null;

  /** Which scores the ends of the colours stand for. Default: from 0, for maps with signs on both sides of it. */
  @property({ reflect: true }) range: NamedRange | null = null;

  /** Hides the controls. */
  @property({ type: Boolean, reflect: true, attribute: 'no-controls' }) noControls = false;

  /** When to fetch: `auto` and `lazy` when the element comes near the view, `eager` at once. */
  @property({ reflect: true }) loading: 'auto' | 'lazy' | 'eager' = 'auto';

  /** @internal Options of the method, those set as attributes among them. */
  get namedOptions(): ExplainOptions {
    const { masks, preset, seed, layer } = this;
    const named = { masks, preset, seed, layer };
    return Object.fromEntries(Object.entries(named).filter(([, value]) => value !== null));
  }
}
