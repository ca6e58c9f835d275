import { compareSessions } from '../../src/audit/sessions/compare/compare-sessions.ts';
import { packShares } from '../../src/audit/sessions/packed-plane.ts';
import type { SessionAuditReport, SessionRecord } from '../../src/engine/audit-protocol.ts';

const NAMES = ['old.onnx', 'new.onnx'];
const LABELS = ['walk', 'idle', null, 'idle'];

/** An audit of some recordings by two models, each window answered "walk", the second one looking more at what is there. */
export function sessionReport(recordings = ['a.csv', 'b.csv', 'c.csv']): SessionAuditReport {
  const sessions = recordings.map(
    (session): SessionRecord => ({
      ...{ session, sha256: null, seconds: 4, rate: 50, channels: ['x', 'y'], split: null, labels: 3 },
      problems: ['A gap was filled.'],
      results: [0.3, 0.6].map((share) => ({
        ...{ status: 'explained', method: 'grad-cam', layer: 'relu', classes: ['walk', 'idle'], means: [], rows: null },
        windows: LABELS.map((label, k) => ({
          ...{ start: k, end: k + 1, answer: 'walk', score: 0.9, label },
          ...{ inside: label === 'walk' ? share : null, chance: label === 'walk' ? 0.2 : null },
        })),
        scores: packShares(Float32Array.from(LABELS.flatMap(() => [0.9, 0.1]))),
        track: { rows: 1, columns: 1, start: 0, step: 4, unseen: [], scale: 1, cells: 'AAA=' },
        weights: { parts: 2, cells: packShares(Float32Array.from(LABELS.flatMap(() => [0.5, 0.5]))) },
        ...{ notes: [], milliseconds: 1200 },
      })),
    }),
  );
  const nothing = { windows: 4, correct: null, inside: null, chance: null, classes: [], rows: null };
  const comparison = compareSessions(
    // Of fewer recordings nothing is claimed.
    [...sessions, ...sessions.map((one) => ({ ...one, session: `more/${one.session}` }))],
    { names: NAMES, findings: [], seed: 0 },
  );
  return {
    ...{ version: 1, kind: 'sessions', findings: [], policy: null, comparison, setAside: [], sessions },
    summary: { chosen: 3, missing: 0, explained: 3, empty: 0, failed: 0, sentence: '3 of 3 explained.' },
    models: NAMES.map((file) => ({ file, sha256: '', ...nothing, confusion: { names: [], counts: [] } })),
  } as unknown as SessionAuditReport;
}
