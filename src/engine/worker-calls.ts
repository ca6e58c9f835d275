import { XaiError } from '../core/errors.ts';
import type { Picture } from '../core/picture.ts';
import type { TargetSpec } from '../core/targets.ts';
import type { BoxTarget } from '../methods/box-question.ts';
import { DriseRun } from '../methods/d-rise.ts';
import { explain } from '../methods/explain.ts';
import { explainFrame } from '../methods/explain-frame.ts';
import { openProbe } from '../methods/open-probe.ts';
import { RiseRun } from '../methods/rise.ts';
import { WhatIf } from '../metrics/what-if.ts';
import { Model } from '../tasks/model.ts';
import { seriesNeeds } from '../tasks/series/series-needs.ts';
import { followRun } from './follow-run.ts';
import { HeldPictures } from './held-pictures.ts';
import type { Finding, ModelInfo } from './info.ts';
import { describeLayers, describeMethods } from './model-methods.ts';
import { bestFindings, frameInfo, predictInfo } from './prediction-info.ts';
import type { Call } from './protocol.ts';
import { explainSamples } from './samples-call.ts';
import { sessionCalls } from './session-calls.ts';
import type { CallHandlers } from './worker-port.ts';

/** Explanations of one model that can be asked further, the newest; each holds up to 4 kB a mask. */
const MOST_RECORDS = 4;

interface OpenModel {
  readonly model: Model;
  /** Explanations that can be asked about further findings, by name. */
  readonly records: Map<string, DriseRun | RiseRun>;
  /** What pixels were hidden of last. */
  asked: { readonly subject: string; readonly whatIf: Promise<WhatIf> } | null;
}

/** Answers the page's calls with the library. */
export function libraryCalls(): CallHandlers {
  const models = new Map<string, OpenModel>();
  const pictures = new HeldPictures();

  const find = (key: string): OpenModel => {
    const open = models.get(key);
    if (!open) throw new XaiError('engine-failed', 'The engine does not hold this model; load it first.');
    return open;
  };

  return {
    ...sessionCalls((key) => find(key).model),

    async load(call, tools) {
      const model = await Model.load(call.source, {
        ...call.options,
        signal: tools.signal,
        onProgress: (done, total) => tools.progress({ unit: 'bytes', done, total, remaining: null }),
      });
      if (tools.signal.aborted) {
        await model[Symbol.asyncDispose]();
        throw tools.signal.reason;
      }
      models.set(call.model, { model, records: new Map(), asked: null });
      return describe(model);
    },

    async release(call) {
      const open = models.get(call.model);
      models.delete(call.model);
      if (models.size === 0) pictures.forget();
      await open?.model[Symbol.asyncDispose]();
      return null;
    },

    async predict(call, tools) {
      const { model } = find(call.model);
      return predictInfo(model, await pictures.decode(call.picture), call.options, tools.signal);
    },

    async explain(call, tools) {
      const { model, records } = find(call.model);
      const picture = await pictures.decode(call.picture);
      tools.signal.throwIfAborted();
      const run = explain(model, picture, {
        ...call.options,
        ...(call.method === null ? {} : { method: call.method }),
        targets: targetsOf(call.findings),
        signal: tools.signal,
      });
      if (run instanceof DriseRun || run instanceof RiseRun) keepRecord(records, call.record, run);
      return followRun(run, tools);
    },

    async explainFrame({ model, frame, method, classIndex, scoreThreshold }, { signal, handOver }) {
      const { prediction, map } = await explainFrame(
        find(model).model,
        { ...frame, sha256: '' },
        {
          method: method ?? undefined,
          classIndex: classIndex ?? undefined,
          scoreThreshold: scoreThreshold ?? undefined,
          signal,
        },
      );
      if (map) handOver([map.data.buffer as ArrayBuffer]);
      return { prediction: frameInfo(prediction), map };
    },

    async explainSamples(call, tools) {
      return explainSamples(find(call.model).model, call, tools);
    },

    async layers(call) {
      return describeLayers(find(call.model).model);
    },

    async ask(call) {
      const run = find(call.model).records.get(call.record);
      const { finding } = call;
      if (run instanceof DriseRun) return run.ask(boxTarget(finding));
      if (run instanceof RiseRun) return run.ask(finding.classIndex);
      throw new XaiError('target-missing', 'The masks of this explanation are not kept any more; explain again.');
    },

    async whatIf(call, tools) {
      const { subject, hiding, scoreThreshold } = call;
      const open = find(call.model);
      const asked =
        open.asked?.subject === subject ? open.asked : openWhatIf(open, call, pictures.decode(call.picture));
      const whatIf = await asked.whatIf;
      tools.signal.throwIfAborted();
      const { before, after, prediction, hidden } = await whatIf.ask(hiding, scoreThreshold);
      tools.signal.throwIfAborted();
      tools.handOver([hidden.data.buffer]);
      return { hiding, before, after, findings: bestFindings(prediction), hidden };
    },
  };
}

/** The oldest give way; whoever asks for one of them is told to explain again. */
function keepRecord(records: OpenModel['records'], name: string, run: DriseRun | RiseRun): void {
  records.delete(name);
  records.set(name, run);
  const [oldest] = records.keys();
  if (records.size > MOST_RECORDS) records.delete(oldest);
}

/** Kept open for the questions that follow; one that cannot be asked is not. */
function openWhatIf(
  open: OpenModel,
  { subject, finding, map }: Call<'whatIf'>,
  picture: Promise<Picture>,
): NonNullable<OpenModel['asked']> {
  const [target] = targetsOf([finding]);
  // No signal: the call that opens it may end before those that follow.
  const whatIf = picture
    .then((decoded) => openProbe(open.model, decoded, { target }))
    .then((probe) => new WhatIf(open.model, probe, map));
  const asked = { subject, whatIf };
  open.asked = asked;
  whatIf.catch(() => {
    if (open.asked === asked) open.asked = null;
  });
  return asked;
}

function targetsOf(findings: readonly Finding[]): readonly TargetSpec[] | readonly BoxTarget[] | readonly number[] {
  const specs = findings.flatMap(({ spec }) => spec ?? []);
  if (specs.length === findings.length) return specs;
  return findings.every((finding) => finding.box)
    ? findings.map(boxTarget)
    : findings.map((finding) => finding.classIndex);
}

function boxTarget({ box, label, classIndex, origin }: Finding): BoxTarget {
  if (origin) return origin as BoxTarget;
  if (!box) throw new XaiError('target-missing', `"${label}" has no box; draw one.`);
  return { box, label, ...(classIndex >= 0 && { classIndex }) };
}

function describe(model: Model): ModelInfo {
  const { name, sha256, provider, adapter, description, recipe, recipeSource, notes } = model;
  return {
    name,
    sha256,
    provider,
    adapter,
    task: recipe.task,
    inputs: description.inputs,
    outputs: description.outputs,
    parameters: description.parameterCount,
    producer: description.producer,
    recipe: recipe as unknown as Record<string, unknown>,
    recipeSource,
    notes,
    methods: describeMethods(model),
    series: recipe.task === 'series' ? seriesNeeds(recipe.input) : null,
  };
}
