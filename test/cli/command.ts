import { type ChildProcess, fork, spawn } from 'node:child_process';
import { once } from 'node:events';
import { mkdir, mkdtemp, readdir, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import path from 'node:path';
import type { Readable } from 'node:stream';
import { build } from 'esbuild';
import { command } from '../../scripts/build-plan.mjs';
import { tinyClassifier, tinyClassifierRecipe, tinyDetector, tinyDetectorRecipe } from '../support/tiny-detector.ts';
import { type Square, squarePng } from '../support/tiny-pictures.ts';
import { END } from './command-end.ts';

export interface Outcome {
  readonly status: number | null;
  readonly stdout: string;
  readonly stderr: string;
}

/** The bundled command, and a folder of its own with the tiny models and their recipes; `remove` it when done. */
export class Bench {
  readonly folder: string;
  readonly #bundle: string;
  #host: ChildProcess | null = null;
  #last: Promise<unknown> = Promise.resolve();

  static async make(): Promise<Bench> {
    const folder = await mkdtemp(path.join(tmpdir(), 'xai-command-'));
    // Inside of the project, since the bundle's packages are looked for from where it lies.
    const bundle = path.resolve('.build', `command-${process.pid}`);
    const entryPoints = { ...command.entryPoints, host: 'test/cli/command-host.ts' };
    await build({
      ...command,
      entryPoints,
      outdir: bundle,
      sourcemap: false,
      legalComments: 'none',
      logLevel: 'error',
    });
    const bench = new Bench(folder, bundle);
    await bench.write('detector.onnx', tinyDetector());
    await bench.write('detector.recipe.json', JSON.stringify(tinyDetectorRecipe));
    await bench.write('classifier.onnx', tinyClassifier());
    await bench.write('classifier.recipe.json', JSON.stringify(tinyClassifierRecipe));
    return bench;
  }

  private constructor(folder: string, bundle: string) {
    this.folder = folder;
    this.#bundle = bundle;
  }

  /** The bundled command, for `node`. */
  get script(): string {
    return path.join(this.#bundle, 'cli.js');
  }

  path(...parts: string[]): string {
    return path.join(this.folder, ...parts);
  }

  async write(name: string, contents: string | Uint8Array): Promise<void> {
    await mkdir(path.dirname(this.path(name)), { recursive: true });
    await writeFile(this.path(name), contents);
  }

  async picture(name: string, squares: readonly Square[]): Promise<void> {
    await this.write(name, await squarePng(squares));
  }

  /** Names of all files below a folder, sorted, with forward slashes. */
  async files(folder: string): Promise<string[]> {
    const entries = await readdir(this.path(folder), { recursive: true, withFileTypes: true });
    return entries
      .filter((entry) => entry.isFile())
      .map((entry) => path.relative(this.path(folder), path.join(entry.parentPath ?? entry.path, entry.name)))
      .map((name) => name.split(path.sep).join('/'))
      .sort();
  }

  /** Runs the command in the folder, in a process that serves one command after another. */
  run(args: readonly string[]): Promise<Outcome> {
    const outcome = this.#last.then(() => this.#serve(args));
    this.#last = outcome.catch(() => {});
    return outcome;
  }

  async #serve(args: readonly string[]): Promise<Outcome> {
    this.#host ??= fork(path.join(this.#bundle, 'host.js'), { cwd: this.folder, silent: true });
    const host = this.#host;
    const [stdout, stderr, status] = await Promise.all([
      readToEnd(host.stdout as Readable),
      readToEnd(host.stderr as Readable),
      once(host, 'message'),
      new Promise((sent) => host.send(args, sent)),
    ]);
    return { status: status[0], stdout, stderr };
  }

  /** Runs the command in the folder as a process of its own; `during` may look at its output so far, and send it signals. */
  runAlone(args: readonly string[], during?: (child: ChildProcess, stderr: string) => void): Promise<Outcome> {
    const child = spawn(process.execPath, [this.script, ...args], {
      cwd: this.folder,
      stdio: ['ignore', 'pipe', 'pipe'],
    });
    let stdout = '';
    let stderr = '';
    child.stdout.setEncoding('utf8').on('data', (text) => {
      stdout += text;
    });
    child.stderr.setEncoding('utf8').on('data', (text) => {
      stderr += text;
      during?.(child, stderr);
    });
    return new Promise((resolve, reject) => {
      child.on('error', reject);
      child.on('close', (status) => resolve({ status, stdout, stderr }));
    });
  }

  /** `explain` on wasm with few masks. */
  explain(model: string, args: readonly string[]): Promise<Outcome> {
    return this.run(['explain', `${model}.onnx`, '--backend', 'wasm', '--masks', '12', ...args]);
  }

  async remove(): Promise<void> {
    this.#host?.kill();
    await rm(this.folder, { recursive: true, force: true });
    await rm(this.#bundle, { recursive: true, force: true });
  }
}

/** What a stream gives up to the mark that ends it. */
function readToEnd(stream: Readable): Promise<string> {
  return new Promise((resolve, reject) => {
    let text = '';
    const read = (part: string) => {
      text += part;
      if (!text.endsWith(END)) return;
      stream.off('data', read).off('close', fail);
      resolve(text.slice(0, -END.length));
    };
    const fail = () => reject(new Error(`The command's process ended early: ${text}`));
    stream.setEncoding('utf8').on('data', read).on('close', fail);
  });
}
