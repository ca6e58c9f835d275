import type { SetAside } from './file-tree.ts';
import type { Truth } from './truth.ts';

export const ANNOTATION_FORMATS = ['coco', 'yolo', 'voc', 'csv', 'folders', 'none'] as const;
export type AnnotationFormat = (typeof ANNOTATION_FORMATS)[number];

/** What annotations say of the pictures of a data set. */
export interface Annotations {
  readonly format: AnnotationFormat;
  /** By the picture's name in the data set. */
  readonly truths: ReadonlyMap<string, Truth>;
  /** Lines, boxes and entries that were left out, and why. */
  readonly problems: readonly SetAside[];
}

/** Finds pictures by the names that annotations give them. */
export class PictureFinder {
  readonly #names: ReadonlySet<string>;
  /** Last part of the name, to the names that end in it. */
  readonly #byEnd = new Map<string, string[]>();

  constructor(names: Iterable<string>) {
    this.#names = new Set(names);
    for (const name of this.#names) {
      const end = lastPart(name);
      const known = this.#byEnd.get(end);
      if (known) known.push(name);
      else this.#byEnd.set(end, [name]);
    }
  }

  /** The picture of that name, or the only one whose name ends in it; undefined where there is none or more than one. */
  find(wanted: string): string | undefined {
    const clean = wanted.replaceAll('\\', '/').replace(/^(\.?\/)+/, '');
    if (this.#names.has(clean)) return clean;
    const alike = this.#byEnd.get(lastPart(clean)) ?? [];
    const ending = alike.filter((name) => name.endsWith(`/${clean}`));
    if (ending.length === 1) return ending[0];
    return ending.length === 0 && alike.length === 1 ? alike[0] : undefined;
  }
}

function lastPart(name: string): string {
  return name.slice(name.lastIndexOf('/') + 1);
}

/** A name without the ending behind its last dot. */
export function withoutEnding(name: string): string {
  return name.replace(/\.[^./]*$/, '');
}

/** `train`, `val` or `test` where a part of the path says so. */
export function splitOf(name: string): string | null {
  for (const part of name.split('/').slice(0, -1)) {
    const found = /^(train|val|valid|validation|test)(\d{4})?$/i.exec(part)?.[1].toLowerCase();
    if (found) return found.startsWith('val') ? 'val' : found;
  }
  return null;
}
