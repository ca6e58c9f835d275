/** A file's number, with leading zeros. */
export function numbered(index: number): string {
  return String(index).padStart(6, '0');
}
