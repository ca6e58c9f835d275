import { defaultMaskSpec } from '../../../src/core/masks/spec.ts';
import { accumulateProgram } from '../../../src/gpu/kernels/accumulate.ts';
import { accumulatePlainProgram } from '../../../src/gpu/kernels/accumulate-plain.ts';
import { decodeProposalsProgram } from '../../../src/gpu/kernels/decode-proposals.ts';
import { keepProposalsProgram } from '../../../src/gpu/kernels/keep-proposals.ts';
import { maskCellsProgram } from '../../../src/gpu/kernels/mask-cells.ts';
import { maskedBatchProgram } from '../../../src/gpu/kernels/masked-batch.ts';
import { scoreClassesProgram } from '../../../src/gpu/kernels/score-classes.ts';
import { type MaskedProposals, scoreMasksProgram } from '../../../src/gpu/kernels/score-masks.ts';
import { scoreProposalsProgram } from '../../../src/gpu/kernels/score-proposals.ts';
import { tentProgram } from '../../../src/gpu/kernels/tent.ts';
import type { Program } from '../../../src/gpu/pipeline-cache.ts';
import { DEFAULT_SIMILARITY } from '../../../src/gpu/reference/similarity.ts';
import { INPUT, inventDetector } from '../detector-data.ts';
import type { GpuCase } from './harness.ts';

const spec = defaultMaskSpec({ width: 20, height: 20 }, { grid: 4, keep: 0.5, seed: 1 });
const { layout } = inventDetector({ count: 3, classes: 2, prototypes: { count: 2, width: 4, height: 4 } }, 1, 1);
const picture = {
  layout: 'NCHW',
  channels: 3,
  height: 20,
  width: 20,
  content: { x: 0, y: 0, width: 20, height: 20 },
} as const;

export const programs: readonly Program[] = [
  maskCellsProgram(spec),
  maskedBatchProgram(spec, picture, false),
  decodeProposalsProgram(layout, false),
  scoreProposalsProgram(layout, 1, DEFAULT_SIMILARITY, false),
  scoreMasksProgram(layout as MaskedProposals, INPUT, 1, DEFAULT_SIMILARITY, false),
  keepProposalsProgram(layout, INPUT, false),
  scoreClassesProgram({ classes: 3, activation: 'softmax', targets: 1, keep: true, half: false }),
  accumulateProgram(spec, 1),
  accumulatePlainProgram(spec, 1),
  tentProgram({ axis: 'x', pitch: 3, width: 4, height: 4, line: 8 }),
];

export const shaderCases: Record<string, GpuCase> = Object.fromEntries(
  programs.map(({ label, sources }) => [
    `shader ${label} compiles with no message`,
    async (device: GPUDevice) => {
      const { messages } = await device.createShaderModule({ code: sources.join('\n') }).getCompilationInfo();
      if (messages.length > 0) {
        throw new Error(messages.map((m) => `${m.type} ${m.lineNum}:${m.linePos} ${m.message}`).join('\n'));
      }
    },
  ]),
);
