import { deviceUsage } from '../../../src/gpu/buffer-pool.ts';
import { openDevice } from '../../../src/gpu/device.ts';
import { allCases } from './all.ts';

/** Runs one case on a fresh device inside error scopes; null when all is well, else what went wrong. */
async function runCase(name: string): Promise<string | null> {
  const { device } = await openDevice({ allowSoftware: true });
  const filters: GPUErrorFilter[] = ['validation', 'out-of-memory', 'internal'];
  const problems: string[] = [];
  device.addEventListener('uncapturederror', (event) => problems.push(`uncaptured: ${event.error.message}`));
  for (const filter of filters) device.pushErrorScope(filter);
  try {
    await allCases[name](device);
  } catch (error) {
    problems.push(String((error as Error).stack ?? error));
  }
  for (const filter of filters) {
    const error = await device.popErrorScope();
    if (error) problems.push(`${filter}: ${error.message}`);
  }
  const left = deviceUsage(device);
  if (left.buffers !== 0 || left.bytes !== 0) problems.push(`${left.buffers} buffers of ${left.bytes} bytes are left`);
  device.destroy();
  return problems.length > 0 ? problems.join('\n') : null;
}

Object.assign(globalThis, { runCase });
