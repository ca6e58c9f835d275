let spent = 0;

/** Milliseconds that values made at their first read have taken so far, in all. */
export function lazyMilliseconds(): number {
  return spent;
}

/** A function that works its value out when it is first called, and keeps it. */
export function once<T>(make: () => T): () => T {
  let kept: { readonly value: T } | null = null;
  return () => {
    kept ??= { value: make() };
    return kept.value;
  };
}

/** The same of a function of a number. */
export function remembered<T>(make: (of: number) => T): (of: number) => T {
  const known = new Map<number, T>();
  return (of) => {
    const value = known.get(of) ?? make(of);
    known.set(of, value);
    return value;
  };
}

/**
 * Gives an object a property that is worked out when it is first read, and kept. To whoever copies, saves or sends the object
 * it is a property as any other.
 */
export function lazily<T extends object, K extends string, V>(object: T, key: K, make: () => V): T & Record<K, V> {
  const keep = (value: V) =>
    Object.defineProperty(object, key, { value, enumerable: true, configurable: true, writable: true });
  Object.defineProperty(object, key, {
    enumerable: true,
    configurable: true,
    get: () => {
      const start = performance.now();
      const value = make();
      spent += performance.now() - start;
      keep(value);
      return value;
    },
    set: keep,
  });
  return object as T & Record<K, V>;
}
