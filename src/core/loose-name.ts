/** A name without what people write differently: capitals, hyphens, spaces; `GradCAM++` and `grad-cam-plus-plus` are one. */
export function looseName(name: string): string {
  return name
    .toLowerCase()
    .replaceAll('+', 'plus')
    .replaceAll('×', 'x')
    .replace(/[^a-z0-9]/g, '');
}

/** Whether somebody who says `wish` may mean this, by its own name or one that others give it. */
export function isCalled(
  { name, aliases = [] }: { readonly name: string; readonly aliases?: readonly string[] },
  wish: string,
): boolean {
  return [name, ...aliases].some((one) => looseName(one) === looseName(wish));
}
