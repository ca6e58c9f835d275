/** Beyond this share of the longer name's letters two names have nothing to do with each other. */
const FARTHEST = 0.6;

/**
 * Which of the candidates someone may have meant, nearest first, for messages about a name that does not exist: by the
 * number of letters to add, drop or change, upper and lower case alike; a name that holds the wish, or is held by it,
 * comes before all others.
 *
 * @param count how many at most. Default 3.
 */
export function nearestNames(wish: string, candidates: Iterable<string>, count = 3): readonly string[] {
  const wanted = wish.toLowerCase();
  const found: { readonly name: string; readonly distance: number }[] = [];
  for (const name of new Set(candidates)) {
    const distance = distanceOf(
      wanted,
      name.toLowerCase(),
      found.length < count ? undefined : found[count - 1].distance,
    );
    if (distance === null) continue;
    // Few names get this far, so the list of the best is kept in order.
    const place = found.findIndex((other) => other.distance > distance);
    found.splice(place < 0 ? found.length : place, 0, { name, distance });
    found.length = Math.min(found.length, count);
  }
  return found.map(({ name }) => name);
}

/** Null when not below `worst`, or when the names have nothing in common; below 0 when one holds the other. */
function distanceOf(wanted: string, candidate: string, worst = Number.POSITIVE_INFINITY): number | null {
  const longest = Math.max(wanted.length, candidate.length);
  const shortest = Math.min(wanted.length, candidate.length);
  if (shortest === 0) return null;
  const holds = candidate.includes(wanted) || wanted.includes(candidate);
  const limit = Math.min(Math.floor(longest * FARTHEST), worst - 1);
  const distance = holds ? -shortest / longest : edits(wanted, candidate, limit);
  return distance < worst && (holds || distance <= limit) ? distance : null;
}

/** Edit distance (Levenshtein), or a number above `limit` where it is above it. */
function edits(first: string, second: string, limit: number): number {
  const [a, b] = withoutCommonEnds(first, second);
  if (Math.abs(a.length - b.length) > limit) return limit + 1;
  const row = Array.from({ length: b.length + 1 }, (_, column) => column);
  for (let k = 1; k <= a.length; k++) {
    let diagonal = row[0];
    let least = k;
    row[0] = k;
    for (let column = 1; column <= b.length; column++) {
      const above = row[column];
      const change = diagonal + (a[k - 1] === b[column - 1] ? 0 : 1);
      row[column] = Math.min(change, above + 1, row[column - 1] + 1);
      diagonal = above;
      if (row[column] < least) least = row[column];
    }
    if (least > limit) return limit + 1;
  }
  return row[b.length];
}

/** What both names begin or end with costs nothing, and names of layers have much in common. */
function withoutCommonEnds(a: string, b: string): [string, string] {
  const shorter = Math.min(a.length, b.length);
  let start = 0;
  while (start < shorter && a[start] === b[start]) start++;
  let end = 0;
  while (end < shorter - start && a.at(-1 - end) === b.at(-1 - end)) end++;
  return [a.slice(start, a.length - end), b.slice(start, b.length - end)];
}
