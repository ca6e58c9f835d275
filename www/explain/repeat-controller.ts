import type { ReactiveController, ReactiveControllerHost } from 'lit';
import { sha256Hex } from '../../src/core/hash.ts';
import { isSameSpec, packAsked, unpackSpec } from '../../src/core/packed-spec.ts';
import { findAgain, isDrawn, judgeRepeat, optionsAgain, type Repeated, runsOf } from '../../src/core/repeat.ts';
import type { Saliency, Target } from '../../src/core/saliency.ts';
import type { SavedExplanation, SavedMap } from '../../src/core/saved-explanation.ts';
import { readDataUrl } from '../../src/elements/load-explanation.ts';
import { formatFixed } from '../../src/elements/strings.ts';
import type { XaiViewer } from '../../src/elements/xai-viewer/element.ts';
import type { ModelInfo } from '../../src/engine/info.ts';
import type { ExplainOptions } from '../../src/engine/protocol.ts';
import type { Notice } from '../shell/notices.ts';
import { words } from '../words.ts';
import type { GivenPictures } from './given-pictures.ts';

/** What a repetition needs of the view. */
export interface RepeatHost extends ReactiveControllerHost {
  readonly pictures: GivenPictures;
  readonly info: ModelInfo | null;
  readonly viewer: XaiViewer | null;
  readonly say: (notice: Notice) => void;
  /** Opens the model of that hash if it is here; whether it is. */
  openModel(name: string, sha256: string): Promise<boolean>;
  addPictures(files: readonly File[], show: boolean, preview: SavedExplanation): void;
  useMethod(name: string): void;
}

/** Worst last. */
const VERDICTS = ['same', 'close', 'other'] as const;

/** Makes the maps of a saved explanation again and says whether they came out the same. */
export class RepeatController implements ReactiveController {
  readonly #host: RepeatHost;
  #saved: SavedExplanation | null = null;
  /** Those to be made; the first one is under way, and its options stay when it is the last. */
  #runs: readonly (readonly SavedMap[])[] = [];
  /** Maps of the first of them that are still to be made; methods that explain one answer at a time make one at a time. */
  #left: readonly SavedMap[] = [];
  #judged: readonly Repeated[] = [];
  /** Hash of the model that was open when the file came, which nobody took for its own. */
  #openBefore: string | null = null;
  readonly #hashes = new WeakMap<Blob, string>();

  constructor(host: RepeatHost) {
    this.#host = host;
    host.addController(this);
  }

  hostDisconnected(): void {
    this.leave();
  }

