// Trains the embedded models: draws the data, then runs the Python scripts. Usage: npm run train [-- --quick]
import { spawnSync } from 'node:child_process';
import { mkdirSync } from 'node:fs';
import path from 'node:path';
import { parseArgs } from 'node:util';

const PACKAGES = 'python3-torch python3-onnx python3-numpy';
const { values } = parseArgs({
  options: {
    quick: { type: 'boolean', default: false },
    only: { type: 'string' },
    output: { type: 'string' },
  },
});
const kind = values.quick ? 'quick' : 'full';
const work = path.resolve('.build', 'training', kind);
const output = path.resolve(values.output ?? (values.quick ? path.join(work, 'models') : 'www/models'));
/** Script, further arguments, and the sets that each step reads; later steps may start from what earlier ones made. */
const STEPS = {
  detector: { script: 'train_detector.py', sets: ['sceneTrain', 'sceneVal'] },
  'detector-nms': { script: 'export_nms.py', sets: [] },
  classifiers: { script: 'train_classifiers.py', of: 'fair,biased', sets: ['cropTrain', 'cropVal', 'captions'] },
  checkpoints: { script: 'train_classifiers.py', of: '25,50,75,100', sets: ['cropTrain', 'cropVal', 'captions'] },
  shapes: { script: 'train_crops.py', of: 'classifier-flat,vit,windowed,yolov8-cls', sets: ['cropTrain', 'cropVal'] },
  shortcut: { script: 'train_shortcut.py', sets: ['lampTrain', 'lampVal'] },
  segmenter: { script: 'train_segmenter.py', sets: ['sceneTrain', 'sceneVal', 'maskTrain', 'maskVal'] },
  tagger: { script: 'train_tagger.py', sets: ['sceneTrain', 'sceneVal'] },
  attributes: { script: 'train_attributes.py', sets: ['attributeTrain', 'attributeVal'] },
  motion: {
    script: 'train_series.py',
    of: 'motion,motion-shortcut,motion-recurrent',
    sets: ['motionTrain', 'motionVal'],
  },
  sound: { script: 'train_series.py', of: 'sound', sets: ['soundTrain', 'soundVal'] },
  moments: { script: 'export_moments.py', sets: ['sceneVal'] },
};
const names = Object.keys(STEPS);
const steps = values.only === undefined ? names : values.only.split(',');
const unknown = steps.find((step) => !names.includes(step));
if (unknown !== undefined) throw new Error(`There is no step "${unknown}"; choose of ${names.join(', ')}.`);

function run(command, args, hint) {
  const { status, error } = spawnSync(command, args, { stdio: 'inherit' });
  if (status === 0) return;
  console.error(error?.message ?? `${command} ${args[0]} ended with status ${status}.`);
  if (hint !== undefined) console.error(hint);
  process.exit(1);
}

const python = process.env.PYTHON ?? '/usr/bin/python3';
run(
  python,
  ['-c', 'import torch, onnx, numpy'],
  `Training needs PyTorch. On Debian: apt-get install --no-install-recommends ${PACKAGES}`,
);
mkdirSync(output, { recursive: true });
console.time('all');
const sets = new Set(steps.flatMap((step) => STEPS[step].sets));
if (sets.size > 0) run(process.execPath, ['training/draw-data.mjs', kind, work, [...sets].join(',')]);
for (const step of steps) {
  console.time(step);
  const { script, of } = STEPS[step];
  run(python, [`training/${script}`, kind, work, output, ...(of === undefined ? [] : [of])]);
  console.timeEnd(step);
}
console.timeEnd('all');
