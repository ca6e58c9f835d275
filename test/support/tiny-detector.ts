import type { Dim } from '../../src/onnx/model.ts';
import type { RecipeFile } from '../../src/tasks/recipe.ts';
import { buildBytes, floats, ints, node, value } from '../onnx/synthetic.ts';

/** Width and height of the input of the tiny models, pixels. */
export const TINY_SIDE = 32;
export const TINY_LABELS = ['red', 'green', 'blue'] as const;
/** Side of the square that one proposal of the tiny detector looks at, pixels of the input. */
export const TINY_BOX = 8;

const CELLS = TINY_SIDE / 4;

/**
 * What is wrong with a tiny detector: `nan` and `infinite` scores for any picture; `nan-when-hidden` for a picture whose
 * mean is below .15, so that the whole picture is read well and masked ones are not; `unknown-operator` has a node that no
 * runtime knows.
 */
export type Fault = 'nan' | 'infinite' | 'nan-when-hidden' | 'unknown-operator';

export interface TinyOptions {
  /** A number fixes the batch in the input and in the graph's `Reshape`; a name leaves it open. Default `batch`. */
  readonly batch?: Dim;
  readonly fault?: Fault;
  /** Gives its answer in half precision. */
  readonly half?: boolean;
}

/** What the scores are multiplied by, as nodes; `ok` leaves them as they are. */
function spoil(fault: Fault | undefined): ReturnType<typeof node>[] {
  switch (fault) {
    case 'nan':
      return [node('Div', ['none', 'none'], ['nan']), node('Add', ['clean', 'nan'], ['scores'])];
    case 'infinite':
      return [node('Div', ['clean', 'none'], ['scores'])];
    case 'nan-when-hidden':
      return [
        node('ReduceMean', ['images'], ['brightness'], { axes: [1, 2, 3], keepdims: 1 }),
        node('Sub', ['brightness', 'dark'], ['light']),
        node('Sqrt', ['light'], ['root']),
        node('Mul', ['root', 'none'], ['nothing']),
        node('Add', ['clean', 'nothing'], ['scores']),
      ];
    case 'unknown-operator':
      return [node('Wobble', ['clean'], ['scores'])];
    case undefined:
      return [node('Identity', ['clean'], ['scores'])];
  }
}

/**
 * A detector of red, green and blue squares of 8 x 8 pixels, in the YOLOv8 layout [batch, 4 + 3, 64]. Each of 8 x 8
 * proposals has a fixed box, 8 x 8 pixels around (4 i + 2, 4 j + 2), and looks at nothing but the mean colour v in it: the
 * class logit is 16 (v_c - the mean of the other two) - 11. So a square of a full colour that fills a box scores .993, the
 * neighbour boxes (half full) .047, anything grey 0, and the map of a square can only be high where the square is.
 */
export function tinyDetector({ batch = 'batch', fault, half = false }: TinyOptions = {}): Uint8Array {
  const isOpen = typeof batch !== 'number';
  const contrast = [1, -0.5, -0.5, -0.5, 1, -0.5, -0.5, -0.5, 1].map((weight) => 16 * weight);
  const places = new Float32Array(4 * CELLS * CELLS).map((_, k) => {
    const cell = k % (CELLS * CELLS);
    const part = Math.floor(k / (CELLS * CELLS));
    if (part > 1) return TINY_BOX;
    return 4 * (part === 0 ? cell % CELLS : Math.floor(cell / CELLS)) + 2;
  });
  return buildBytes({
    inputs: [value('images', [batch, 3, TINY_SIDE, TINY_SIDE])],
    outputs: [value('output0', [batch, 7, CELLS * CELLS], half ? 'float16' : 'float32')],
    initializers: [
      floats('contrast', [3, 3, 1, 1], contrast),
      floats('bias', [3], [-11, -11, -11]),
      floats('nowhere', [4, 3, 1, 1], new Array(12).fill(0)),
      floats('places', [1, 4, CELLS, CELLS], [...places]),
      floats('none', [1, 1, 1, 1], [0]),
      floats('dark', [1, 1, 1, 1], [0.15]),
      ints('rows', [isOpen ? 0 : Number(batch), 7, CELLS * CELLS]),
    ],
    nodes: [
      node('AveragePool', ['images'], ['pooled'], {
        kernel_shape: [TINY_BOX, TINY_BOX],
        strides: [4, 4],
        pads: [2, 2, 2, 2],
        count_include_pad: 1,
      }),
      node('Conv', ['pooled', 'contrast', 'bias'], ['logits']),
      node('Sigmoid', ['logits'], ['clean']),
      ...spoil(fault),
      node('Conv', ['pooled', 'nowhere'], ['zeros']),
      node('Add', ['zeros', 'places'], ['boxes']),
      node('Concat', ['boxes', 'scores'], ['columns'], { axis: 1 }),
      // 10 is the type of halves.
      ...(half ? [node('Cast', ['columns'], ['answer'], { to: 10 })] : []),
      node('Reshape', [half ? 'answer' : 'columns', 'rows'], ['output0']),
    ],
  });
}

export const tinyDetectorRecipe = {
  version: 1,
  name: 'tiny detector',
  task: 'detection',
  input: { width: TINY_SIDE, height: TINY_SIDE, resize: 'letterbox-centre', interpolation: 'area', padValue: 0 },
  output: { format: 'yolov8' },
  labels: [...TINY_LABELS],
} as const satisfies RecipeFile;

/**
 * A classifier of red, green and blue: the logit of a colour is 64 times the mean over the picture of
 * max(0, v_c - the mean of the other two). Each pixel counts alike, so the map of a colour is high where that colour is.
 */
export function tinyClassifier({ batch = 'batch' }: Pick<TinyOptions, 'batch'> = {}): Uint8Array {
  return buildBytes({
    inputs: [value('images', [batch, 3, TINY_SIDE, TINY_SIDE])],
    outputs: [value('logits', [batch, 3])],
    initializers: [
      floats('contrast', [3, 3, 1, 1], [1, -0.5, -0.5, -0.5, 1, -0.5, -0.5, -0.5, 1]),
      floats('gain', [1], [64]),
    ],
    nodes: [
      node('Conv', ['images', 'contrast'], ['coloured']),
      node('Relu', ['coloured'], ['positive']),
      node('GlobalAveragePool', ['positive'], ['means']),
      node('Mul', ['means', 'gain'], ['strong']),
      node('Flatten', ['strong'], ['logits']),
    ],
  });
}

export const tinyClassifierRecipe = {
  version: 1,
  name: 'tiny classifier',
  task: 'classification',
  input: { width: TINY_SIDE, height: TINY_SIDE, resize: 'stretch', interpolation: 'area' },
  output: { format: 'scores', activation: 'softmax' },
  labels: [...TINY_LABELS],
} as const satisfies RecipeFile;
