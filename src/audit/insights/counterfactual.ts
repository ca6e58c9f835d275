import type { Picture } from '../../core/picture.ts';
import { boundingBox, rasterise } from '../../core/region.ts';
import { mean } from '../../core/statistics.ts';
import type { Model } from '../../tasks/model.ts';
import type { DataSet } from '../data/data-set.ts';
import { sameLabel } from '../run/match-objects.ts';
import { answerScore } from './answer-score.ts';
import { bootstrapMean } from './bootstrap.ts';
import { coverPixels, pastePixels } from './changed-picture.ts';
import { placeElsewhere } from './elsewhere.ts';
import type { Evidence } from './evidence.ts';
import type { Movement } from './finding.ts';
import { type OpenedEvidence, openEvidence } from './open-evidence.ts';
import type { Suspect } from './suspect.ts';

/** Pictures that are changed for each test. */
const TESTED = 16;

export interface TestBench {
  readonly model: Model;
  readonly data: DataSet;
  /** All maps of the model. */
  readonly evidence: readonly Evidence[];
  readonly seed: number;
  readonly signal?: AbortSignal;
}

/** What was covered or pasted, and how the answer moved. */
export interface Tested {
  readonly cover: Movement | null;
  readonly paste: Movement | null;
  /** Mean share of the picture that was changed. */
  readonly area: number;
}

/** One picture as it was, changed, and changed in a way that should not matter. */
interface Trial {
  readonly picture: Picture;
  readonly changed: Picture;
  readonly control: Picture | null;
}

/**
 * Covers the suspected pixels where they are, and pastes them where they are not, each beside a control on the same picture.
 * Three passes a picture and test.
 */
export async function testSuspect(suspect: Suspect, bench: TestBench): Promise<Tested> {
  const areas: number[] = [];
  const hosts = picturesWithout(suspect.label, bench.evidence);
  const cover = await coverMembers(suspect, hosts, bench, areas);
  const paste = suspect.kind === 'outlier' ? null : await pasteIntoOthers(suspect, hosts, bench, areas);
  return { cover, paste, area: areas.length > 0 ? mean(areas) : 0 };
}

async function coverMembers(
  suspect: Suspect,
  hosts: readonly Evidence[],
  bench: TestBench,
  areas: number[],
): Promise<Movement | null> {
  const changes: Change[] = [];
  for (const [k, member] of suspect.members.slice(0, TESTED).entries()) {
    const opened = await openEvidence(member, bench);
    const { picture, object } = opened;
    const pixels = suspect.pixels(member, picture.width, picture.height, object);
    if (!pixels) continue;
    const others = suspect.members.filter(({ record }) => record.picture !== member.record.picture);
    const trial =
      suspect.kind === 'context'
        ? await exchangeSurroundings(picture, pixels, takeTurn(hosts, k), takeTurn(others, k), bench)
        : await coverHereAndElsewhere(opened, pixels);
    if (!trial) continue;
    areas.push(mean(pixels));
    changes.push(
      await changeOf(trial, (changed) => answerScore(bench.model, changed, member.explanation, true, bench.signal)),
    );
  }
  return movementOf(changes, bench.seed);
}

async function coverHereAndElsewhere({ picture, object }: OpenedEvidence, pixels: Uint8Array): Promise<Trial> {
  const elsewhere = placeElsewhere(pixels, picture.width, picture.height, object);
  return {
    picture,
    changed: await coverPixels(picture, pixels),
    control: elsewhere && (await coverPixels(picture, elsewhere)),
  };
}

/**
 * Surroundings have no elsewhere, and covering all of them moves any model. So the object is put into the surroundings of
 * another class and, as the control, into those of another picture of its own class.
 */
