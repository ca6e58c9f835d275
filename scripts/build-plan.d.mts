import type { BuildOptions } from 'esbuild';

type Plan = BuildOptions & { entryPoints: Record<string, string>; metafile: true };

export const library: Plan;
export const elements: Plan;
export const worker: Plan;
export const app: Plan;
export const runtimeFiles: string[];
