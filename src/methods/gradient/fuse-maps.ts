/**
 * One map of several of the same picture: each scaled to a largest magnitude of 1, since layers differ in strength, then
 * averaged or the largest value taken. A single map stays raw.
 */
export function fuseMaps(maps: readonly Float32Array[], how: 'mean' | 'max'): Float32Array {
  if (maps.length === 1) return maps[0];
  const scaled = maps.map((map) => {
    const largest = map.reduce((most, value) => Math.max(most, Math.abs(value)), 0);
    return largest > 0 ? map.map((value) => value / largest) : map;
  });
  return Float32Array.from(scaled[0], (_, at) => {
    const values = scaled.map((map) => map[at]);
    return how === 'max' ? Math.max(...values) : values.reduce((sum, value) => sum + value, 0) / values.length;
  });
}
