/** The end of a long name tells layers apart. */
export function shorten(name: string): string {
  return name.length > 24 ? `…${name.slice(-23)}` : name;
}
