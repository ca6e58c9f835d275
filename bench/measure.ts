// A measuring process: takes a task as JSON, prints the answer as JSON. A process of its own for each, since peaks of
// memory stay with a process and models leave warm caches behind.
import { XaiError } from '../src/core/errors.ts';
import { type AuditSpeed, type AuditTask, measureAudit, openAuditModel } from './audits.ts';
import { type MemoryMark, measureMemory } from './memory.ts';
import { type MethodTask, openMethodSubject } from './method-subject.ts';
import { type MethodSpeeds, measureMethods } from './methods.ts';
import { openSubject, requireHardware, type Task } from './open.ts';
import {
  measureSeries,
  measureSeriesMemory,
  openSeriesModel,
  type SeriesMemory,
  type SeriesSpeed,
  type SeriesTask,
} from './series.ts';
import { measureSpeed, type Speed } from './speed.ts';

export type Answer =
  | { readonly kind: 'speed'; readonly speed: Speed; readonly adapter: string | null }
  | { readonly kind: 'memory'; readonly marks: readonly MemoryMark[] }
  | { readonly kind: 'methods'; readonly speeds: MethodSpeeds; readonly adapter: string | null }
  | { readonly kind: 'audit'; readonly speed: AuditSpeed; readonly adapter: string | null }
  | { readonly kind: 'series'; readonly speed: SeriesSpeed; readonly adapter: string | null }
  | { readonly kind: 'series-memory'; readonly memory: SeriesMemory; readonly adapter: string | null }
  | { readonly kind: 'unavailable'; readonly reason: string };

async function answer(task: Task | MethodTask | AuditTask | SeriesTask): Promise<Answer> {
  try {
    await requireHardware(task);
    if (task.kind === 'methods') {
      const subject = await openMethodSubject(task);
      await using model = subject.model;
      return { kind: 'methods', speeds: await measureMethods(subject, task), adapter: model.adapter };
    }
    if (task.kind === 'audit') {
      await using model = await openAuditModel(task);
      return { kind: 'audit', speed: await measureAudit(model, task), adapter: model.adapter };
    }
    if (task.kind === 'series') {
      await using model = await openSeriesModel(task);
      return { kind: 'series', speed: await measureSeries(model, task), adapter: model.adapter };
    }
    if (task.kind === 'series-memory') {
      await using model = await openSeriesModel(task);
      return { kind: 'series-memory', memory: await measureSeriesMemory(model, task), adapter: model.adapter };
    }
    const subject = await openSubject(task);
    await using model = subject.model;
    if (task.kind === 'memory') return { kind: 'memory', marks: await measureMemory(subject, task) };
    return { kind: 'speed', speed: await measureSpeed(subject, task), adapter: model.adapter };
  } catch (cause) {
    if (cause instanceof XaiError && cause.code === 'backend-unavailable') {
      return { kind: 'unavailable', reason: cause.message };
    }
    throw cause;
  }
}

const result = await answer(JSON.parse(process.argv[2]));
// Dawn keeps the process alive, so it is ended as soon as the answer is out.
process.stdout.write(`${JSON.stringify(result)}\n`, () => process.exit(0));
