import { XaiError } from '../../core/errors.ts';
import { byName, MOST_FILE_BYTES, nameTrouble, type SetAside } from './file-tree.ts';

/** A file that is read in pieces. */
export interface RandomAccess {
  readonly size: number;
  /** @returns `length` bytes from `offset` on; fewer only past the end */
  read(offset: number, length: number): Promise<Uint8Array>;
  close(): Promise<void>;
}

export interface ZipEntry {
  readonly name: string;
  /** Where its local header begins. */
  readonly offset: number;
  readonly compressed: number;
  readonly expanded: number;
  /** Stored as it is, or deflated. */
  readonly deflated: boolean;
}

const END = 0x06054b50;
const END_BYTES = 22;
const LONGEST_COMMENT = 65_535;
const LOCATOR64 = 0x07064b50;
const END64 = 0x06064b50;
const ENTRY = 0x02014b50;
const ENTRY_BYTES = 46;
const ALL_ONES = 0xffffffff;

/** Deflate reaches 1032; nothing that a data set holds comes near, and pictures hardly shrink at all. */
const MOST_EXPANSION = 200;
/** Small files may well be all the same. */
const ALWAYS_ALLOWED = 2 ** 20;

/**
 * The table of contents of a zip file, read from its end (APPNOTE.TXT of PKWARE, 4.3): nothing is expanded.
 * @throws XaiError `data-unreadable` when it is none, cut short or spans several disks
 */
export async function readZipDirectory(
  zip: RandomAccess,
  name: string,
): Promise<{ readonly entries: readonly ZipEntry[]; readonly setAside: readonly SetAside[] }> {
  const refuse = (what: string) => new XaiError('data-unreadable', `${name} ${what}; pack it again.`, { file: name });
  const { offset, length } = await findDirectory(zip, refuse);
  if (length > MOST_FILE_BYTES || offset + length > zip.size) throw refuse('has a broken table of contents');
  const bytes = await zip.read(offset, length);
  const view = new DataView(bytes.buffer, bytes.byteOffset, bytes.byteLength);
  const entries = new Map<string, ZipEntry>();
  const setAside: SetAside[] = [];
  for (let at = 0; at < bytes.length; ) {
    if (at + ENTRY_BYTES > bytes.length || view.getUint32(at, true) !== ENTRY) {
      throw refuse('has a broken table of contents');
    }
    const lengths = [28, 30, 32].map((field) => view.getUint16(at + field, true));
    const end = at + ENTRY_BYTES + lengths[0] + lengths[1] + lengths[2];
    if (end > bytes.length) throw refuse('has a broken table of contents');
    const file = decodeName(bytes.subarray(at + ENTRY_BYTES, at + ENTRY_BYTES + lengths[0]));
    const extra = at + ENTRY_BYTES + lengths[0];
    const entry = readEntry(view, at, file, new DataView(bytes.buffer, bytes.byteOffset + extra, lengths[1]));
    if (!file.endsWith('/') && !isClutter(file)) {
      const reason = entries.has(file) ? 'Its name is there twice.' : trouble(view, at, entry);
      if (reason === null) entries.set(file, entry);
      else setAside.push({ file, reason });
    }
    at = end;
  }
  return { entries: [...entries.values()].sort((a, b) => byName(a.name, b.name)), setAside };
}

async function findDirectory(zip: RandomAccess, refuse: (what: string) => XaiError) {
  const tailStart = Math.max(0, zip.size - END_BYTES - LONGEST_COMMENT);
  const tail = await zip.read(tailStart, zip.size - tailStart);
  const view = new DataView(tail.buffer, tail.byteOffset, tail.byteLength);
  let at = tail.length - END_BYTES;
  while (at >= 0 && view.getUint32(at, true) !== END) at--;
  if (at < 0) throw refuse('is no zip file, or cut short');
  const end = { length: view.getUint32(at + 12, true), offset: view.getUint32(at + 16, true) };
  const is64 = end.offset === ALL_ONES || end.length === ALL_ONES || view.getUint16(at + 10, true) === 0xffff;
  if (!is64) return end;
  const locator = await zip.read(tailStart + at - 20, 20);
  const locatorView = new DataView(locator.buffer, locator.byteOffset, locator.byteLength);
  if (locator.length < 20 || locatorView.getUint32(0, true) !== LOCATOR64) return end;
  const record = await zip.read(Number(locatorView.getBigUint64(8, true)), 56);
  const recordView = new DataView(record.buffer, record.byteOffset, record.byteLength);
  if (record.length < 56 || recordView.getUint32(0, true) !== END64) throw refuse('has a broken end');
  return { length: Number(recordView.getBigUint64(40, true)), offset: Number(recordView.getBigUint64(48, true)) };
}

function readEntry(view: DataView, at: number, name: string, extra: DataView): ZipEntry {
  let compressed = view.getUint32(at + 20, true);
  let expanded = view.getUint32(at + 24, true);
  let offset = view.getUint32(at + 42, true);
  // Sizes that need 64 bits follow in a field of their own, only those that are all ones here, in this order.
  for (let field = 0; field + 4 <= extra.byteLength; field += 4 + extra.getUint16(field + 2, true)) {
    if (extra.getUint16(field, true) !== 1) continue;
    let next = field + 4;
    const read = (known: number) => {
      if (known !== ALL_ONES || next + 8 > extra.byteLength) return known;
      next += 8;
      return Number(extra.getBigUint64(next - 8, true));
    };
    expanded = read(expanded);
    compressed = read(compressed);
    offset = read(offset);
  }
  return { name, offset, compressed, expanded, deflated: view.getUint16(at + 10, true) === 8 };
}

function trouble(view: DataView, at: number, { name, compressed, expanded }: ZipEntry): string | null {
  const method = view.getUint16(at + 10, true);
  if (view.getUint16(at + 8, true) & 1) return 'It is encrypted.';
  if (method !== 0 && method !== 8) return `It is packed by method ${method}; only deflate is read.`;
  if (expanded > ALWAYS_ALLOWED && expanded > MOST_EXPANSION * compressed) {
    return `It would grow ${Math.round(expanded / Math.max(1, compressed))} times when unpacked, as zip bombs do.`;
  }
  if (expanded > MOST_FILE_BYTES) return `It has ${Math.ceil(expanded / 2 ** 20)} MB, which no picture needs.`;
  return nameTrouble(name);
}

/** What systems put beside people's files. */
function isClutter(file: string): boolean {
  return file.startsWith('__MACOSX/') || /(^|\/)(\.DS_Store|Thumbs\.db)$/.test(file);
}

function decodeName(bytes: Uint8Array): string {
  try {
    return new TextDecoder('utf-8', { fatal: true }).decode(bytes);
  } catch {
    return new TextDecoder('latin1').decode(bytes);
  }
}
