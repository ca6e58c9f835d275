import type { TimelinePicture } from './timeline-svg.ts';

/** A stretch of a timeline, in seconds on the recording's clock; of answers and labels what lies in it. */
export function partOfTimeline<T extends TimelinePicture>(picture: T, from: number, to: number): T {
  const { recording, map, answers, labels } = picture;
  const { rate, start, data } = recording;
  const first = Math.max(0, Math.floor((from - start) * rate));
  const end = Math.min(data[0].length, Math.max(first + 1, Math.ceil((to - start) * rate)));
  const [begin, stop] = [start + first / rate, start + end / rate];
  const column = (time: number) => Math.round((time - (map.start - map.step / 2)) / map.step);
  const [left, right] = [Math.max(0, column(begin)), Math.min(map.columns, Math.max(column(begin) + 1, column(stop)))];
  const columns = Math.max(0, right - left);
  const cut = new Float32Array(map.rows * columns);
  for (let row = 0; row < map.rows; row++) {
    cut.set(map.data.subarray(row * map.columns + left, row * map.columns + left + columns), row * columns);
  }
  const middle = (one: { readonly start: number; readonly end: number }) => (one.start + one.end) / 2;
  return {
    ...picture,
    recording: {
      ...recording,
      start: begin,
      data: data.map((values) => values.subarray(first, end)),
      gaps: recording.gaps
        .filter((gap) => gap.start < end && gap.end > first)
        .map((gap) => ({ start: Math.max(0, gap.start - first), end: Math.min(end, gap.end) - first })),
    },
    map: { ...map, columns, start: map.start + left * map.step, data: cut },
    spectrum: null,
    answers: answers.filter((one) => middle(one) >= begin && middle(one) <= stop),
    labels: labels === null ? null : labels.filter((label) => label.start < stop && label.end > begin),
  };
}
