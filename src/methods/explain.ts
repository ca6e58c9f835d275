import { XaiError } from '../core/errors.ts';
import type { Run } from '../core/run.ts';
import type { Saliency } from '../core/saliency.ts';
import type { TargetSpec } from '../core/targets.ts';
import type { Model, SubjectSource } from '../tasks/model.ts';
import { inputSize } from '../tasks/prepare.ts';
import { ABLATION_CAM, type AblationCamOptions } from './ablation-cam.ts';
import { ACTIVATION_MAP } from './activation-map.ts';
import { AISE, type AiseOptions } from './aise.ts';
import { ATTENTION_ROLLOUT, type AttentionRolloutOptions } from './attention-rollout.ts';
import type { BoxTarget } from './box-question.ts';
import { CAM } from './cam.ts';
import { checkCommon } from './check-common.ts';
import { DRISE, type DriseOptions } from './d-rise.ts';
import { defaultMethods, explainByFirst } from './default-method.ts';
import { DET_CLASS_PROBABILITY_MAP } from './det-class-probability-map.ts';
import { EIGEN_CAM, type EigenCamOptions } from './eigen-cam.ts';
import { EIGEN_GRAD_CAM } from './eigen-grad-cam.ts';
import { FINER_CAM, type FinerCamOptions } from './finer-cam.ts';
import { FULL_GRAD } from './full-grad.ts';
import { GRAD_CAM } from './grad-cam.ts';
import { GRAD_CAM_PLUS_PLUS } from './grad-cam-plus-plus.ts';
import type { LayerMethodOptions } from './gradient/layer-method.ts';
import { GUIDED_BACKPROP } from './guided-backprop.ts';
import { HIRES_CAM } from './hires-cam.ts';
import { INPUT_X_GRADIENT } from './input-x-gradient.ts';
import { INTEGRATED_GRADIENTS, type IntegratedGradientsOptions } from './integrated-gradients.ts';
import { LAYER_CAM } from './layer-cam.ts';
import { OCCLUSION, type OcclusionOptions } from './occlusion.ts';
import { RECIPRO_CAM, type ReciproCamOptions } from './recipro-cam.ts';
import { defineMethod, findMethod, type Method, refuseForeignOptions } from './registry.ts';
import { RISE, type RiseOptions } from './rise.ts';
import { SCORE_CAM, type ScoreCamOptions } from './score-cam.ts';
import { SIDU, type SiduOptions } from './sidu.ts';
import { SMOOTH_GRAD, type SmoothGradOptions } from './smooth-grad.ts';
import { VIT_RECIPRO_CAM, type VitReciproCamOptions } from './vit-recipro-cam.ts';
import { XGRAD_CAM } from './xgrad-cam.ts';

/** Options of any method; those that a method does not have are refused by name. */
export interface ExplainOptions
  extends Own<DriseOptions>,
    Own<RiseOptions>,
    Own<ReciproCamOptions>,
    Own<VitReciproCamOptions>,
    Own<AblationCamOptions>,
    Own<ScoreCamOptions>,
    Own<OcclusionOptions>,
    Own<SiduOptions>,
    Own<AiseOptions>,
    Own<LayerMethodOptions>,
    Own<EigenCamOptions>,
    Own<IntegratedGradientsOptions>,
    Own<SmoothGradOptions>,
    Own<FinerCamOptions>,
    Own<AttentionRolloutOptions> {
  /** Name of the method, or an alias. Default: `d-rise` for detectors, `grad-cam` for the rest, or what the options given are for. */
  readonly method?: string;
  /** `top`, `all`, boxes for a detector, class numbers for a classifier, or any target that the method can explain. */
  readonly targets?: 'top' | 'all' | readonly BoxTarget[] | readonly number[] | readonly TargetSpec[];
  /** Name of an implementation to reproduce; each method lists its own. */
  readonly preset?: string;
}

/** What is the method's own: targets and presets differ from method to method. */
type Own<Options> = Omit<Options, 'targets' | 'preset'>;

