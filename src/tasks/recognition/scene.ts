import type { ModelDescription, TensorDescription } from '../../onnx/describe-model.ts';
import type { RecipeFile } from '../recipe.ts';
import type { Finding } from './finding.ts';
import type { PicturePort, portFields } from './picture-port.ts';

/** What a guesser looks at. */
export interface Scene {
  readonly description: ModelDescription;
  readonly port: PicturePort;
  readonly input: ReturnType<typeof portFields>;
  /** Outputs whose number of axes is known. */
  readonly outputs: readonly (TensorDescription & { dims: NonNullable<TensorDescription['dims']> })[];
}

/** One guesser: null when the scene is not what it looks for. */
export type Guesser = (scene: Scene) => Finding | null;

/** Dims as people write them. */
export function shape(dims: readonly unknown[]): string {
  return `[${dims.map((dim) => dim ?? '?').join(', ')}]`;
}

export function guessed(recipe: RecipeFile, ...reasons: string[]): Finding {
  return { recipe, reasons, isGuess: true };
}
