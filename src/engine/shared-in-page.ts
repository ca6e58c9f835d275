import { VERSION } from '../core/version.ts';

/**
 * One thing for all bundles of a page: each element's bundle brings this code, and all of them are to use one engine.
 * @param name what it is; bundles of another version have their own
 */
export function sharedInPage<T>(name: string, make: () => T): T {
  const key = Symbol.for(`xai-viewer ${VERSION} ${name}`);
  const page = globalThis as { [key: symbol]: unknown };
  page[key] ??= make();
  return page[key] as T;
}
