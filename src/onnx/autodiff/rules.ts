import type { GradientRule } from './node-gradient.ts';
import { ACTIVATION_RULES } from './rules/activations.ts';
import { ARITHMETIC_RULES } from './rules/arithmetic.ts';
import { GRID_SAMPLE_RULES } from './rules/grid-sample.ts';
import { INDEXING_RULES } from './rules/indexing.ts';
import { LINEAR_RULES } from './rules/linear.ts';
import { NORMALISATION_RULES } from './rules/normalisation.ts';
import { POOLING_RULES } from './rules/pooling.ts';
import { QUANTISED_RULES } from './rules/quantised.ts';
import { RECURRENT_RULES } from './rules/recurrent.ts';
import { REDUCTION_RULES } from './rules/reduction.ts';
import { RESIZE_RULES } from './rules/resize.ts';
import { SHAPE_RULES } from './rules/shape.ts';
import { SOFTMAX_RULES } from './rules/softmax.ts';

/** Operator (`domain::name` outside the standard domain) to the rule that turns its output's gradient into its inputs'. */
export const GRADIENT_RULES: ReadonlyMap<string, GradientRule> = new Map([
  ...ARITHMETIC_RULES,
  ...ACTIVATION_RULES,
  ...LINEAR_RULES,
  ...SOFTMAX_RULES,
  ...NORMALISATION_RULES,
  ...POOLING_RULES,
  ...REDUCTION_RULES,
  ...SHAPE_RULES,
  ...INDEXING_RULES,
  ...RESIZE_RULES,
  ...GRID_SAMPLE_RULES,
  ...QUANTISED_RULES,
  ...RECURRENT_RULES,
]);

/** Operators whose result does not change, or changes in steps, when their input changes a little: the gradient ends there. */
export const STOPS: ReadonlySet<string> = new Set([
  'And',
  'ArgMax',
  'ArgMin',
  'Ceil',
  'ConstantOfShape',
  'Equal',
  'EyeLike',
  'Floor',
  'Greater',
  'GreaterOrEqual',
  'IsInf',
  'IsNaN',
  'Less',
  'LessOrEqual',
  'NonMaxSuppression',
  'NonZero',
  'Not',
  'OneHot',
  'Or',
  'Range',
  'Round',
  'Shape',
  'Sign',
  'Size',
  'Xor',
]);
