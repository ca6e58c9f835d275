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
/** Script and further arguments of each step. */
const STEPS = {
  detector: ['train_detector.py'],
  'detector-nms': ['export_nms.py'],
  classifiers: ['train_classifiers.py', 'fair,biased'],
  checkpoints: ['train_classifiers.py', '25,50,75,100'],
};
const names = Object.keys(STEPS);
const steps = values.only === undefined ? names : values.only.split(',');
const unknown = steps.find((step) => !names.includes(step));
if (unknown !== undefined) throw new Error(`There is no step "${unknown}"; choose of ${names.join(', ')}.`);

function run(command, args, hint) {
  const { status, error } = spawnSync(command, args, {
    stdio: 'inherit',
    env: { ...process.env, OMP_WAIT_POLICY: 'PASSIVE' },
  });
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
run(process.execPath, ['training/draw-data.mjs', kind, work]);
for (const step of steps) {
  console.time(step);
  const [script, ...further] = STEPS[step];
  run(python, [`training/${script}`, kind, work, output, ...further]);
  console.timeEnd(step);
}
console.timeEnd('all');
