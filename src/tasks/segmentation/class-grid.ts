import { XaiError } from '../../core/errors.ts';
import { type Tensor, tensorToFloat32 } from '../../core/tensor.ts';
import { refuseNonFinite } from '../check-outputs.ts';
import { classLabels } from '../labels.ts';
import type { SegmentationRecipe } from '../recipe.ts';

/** Class maps hold a class in 8 or 16 bits, and one number more for pixels of no class. */
const MOST_CLASSES = 65535;

/** A semantic segmenter's scores for one picture, as the model gave them: one per class and cell of its output grid. */
export class ClassGrid {
  /** Name of the output tensor. */
  readonly output: string;
  readonly classes: number;
  readonly labels: readonly string[];
  readonly columns: number;
  readonly rows: number;
  /** Length classes x rows x columns before activation, in the order of the recipe's layout. */
  readonly raw: Float32Array;
  readonly #classStep: number;
  readonly #cellStep: number;
  readonly #activation: 'none' | 'sigmoid' | 'softmax';
  /** With softmax: logarithm of the sum of the exponentials of each cell that was asked about; NaN for the others. */
  #logSums: Float64Array | null = null;
  #winners: Uint16Array | null = null;

  /**
   * @param picture position in the batch. Default 0.
   * @throws XaiError `recipe-invalid`, `labels-invalid`, `model-output`
   */
  constructor(outputs: Readonly<Record<string, Tensor>>, recipe: SegmentationRecipe, picture = 0) {
    const { layout, activation } = recipe.output;
    const { name, tensor } = findClassMaps(outputs, recipe);
    const [, second, third, last] = tensor.dims;
    const [classes, rows, columns] = layout === 'NCHW' ? [second, third, last] : [last, second, third];
    const cells = rows * columns;
    refuseShape(recipe, tensor.dims, classes, layout === 'NCHW' ? last : second);
    this.output = name;
    this.classes = classes;
    this.labels = classLabels(recipe, classes);
    this.columns = columns;
    this.rows = rows;
    this.raw = tensorToFloat32(tensor).subarray(picture * classes * cells, (picture + 1) * classes * cells);
    [this.#classStep, this.#cellStep] = layout === 'NCHW' ? [cells, 1] : [1, classes];
    this.#activation = activation;
    // Minus infinity, a way to say "never" elsewhere, has no place between two cells.
    refuseNonFinite(name, this.raw, false);
  }

  get cells(): number {
    return this.rows * this.columns;
  }

  /**
   * Raw score below which a cell belongs to no class, or null where the best class always has it: a sigmoid judges each
   * class by itself, and so does a map of one class.
   */
  get threshold(): number | null {
    if (this.#activation === 'sigmoid') return 0;
    return this.classes === 1 ? 0.5 : null;
  }

  /** Position of a class's score at a cell within the output of one picture. */
  element(classIndex: number, cell: number): number {
    return classIndex * this.#classStep + cell * this.#cellStep;
  }

  /** Score of a class at a cell after activation. */
  score(classIndex: number, cell: number): number {
    const raw = this.raw[this.element(classIndex, cell)];
    if (this.#activation === 'none') return raw;
    if (this.#activation === 'sigmoid') return 1 / (1 + Math.exp(-raw));
    return Math.exp(raw - this.#logSum(cell));
  }

  /** The class with the highest raw score in each cell, the first of equals; made at first need. */
  get winners(): Uint16Array {
    this.#winners ??= this.#findWinners();
    return this.#winners;
  }

  #findWinners(): Uint16Array {
    const { raw, cells } = this;
    const winners = new Uint16Array(cells);
    const best = new Float32Array(cells).fill(Number.NEGATIVE_INFINITY);
    this.#visit((at, classIndex, cell) => {
      if (raw[at] <= best[cell]) return;
      best[cell] = raw[at];
      winners[cell] = classIndex;
    });
    return winners;
  }

  #logSum(cell: number): number {
    this.#logSums ??= new Float64Array(this.cells).fill(Number.NaN);
    if (Number.isNaN(this.#logSums[cell])) this.#logSums[cell] = this.#sumCell(cell);
    return this.#logSums[cell];
  }

  #sumCell(cell: number): number {
    const { raw, classes } = this;
    let highest = Number.NEGATIVE_INFINITY;
    for (let k = 0; k < classes; k++) highest = Math.max(highest, raw[this.element(k, cell)]);
    let sum = 0;
    for (let k = 0; k < classes; k++) sum += Math.exp(raw[this.element(k, cell)] - highest);
    return highest + Math.log(sum);
  }

  /** Every raw score in the order in which they lie in memory. */
  #visit(look: (at: number, classIndex: number, cell: number) => void): void {
    const { classes, cells } = this;
    const byClass = this.#cellStep === 1;
    const [outer, inner] = byClass ? [classes, cells] : [cells, classes];
    for (let i = 0, at = 0; i < outer; i++) {
      for (let j = 0; j < inner; j++, at++) look(at, byClass ? i : j, byClass ? j : i);
    }
  }
}

function findClassMaps(
  outputs: Readonly<Record<string, Tensor>>,
  recipe: SegmentationRecipe,
): { name: string; tensor: Tensor } {
  const name = recipe.output.output ?? Object.keys(outputs)[0];
  const tensor = outputs[name];
  const isFloat = tensor?.type.startsWith('float');
  if (tensor?.dims.length === 4 && isFloat) return { name, tensor };
  const seen = Object.entries(outputs).map(([key, { type, dims }]) => `"${key}" ${type} [${dims.join(', ')}]`);
  const isNumbers = tensor !== undefined && !isFloat;
  throw new XaiError(
    'recipe-invalid',
    `The recipe reads class maps from "${name}", which have four axes and hold scores; the model gives ${seen.join(', ')}. ` +
      (isNumbers ? 'Export the model without its ArgMax, so that it gives scores.' : 'Correct "output.output".'),
    { option: 'output.output' },
  );
}

function refuseShape(recipe: SegmentationRecipe, dims: readonly number[], classes: number, other: number): void {
  const { layout, activation } = recipe.output;
  const refuse = (reason: string, option: string): never => {
    throw new XaiError('recipe-invalid', `The class maps [${dims.join(', ')}] ${reason}`, { option });
  };
  if (dims.some((dim) => dim < 1)) refuse('are empty; check the size of the model input.', 'output');
  if (Array.isArray(recipe.labels) && recipe.labels.length !== classes && recipe.labels.length === other) {
    const right = layout === 'NCHW' ? 'NHWC' : 'NCHW';
    refuse(
      `have the ${other} classes of the labels on another axis; set "output.layout" to ${right}.`,
      'output.layout',
    );
  }
  if (classes > MOST_CLASSES) refuse(`have ${classes} classes, more than ${MOST_CLASSES}.`, 'output.layout');
  if (classes === 1 && activation === 'softmax') {
    refuse('have one class, of which a softmax is always 1; set "output.activation" to sigmoid.', 'output.activation');
  }
}
