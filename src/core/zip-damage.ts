const DIRECTORY_END = 0x06054b50;
const DIRECTORY_ENTRY = 0x02014b50;

/** Of each byte, its share of a CRC-32 (ISO 3309, the reversed polynomial EDB88320). */
const SHARES = Uint32Array.from({ length: 256 }, (_, byte) => {
  let share = byte;
  for (let bit = 0; bit < 8; bit++) share = share & 1 ? (share >>> 1) ^ 0xedb88320 : share >>> 1;
  return share;
});

function crc32(bytes: Uint8Array): number {
  let rest = 0xffffffff;
  for (let at = 0; at < bytes.length; at++) rest = SHARES[(rest ^ bytes[at]) & 255] ^ (rest >>> 8);
  return (rest ^ 0xffffffff) >>> 0;
}

/**
 * The first file of a ZIP archive that is not what was packed, by the checksums in the archive's directory, which fflate does
 * not look at.
 * @param files the files unpacked, by name; others of the archive are not looked at
 * @returns its name; null where all are whole
 */
export function damagedFile(zip: Uint8Array, files: Readonly<Record<string, Uint8Array>>): string | null {
  const view = new DataView(zip.buffer, zip.byteOffset, zip.byteLength);
  let end = zip.length - 22;
  while (end >= 0 && view.getUint32(end, true) !== DIRECTORY_END) end--;
  if (end < 0) return '';
  const names = new TextDecoder();
  let at = view.getUint32(end + 16, true);
  for (let left = view.getUint16(end + 10, true); left > 0; left--) {
    if (view.getUint32(at, true) !== DIRECTORY_ENTRY) return '';
    const length = view.getUint16(at + 28, true);
    const name = names.decode(zip.subarray(at + 46, at + 46 + length));
    if (Object.hasOwn(files, name) && crc32(files[name]) !== view.getUint32(at + 16, true)) return name;
    at += 46 + length + view.getUint16(at + 30, true) + view.getUint16(at + 32, true);
  }
  return null;
}
