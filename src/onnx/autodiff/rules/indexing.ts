/** Elements taken from places, or put at places, that the data decide. The places themselves have no gradient. */
import type { Emitted } from '../emitter.ts';
import type { GradientRule, NodeGradient } from '../node-gradient.ts';

/** The first operator set in which a scatter can add up what meets at one place. */
const ADDING_OPSET = 16;

/** dx: what was taken goes back to where it came from, and adds up there. */
function putBack(at: NodeGradient, scatter: string, attributes: Readonly<Record<string, number | string>>): void {
  if (at.opset < ADDING_OPSET) {
    at.refuse(`takes elements at computed places, and its operator set is older than ${ADDING_OPSET}`);
  }
  const { emit, gradient, node } = at;
  const zeros = emit.zeros(at.inputDims(0), gradient.type);
  at.give(
    0,
    emit.op(scatter, [zeros, node.inputs[1], gradient], zeros.dims, gradient.type, { ...attributes, reduction: 'add' }),
  );
}

const gatherElements: GradientRule = (at) => putBack(at, 'ScatterElements', { axis: at.int('axis', 0) });

const gatherND: GradientRule = (at) => {
  if (at.int('batch_dims', 0) !== 0) at.refuse('takes elements example by example ("batch_dims")');
  putBack(at, 'ScatterND', {});
};

/** What was overwritten has no gradient, where something was added it has all of it; the updates get that of their places. */
const scatter =
  (opType: 'ScatterElements' | 'ScatterND'): GradientRule =>
  (at) => {
    const { emit, gradient, node } = at;
    const reduction = at.string('reduction', 'none');
    if (reduction !== 'none' && reduction !== 'add') at.refuse(`combines elements by "${reduction}"`);
    const attributes: Record<string, number> = opType === 'ScatterElements' ? { axis: at.int('axis', 0) } : {};
    const updates = at.inputDims(2);
    const op = (name: string, inputs: readonly (Emitted | string)[], dims: readonly number[]) =>
      emit.op(name, inputs, dims, gradient.type, attributes);
    if (at.wants(0)) {
      const zeros = () => emit.zeros(updates, gradient.type);
      at.give(0, reduction === 'add' ? gradient : op(opType, [gradient, node.inputs[1], zeros()], gradient.dims));
    }
    if (at.wants(2)) {
      at.give(2, op(opType === 'ScatterElements' ? 'GatherElements' : 'GatherND', [gradient, node.inputs[1]], updates));
    }
  };

export const INDEXING_RULES: readonly (readonly [string, GradientRule])[] = [
  ['GatherElements', gatherElements],
  ['GatherND', gatherND],
  ['ScatterElements', scatter('ScatterElements')],
  ['ScatterND', scatter('ScatterND')],
];
