import { nextTurn } from '../../src/core/next-turn.ts';
import { labelsToCsv } from '../../src/core/series/label-csv.ts';
import { csvParts, wavParts } from '../../src/core/series/write-recording.ts';
import { CLASSES, type ClassName } from '../../src/scenes/figure.ts';
import { makeMotionSession, makeSoundSession } from '../../src/scenes/session.ts';
import type { AuditData } from '../../src/xai-audit.ts';
import type { DrawingDesk } from '../drawing/drawing-desk.ts';

/** A data set that the app draws: the same choice gives the same pictures on every machine. */
export interface DrawnChoice {
  /** Single objects for classifiers, whole scenes for the rest; recordings for models that read them. */
  readonly kind: 'crops' | 'scenes' | 'motion' | 'sound';
  readonly count: number;
  /** The class whose crops all bear a caption. */
  readonly captioned: ClassName | null;
  /** Whether every circle of a movement comes with a glitch. */
  readonly hasGlitches: boolean;
}

/** None of the embedded models was trained on what is drawn from here up. */
const FIRST_SEED = { crops: 9_700_000, scenes: 9_200_000, motion: 9_800_000, sound: 9_900_000 };
/** Seconds of a recording. */
const SECONDS = 15;
/** The kinds that the embedded classifiers tell. */
const CROPPED: readonly ClassName[] = ['car', 'bus', 'boat', 'plane', 'dog', 'cat'];
/** Scenes that are looked at for each crop before the rarest kinds are given up. */
const MOST_SCENES_PER_CROP = 30;

interface DrawTools {
  readonly desk: DrawingDesk;
  readonly signal: AbortSignal;
  onProgress(done: number): void;
}

/** The same in every language, since a journal is of the data of one name. */
function nameOf({ kind, count, captioned, hasGlitches }: DrawnChoice): string {
  if (kind === 'motion') return `${count} drawn movements${hasGlitches ? ', a glitch with every circle' : ''}`;
  if (kind === 'sound') return `${count} drawn sounds`;
  return `${count} drawn ${kind}${captioned ? `, captions on every ${captioned}` : ''}`;
}

/**
 * Draws a data set: one folder per class with masks, scenes with COCO boxes, or recordings with their labels beside them.
 * @throws the signal's reason
 */
export async function drawData(choice: DrawnChoice, tools: DrawTools): Promise<AuditData> {
  const { kind } = choice;
  const draw = kind === 'crops' ? drawCrops : kind === 'scenes' ? drawScenes : drawRecordings;
  const files = await draw(choice, tools);
  return { kind: 'files', name: nameOf(choice), files };
}

type NamedFile = { readonly name: string; readonly file: Blob };

async function drawCrops(
  { count, captioned }: DrawnChoice,
  { desk, signal, onProgress }: DrawTools,
): Promise<NamedFile[]> {
  const left = new Map(
    CROPPED.map((label, k) => [label, Math.floor(count / CROPPED.length) + (k < count % CROPPED.length ? 1 : 0)]),
  );
  const files: NamedFile[] = [];
  let done = 0;
  for (let seed = FIRST_SEED.crops; done < count && seed < FIRST_SEED.crops + count * MOST_SCENES_PER_CROP; seed++) {
    signal.throwIfAborted();
    for (const sample of await desk.drawSamples({ kind: 'crops', seed, captioned })) {
      if (sample.kind !== 'crop') continue;
      const wanted = left.get(sample.label) ?? 0;
      if (wanted === 0) continue;
      left.set(sample.label, wanted - 1);
      const file = `${sample.label}/${numbered(done++)}.png`;
      files.push({ name: file, file: sample.picture }, { name: `masks/${file}`, file: sample.mask });
      onProgress(done);
    }
  }
  return files;
}

async function drawScenes({ count }: DrawnChoice, { desk, signal, onProgress }: DrawTools): Promise<NamedFile[]> {
  const files: NamedFile[] = [];
  const images: object[] = [];
  const annotations: object[] = [];
  for (let k = 0; k < count; k++) {
    signal.throwIfAborted();
    for (const sample of await desk.drawSamples({ kind: 'annotated-scene', seed: FIRST_SEED.scenes + k })) {
      if (sample.kind !== 'scene') continue;
      const name = `images/${numbered(k)}.png`;
      files.push({ name, file: sample.picture });
      images.push({ id: k, file_name: name, width: sample.size, height: sample.size });
      for (const { label, box } of sample.objects) {
        const [x0, y0, x1, y1] = box;
        annotations.push({ image_id: k, category_id: CLASSES.indexOf(label) + 1, bbox: [x0, y0, x1 - x0, y1 - y0] });
      }
    }
    onProgress(k + 1);
  }
  const categories = CLASSES.map((name, k) => ({ id: k + 1, name }));
  const coco = new Blob([JSON.stringify({ images, annotations, categories })]);
  return [...files, { name: 'annotations.json', file: coco }];
}

async function drawRecordings(
  { kind, count, hasGlitches }: DrawnChoice,
  { signal, onProgress }: DrawTools,
): Promise<NamedFile[]> {
  const files: NamedFile[] = [];
  for (let k = 0; k < count; k++) {
    signal.throwIfAborted();
    const seed = FIRST_SEED[kind] + k;
    const drawn =
      kind === 'sound'
        ? makeSoundSession(seed, { seconds: SECONDS })
        : makeMotionSession(seed, { seconds: SECONDS, glitches: hasGlitches });
    const { samples, channels, rate, events } = drawn;
    const data = channels.map((_, channel) =>
      Float32Array.from(
        { length: samples.length / channels.length },
        (_, at) => samples[at * channels.length + channel],
      ),
    );
    const labels = events.map(({ start, end, label }) => ({
      start: start / rate,
      end: end / rate,
      label,
      confidence: null,
    }));
    const recording = { name: '', sha256: '', rate, start: 0, channels, data, gaps: [], findings: [] };
    const parts = kind === 'sound' ? wavParts(recording) : csvParts(recording);
    files.push(
      { name: `${numbered(k)}.${kind === 'sound' ? 'wav' : 'csv'}`, file: new Blob(parts) },
      { name: `${numbered(k)}.labels.csv`, file: new Blob([labelsToCsv(labels)]) },
    );
    onProgress(k + 1);
    await nextTurn();
  }
  return files;
}

function numbered(value: number): string {
  return String(value).padStart(4, '0');
}