  /** Opens what a file speaks of, and says what is missing for it. */
  async begin(saved: SavedExplanation): Promise<void> {
    const [run] = runsOf(saved);
    if (!run) return;
    const { modelSha256, pictureSha256 } = run[0].provenance;
    const name = saved.model ?? '';
    if (!(await this.#host.openModel(name, modelSha256)))
      this.#host.say({ text: words.repeatNeedsModel(name, modelSha256), isOfFiles: true });
    if (!(await this.#findPicture(saved, pictureSha256)))
      this.#host.say({ text: words.repeatNeedsPicture(pictureSha256), isOfFiles: true });
    this.#saved = saved;
    this.#openBefore = this.#host.info?.sha256 ?? null;
    this.#beginRuns(runsOf(saved));
    this.#host.requestUpdate();
    await this.#makeAgain();
  }

  /** What is on show already would not be made anew by asking for it. */
  async #makeAgain(): Promise<void> {
    await this.#host.updateComplete;
    await this.proceed();
    const { viewer } = this.#host;
    await viewer?.updateComplete;
    if (viewer?.phase === 'ready') viewer.retry();
  }

  /** Asks for the next map where model and picture are those of the file; another model ends the repetition. */
  async proceed(): Promise<void> {
    const [map] = this.#left;
    const { info, pictures, say } = this.#host;
    if (!map || !info) return;
    const { modelSha256, pictureSha256 } = map.provenance;
    if (info.sha256 !== modelSha256) {
      if (info.sha256 === this.#openBefore) return;
      say({ text: words.repeatOtherModel(info.name, modelSha256), isOfFiles: true });
      this.leave();
      this.#host.requestUpdate();
      return;
    }
    const { current } = pictures;
    if (!current) return;
    // At once where it is known: what is on the way by then would be taken for what was to be made.
    const hash = this.#hashes.get(current.file) ?? (await this.#hashOf(current.file));
    if (hash === pictureSha256) this.#choose();
  }

  /** Pictures that come while something is to be repeated: one of them may be meant. */
  async expect(pictures: readonly File[]): Promise<void> {
    if (this.#left.length > 0) await Promise.all(pictures.map((file) => this.#hashOf(file)));
  }

  leave(): void {
    this.#saved = null;
    this.#runs = [];
    this.#left = [];
  }

  /** What was made again keeps its options; pictures that come later are explained by the settings. */
  leaveIfDone(): void {
    if (this.#left.length === 0) this.leave();
  }

  /** Options to ask this method with; null when it is not the one to be repeated. */
  optionsFor(method: string): ExplainOptions | null {
    const map = this.#runs[0]?.[0];
    const info = this.#host.info?.methods.find(({ name }) => name === method);
    return map?.provenance.method === method && info ? optionsAgain(map, info.options) : null;
  }

  /**
   * Has the viewer explain what the next map of the file does; what the model does not find by itself is asked as it was.
   * @returns whether it will; false too where there is nothing to repeat
   */
  #choose(): boolean {
    const { viewer } = this.#host;
    const [map] = this.#left;
    const wanted = map && this.#saved?.findings[map.finding];
    if (!viewer || !wanted) return false;
    const index = viewer.findings.findIndex((one) => this.#isOf(map, one));
    if (index >= 0) viewer.selected = index;
    else if (map.asked) viewer.ask({ ...wanted, spec: unpackSpec(map.asked) });
    else if (isDrawn(wanted)) viewer.ask(wanted);
    else return false;
    return true;
  }

  /** Compares finished maps with those of the file, if they are of the same model, picture and method. */
  async judge(maps: readonly Saliency[]): Promise<void> {
    const [run, ...others] = this.#runs;
    if (!run || this.#left.length === 0 || !isOfRun(run, maps)) return;
    const pairs = this.#left.flatMap((one) => {
      const map = maps.find(({ target }) => this.#isOf(one, target));
      return map ? [{ one, map }] : [];
    });
    // A change of method or options has the viewer make once more what was judged already.
    if (pairs.length === 0 && maps.some(({ target }) => run.some((one) => this.#isOf(one, target)))) return;
    const left = this.#left.filter((one) => !pairs.some((pair) => pair.one === one));
    this.#left = pairs.length > 0 ? left : [];
    const judged = [...this.#judged, ...(await Promise.all(pairs.map(({ one, map }) => judgeRepeat(one, map))))];
    this.#judged = judged;
    if (this.#choose()) return;
    this.#left = [];
    const { method } = run[0].provenance;
    const text =
      judged.length < run.length
        ? words.repeatMissing(this.#titleOf(method))
        : words.repeated(this.#titleOf(method), run.length, verdictWords(worst(judged)));
    this.#host.say({ text, isOfFiles: true });
    if (!others[0]) return;
    this.#beginRuns(others);
    this.#choose();
  }

  #titleOf(method: string): string {
    return this.#host.info?.methods.find(({ name }) => name === method)?.title ?? method;
  }

  #beginRuns(runs: readonly (readonly SavedMap[])[]): void {
    this.#runs = runs;
    this.#left = runs[0];
    this.#judged = [];
    this.#host.useMethod(runs[0][0].provenance.method);
  }

  /** Whether a map of the file explains this. */
  #isOf({ asked, finding }: SavedMap, target: Pick<Target, 'classIndex' | 'score' | 'box' | 'spec'>): boolean {
    if (asked) return isSameSpec(asked, packAsked(target));
    const wanted = this.#saved?.findings[finding];
    return wanted !== undefined && findAgain(wanted, [target]) !== undefined;
  }

  /** The picture among those that are here, or the one within the file if it is the whole of it. */
  async #findPicture(saved: SavedExplanation, sha256: string): Promise<boolean> {
    const { pictures } = this.#host;
    for (const [index, { file }] of pictures.list.entries()) {
      if ((await this.#hashOf(file)) !== sha256) continue;
      pictures.show(index);
      return true;
    }
    const within = saved.picture ? readDataUrl(saved.picture) : null;
    if (!within) return false;
    const file = new File([within], words.repeatedPicture, { type: within.type });
    if ((await this.#hashOf(file)) !== sha256) return false;
    this.#host.addPictures([file], true, saved);
    return true;
  }

  async #hashOf(file: Blob): Promise<string> {
    const hash = await sha256Hex(new Uint8Array(await file.arrayBuffer()));
    this.#hashes.set(file, hash);
    return hash;
  }
}

function isOfRun([{ provenance }]: readonly SavedMap[], maps: readonly Saliency[]): boolean {
  const made = maps[0]?.provenance;
  return (
    made?.method === provenance.method &&
    made.modelSha256 === provenance.modelSha256 &&
    made.pictureSha256 === provenance.pictureSha256
  );
}

function worst(judged: readonly Repeated[]): Repeated {
  const order = ({ verdict, farthest }: Repeated) => VERDICTS.indexOf(verdict) + Math.min(farthest, 0.99);
  return [...judged].sort((a, b) => order(b) - order(a))[0];
}

function verdictWords({ verdict, farthest }: Repeated): string {
  return words.repeatVerdicts[verdict](formatFixed(100 * farthest, 1));
}
