/**
 * What crosses the boundary to the worker of audits. It is a worker of its own: what an audit needs beside the engine (data sets,
 * metrics, reports) would double what every page with a viewer loads. Requests and answers go as in `protocol.ts`.
 */
import type { AuditReport } from '../audit/result/audit-schema.ts';
import type { AuditOptions } from '../audit/run/options.ts';
import type { PictureRecord } from '../audit/run/record.ts';
import type { AuditEstimate } from '../audit/run/run-audit.ts';
import type { SessionRecord } from '../audit/sessions/session-record.ts';
import type { SessionReport } from '../audit/sessions/session-report-schema.ts';
import type { TimelineChoice } from '../audit/sessions/session-timeline.ts';
import type { TimelineWords } from '../core/series/timeline-look.ts';
import type { MethodInfo } from './info.ts';
import type { ModelOptions, ModelSource, StartMessage } from './protocol.ts';
import type { WireError } from './wire-error.ts';

export type { Comparison, ComparisonMeasure } from '../audit/compare/comparison-schema.ts';
export type { Finding as AuditFinding, Movement } from '../audit/insights/finding.ts';
export type { ExplanationRecord, ResultRecord } from '../audit/run/record.ts';
export type { SessionComparison, SessionMeasure } from '../audit/sessions/compare/session-comparison-schema.ts';
export type { SessionFinding, SessionMovement } from '../audit/sessions/insights/session-finding.ts';
export type { PackedPlane, SessionResult } from '../audit/sessions/session-record.ts';
export type { AuditEstimate, AuditOptions, AuditReport, PictureRecord, SessionRecord, TimelineChoice };

/** A finished audit of recordings. */
export type SessionAuditReport = SessionReport;

/** A finished audit, of pictures or of recordings. */
export type AnyAuditReport = AuditReport | SessionAuditReport;

/** A finished picture, or recording. */
export type AnyRecord = PictureRecord | SessionRecord;

/** A model to audit. */
export interface AuditModel {
  readonly source: ModelSource;
  readonly options?: ModelOptions;
}

/** Pictures, or recordings, with what is known of them, in the layouts that the command takes. */
export type AuditData =
  /** Files of a folder by their relative names, with forward slashes. */
  | {
      readonly kind: 'files';
      readonly name: string;
      readonly files: readonly { readonly name: string; readonly file: Blob }[];
    }
  | { readonly kind: 'zip'; readonly name: string; readonly file: Blob }
  /** One address a line. */
  | { readonly kind: 'addresses'; readonly name: string; readonly text: string };

/** Annotations that lie outside of the data. */
export interface AuditAnnotations {
  readonly name: string;
  readonly text: string;
}

/** A metric in plain words. */
export interface AuditMetric {
  readonly name: string;
  readonly title: string;
  readonly question: string;
  readonly better: 'higher' | 'lower';
  /** Null: no end. */
  readonly range: readonly [number | null, number | null];
  readonly cost: string;
}

/** What was opened. */
export interface AuditInfo {
  readonly models: readonly {
    readonly name: string;
    readonly sha256: string;
    readonly task: string;
    readonly provider: string;
    readonly methods: readonly MethodInfo[];
  }[];
  readonly data: {
    readonly kind: 'pictures' | 'sessions';
    readonly name: string;
    readonly format: string;
    /** Pictures, or recordings. */
    readonly pictures: number;
    /** Files and annotations that were left out. */
    readonly setAside: number;
    readonly splits: readonly string[];
  };
  readonly metrics: readonly AuditMetric[];
}

export const SAVE_FORMATS = ['html', 'json', 'csv', 'npz'] as const;
export type SaveFormat = (typeof SAVE_FORMATS)[number];

/** The requests and what each answers with. */
export interface AuditCalls {
  /** Opens models and data; what was open before is let go. */
  open: {
    models: readonly AuditModel[];
    data: AuditData;
    annotations: AuditAnnotations | null;
    answer: AuditInfo;
  };
  estimate: { options: AuditOptions; answer: AuditEstimate };
  /**
   * Runs the audit, or goes on with it, and tests what it suspects.
   * @property journal name of a file in the browser's private file system that keeps what is finished; null: nothing is kept
   */
  run: { options: AuditOptions; journal: string | null; answer: AnyAuditReport };
  /** A picture of the data. */
  picture: { name: string; answer: Blob };
  /**
   * The timeline of a recording, or of a stretch of it, as SVG; null where there is none.
   * @property report of it what the timeline shows: the recording's record and the findings
   * @property width in pixels
   */
  timeline: {
    report: Pick<SessionAuditReport, 'sessions' | 'findings'>;
    choice: TimelineChoice;
    width: number;
    isDark: boolean;
    words: TimelineWords;
    answer: string | null;
  };
  /** The finished audit as a file. */
  save: { report: AnyAuditReport; format: SaveFormat; answer: Blob };
}

export type AuditCallName = keyof AuditCalls;

export type AuditCall<K extends AuditCallName = AuditCallName> = {
  [N in K]: { readonly kind: N } & Readonly<Omit<AuditCalls[N], 'answer'>>;
}[K];

export type AuditAnswer<K extends AuditCallName> = AuditCalls[K]['answer'];

export interface AuditProgress {
  /** Models being fetched, pictures or recordings explained, findings tested. */
  readonly phase: 'models' | 'pictures' | 'tests';
  /** Bytes of models, pictures of this run, or tests. */
  readonly done: number;
  /** null: not known. */
  readonly total: number | null;
  /** Milliseconds left of this phase by the pace so far; null while not known. */
  readonly remaining: number | null;
}

export type ToAuditWorker =
  | { readonly kind: 'call'; readonly id: number; readonly call: AuditCall }
  | { readonly kind: 'cancel'; readonly id: number }
  | StartMessage;

export type FromAuditWorker =
  | { readonly kind: 'ready' }
  | { readonly kind: 'progress'; readonly id: number; readonly progress: AuditProgress }
  /** Pictures or recordings that are finished, each once. */
  | { readonly kind: 'records'; readonly id: number; readonly records: readonly AnyRecord[] }
  | { readonly kind: 'done'; readonly id: number; readonly answer: AuditAnswer<AuditCallName> }
  | { readonly kind: 'cancelled'; readonly id: number }
  | { readonly kind: 'failed'; readonly id: number; readonly error: WireError };
