import type { ModelDescription } from '../../onnx/describe-model.ts';
import type { Finding } from './finding.ts';
import { guessClassifier, guessSegmenter } from './guess-classifiers.ts';
import {
  guessAnchoredSsd,
  guessDetectionRows,
  guessFastestDet,
  guessFinishedDetections,
  guessGridDetector,
  guessUltraFace,
} from './guess-detectors.ts';
import { guessSeries } from './guess-series.ts';
import { findPicturePort, portFields } from './picture-port.ts';
import type { Guesser, Scene } from './scene.ts';

/** The pickier first: what only looks like a map of classes may be a detector's grid. */
const GUESSERS: readonly Guesser[] = [
  guessFinishedDetections,
  guessAnchoredSsd,
  guessUltraFace,
  guessGridDetector,
  guessFastestDet,
  guessDetectionRows,
  guessSegmenter,
  guessClassifier,
];

/**
 * A guess from names and shapes of inputs and outputs alone.
 * @returns null when nothing fits
 * @throws XaiError `model-dynamic-axis` when the size of the picture input is open
 */
export function guessBySignature(description: ModelDescription): Finding | null {
  const series = guessSeries(description);
  if (series) return series;
  const port = findPicturePort(description);
  if (!port) return null;
  const outputs = description.outputs.filter((output): output is Scene['outputs'][number] => output.dims !== null);
  const scene = { description, port, input: portFields(port), outputs };
  for (const guess of GUESSERS) {
    const finding = guess(scene);
    if (finding) return finding;
  }
  return null;
}
