import { durationOf } from '../../core/series/recording.ts';
import type { TimelineLook } from '../../core/series/timeline-look.ts';
import { partOfTimeline } from '../../core/series/timeline-part.ts';
import { type TimelinePicture, timelineSvg } from '../../core/series/timeline-svg.ts';
import { unpackTrack } from './kept-track.ts';
import type { SessionReport } from './session-report-schema.ts';
import type { SessionSet } from './session-set.ts';

/** Which timeline is drawn. */
export interface TimelineChoice {
  /** Name of the recording. */
  readonly session: string;
  /** Which of the models, counted from 0. */
  readonly model: number;
  /** Seconds of the recording that are shown. Default: all. */
  readonly span?: { readonly from: number; readonly to: number };
}

/**
 * The timeline of an audited recording: curves, the kept map of each window's own answer, labels, answers; and, pointed out, the
 * stretches that findings name.
 * @returns SVG; null where the model could not explain it
 * @throws XaiError as opening the recording does
 */
export async function sessionTimeline(
  { sessions, findings }: Pick<SessionReport, 'sessions' | 'findings'>,
  data: SessionSet,
  { session: name, model, span }: TimelineChoice,
  look: TimelineLook,
  signal?: AbortSignal,
): Promise<string | null> {
  const result = sessions.find(({ session }) => session === name)?.results[model];
  const entry = data.sessions.find((one) => one.name === name);
  if (result?.status !== 'explained' || !entry) return null;
  const { recording, labels } = await entry.open(signal);
  // What a model is not fed says nothing about its answers.
  const fed = result.rows?.map((row) => recording.channels.indexOf(row)).filter((at) => at >= 0) ?? [];
  const channels = fed.length > 0 ? fed : [...recording.channels.keys()];
  const picture: TimelinePicture = {
    title: '',
    recording: {
      ...recording,
      channels: channels.map((at) => recording.channels[at]),
      data: channels.map((at) => recording.data[at]),
    },
    map: unpackTrack(result.track),
    spectrum: null,
    rowNames: result.rows,
    answers: result.windows,
    labels,
    classes: result.classes,
    colormap: 'viridis',
    range: 'zero-max',
    marks: (findings ?? [])
      .filter((finding) => finding.model === model && finding.kind !== 'channel')
      .flatMap(({ examples }) => examples.filter((one) => one.session === name)),
  };
  const whole = durationOf(recording);
  if (!span || span.to - span.from >= whole) return timelineSvg(picture, look);
  return timelineSvg(partOfTimeline(picture, span.from, span.to), look);
}
