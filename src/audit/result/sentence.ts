/** What became of the inputs, in a sentence. */
export function sentenceOf(
  done: number,
  missing: number,
  { explained, empty, failed }: { readonly explained: number; readonly empty: number; readonly failed: number },
): string {
  const parts = [`${explained} of ${done} explained`];
  if (empty > 0) parts.push(`${empty} had nothing to explain`);
  if (failed > 0) parts.push(`${failed} failed`);
  if (missing > 0) parts.push(`${missing} belong to shards that are not here`);
  return `${parts.join(', ')}.`;
}
