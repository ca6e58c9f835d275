import type { MethodInfo } from '../../engine/info.ts';
import type { MethodChoice } from './method-choice.ts';

/** Pictures side by side, the first included. */
export const MOST_CELLS = 4;

/** The further methods that are compared, without the one that is shown first. */
export function methodsBeside(compare: readonly string[], { current }: MethodChoice): readonly string[] {
  return [...new Set(compare)].filter((name) => name !== current?.name).slice(0, MOST_CELLS - 1);
}

/** Methods that can be added. */
export function methodsLeft(compare: readonly string[], methods: MethodChoice): readonly MethodInfo[] {
  const beside = methodsBeside(compare, methods);
  return methods.all.filter(
    (one) => one.obstacle === null && one.name !== methods.current?.name && !beside.includes(one.name),
  );
}
