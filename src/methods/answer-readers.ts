import type { DetectionTarget, ProposalLayout, Proposals } from '../core/proposals.ts';
import { type Tensor, tensorToFloat32 } from '../core/tensor.ts';
import { decodeLabelled, decodeProposals } from '../gpu/reference/decode-proposals.ts';
import { packProposals, wordsPerMask } from '../gpu/reference/keep-proposals.ts';
import { type PreparedTarget, prepareTargets } from '../gpu/reference/prepare-targets.ts';
import { ProposalReader } from '../gpu/reference/proposal-reader.ts';
import { scoreProposals } from '../gpu/reference/score-proposals.ts';
import type { SimilarityOptions } from '../gpu/reference/similarity.ts';
import { refuseNonFinite, refuseNonFiniteProposals } from '../tasks/check-outputs.ts';
import { activateScores } from '../tasks/classes.ts';
import type { AnswerReader } from './cpu-passes.ts';

/** How like the targets a detector's answer to a masked picture is. */
export class DetectionReader implements AnswerReader {
  readonly targets: number;
  readonly keptWords: number;
  readonly #layout: ProposalLayout;
  readonly #prepared: readonly PreparedTarget[];
  readonly #similarity: SimilarityOptions;
  readonly #reader: ProposalReader;
  readonly #thin: ((proposals: Proposals) => Proposals) | null;
  #batch: Readonly<Record<string, Tensor>> | null = null;
  #floats: Record<string, Float32Array> = {};

  constructor(
    layout: ProposalLayout,
    targets: readonly DetectionTarget[],
    similarity: SimilarityOptions,
    input: { readonly width: number; readonly height: number },
    thin: ((proposals: Proposals) => Proposals) | null = null,
  ) {
    // Detections are compared by their boxes.
    const dense = layout.kind === 'dense' && thin === null ? layout : null;
    this.targets = targets.length;
    this.keptWords = wordsPerMask(layout.classes);
    this.#layout = layout;
    this.#thin = thin;
    this.#prepared = prepareTargets(targets, layout.classes, dense?.masks?.prototypes ?? null);
    this.#similarity = similarity;
    this.#reader = new ProposalReader(dense, input);
  }

  read(
    outputs: Readonly<Record<string, Tensor>>,
    n: number,
    scores: Float32Array,
    at: number,
    kept: Uint32Array | null,
    keptAt: number,
  ): void {
    if (this.#batch !== outputs) {
      this.#batch = outputs;
      this.#floats = {};
      for (const name of Object.keys(outputs)) this.#floats[name] = tensorToFloat32(outputs[name]);
      // The reader checks the boxes and scores that it reads: going through whole outputs once more would take longer than
      // all other work here. Of masks it sees no more than signs.
      if (this.#layout.kind === 'labelled' || this.#layout.masks || this.#thin)
        refuseNonFiniteProposals(this.#floats, this.#layout);
    }
    if (this.#layout.kind === 'labelled') {
      this.#reader.readDecoded(decodeLabelled(outputs, this.#layout));
    } else if (this.#thin) {
      this.#reader.readDecoded(this.#thin(decodeProposals(this.#floats, n, this.#layout)));
    } else {
      this.#reader.read(this.#floats, n);
    }
    scoreProposals(this.#reader, this.#prepared, this.#similarity, scores, at);
    if (kept) packProposals(this.#reader, kept, keptAt);
  }
}

/** Beyond this number of classes only the targets' scores are kept of a mask: 4 kB hold no more. */
export const KEPT_CLASSES = 1024;

/** What a classifier or tagger gives the chosen classes in a masked picture. */
export class ClassReader implements AnswerReader {
  readonly targets: number;
  readonly keptWords: number;
  readonly #output: string;
  readonly #classes: number;
  readonly #activation: 'none' | 'sigmoid' | 'softmax';
  readonly #chosen: readonly number[];

  constructor(
    output: { readonly name: string; readonly classes: number },
    activation: 'none' | 'sigmoid' | 'softmax',
    chosen: readonly number[],
  ) {
    this.targets = chosen.length;
    this.keptWords = output.classes <= KEPT_CLASSES ? output.classes : 0;
    this.#output = output.name;
    this.#classes = output.classes;
    this.#activation = activation;
    this.#chosen = chosen;
  }

  read(
    outputs: Readonly<Record<string, Tensor>>,
    n: number,
    scores: Float32Array,
    at: number,
    kept: Uint32Array | null,
    keptAt: number,
  ): void {
    const raw = tensorToFloat32(outputs[this.#output]).subarray(n * this.#classes, (n + 1) * this.#classes);
    refuseNonFinite(this.#output, raw, this.#activation !== 'none');
    const all = activateScores(raw, this.#activation);
    this.#chosen.forEach((classIndex, t) => {
      scores[at + t] = all[classIndex];
    });
    // Every class is kept as its float bits, so that another class is answered without new runs.
    if (kept && this.keptWords) kept.set(new Uint32Array(all.buffer, all.byteOffset, all.length), keptAt);
  }
}
