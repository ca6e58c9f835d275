/**
 * The protobuf wire format (https://protobuf.dev/programming-guides/encoding/), as much of it as ONNX uses. Reading
 * gives slices of the file, never copies; writing collects slices and copies each once, in `finish`.
 */
export const VARINT = 0;
export const FIXED64 = 1;
export const BYTES = 2;
export const FIXED32 = 5;

/** The bytes break the wire format; `truncated` when something reaches beyond the end. */
export class WireError extends Error {
  readonly truncated: boolean;

  constructor(message: string, truncated: boolean) {
    super(message);
    this.name = 'WireError';
    this.truncated = truncated;
  }
}

const decoder = new TextDecoder();
const encoder = new TextEncoder();

/** Steps over the fields of one message: `while (reader.next()) switch (reader.field) ...`. */
export class WireReader {
  readonly bytes: Uint8Array;
  /** Number and wire type of the field at hand. */
  field = 0;
  wireType = 0;
  #position = 0;
  #fieldStart = 0;

  constructor(bytes: Uint8Array) {
    this.bytes = bytes;
  }

  /** Moves to the next field; false at the end of the message. */
  next(): boolean {
    if (this.#position >= this.bytes.length) return false;
    this.#fieldStart = this.#position;
    const tag = this.#varint();
    if (tag > 0xffffffffn) throw new WireError('a field number is out of range', false);
    this.field = Number(tag >> 3n);
    this.wireType = Number(tag & 7n);
    if (this.field === 0) throw new WireError('field number 0', false);
    return true;
  }

  /** The payload of a length-delimited field, as a slice of the file. */
  slice(): Uint8Array {
    this.#expect(BYTES);
    const length = this.#varint();
    if (length > BigInt(this.bytes.length - this.#position))
      throw new WireError('a field is longer than the file', true);
    const start = this.#position;
    this.#position += Number(length);
    return this.bytes.subarray(start, this.#position);
  }

  string(): string {
    return decoder.decode(this.slice());
  }

  /** A signed 64-bit varint; numbers beyond 2^53 lose their last digits. */
  integer(): number {
    return Number(this.bigint());
  }

  bigint(): bigint {
    this.#expect(VARINT);
    return BigInt.asIntN(64, this.#varint());
  }

  float(): number {
    this.#expect(FIXED32);
    return this.#view(4).getFloat32(0, true);
  }

  /** Every signed varint of a repeated field, packed or not. */
  bigints(into: bigint[]): void {
    if (this.wireType !== BYTES) {
      into.push(this.bigint());
      return;
    }
    const packed = new WireReader(this.slice());
    while (packed.#position < packed.bytes.length) into.push(BigInt.asIntN(64, packed.#varint()));
  }

  /** Every 32-bit float of a repeated field, packed or not. */
  floats(into: number[]): void {
    const view = this.wireType === BYTES ? this.#packed(4) : this.#view(4);
    for (let at = 0; at < view.byteLength; at += 4) into.push(view.getFloat32(at, true));
  }

  /** Every 64-bit float of a repeated field, packed or not. */
  doubles(into: number[]): void {
    const view = this.wireType === BYTES ? this.#packed(8) : this.#view(8);
    for (let at = 0; at < view.byteLength; at += 8) into.push(view.getFloat64(at, true));
  }

  /** Steps over the field at hand and returns the whole of it, tag included, to be written again unread. */
  skip(): Uint8Array {
    if (this.wireType === VARINT) this.#varint();
    else if (this.wireType === BYTES) this.slice();
    else if (this.wireType === FIXED32) this.#view(4);
    else if (this.wireType === FIXED64) this.#view(8);
    else throw new WireError(`wire type ${this.wireType}`, false);
    return this.bytes.subarray(this.#fieldStart, this.#position);
  }

  #expect(wireType: number): void {
    if (this.wireType !== wireType) throw new WireError(`field ${this.field} has wire type ${this.wireType}`, false);
  }

  #packed(size: number): DataView {
    const packed = this.slice();
    if (packed.length % size !== 0) throw new WireError('a list of floats has a broken length', false);
    return new DataView(packed.buffer, packed.byteOffset, packed.byteLength);
  }

  #view(length: number): DataView {
    if (length > this.bytes.length - this.#position) throw new WireError('the file ends within a number', true);
    const view = new DataView(this.bytes.buffer, this.bytes.byteOffset + this.#position, length);
    this.#position += length;
    return view;
  }

  #varint(): bigint {
    let low = 0;
    for (let count = 0; count < 10; count++) {
      if (this.#position >= this.bytes.length) throw new WireError('the file ends within a number', true);
      const byte = this.bytes[this.#position++];
      // Up to 49 bits a plain number is exact, and most numbers end there.
      if (count < 7) {
        low += (byte & 0x7f) * 2 ** (7 * count);
        if (byte < 0x80) return BigInt(low);
      } else {
        return this.#longVarint(BigInt(low), byte, count);
      }
    }
    throw new WireError('a number has more than ten bytes', false);
  }

  #longVarint(low: bigint, first: number, count: number): bigint {
    let value = low;
    let byte = first;
    for (; ; count++) {
      value |= BigInt(byte & 0x7f) << BigInt(7 * count);
      if (byte < 0x80) return BigInt.asUintN(64, value);
      if (count === 9) throw new WireError('a number has more than ten bytes', false);
      if (this.#position >= this.bytes.length) throw new WireError('the file ends within a number', true);
      byte = this.bytes[this.#position++];
    }
  }
}

/** Collects the fields of one message. */
export class WireWriter {
  #chunks: Uint8Array[] = [];
  #pending: number[] = [];
  #length = 0;

  /** Bytes collected so far. */
  get length(): number {
    return this.#length + this.#pending.length;
  }

  integer(field: number, value: number | bigint): void {
    this.#tag(field, VARINT);
    this.#varint(BigInt.asUintN(64, BigInt(value)));
  }

  float(field: number, value: number): void {
    this.#tag(field, FIXED32);
    this.#append(new Uint8Array(Float32Array.of(value).buffer));
  }

  string(field: number, value: string): void {
    this.slice(field, encoder.encode(value));
  }

  /** A length-delimited field; the bytes are referred to, not copied, until `finish`. */
  slice(field: number, value: Uint8Array): void {
    this.#tag(field, BYTES);
    this.#varint(BigInt(value.length));
    this.#append(value);
  }

  message(field: number, writer: WireWriter): void {
    writer.#flush();
    this.#tag(field, BYTES);
    this.#varint(BigInt(writer.#length));
    this.#flush();
    // One by one: a spread of many thousand chunks overflows the stack.
    for (const chunk of writer.#chunks) this.#chunks.push(chunk);
    this.#length += writer.#length;
  }

  packedIntegers(field: number, values: readonly (number | bigint)[]): void {
    const packed = new WireWriter();
    for (const value of values) packed.#varint(BigInt.asUintN(64, BigInt(value)));
    this.message(field, packed);
  }

  /** Fields that were read by `skip`, tag included. */
  raw(fields: Uint8Array): void {
    this.#append(fields);
  }

  finish(): Uint8Array {
    this.#flush();
    const bytes = new Uint8Array(this.#length);
    let at = 0;
    for (const chunk of this.#chunks) {
      bytes.set(chunk, at);
      at += chunk.length;
    }
    return bytes;
  }

  #tag(field: number, wireType: number): void {
    this.#varint(BigInt(field * 8 + wireType));
  }

  #varint(value: bigint): void {
    let rest = value;
    while (rest > 0x7fn) {
      this.#pending.push(Number(rest & 0x7fn) | 0x80);
      rest >>= 7n;
    }
    this.#pending.push(Number(rest));
  }

  #append(bytes: Uint8Array): void {
    if (bytes.length < 64) {
      for (const byte of bytes) this.#pending.push(byte);
    } else {
      this.#flush();
      this.#chunks.push(bytes);
      this.#length += bytes.length;
    }
  }

  #flush(): void {
    if (this.#pending.length === 0) return;
    this.#chunks.push(Uint8Array.from(this.#pending));
    this.#length += this.#pending.length;
    this.#pending = [];
  }
}
