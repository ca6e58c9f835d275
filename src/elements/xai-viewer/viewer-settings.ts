import { property } from 'lit/decorators.js';
import type { SavedExplanation } from '../../core/saved-explanation.ts';
import type { Backend, ExplainOptions, ModelSource } from '../../engine/protocol.ts';
import { MapSettings } from '../map-settings.ts';
import { type Viewport, WHOLE } from './viewport.ts';

/** An attribute of names with spaces between them. */
const names = {
  fromAttribute: (text: string | null) => (text ?? '').split(/\s+/).filter(Boolean),
  toAttribute: (list: readonly string[]) => list.join(' ') || null,
};

/** Everything that a page may set on a viewer. */
export class ViewerSettings extends MapSettings {
  /** The ONNX model: an address, or (as a property) a File, Blob, bytes or file handle. */
  @property({ attribute: 'model' }) model: ModelSource | null = null;

  /** The picture: an address, or (as a property) a File or Blob. */
  @property({ attribute: 'src' }) src: string | Blob | null = null;

  /** Models that embed pictures: the picture to compare with, an address, or (as a property) a File or Blob. */
  @property({ attribute: 'reference' }) reference: string | Blob | null = null;

  /** A saved explanation of the same picture by the same model, shown until the first map is made afresh. */
  @property({ attribute: false }) preview: SavedExplanation | null = null;

  /**
   * A saved explanation to show in place of a model's: the address of its file, or (as a property) what it held. With a
   * model as well, it is shown until the first map is made afresh. Its picture is used where `src` names none.
   */
  @property() explanation: string | SavedExplanation | null = null;

  /** The part of the picture that is seen: `{ scale, x, y }`, the upper left corner as shares of the picture. Default: all of it. */
  @property({ attribute: false }) viewport: Viewport = WHOLE;

  /** How to feed and read the model: the address of a recipe, or (as a property) a recipe object. Default: found or guessed. */
  @property({ attribute: 'recipe' }) recipe: unknown = null;

  /** One label per class, over those of the recipe. */
  @property({ attribute: false }) labels: readonly string[] | null = null;

  /** Text of files that lie beside the model, by name (`config.json`, `x.recipe.json`), for recognising it. */
  @property({ attribute: false }) beside: Readonly<Record<string, string>> | null = null;

  /** The explainer; by default the one that suits the model's task. */
  @property({ reflect: true }) method: string | null = null;

  /** Where the model runs. */
  @property({ reflect: true }) backend: Backend = 'auto';

  /** Index of the finding to explain, in the order of the findings; -1 waits for a person to choose. */
  @property({ type: Number }) selected = -1;

  /** Findings below this score are left out, 0 to 1. Default: what the recipe says. */
  @property({ type: Number, attribute: 'score-threshold' }) scoreThreshold: number | null = null;

  /** Further methods whose maps of the same target lie beside the first: one to three, by name. Default: none. */
  @property({ reflect: true, converter: names }) compare: readonly string[] = [];

  /** Whether the picture is also shown without its most or least important pixels, with what the model says of it then. */
  @property({ type: Boolean, reflect: true, attribute: 'what-if' }) whatIf = false;

  /** Name of the tensor that the map is made at, for methods with layers. Default: the recipe's, or else the method's guess. */
  @property() layer: string | null = null;

  /** Which principal component is shown, from 1, for methods with components. Default: the strongest. */
  @property({ type: Number, reflect: true }) component: number | null = null;

  /** Number of masks, for methods with masks. Default: until the map is steady, or the preset's. */
  @property({ type: Number, reflect: true }) masks: number | null = null;

  /** Named set of options that reproduces another implementation. */
  @property({ reflect: true }) preset: string | null = null;

  /** Seed of the masks, a whole number. Default: the method's. */
  @property({ type: Number, reflect: true }) seed: number | null = null;

  /** Further options of the method, as its documentation names them. */
  @property({ attribute: false }) options: ExplainOptions = {};

  /** Opacity of the classes that a semantic segmenter sees, 0 to 1. */
  @property({ type: Number, attribute: 'classes-opacity' }) classesOpacity = 0.6;

  /**
   * When to fetch: `auto` the picture at once and the model when the element comes near the view, `lazy` both then,
   * `eager` both at once.
   */
  @property({ reflect: true }) loading: 'auto' | 'lazy' | 'eager' = 'auto';

  /** When to ask the model: `auto` as soon as it is there, `manual` when a person or `start()` asks for it. */
  @property({ reflect: true }) reveal: 'auto' | 'manual' = 'auto';

  /** @internal Options of methods that are set as attributes. */
  get namedOptions(): ExplainOptions {
    const { masks, preset, seed, layer, component } = this;
    const named = { masks, preset, seed, layer, component };
    return Object.fromEntries(Object.entries(named).filter(([, value]) => value !== null));
  }
}
