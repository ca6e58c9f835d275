import type { ModelInfo } from '../../engine/info.ts';

/** What can be stacked on the axis of time; `recording:2` is the third channel alone. */
export type TrackId = 'recording' | `recording:${number}` | 'fed' | 'labels' | 'predictions' | 'map';

export interface Track {
  readonly id: TrackId;
  readonly isShown: boolean;
  /** Pixels. */
  readonly height: number;
}

export const LEAST_HEIGHT = 24;
export const MOST_HEIGHT = 480;

const HEIGHTS: Readonly<Record<string, number>> = { recording: 150, fed: 110, labels: 30, predictions: 36, map: 66 };
const CHANNEL_HEIGHT = 80;
export const TRACK_KINDS = ['recording', 'fed', 'labels', 'predictions', 'map'] as const;

/** Which tracks there are, in which order, how high, and which are hidden. Every change makes a new list. */
export class TrackList {
  readonly all: readonly Track[];

  private constructor(all: readonly Track[]) {
    this.all = all;
  }

  /** @param names kinds of tracks from top to bottom; those that are not named are hidden */
  static of(names: readonly string[]): TrackList {
    const known = names.filter((name): name is TrackId => (TRACK_KINDS as readonly string[]).includes(name));
    const rest = TRACK_KINDS.filter((kind) => !known.includes(kind));
    const track = (isShown: boolean) => (id: TrackId) => ({ id, isShown, height: HEIGHTS[id] });
    return new TrackList([...[...new Set(known)].map(track(true)), ...rest.map(track(false))]);
  }

  get shown(): readonly Track[] {
    return this.all.filter(({ isShown }) => isShown);
  }

  get isSplit(): boolean {
    return this.all.some(({ id }) => id.startsWith('recording:'));
  }

  /** One track for each channel in place of one for all, or the other way round. */
  split(channels: number, isSplit: boolean): TrackList {
    if (isSplit === this.isSplit) return this;
    const at = this.all.findIndex(({ id }) => id.startsWith('recording'));
    const isShown = this.all[at].isShown;
    const ids: TrackId[] = isSplit
      ? Array.from({ length: channels }, (_, channel) => `recording:${channel}` as const)
      : ['recording'];
    const height = isSplit ? CHANNEL_HEIGHT : HEIGHTS.recording;
    const rest = this.all.filter(({ id }) => !id.startsWith('recording'));
    return new TrackList([...rest.slice(0, at), ...ids.map((id) => ({ id, isShown, height })), ...rest.slice(at)]);
  }

  show(id: TrackId, isShown: boolean): TrackList {
    return this.#change(id, { isShown });
  }

  resize(id: TrackId, height: number): TrackList {
    return this.#change(id, { height: Math.round(Math.min(MOST_HEIGHT, Math.max(LEAST_HEIGHT, height))) });
  }

  move(id: TrackId, by: -1 | 1): TrackList {
    const from = this.all.findIndex((track) => track.id === id);
    const to = from + by;
    if (from < 0 || to < 0 || to >= this.all.length) return this;
    const all = [...this.all];
    [all[from], all[to]] = [all[to], all[from]];
    return new TrackList(all);
  }

  /** Puts a track before another one; null: last. */
  place(id: TrackId, before: TrackId | null): TrackList {
    const track = this.all.find((one) => one.id === id);
    if (!track || id === before) return this;
    const all = this.all.filter((one) => one !== track);
    const at = before === null ? -1 : all.findIndex((one) => one.id === before);
    all.splice(at < 0 ? all.length : at, 0, track);
    return new TrackList(all);
  }

  /** Past the next track that is shown; those that are hidden stay where they are among the others. */
  shift(id: TrackId, by: -1 | 1): TrackList {
    const { shown } = this;
    const from = shown.findIndex((track) => track.id === id);
    const to = from + by;
    if (from < 0 || to < 0 || to >= shown.length) return this;
    return this.place(id, shown[by < 0 ? to : to + 1]?.id ?? null);
  }

  #change(id: TrackId, changes: Partial<Track>): TrackList {
    return new TrackList(this.all.map((track) => (track.id === id ? { ...track, ...changes } : track)));
  }
}

/** The tracks that suit a model: what it is fed has one where that differs from the recording. */
export function fitTracks(list: TrackList, info: ModelInfo | null, hasPredictions: boolean): TrackList {
  const input = info?.recipe.input as { readonly processors?: readonly unknown[] } | undefined;
  return list
    .show('fed', (input?.processors?.length ?? 0) > 0)
    .show('predictions', info !== null || hasPredictions)
    .show('map', info !== null);
}

/** What a track is one of. */
export function kindOf(id: TrackId): (typeof TRACK_KINDS)[number] {
  return id.split(':')[0] as (typeof TRACK_KINDS)[number];
}
