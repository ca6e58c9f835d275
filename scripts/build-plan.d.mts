import type { BuildOptions } from 'esbuild';

type Plan = BuildOptions & { entryPoints: Record<string, string>; metafile: true };

export const libraryGraph: BuildOptions & { metafile: true };
export const library: BuildOptions;
export const command: Plan;
export const elements: Plan;
export const auditElement: Plan;
export const saved: Plan;
export const contours: Plan;
export const viewerParts: Plan;
export const elementsInNode: Plan;
export const worker: Plan;
export const auditWorker: Plan;
export const app: Plan;
export const microphone: Plan;
export const serviceWorker: Plan & { define: Record<string, string> };
export const runtimeFiles: string[];
