import { nothing, type ReactiveController, type ReactiveControllerHost, type TemplateResult } from 'lit';
import type { XaiLoadEvent, XaiViewportEvent } from '../../src/elements/events.ts';
import type { XaiViewer } from '../../src/elements/xai-viewer/element.ts';
import type { Finding, ModelInfo, PredictionInfo } from '../../src/engine/info.ts';
import type { Notice } from '../shell/notices.ts';
import type { KeptModels } from '../storage/kept-models.ts';
import { words } from '../words.ts';
import { findAlike } from './find-alike.ts';
import { type GivenModel, giveModel } from './given-model.ts';
import type { GivenPicture } from './given-pictures.ts';
import { sortFiles } from './intake.ts';
import { renderRival, renderRivalChoice, rivalKey } from './rival-view.ts';
import type { Settings } from './settings-panel.ts';

/** What a second model needs of the view. */
export interface RivalHost extends ReactiveControllerHost, HTMLElement {
  readonly say: (notice: Notice) => void;
  /** The viewer of the first model. */
  readonly viewer: XaiViewer | null;
}

/** What the view wants to know of the second viewer. */
export interface RivalFollow {
  onPredict(): void;
  onPhase(): void;
}

type RivalContent = TemplateResult | typeof nothing;

/** A second model beside the first, asked about the same picture, for the same answer, by the same method. */
export class RivalController implements ReactiveController {
  given: GivenModel | null = null;
  /** null: it is not open yet. */
  info: ModelInfo | null = null;
  /** The label of the first that the second does not answer with, or ''. */
  missing = '';
  readonly #host: RivalHost;
  readonly #kept: KeptModels;
  /** What the second was last asked to follow, and in which answer. */
  #followed: { readonly wanted: Finding; readonly prediction: PredictionInfo } | null = null;

  constructor(host: RivalHost, kept: KeptModels) {
    this.#host = host;
    this.#kept = kept;
    host.addController(this);
  }

  hostUpdated(): void {
    const { select } = this;
    if (select) select.value = rivalKey(this.given);
    this.#follow();
  }

  hostDisconnected(): void {
    this.given = null;
  }

  open(given: GivenModel | null): void {
    this.given = given;
    this.info = null;
    this.missing = '';
    this.#followed = null;
    this.#host.requestUpdate();
  }

  /** A model with its recipe and labels, or these alone for the one that is open. */
  async take(files: readonly File[]): Promise<void> {
    const intake = await sortFiles(files);
    const { given, brokenRecipe } = giveModel(this.given, intake);
    const unused = given
      ? [...intake.unknown, ...intake.pictures.map(({ name }) => name)]
      : files.map(({ name }) => name);
    if (unused.length > 0) this.#host.say({ text: words.unknownFiles(unused), isOfFiles: true });
    if (brokenRecipe) this.#host.say({ text: words.badRecipe(brokenRecipe), isOfFiles: true });
    if (given) this.open(given);
  }

  /** Takes it away and gives the keyboard back to what it was chosen with. */
  close = async (): Promise<void> => {
    this.open(null);
    await this.#host.updateComplete;
    this.select?.focus();
  };

  /** The same picture by the second model. @param methodInUse that of the first */
  render(picture: GivenPicture, settings: Settings, methodInUse: string, follow: RivalFollow): RivalContent {
    const { given, missing, close } = this;
    if (!given) return nothing;
    const method = this.#methodLike(methodInUse);
    return renderRival({
      ...follow,
      given,
      picture,
      settings,
      method,
      methodInUse: method ?? this.info?.methods[0]?.name ?? '',
      missing,
      close,
      onLoad: this.#onLoad,
      onViewport: this.look,
    });
  }

  /** Which model to compare with the first. */
  renderChoice(first: GivenModel, info: ModelInfo | null, chooseFile: () => void): TemplateResult {
    return renderRivalChoice({
      first,
      second: this.given,
      kept: this.#kept.list.filter(({ sha256 }) => sha256 !== info?.sha256),
      open: (model) => this.open(model),
      openKept: async (model) => this.open(await this.#kept.open(model)),
      chooseFile,
      close: this.close,
    });
  }

  #onLoad = async ({ info }: XaiLoadEvent): Promise<void> => {
    const { given } = this;
    this.info = info;
    if (this.viewer && this.#host.viewer) this.viewer.viewport = this.#host.viewer.viewport;
    this.#host.requestUpdate();
    if (given) await this.#kept.keep(given, info);
  };

  /** Both show the same part of the picture. */
  look = ({ target, viewport }: XaiViewportEvent): void => {
    for (const viewer of [this.#host.viewer, this.viewer]) if (viewer && viewer !== target) viewer.viewport = viewport;
  };

  /** The method of the first where the second allows it; null: the one that suits the second. */
  #methodLike(name: string): string | null {
    const method = this.info?.methods.find((one) => one.name === name);
    return method && method.obstacle === null ? name : null;
  }

  /** Has the second explain what the first does, each time that one of them answers anew or another thing is chosen. */
  #follow(): void {
    const [first, second] = [this.#host.viewer, this.viewer];
    const wanted = first?.findings[first.selected];
    const prediction = second?.prediction;
    if (!second || !prediction || !wanted) return;
    if (wanted === this.#followed?.wanted && prediction === this.#followed.prediction) return;
    this.#followed = { wanted, prediction };
    second.selected = findAlike(wanted, second.findings);
    this.missing = second.selected < 0 ? wanted.label : '';
    this.#host.requestUpdate();
  }

  get select(): HTMLSelectElement | null {
    return this.#host.querySelector('.rivals select');
  }

  /** The viewer of the second model. */
  get viewer(): XaiViewer | null {
    return this.#host.querySelector('.rival xai-viewer');
  }
}
