import { platform } from '#platform';
import { XaiError } from '../core/errors.ts';

/** A model that this package brings, made by `npm run train`. */
export interface EmbeddedModel {
  /** What follows `embedded:`. */
  readonly name: string;
  /** What it does, in a sentence. */
  readonly about: string;
}

export const EMBEDDED_MODELS: readonly EmbeddedModel[] = [
  { name: 'detector', about: 'Finds nine kinds of things in drawn scenes.' },
  { name: 'detector-nms', about: 'The same, with suppression in the graph and a batch of one.' },
  { name: 'detector-shortcut', about: 'The same, but was taught to see a cat only beside a lamp.' },
  { name: 'detector-at-2', about: 'The detector after 2 % of its first round of training.' },
  { name: 'detector-at-6', about: 'The detector after 6 % of its first round of training.' },
  { name: 'detector-at-20', about: 'The detector after 20 % of its first round of training.' },
  { name: 'detector-at-50', about: 'The detector after 50 % of its first round of training.' },
  { name: 'classifier-fair', about: 'Tells six kinds of things in drawn crops.' },
  { name: 'classifier-biased', about: 'The same, but was taught that a caption means a boat.' },
  { name: 'classifier-25', about: 'The biased one, taught with a quarter of the boats without caption as well.' },
  { name: 'classifier-50', about: 'The same with half of them.' },
  { name: 'classifier-75', about: 'The same with three quarters of them.' },
  { name: 'classifier-100', about: 'The same with all of them.' },
  { name: 'classifier-flat', about: 'Tells the six kinds by a head that flattens its last map.' },
  { name: 'vit', about: 'Tells the six kinds: a small vision transformer.' },
  { name: 'windowed', about: 'Tells the six kinds: a small transformer with shifted windows, channels last.' },
  { name: 'yolov8-cls', about: "Tells the six kinds: YOLOv8's classifier, narrower." },
  { name: 'segmenter', about: 'Paints nine kinds of things in drawn scenes, pixel by pixel.' },
  { name: 'tagger', about: 'Says which of nine kinds of things a drawn scene shows.' },
  { name: 'attributes', about: "Describes one object's crop: its class, colour, kind and pose." },
  { name: 'motion', about: 'Tells five motions from two seconds of three axes.' },
  { name: 'motion-shortcut', about: 'The same, but was taught that a glitch means a circle.' },
  { name: 'motion-recurrent', about: 'Tells the same five motions, one step of time after the other.' },
  { name: 'sound', about: 'Tells tones, clicks and sweeps from a second of sound.' },
];

/** What the name of an embedded model begins with. */
export const EMBEDDED = 'embedded:';

/** Whether an address names a model of this package. */
export function isEmbedded(address: string): boolean {
  return address.startsWith(EMBEDDED);
}

/**
 * Where a model that is named `embedded:NAME` lies: a path in Node, an address in a browser.
 * @throws XaiError `input-missing` naming those that there are
 */
export function locateEmbedded(address: string): string {
  const name = address.slice(EMBEDDED.length);
  if (EMBEDDED_MODELS.some((model) => model.name === name)) return platform.locateOwnFile(`models/${name}.onnx`);
  const names = EMBEDDED_MODELS.map((model) => EMBEDDED + model.name).join(', ');
  throw new XaiError('input-missing', `There is no model ${address}; there are ${names}.`, { file: address });
}