const METHODS: readonly Method[] = [
  DRISE,
  RISE,
  GRAD_CAM,
  GRAD_CAM_PLUS_PLUS,
  HIRES_CAM,
  LAYER_CAM,
  XGRAD_CAM,
  EIGEN_GRAD_CAM,
  FINER_CAM,
  CAM,
  EIGEN_CAM,
  ACTIVATION_MAP,
  INTEGRATED_GRADIENTS,
  SMOOTH_GRAD,
  INPUT_X_GRADIENT,
  GUIDED_BACKPROP,
  FULL_GRAD,
  RECIPRO_CAM,
  VIT_RECIPRO_CAM,
  ATTENTION_ROLLOUT,
  DET_CLASS_PROBABILITY_MAP,
  ABLATION_CAM,
  SCORE_CAM,
  OCCLUSION,
  SIDU,
  AISE,
];

for (const method of METHODS) {
  defineMethod(method);
}

/** Name of the method that suits a model, and the options given, when none is named. */
export function defaultMethod(model: Model, options?: ExplainOptions): string {
  return defaultMethods(model, options)[0].name;
}

/** What an explanation would take; nothing is run. */
export interface Plan {
  readonly method: string;
  readonly possible: boolean;
  /** What stands in the way, as sentences; empty when it is possible. */
  readonly obstacles: readonly string[];
  /** Runs of the model, or of its part behind a layer; null when the layer decides. */
  readonly passes: number | null;
  /** What the method costs, as a phrase, or null. */
  readonly cost: string | null;
  /** By the last prediction's pace; null before the first one, or when the passes are not known. */
  readonly seconds: number | null;
  /** Memory beyond the model's own, roughly: two inputs, and what is kept of each pass. */
  readonly bytes: number;
}

/**
 * Whether a method can explain this model, what stands in the way, and what it would cost. The graph is looked at (the head
 * that CAM reads, the attention that rollout follows); that an operator has no gradient is said when the method runs.
 */
export async function plan(model: Model, options: ExplainOptions = {}): Promise<Plan> {
  const planned = planTask(model, options);
  if (!planned.possible) return planned;
  const obstacle = await findMethod(planned.method, model, planned.method).obstacle?.(model);
  return obstacle ? impossible(planned.method, `${planned.method}: ${obstacle}`) : planned;
}

/** The same as far as task and options tell, at once. */
export function planTask(model: Model, options: ExplainOptions = {}): Plan {
  try {
    const [method] = methodsFor(model, options);
    const { method: _, ...rest } = options;
    const passes = method.passes(rest, model);
    const pace = model.millisecondsPerPass;
    const { width, height } = inputSize(model.recipe);
    return {
      method: method.name,
      possible: true,
      obstacles: [],
      passes,
      cost: method.cost ?? null,
      seconds: pace === null || passes === null ? null : (passes * pace) / 1000,
      bytes: 2 * width * height * 3 * 4 + (passes ?? 0) * KEPT_BYTES_PER_PASS,
    };
  } catch (cause) {
    if (!(cause instanceof XaiError)) throw cause;
    return impossible(options.method ?? 'none', cause.message);
  }
}

function impossible(method: string, obstacle: string): Plan {
  return { method, possible: false, obstacles: [obstacle], passes: 0, cost: null, seconds: null, bytes: 0 };
}

const KEPT_BYTES_PER_PASS = 4096;

/**
 * Explains a model's answer to a picture with the named method. Where none is named, with the one that suits the task and
 * the options; when the graph does not allow that one, with the next, and the result says so.
 * @throws XaiError `method-unsupported`, at once, when the method does not fit the model; `option-invalid` for an option that
 *   it does not have
 */
export function explain(model: Model, source: SubjectSource, options: ExplainOptions = {}): Run<Saliency[]> {
  const methods = methodsFor(model, options);
  const { method: _, ...rest } = options;
  return explainByFirst(methods, model, source, rest);
}

/** The named method, or those to try. */
function methodsFor(model: Model, { method: name, ...options }: ExplainOptions): readonly Method[] {
  checkCommon(options);
  const methods = name === undefined ? defaultMethods(model, options) : [findMethod(name, model, defaultMethod(model))];
  refuseForeignOptions(methods[0], options);
  return methods;
}
