import { axisTable } from '../../core/masks/evaluate.ts';
import type { MaskSpec } from '../../core/masks/spec.ts';
import type { BufferPool } from '../buffer-pool.ts';
import { bitWords } from './mask-cells.ts';

/** The tables of both axes, as `shaders/mask-value.wgsl` reads them. */
export interface AxisBuffers {
  readonly axisX: GPUBuffer;
  readonly axisY: GPUBuffer;
}

export function uploadAxes(pool: BufferPool, spec: MaskSpec): AxisBuffers {
  return {
    axisX: uploadAxis(pool, 'axis-x', spec, spec.cellsX, spec.upWidth),
    axisY: uploadAxis(pool, 'axis-y', spec, spec.cellsY, spec.upHeight),
  };
}

function uploadAxis(pool: BufferPool, label: string, spec: MaskSpec, cells: number, up: number): GPUBuffer {
  const table = axisTable(cells, up, spec.interpolation, spec.border);
  const words = new Uint32Array(table.cells.length * 2);
  const weights = new Float32Array(words.buffer);
  for (let k = 0; k < table.cells.length; k++) {
    words[2 * k] = table.cells[k];
    weights[2 * k + 1] = table.weights[k];
  }
  return pool.upload(label, words);
}

export function maskValueConstants(spec: MaskSpec): Record<string, number> {
  const taps = spec.interpolation === 'nearest' ? 1 : spec.interpolation === 'linear' ? 2 : 4;
  return { WORDS: bitWords(spec), CELLS_X: spec.cellsX, TAPS: taps };
}
