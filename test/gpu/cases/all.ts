import type { GpuCase } from './harness.ts';
import { maskCases } from './masks.ts';
import { pipelineCases } from './pipeline.ts';
import { proposalCases } from './proposals.ts';
import { shaderCases } from './shaders.ts';

export const allCases: Record<string, GpuCase> = { ...shaderCases, ...maskCases, ...proposalCases, ...pipelineCases };
