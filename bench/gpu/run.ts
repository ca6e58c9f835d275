// Runs inside of the folder that pack.mjs makes: node run.mjs [--quick] [--out FOLDER].
import { writeFileSync } from 'node:fs';
import path from 'node:path';
import { fileURLToPath } from 'node:url';
import { parseArgs } from 'node:util';
import { platform } from '#platform';
import { openDevice } from '../../src/gpu/device.ts';
import { GpuClock } from './clock.ts';
import { measureCopy } from './copy.ts';
import { type ExplanationTimes, measureExplanations } from './explanations.ts';
import { measureKernels, SMALL, USUAL } from './kernels.ts';
import { formatGpuReport } from './report.ts';
import { PACKED } from './subjects.ts';

const { values } = parseArgs({
  options: { quick: { type: 'boolean', default: false }, out: { type: 'string', default: '.' } },
});
const folder = path.dirname(fileURLToPath(import.meta.url));
const tell = (text: string) => process.stderr.write(`${text}\n`);

await platform.loadOrt('webgpu');
// Software adapters too, so that the folder can be tried without a card; the report says which it was.
const opened = await openDevice({ allowSoftware: true });
const { device, adapterName, isSoftware } = opened;
tell(adapterName);
const isShort = values.quick || isSoftware;
const failed: string[] = [];
const clock = new GpuClock(device);
tell('copies');
const copy = await measureCopy(clock, isShort ? 5 : 50, isShort ? 1 / 16 : 1);
tell('kernels');
const shape = isShort ? SMALL : USUAL;
const kernels = await measureKernels(clock, shape, isShort ? 5 : 50);
const limits: Record<string, number> = {};
for (const name of ['maxBufferSize', 'maxStorageBufferBindingSize', 'maxComputeInvocationsPerWorkgroup'] as const)
  limits[name] = device.limits[name];
const features = [...opened.features].sort();
device.destroy();
const explanations: ExplanationTimes[] = [];
const length = isShort
  ? { seconds: 0.05, turns: 1, largestBatch: 2, fewestMasks: 4, mostMasks: 8 }
  : { seconds: 1, turns: 5, largestBatch: 64, fewestMasks: 32, mostMasks: 5000 };
// Written after each part, so that a driver that hangs does not take everything with it.
writeReport();
for (const packed of PACKED) {
  tell(`explanations of ${packed.name}`);
  try {
    explanations.push(await measureExplanations(folder, packed, length));
  } catch (cause) {
    // One model that fails on a driver should not cost what was measured before it.
    failed.push(`${packed.name}: ${cause instanceof Error ? cause.message : String(cause)}`);
  }
  writeReport();
}
process.stdout.write(writeReport());
// Dawn keeps the process alive.
process.exit(failed.length > 0 ? 1 : 0);

function writeReport(): string {
  const figures = {
    date: new Date().toISOString().slice(0, 10),
    adapter: adapterName,
    isSoftware,
    features,
    limits,
    node: process.version,
    platform: `${process.platform} ${process.arch}`,
    clock: clock.kind,
    copy,
    shape,
    kernels,
    explanations,
    failed,
  };
  const report = formatGpuReport(figures);
  writeFileSync(path.join(values.out, 'gpu.md'), report);
  writeFileSync(path.join(values.out, 'gpu.json'), `${JSON.stringify(figures, null, 1)}\n`);
  return report;
}
