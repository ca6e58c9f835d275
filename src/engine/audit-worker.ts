import { runtimeSettings } from '../runtime/settings.ts';
import { auditCalls } from './audit-calls.ts';
import { type AuditScope, serveAuditCalls } from './audit-port.ts';
import { runtimeBesideBundle } from './runtime-files.ts';

/** The worker of audits: everything of one that computes runs here. */
serveAuditCalls(self as unknown as AuditScope, auditCalls(), (runtime) => {
  runtimeSettings.wasmPaths = runtime ?? runtimeBesideBundle();
});
