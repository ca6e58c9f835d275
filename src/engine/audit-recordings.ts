import type { FileTree } from '../audit/data/file-tree.ts';
import { estimateSessions } from '../audit/sessions/estimate-sessions.ts';
import { findSessionInsights } from '../audit/sessions/insights/find-session-insights.ts';
import { reduceSessions } from '../audit/sessions/reduce-sessions.ts';
import { runSessionAudit } from '../audit/sessions/run-session-audit.ts';
import { sessionCsv } from '../audit/sessions/session-csv.ts';
import { sessionHtml } from '../audit/sessions/session-html.ts';
import { sessionMaps } from '../audit/sessions/session-maps.ts';
import { openSessionSet } from '../audit/sessions/session-set.ts';
import { sessionTimeline } from '../audit/sessions/session-timeline.ts';
import { XaiError } from '../core/errors.ts';
import { pageLook } from '../core/series/timeline-look.ts';
import type { Model } from '../tasks/model.ts';
import type { SessionAuditReport } from './audit-protocol.ts';
import { type AuditWork, follow, tellingOf } from './audit-work.ts';
import { describeModels } from './describe-models.ts';

/** Opens a folder of recordings for models that read them. @throws XaiError as `openSessionSet` */
export async function openRecordings(
  models: readonly Model[],
  tree: FileTree,
  signal: AbortSignal,
): Promise<AuditWork> {
  const data = await openSessionSet(tree, { rate: models[0].seriesRecipe().input.sampleRate ?? undefined, signal });
  return {
    info: {
      models: describeModels(models),
      data: {
        kind: 'sessions',
        name: data.name,
        format: data.format,
        pictures: data.sessions.length,
        setAside: data.setAside.length,
        splits: [...new Set(data.sessions.flatMap(({ truth }) => truth.split ?? []))].sort(),
      },
      metrics: [],
    },
    estimate: (options, own) => estimateSessions(models, data, { ...options, signal: own }),
    async run(options, file, tools) {
      const audit = runSessionAudit(models, data, tellingOf(file, tools), { ...options, signal: tools.signal });
      const journal = await follow(audit, 'pictures', tools);
      const insights = findSessionInsights(models, data, journal, { signal: tools.signal });
      return reduceSessions(journal, null, await follow(insights, 'tests', tools));
    },
    async picture(name) {
      throw new XaiError('data-unreadable', `${name} is a recording and has no picture.`, { file: name });
    },
    timeline: ({ report, choice, width, isDark, words }, own) =>
      sessionTimeline(report, data, choice, pageLook(width, isDark, words), own),
    async save(given, format, own) {
      const report = given as SessionAuditReport;
      if (format === 'html') return sessionHtml(report, data, own);
      if (format === 'csv') return sessionCsv(report);
      if (format === 'npz') return sessionMaps(report) as Uint8Array<ArrayBuffer>;
      return `${JSON.stringify(report, null, 1)}\n`;
    },
    close: () => data.close(),
  };
}
