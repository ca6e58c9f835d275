import type { Annotations } from './annotations.ts';
import { byName, type FileTree } from './file-tree.ts';
import type { Truth } from './truth.ts';

/** Annotation files that lie beside the folder of pictures that was named, not in it. */
export interface BesideFiles {
  /** Path from the folder that they lie in to that of the pictures: `images/` or `images/val/`. */
  readonly prefix: string;
  /** Names from that folder on. */
  readonly names: readonly string[];
  /** @throws XaiError as that of a tree */
  read(name: string, most: number, signal?: AbortSignal): Promise<Uint8Array>;
}

/** Folders of annotations that may lie beside pictures. */
export const BESIDE_FOLDERS = /^(labels|annotations|ImageSets)$/i;

/** The pictures and what lies beside them as one tree; pictures have their prefix. */
export function withBeside(tree: FileTree, { prefix, names, read }: BesideFiles): FileTree {
  return {
    name: tree.name,
    names: [...names, ...tree.names.map((name) => prefix + name)].sort(byName),
    setAside: [],
    close: async () => {},
    read: (name, most, signal) =>
      name.startsWith(prefix) ? tree.read(name.slice(prefix.length), most, signal) : read(name, most, signal),
  };
}

/**
 * What was found in {@link withBeside}, by the pictures' own names.
 * @returns null where it says nothing of any of them: what lies there is then of other pictures
 */
export function ofPictures({ format, truths, problems }: Annotations, prefix: string): Annotations | null {
  const own = new Map<string, Truth>();
  for (const [name, truth] of truths) if (name.startsWith(prefix)) own.set(name.slice(prefix.length), truth);
  const isKnown = [...own.values()].some(({ objects, labels }) => objects.length > 0 || labels.length > 0);
  return isKnown && format !== 'folders' && format !== 'none' ? { format, truths: own, problems } : null;
}
