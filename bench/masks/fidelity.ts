import { createHash } from 'node:crypto';
import { existsSync, mkdirSync, readFileSync, renameSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import type { Picture } from '../../src/core/picture.ts';
import type { Saliency } from '../../src/core/saliency.ts';
import { openProbe } from '../../src/methods/open-probe.ts';
import { DELETION } from '../../src/metrics/deletion.ts';
import { INSERTION } from '../../src/metrics/insertion.ts';
import type { Detection } from '../../src/tasks/detections.ts';
import type { Model } from '../../src/tasks/model.ts';
import type { Probe } from '../../src/tasks/probe.ts';
import type { Pair } from './pairs.ts';
import { store } from './stream-run.ts';

/** What the model answers when a map's strongest pixels are shown or hidden first: areas over the whole picture's score. */
export interface Fidelity {
  readonly insertion: number;
  readonly deletion: number;
}

/** Asks the model about a map of target number `target`; NaN where it was not asked before and may not be. */
export type JudgeMap = (map: Saliency, plane: Float32Array, target: number, mayAsk: boolean) => Promise<Fidelity>;

/** Points of a curve but one. */
const STEPS = 16;
/** Answers between two saves. */
const PIECE = 60;

type OpenSubject = () => Promise<{ readonly model: Model; readonly picture: Picture }>;

/** Asks the model, and keeps its answers by what was asked, so that an interrupted benchmark goes on. */
export class FidelityJudge {
  readonly #file: string;
  readonly #known: Record<string, Fidelity>;
  readonly #subject: OpenSubject | null;
  #probes: Map<number, Probe> | null = null;
  #detections: readonly Detection[] | undefined;
  #unsaved = 0;

  /** @param subject null: what was not asked yet is not known */
  constructor(pair: Pair, subject: OpenSubject | null) {
    this.#file = path.join(store.folder, pair.name, 'fidelity.json');
    this.#known = existsSync(this.#file) ? JSON.parse(readFileSync(this.#file, 'utf8')) : {};
    this.#subject = subject;
  }

  readonly judge: JudgeMap = async (map, plane, target, mayAsk) => {
    const key = `${target} ${createHash('sha256').update(plane).digest('hex').slice(0, 24)}`;
    const known = this.#known[key];
    if (known) return known;
    if (!this.#subject || !mayAsk) return { insertion: Number.NaN, deletion: Number.NaN };
    const probe = await this.#probeOf(this.#subject, target, map);
    const subject = { map, picture: probe.picture, probe };
    const insertion = (await INSERTION.measure(subject, { steps: STEPS })).value ?? 0;
    const deletion = (await DELETION.measure(subject, { steps: STEPS })).value ?? 0;
    const fidelity = { insertion, deletion };
    this.#known[key] = fidelity;
    if (++this.#unsaved >= PIECE) this.save();
    return fidelity;
  };

  save(): void {
    if (this.#unsaved === 0) return;
    mkdirSync(path.dirname(this.#file), { recursive: true });
    writeFileSync(`${this.#file}.part`, JSON.stringify(this.#known));
    renameSync(`${this.#file}.part`, this.#file);
    this.#unsaved = 0;
  }

  async #probeOf(open: OpenSubject, target: number, map: Saliency): Promise<Probe> {
    const { model, picture } = await open();
    this.#probes ??= new Map();
    const known = this.#probes.get(target);
    if (known) return known;
    if (map.target.box) this.#detections ??= (await model.predict(picture)).boxes;
    const probe = await openProbe(model, picture, { target: this.#detections?.[target] ?? map.target.classIndex });
    this.#probes.set(target, probe);
    return probe;
  }
}
