/** Longest text of a button or a tile that names a layer. */
const MOST = 24;

/**
 * What tells a layer from others in few letters: the last two steps of the path that exporters name tensors by, as `…/layer.7/Relu`
 * of `/backbone/layer.7/Relu_output_0`, or as many as no other layer ends with.
 */
export function shorten(name: string, others: readonly string[] = []): string {
  const steps = stepsOf(name);
  const ends = others.filter((one) => one !== name).map(stepsOf);
  const endOf = (path: readonly string[], count: number) => path.slice(-count).join('/');
  let count = Math.min(2, steps.length);
  while (count < steps.length && ends.some((path) => endOf(path, count) === endOf(steps, count))) count++;
  const end = endOf(steps, count);
  const begun = count < steps.length ? `…/${end}` : end;
  if (begun.length <= MOST) return begun;
  // What tells it from others is the first of these steps.
  const telling = `${steps[steps.length - count]}/…/${steps[steps.length - 1]}`;
  return count > 2 && telling.length <= MOST ? telling : `…${end.slice(1 - MOST)}`;
}

function stepsOf(name: string): string[] {
  return name
    .replace(/_output_\d+$/, '')
    .split('/')
    .filter(Boolean);
}
