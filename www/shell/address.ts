import { SHARED_MARK } from '../offline/shared-files.ts';

/** What an address of the app asks for: `?model=…&src=…&method=…`, or `?repeat=…`. */
export interface Wish {
  /** `embedded:NAME`, `org/name`, or the address of a model. */
  readonly model: string | null;
  /** Address of a picture. */
  readonly src: string | null;
  /** Name of a method. */
  readonly method: string | null;
  /** Address of a saved explanation to make again. */
  readonly repeat: string | null;
  /** Whether files from the share sheet wait. */
  readonly isShared: boolean;
  /** Whether nothing is to be opened; a method alone is that of the example. */
  readonly isEmpty: boolean;
}

export function readWish(search: string): Wish {
  const asked = new URLSearchParams(search);
  const [model, src, method, repeat] = ['model', 'src', 'method', 'repeat'].map((name) => asked.get(name) || null);
  const isShared = asked.has(SHARED_MARK);
  return { model, src, method, repeat, isShared, isEmpty: !model && !src && !repeat && !isShared };
}
