import { spawnSync } from 'node:child_process';
import { mkdirSync, readFileSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import type { MaskSpec } from '../../src/core/masks/spec.ts';
import type { Subject } from '../open.ts';

const FOLDER = path.join('.build', 'peers');

/** What `drise_torch.py` is asked. */
export interface TorchJob {
  readonly python: string;
  readonly threads: number;
  readonly batch: number;
  readonly model: string;
  readonly masks: number;
  /** Times the best class score; without it as the paper has it for detectors without objectness. */
  readonly useScores: boolean;
  /** Subtract the mean score. */
  readonly subtract: boolean;
}

export interface TorchRun {
  /** Of its loop alone, without start and loading. */
  readonly seconds: number;
  readonly version: string;
  /** masks x targets. */
  readonly scores: Float32Array;
  /** One a target, height x width of the spec. */
  readonly maps: readonly Float32Array[];
}

/** Whether an interpreter has what the script imports. */
export function hasTorch(python: string): boolean {
  return spawnSync(python, ['-c', 'import onnx, torch']).status === 0;
}

/** @throws Error with what Python says when it fails */
export function runTorch({ prepared, targets }: Subject, spec: MaskSpec, job: TorchJob): TorchRun {
  mkdirSync(FOLDER, { recursive: true });
  const base = path.join(FOLDER, `job-${process.pid}`);
  const { python, ...asked } = job;
  const { placement, tensor } = prepared;
  writeFileSync(`${base}.image.f32`, new Uint8Array(tensor.buffer, tensor.byteOffset, tensor.byteLength));
  writeFileSync(
    `${base}.json`,
    JSON.stringify({
      ...asked,
      spec,
      image: `${base}.image.f32`,
      input: placement.input,
      content: placement.content,
      boxes: targets.map(({ inputBox }) => inputBox),
      vectors: targets.map(({ classVector }) => [...classVector]),
    }),
  );
  const { status, stderr } = spawnSync(python, [path.join('bench', 'peers', 'drise_torch.py'), `${base}.json`], {
    encoding: 'utf8',
  });
  if (status !== 0) throw new Error(`PyTorch ended with status ${status}: ${stderr}`);
  const { seconds, torch } = JSON.parse(readFileSync(`${base}.result.json`, 'utf8'));
  const maps = floats(`${base}.maps.f32`);
  const size = spec.width * spec.height;
  return {
    seconds,
    version: torch,
    scores: floats(`${base}.scores.f32`),
    maps: targets.map((_, k) => maps.slice(k * size, (k + 1) * size)),
  };
}

function floats(file: string): Float32Array {
  const bytes = readFileSync(file);
  return new Float32Array(bytes.buffer.slice(bytes.byteOffset, bytes.byteOffset + bytes.byteLength));
}
