/** File names; of the same file twice (a model before and after quantisation, say) with its number. */
export function modelNames(models: readonly { readonly file: string }[]): string[] {
  const files = models.map(({ file }) => file);
  return files.map((file, k) => (files.filter((one) => one === file).length > 1 ? `${file} (${k + 1})` : file));
}

/** Each model with the one before it and, of more than two, the last with the first. */
export function modelSteps(models: number): { readonly from: number; readonly to: number }[] {
  const steps = Array.from({ length: models - 1 }, (_, k) => ({ from: k, to: k + 1 }));
  return models > 2 ? [...steps, { from: 0, to: models - 1 }] : steps;
}
