import { html, nothing, type TemplateResult } from 'lit';
import type { Saliency } from '../../core/saliency.ts';
import { summarise } from '../../core/summary.ts';
import type { MethodInfo } from '../../engine/info.ts';
import { strings } from '../strings.ts';
import { renderCellHead } from './cell-head.ts';
import { MOST_CELLS, methodsBeside, methodsLeft } from './compared-methods.ts';
import type { ExplanationSource } from './explanations.ts';
import { renderLegend } from './legend.ts';
import { renderMethodSelect } from './method-controls.ts';
import { type OverlayView, renderOverlay } from './overlay.ts';
import { paintedMap } from './paint-map.ts';
import { SideExplanations, type SideWish } from './side-explanations.ts';
import { progressWords } from './status.ts';

/** The second method is one that is quick to see. */
const QUICK_PASSES = 100;

/** What a comparison needs of its element. */
export interface ComparisonHost {
  compare: readonly string[];
  method: string | null;
}

/** A further method with its map. */
export interface ComparedMap {
  readonly method: string;
  /** null: not finished, or failed. */
  readonly map: Saliency | null;
  /** Why there is none, in words. */
  readonly error: string | null;
}

/** Maps of the same target by further methods, beside the first. */
export class Comparison {
  readonly #source: ExplanationSource;
  readonly #host: ComparisonHost;
  readonly #side: SideExplanations;

  constructor(source: ExplanationSource, host: ComparisonHost) {
    this.#source = source;
    this.#host = host;
    this.#side = new SideExplanations(source, () => this.names.map(this.#wish));
  }

  /** The further methods, without the one that is shown first. */
  get names(): readonly string[] {
    return methodsBeside(this.#host.compare, this.#source.methods);
  }

  get isOn(): boolean {
    return this.names.length > 0;
  }

  get maps(): readonly ComparedMap[] {
    return this.names.map((method) => {
      const { map, error, isOver } = this.#side.of(this.#wish(method));
      return { method, map: isOver ? map : null, error };
    });
  }

  toggle = (): void => {
    const next = this.isOn ? null : this.#next;
    this.#host.compare = next ? [next.name] : [];
  };

  /** Methods that can be added. */
  get #left(): readonly MethodInfo[] {
    return methodsLeft(this.#host.compare, this.#source.methods);
  }

  /** The method that another cell would begin with; null when there is none. */
  get #next(): MethodInfo | null {
    const left = this.#left;
    return left.find(({ passes }) => passes !== null && passes <= QUICK_PASSES) ?? left[0] ?? null;
  }

  #wish = (method: string): SideWish => {
    const { methods } = this.#source;
    return { method, options: methods.optionsOf(methods.find(method)) };
  };

  /** The name over the first picture. */
  renderFirst(): TemplateResult {
    const title = this.#source.methods.current?.title ?? this.#host.method ?? '';
    const remove = () => {
      const [next, ...rest] = this.names;
      this.#host.method = next;
      this.#host.compare = rest;
    };
    return this.#renderHead(title, this.isOn ? remove : null);
  }

  /** The pictures after the first. */
  renderOthers(view: OverlayView | null): readonly TemplateResult[] {
    return view ? this.names.map((name) => this.#renderCell(name, view)) : [];
  }

  /** A select that adds a method. */
  renderAdd(): TemplateResult | typeof nothing {
    const methods = this.#left;
    if (!this.isOn || methods.length === 0 || this.names.length >= MOST_CELLS - 1) return nothing;
    return renderMethodSelect({
      label: strings.addMethod,
      methods,
      chosen: null,
      choose: (name) => {
        if (name) this.#host.compare = [...this.names, name];
      },
    });
  }

  #renderCell(name: string, view: OverlayView): TemplateResult {
    const info = this.#source.methods.find(name);
    const { map, progress, error, isOver } = this.#side.of(this.#wish(name));
    const remove = () => {
      this.#host.compare = this.names.filter((other) => other !== name);
    };
    const state = isOver ? '' : progress ? progressWords(progress) : strings.waitingForTurn;
    const words = map && isOver ? summarise(paintedMap(map), strings.summary) : '';
    return html`<section class="cell" part="cell" aria-label=${info?.title ?? name} aria-busy=${!isOver}>
      ${this.#renderHead(info?.title ?? name, remove)} ${renderOverlay(view, map, words)}
      ${error ? html`<p class="refusal">${error}</p>` : isOver ? nothing : html`<p class="particulars">${state}</p>`}
      ${
        map
          ? html`<div class="legend">${renderLegend(map, view.lookOf(map), info?.classAgnostic ?? false)}</div>`
          : nothing
      }
    </section>`;
  }

  #renderHead(title: string, press: (() => void) | null): TemplateResult {
    return renderCellHead(title, press && { name: strings.removeMethod(title), press });
  }
}
