import { runtimeSettings } from '../runtime/settings.ts';
import { runtimeBesideBundle } from './runtime-files.ts';
import { libraryCalls } from './worker-calls.ts';
import { serveCalls, type WorkerScope } from './worker-port.ts';

/** The engine's worker: everything that computes runs here. */
serveCalls(self as unknown as WorkerScope, libraryCalls(), (runtime) => {
  runtimeSettings.wasmPaths = runtime ?? runtimeBesideBundle();
});
