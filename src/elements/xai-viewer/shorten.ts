/** Longest text of a button or a tile that names a layer. */
const MOST = 24;

/**
 * What tells a layer from others in few letters: the last two steps of the path that exporters name tensors by, as `…/layer.7/Relu`
 * of `/backbone/layer.7/Relu_output_0`.
 */
export function shorten(name: string): string {
  const steps = name
    .replace(/_output_\d+$/, '')
    .split('/')
    .filter(Boolean);
  const end = steps.slice(-2).join('/');
  if (end.length >= MOST) return `…${end.slice(1 - MOST)}`;
  return steps.length > 2 ? `…/${end}` : end;
}
