import type { JournalFile } from '../audit/run/journal.ts';
import type { Run } from '../core/run.ts';
import type { AuditTools } from './audit-port.ts';
import type {
  AnyAuditReport,
  AuditCall,
  AuditEstimate,
  AuditInfo,
  AuditOptions,
  AuditProgress,
  SaveFormat,
} from './audit-protocol.ts';

/** Models and data that are open, whatever the data are. */
export interface AuditWork {
  readonly info: AuditInfo;
  estimate(options: AuditOptions, signal: AbortSignal): Promise<AuditEstimate>;
  run(options: AuditOptions, file: JournalFile, tools: AuditTools): Promise<AnyAuditReport>;
  /** @throws XaiError `data-unreadable` */
  picture(name: string, signal: AbortSignal): Promise<Blob>;
  timeline(call: AuditCall<'timeline'>, signal: AbortSignal): Promise<string | null>;
  save(report: AnyAuditReport, format: SaveFormat, signal: AbortSignal): Promise<BlobPart>;
  close(): Promise<void>;
}

/** Follows a part of an audit to its result. */
export async function follow<T>(run: Run<T>, phase: AuditProgress['phase'], tools: AuditTools): Promise<T> {
  for await (const { done, total, remaining } of run) tools.progress({ phase, done, total, remaining });
  return run.result();
}

/** A journal whose records, those read and those written, are told to the page. */
export function tellingOf(file: JournalFile, tools: AuditTools): JournalFile {
  const tell = (line: string) => {
    const record = JSON.parse(line);
    // The first line is the header.
    if ('picture' in record || 'session' in record) tools.record(record);
  };
  return {
    name: file.name,
    close: () => file.close(),
    async *readLines() {
      for await (const line of file.readLines()) {
        yield line;
        tell(line);
      }
    },
    async append(line) {
      await file.append(line);
      tell(line);
    },
  };
}

/** What is kept nowhere: an audit that ends with the page. */
export function memoryJournal(): JournalFile {
  return { name: 'memory', async *readLines() {}, append: async () => {}, close: async () => {} };
}
