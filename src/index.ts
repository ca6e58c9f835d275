/**
 * The library: load an ONNX model, ask what it sees, and see why. Nothing here touches the page; it runs in a window, a
 * worker or Node alike.
 */

export { decodePicture } from '#decode-picture';
export { type Box, boxArea, boxIou } from './core/boxes.ts';
export { cosineSimilarity } from './core/cosine.ts';
export { XaiError, type XaiErrorCode, type XaiErrorDetails } from './core/errors.ts';
export { encodeNpy } from './core/npy.ts';
export type { Picture } from './core/picture.ts';
export type { Placement, ResizeRule } from './core/placement.ts';
export type { Region } from './core/region.ts';
export { judgeRepeat, optionsAgain, type Repeated } from './core/repeat.ts';
export { Run, type Step } from './core/run.ts';
export type { Provenance, Saliency, Target } from './core/saliency.ts';
export {
  checkSavedExplanation,
  type SavedExplanation,
  type SavedMap,
  type SaveOptions,
  saveExplanation,
  type UnpackedMap,
  unpackMap,
} from './core/saved-explanation.ts';
export type { EvenOutOptions } from './core/series/even-out.ts';
export type { Finding, Label, Recording, Span } from './core/series/recording.ts';
export type { SessionMap } from './core/series/session-map.ts';
export type { WindowMean, WindowWeights } from './core/series/window-means.ts';
export type { SeriesWindow, Subject } from './core/subject.ts';
export type {
  AttributeSpec,
  BoxSpec,
  ClassSpec,
  DifferenceSpec,
  LinearTarget,
  RegionArea,
  RegionMask,
  RegionSpec,
  SimilaritySpec,
  TargetSpec,
  WeightsSpec,
} from './core/targets.ts';
export { VERSION } from './core/version.ts';
export { type AblationCamOptions, ablationCam } from './methods/ablation-cam.ts';
export { type AiseOptions, aise } from './methods/aise.ts';
export type { BoxTarget } from './methods/box-question.ts';
export { type DriseOptions, type DriseRun, drise } from './methods/d-rise.ts';
export { type ExplainOptions, explain, type Plan, plan } from './methods/explain.ts';
export { explainFrame, type FrameAnswer, type FrameOptions } from './methods/explain-frame.ts';
export {
  explainSession,
  predictSession,
  type SessionExplanation,
  type SessionOptions,
  type WindowAnswer,
} from './methods/explain-session.ts';
export type { MaskOptions } from './methods/masking.ts';
export { type OcclusionOptions, occlusion } from './methods/occlusion.ts';
export { openProbe, type ProbeOptions } from './methods/open-probe.ts';
export { type ReciproCamOptions, reciproCam } from './methods/recipro-cam.ts';
export { defineMethod, type Method, methodNames, presetNames } from './methods/registry.ts';
export { type RiseOptions, type RiseRun, rise } from './methods/rise.ts';
export { decodeRun, encodeRun } from './methods/run-file.ts';
export { type ScoreCamOptions, scoreCam } from './methods/score-cam.ts';
export { type SiduOptions, sidu } from './methods/sidu.ts';
export type { StoredRun } from './methods/stored-run.ts';
export { type VitReciproCamOptions, vitReciproCam } from './methods/vit-recipro-cam.ts';
export type { WindowParts } from './methods/window-parts.ts';
export type { Cost, ExplainAgain, Judged, Metric, MetricValue } from './metrics/metric.ts';
export { allMetrics, defineMetric, findMetric, measure, metricNames } from './metrics/registry.ts';
export { describeModel, type ModelDescription } from './onnx/describe-model.ts';
export type { Layer, LayerLayout } from './onnx/layers/layer.ts';
export { readModel } from './onnx/read-model.ts';
export type { Backend } from './runtime/backends.ts';
export type { ModelSource } from './runtime/read-source.ts';
export { type RuntimeSettings, runtimeSettings } from './runtime/settings.ts';
export type { ClassScore } from './tasks/classes.ts';
export { type PictureSource, pictureFromPixels } from './tasks/decode-picture.ts';
export type { Detection } from './tasks/detections.ts';
export type { HeadAnswers } from './tasks/heads.ts';
export { type LoadOptions, Model, type SubjectSource } from './tasks/model.ts';
export type { Prediction, PredictOptions } from './tasks/prediction.ts';
export type { Probe } from './tasks/probe.ts';
export { parseRecipe, type Recipe, type RecipeFile } from './tasks/recipe.ts';
export type { ClassGrid } from './tasks/segmentation/class-grid.ts';
export type { ClassMap } from './tasks/segmentation/class-map.ts';
export type { Segment, Segmentation } from './tasks/segmentation/segmentation.ts';
export type { Frames } from './tasks/series/frames-output.ts';
export type { Features, Processor, Timing } from './tasks/series/processors/features.ts';
export { defineProcessor, type MakeProcessor } from './tasks/series/processors/registry.ts';
export type { CsvOptions } from './tasks/series/read-csv.ts';
export { readLabelFile } from './tasks/series/read-label-file.ts';
export { readRecording, readSession, type Session } from './tasks/series/read-session.ts';
export { SessionWindows } from './tasks/series/session-windows.ts';
