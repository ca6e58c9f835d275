import { XaiError } from '../../core/errors.ts';
import type { FeatureGrid } from '../../core/feature-grid.ts';
import type { Processor } from './processors/features.ts';
import { makeProcessor } from './processors/registry.ts';
import type { SeriesAxis, SeriesInput } from './series-input.ts';

/** What the axes of a series input stand for, and how long its windows are. */
export interface SeriesLayout {
  readonly axes: readonly SeriesAxis[];
  readonly channels: number;
  /** Rows of a spectrum; 1 for plain samples. */
  readonly bands: number;
  /** Steps of time; null where the length follows the recording. */
  readonly columns: number | null;
  readonly processors: readonly Processor[];
  /** Samples of a window before the processors; null where it is the whole recording. */
  readonly window: number | null;
  /** Where column k lies: sample `first + k * step` of the window. */
  readonly first: number;
  readonly step: number;
}

/** Recordings with more channels than this are rare; a longer axis is rather time. */
const MOST_CHANNELS = 64;

const known = new WeakMap<SeriesInput, SeriesLayout>();

/**
 * Finds out which axis of the input is which: as `axes` says, else by the names of channels, the bands of a spectrum, and an
 * open length; of what is left the one axis that is longer by far is time.
 * @throws XaiError `recipe-invalid` where it can't be told, or what the recipe says does not fit together
 */
export function seriesLayout(input: SeriesInput): SeriesLayout {
  let layout = known.get(input);
  if (!layout) {
    layout = findLayout(input);
    known.set(input, layout);
  }
  return layout;
}

function findLayout(input: SeriesInput): SeriesLayout {
  const { dims } = input;
  const processors = input.processors.map(makeProcessor);
  const spectrum = processors.reduce<number | null>((bands, one) => one.bands ?? bands, null);
  const channelsOut = processors.reduce<number | null>(
    (channels, one) => one.channels ?? channels,
    input.channels?.length ?? null,
  );
  const isWholeSpectrum = input.processors.some(({ kind }) => kind === 'fft');
  if (dims[0] !== 'batch' && dims[0] !== 1) {
    throw invalid(
      'input.dims',
      `The input ${shape(dims)} has to begin with its batch: write "batch", or 1 where only one window can be fed.`,
    );
  }
  const axes = input.axes ?? guessAxes(input, spectrum, channelsOut, isWholeSpectrum);
  checkAxes(axes, dims);
  const size = (axis: SeriesAxis) => {
    const at = axes.indexOf(axis);
    return at < 0 ? 1 : (dims[at] as number | 'time');
  };
  const [channels, bands, time] = [size('channel'), size('band'), size('time')];
  if (typeof channels !== 'number' || typeof bands !== 'number') {
    throw invalid(
      'input.dims',
      `Only the axis of time can be open; the input is ${shape(dims)}, read as ${axes.join(', ')}.`,
    );
  }
  if (spectrum !== null && spectrum !== bands) {
    throw invalid(
      'input.processors',
      `The processors give ${spectrum} bands, and the input ${shape(dims)}, read as ${axes.join(', ')}, takes ${bands}.`,
    );
  }
  if (channelsOut !== null && channelsOut !== channels) {
    throw invalid(
      'input.channels',
      `The recipe feeds ${channelsOut} channels, and the input ${shape(dims)}, read as ${axes.join(', ')}, takes ${channels}.`,
    );
  }
  checkNorms(input, channels, bands);
  const columns = time === 'time' ? null : time;
  const window = input.window ?? (columns === null ? null : samplesBefore(processors, columns, dims));
  const { first, step } = processors.reduce(
    (place, { timing = { first: 0, step: 1 } }) => ({
      first: place.first + place.step * timing.first,
      step: place.step * timing.step,
    }),
    { first: 0, step: 1 },
  );
  const spread = isWholeSpectrum && window !== null ? { first: (window - 1) / 2, step: window } : { first, step };
  return { axes, channels, bands, columns, processors, window, ...spread };
}

