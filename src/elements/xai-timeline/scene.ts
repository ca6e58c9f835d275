import type { Saliency } from '../../core/saliency.ts';
import type { Label, Recording } from '../../core/series/recording.ts';
import { durationOf } from '../../core/series/recording.ts';
import type { SessionAnswers } from '../../core/series/session-answers.ts';
import { judgeAnswers, judgePredictions, type Verdict } from '../../core/series/verdicts.ts';
import type { FedValues, SessionMaps } from '../../engine/info.ts';
import type { TimedPlane } from './plane.ts';

/** What a timeline has to show. */
export interface SceneParts {
  readonly recording: Recording | null;
  readonly labels: readonly Label[];
  readonly predictions: readonly Label[] | null;
  readonly answers: SessionAnswers | null;
  readonly fed: FedValues | null;
  readonly maps: SessionMaps | null;
  readonly windowMap: { readonly index: number; readonly map: Saliency } | null;
}

/** What follows from the parts, worked out once for each change of them. */
export class Scene {
  readonly parts: SceneParts;
  /** What was said of each window, in order of their middles. */
  readonly verdicts: readonly Verdict[];
  /** Names of the classes, whose places give the colours. */
  readonly classes: readonly string[];
  /** Wrong windows. */
  readonly wrong: number;
  /** Windows that the labels speak of. */
  readonly judged: number;
  readonly #mapPlane: TimedPlane | null;

  constructor(parts: SceneParts, before: Scene | null) {
    this.parts = parts;
    const { predictions, answers, labels } = parts;
    const isSame =
      before?.parts.answers === answers && before?.parts.predictions === predictions && before?.parts.labels === labels;
    this.verdicts = isSame && before ? before.verdicts : verdictsOf(parts);
    this.classes = isSame && before ? before.classes : classesOf(parts);
    this.wrong = this.verdicts.filter(({ isRight }) => isRight === false).length;
    this.judged = this.verdicts.filter(({ isRight }) => isRight !== null).length;
    const isSameMap = before?.parts.maps === parts.maps && before?.parts.windowMap === parts.windowMap;
    this.#mapPlane = isSameMap && before ? before.#mapPlane : mapPlaneOf(parts);
  }

  /** The map along time: of the whole session, or of one window; null while there is none. */
  get mapPlane(): TimedPlane | null {
    return this.#mapPlane;
  }

  /** Names of the map's rows; null for bands. */
  get mapNames(): readonly string[] | null {
    const { maps, windowMap, fed, recording } = this.parts;
    if (maps) return maps.names;
    if (fed && fed.rows === windowMap?.map.height) return fed.names;
    return windowMap && recording?.channels.length === windowMap.map.height ? recording.channels : null;
  }

  /** What made the map, and what it explains. */
  get mapOf(): (Pick<Saliency, 'provenance' | 'data'> & { readonly label: string }) | null {
    const { maps, windowMap } = this.parts;
    if (maps) return maps.maps[0] ?? null;
    return windowMap && { ...windowMap.map, label: windowMap.map.target.label };
  }

  /** Seconds at which the recording ends. */
  get end(): number {
    const { recording } = this.parts;
    return recording ? recording.start + durationOf(recording) : 0;
  }
}

function verdictsOf({ answers, predictions, labels }: SceneParts): readonly Verdict[] {
  if (predictions) {
    const inOrder = [...predictions].sort((a, b) => a.start + a.end - (b.start + b.end));
    return judgePredictions(inOrder, labels);
  }
  return answers && answers.classes.length > 0 ? judgeAnswers(answers, labels) : [];
}

/** Those of the model first, so that colours stay; names that only labels or imported answers have after them. */
function classesOf({ answers, predictions, labels }: SceneParts): readonly string[] {
  const named = [...labels, ...(predictions ?? [])].map(({ label }) => label);
  return [...new Set([...(answers?.classes ?? []), ...[...new Set(named)].sort()])];
}

function mapPlaneOf({ maps, windowMap, answers }: SceneParts): TimedPlane | null {
  const [map] = maps?.maps ?? [];
  if (map) return map;
  if (!windowMap || !answers) return null;
  const { index, map: own } = windowMap;
  const step = answers.length / own.width;
  const start = answers.start + index * answers.stride + step / 2;
  return { rows: own.height, columns: own.width, start, step, data: own.data };
}
