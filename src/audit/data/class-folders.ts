import { type Annotations, splitOf } from './annotations.ts';
import { NO_TRUTH, type Truth } from './truth.ts';

/** A folder per class: the class is the folder that the picture lies in; pictures in no folder have none. */
export function readClassFolders(pictures: readonly string[]): Annotations {
  const truths = new Map<string, Truth>();
  for (const picture of pictures) {
    const parts = picture.split('/');
    const split = splitOf(picture);
    const label = parts.length > 1 ? parts[parts.length - 2] : null;
    const labels = label === null || splitOf(`${label}/x`) !== null ? [] : [label];
    truths.set(picture, { ...NO_TRUTH, labels, split });
  }
  return { format: 'folders', truths, problems: [] };
}