function guessAxes(
  { dims }: SeriesInput,
  spectrum: number | null,
  channels: number | null,
  isWholeSpectrum: boolean,
): SeriesAxis[] {
  const axes: (SeriesAxis | null)[] = dims.map((dim, at) => (at === 0 ? 'batch' : dim === 1 ? 'one' : null));
  const open = () => axes.flatMap((axis, at) => (axis === null ? [at] : []));
  const take = (axis: SeriesAxis, holds: (dim: number) => boolean) => {
    const found = open().filter((at) => holds(dims[at] as number));
    if (found.length === 1) axes[found[0]] = axis;
  };
  const time = dims.indexOf('time');
  if (time > 0) axes[time] = 'time';
  if (spectrum !== null && spectrum > 1) take('band', (dim) => dim === spectrum);
  if (channels !== null && channels > 1) take('channel', (dim) => dim === channels);
  const left = open();
  if (!axes.includes('time') && !isWholeSpectrum) {
    const lengths = left.map((at) => dims[at] as number);
    const longest = lengths.reduce((most, length) => Math.max(most, length), 0);
    const others = lengths.filter((length) => length !== longest);
    const stands = lengths.length - others.length === 1 && others.every((length) => length * 2 <= longest);
    const isAlone = left.length === 1;
    if (isAlone || stands) axes[left[lengths.indexOf(longest)]] = 'time';
  }
  const rest = open();
  if (rest.length === 1 && !axes.includes('channel') && (dims[rest[0]] as number) <= MOST_CHANNELS)
    axes[rest[0]] = 'channel';
  if (open().length === 0) return axes as SeriesAxis[];
  throw invalid(
    'input.axes',
    `It can't be told which axis of the input ${shape(dims)} is time. Say what each axis stands for, for instance "axes": ["batch", "channel", "time"].`,
  );
}

function checkAxes(axes: readonly SeriesAxis[], dims: SeriesInput['dims']): void {
  const twice = axes.find((axis, at) => axis !== 'one' && axes.indexOf(axis) !== at);
  const wrongOne = axes.some((axis, at) => axis === 'one' && dims[at] !== 1);
  if (axes.length === dims.length && axes[0] === 'batch' && !twice && !wrongOne) return;
  throw invalid(
    'input.axes',
    `The axes ${axes.join(', ')} do not fit the input ${shape(dims)}: one word for each axis, the batch first, none but "one" twice, and "one" only for 1.`,
  );
}

function checkNorms({ mean, std }: SeriesInput, channels: number, bands: number): void {
  const rows = bands > 1 ? bands : channels;
  for (const [field, values] of Object.entries({ mean, std })) {
    if (values.length === 1 || values.length === rows) continue;
    throw invalid(
      `input.${field}`,
      `input.${field} has ${values.length} numbers; give one for all or ${rows}, one per ${bands > 1 ? 'band' : 'channel'}.`,
    );
  }
}

function samplesBefore(processors: readonly Processor[], columns: number, dims: SeriesInput['dims']): number {
  return processors.reduceRight((count, { columnsFor }) => {
    const needed = columnsFor ? columnsFor(count) : count;
    if (needed !== null) return needed;
    throw invalid(
      'input.window',
      `The input ${shape(dims)} leaves open how many samples a window has. Write input.window.`,
    );
  }, columns);
}

/**
 * How the input tensor of one window lies in memory: rows are bands where there are some, else channels; columns are time.
 * @param columns steps of time
 */
export function seriesGrid({ axes, channels, bands }: SeriesLayout, columns: number): FeatureGrid {
  const sizes = axes.map((axis) => ({ batch: 1, one: 1, channel: channels, band: bands, time: columns })[axis]);
  const step = (axis: SeriesAxis) => {
    const at = axes.indexOf(axis);
    return at < 0 ? 0 : sizes.slice(at + 1).reduce((product, size) => product * size, 1);
  };
  const isSpectrum = bands > 1;
  return {
    channels: isSpectrum ? channels : 1,
    rows: isSpectrum ? bands : channels,
    columns,
    isTokens: false,
    offset: 0,
    channelStep: isSpectrum ? step('channel') : 0,
    rowStep: step(isSpectrum ? 'band' : 'channel'),
    columnStep: step('time'),
  };
}

function shape(dims: SeriesInput['dims']): string {
  return `[${dims.join(', ')}]`;
}

function invalid(option: string, message: string): XaiError {
  return new XaiError('recipe-invalid', message, { option });
}