async function exchangeSurroundings(
  picture: Picture,
  pixels: Uint8Array,
  stranger: Evidence | undefined,
  kin: Evidence | undefined,
  bench: TestBench,
): Promise<Trial | null> {
  if (!stranger || !kin) return null;
  const among = async (donor: Evidence) =>
    pastePixels(picture, await withoutItsObject(await openEvidence(donor, bench)), pixels);
  return { picture, changed: await among(stranger), control: await among(kin) };
}

function takeTurn<T>(all: readonly T[], turn: number): T | undefined {
  return all[turn % all.length];
}

/** Its object would tell the class, and only its surroundings are asked for. */
async function withoutItsObject({ picture, object }: OpenedEvidence): Promise<Picture> {
  const box = object && boundingBox({ width: picture.width, data: object });
  return box ? coverPixels(picture, rasterise({ kind: 'box', box }, picture.width, picture.height)) : picture;
}

async function pasteIntoOthers(
  suspect: Suspect,
  hosts: readonly Evidence[],
  bench: TestBench,
  areas: number[],
): Promise<Movement | null> {
  const changes: Change[] = [];
  for (const [k, host] of hosts.entries()) {
    const member = suspect.members[k % suspect.members.length];
    const donor = await openEvidence(member, bench);
    const { width, height } = donor.picture;
    const pixels = suspect.pixels(member, width, height, donor.object);
    if (!pixels) continue;
    const { picture } = await openEvidence(host, bench);
    const mask = rasterise({ kind: 'mask', width, height, data: pixels }, picture.width, picture.height);
    const other = hosts.length > 1 ? await openEvidence(hosts[(k + 1) % hosts.length], bench) : null;
    const trial = {
      picture,
      changed: await pastePixels(picture, donor.picture, mask),
      control: other && (await pastePixels(picture, await withoutItsObject(other), mask)),
    };
    areas.push(mean(pixels));
    changes.push(
      await changeOf(trial, (changed) => answerScore(bench.model, changed, member.explanation, false, bench.signal)),
    );
  }
  return movementOf(changes, bench.seed);
}

/** Pictures in which neither the annotations nor the model see a class, each once: at most {@link TESTED}, spread over all. */
function picturesWithout(label: string, evidence: readonly Evidence[]): Evidence[] {
  const seen = new Map<string, Evidence | null>();
  for (const one of evidence) {
    const { record, explanation } = one;
    const labels = [explanation.label, ...record.labels, ...record.objects.map((object) => object.label)];
    if (labels.some((other) => sameLabel(other, label))) seen.set(record.picture, null);
    else if (!seen.has(record.picture)) seen.set(record.picture, one);
  }
  const hosts = [...seen.values()].filter((one) => one !== null);
  const count = Math.min(TESTED, hosts.length);
  return Array.from({ length: count }, (_, k) => hosts[Math.floor((k * hosts.length) / count)]);
}

/** Scores of one picture. */
export interface Change {
  readonly before: number;
  readonly after: number;
  readonly control: number | null;
}

async function changeOf(
  { picture, changed, control }: Trial,
  scoreOf: (picture: Picture) => Promise<number>,
): Promise<Change> {
  return {
    before: await scoreOf(picture),
    after: await scoreOf(changed),
    control: control && (await scoreOf(control)),
  };
}

/** What the changes of several pictures come to; null without any. */
export function movementOf(changes: readonly Change[], seed: number): Movement | null {
  if (changes.length === 0) return null;
  const moves = changes.map(({ before, after }) => after - before);
  const pairs = changes.flatMap(({ before, after, control }) =>
    control === null ? [] : { moved: control - before, beyond: after - control },
  );
  return {
    count: changes.length,
    before: mean(changes.map(({ before }) => before)),
    after: mean(changes.map(({ after }) => after)),
    moved: mean(moves),
    interval: bootstrapMean(moves, seed),
    control: pairs.length > 0 ? mean(pairs.map(({ moved }) => moved)) : null,
    beyond:
      pairs.length > 0
        ? bootstrapMean(
            pairs.map(({ beyond }) => beyond),
            seed,
          )
        : null,
  };
}
