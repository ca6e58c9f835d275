import type { Picture } from '../../core/picture.ts';
import { boundingBox, rasterise } from '../../core/region.ts';
import { mean } from '../../core/statistics.ts';
import type { Model } from '../../tasks/model.ts';
import type { DataSet } from '../data/data-set.ts';
import { sameLabel } from '../run/match-objects.ts';
import { answerScore } from './answer-score.ts';
import { coverPixels, pastePixels } from './changed-picture.ts';
import { placeElsewhere } from './elsewhere.ts';
import { type Evidence, objectBox } from './evidence.ts';
import type { FindingKind, Movement, SideCount } from './finding.ts';
import { type Change, movementOf } from './movement.ts';
import { type OpenedEvidence, openEvidence } from './open-evidence.ts';
import { SIDES, type WorstSide, worstSide } from './sides.ts';
import type { Suspect } from './suspect.ts';

/** Pictures that are changed for each test. */
const TESTED = 16;

/** What is worth pasting: what lies elsewhere in a few maps, or goes with an object, says nothing in pictures without that. */
const PASTED: ReadonlySet<FindingKind> = new Set(['fixed-position', 'context', 'co-occurrence']);

/** Score that a covered side must cost for the side to be named. */
const COSTLY = 0.1;

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
  /** Of `beside`: on which side of the object what was covered cost most, where it cost much, and in how many pictures. */
  readonly sides: readonly SideCount[] | null;
}

/** The scores that a test gave, picture by picture. */
interface Scores {
  readonly cover: readonly Change[];
  readonly paste: readonly Change[];
  readonly area: number;
  readonly sides: readonly SideCount[] | null;
}

/** One picture as it was, changed, and changed in a way that should not matter. */
interface Trial {
  readonly picture: Picture;
  readonly changed: Picture;
  readonly control: Picture | null;
}

/**
 * Covers the suspected pixels where they are, and pastes them where they are not, each beside a control on the same picture.
 * Three passes a picture and test. Where the suspect has peers the same is done for them, and compared.
 */
export async function testSuspect(suspect: Suspect, bench: TestBench): Promise<Tested> {
  const own = await scoresOf(suspect, bench);
  const peers: Scores[] = [];
  for (const peer of suspect.peers ?? []) peers.push(await scoresOf(peer, bench));
  const others = (which: 'cover' | 'paste') => (suspect.peers ? peers.flatMap((peer) => peer[which]) : null);
  return {
    cover: movementOf(own.cover, bench.seed, others('cover')),
    paste: movementOf(own.paste, bench.seed, others('paste')),
    area: own.area,
    sides: own.sides,
  };
}

/** A peer of several suspects, or one that is suspected itself, is tested once; the same maps are the same case. */
const known = new WeakMap<readonly Evidence[], Promise<Scores>>();

function scoresOf(suspect: Suspect, bench: TestBench): Promise<Scores> {
  const found = known.get(suspect.members) ?? askScores(suspect, bench);
  known.set(suspect.members, found);
  return found;
}

async function askScores(suspect: Suspect, bench: TestBench): Promise<Scores> {
  if (suspect.kind === 'beside') return besideScores(suspect, bench);
  const areas: number[] = [];
  const hosts = picturesWithout(suspect.label, bench.evidence);
  const cover = await coverMembers(suspect, hosts, bench, areas);
  const paste = PASTED.has(suspect.kind) ? await pasteIntoOthers(suspect, hosts, bench, areas) : [];
  return { cover, paste, area: areas.length > 0 ? mean(areas) : 0, sides: null };
}

/** The sides of each object are covered one after the other: five passes a picture. */
async function besideScores({ members }: Suspect, bench: TestBench): Promise<Scores> {
  const found: WorstSide[] = [];
  for (const member of members.slice(0, TESTED)) {
    const box = objectBox(member);
    if (!box) continue;
    const { picture } = await openEvidence(member, bench);
    const scoreOf = (changed: Picture) => answerScore(bench.model, changed, member.explanation, true, bench.signal);
    const worst = await worstSide(picture, box, scoreOf);
    if (worst) found.push(worst);
  }
  // Where nothing costs much the worst side is chance.
  const costly = found.filter(({ change: { before, after } }) => before - after >= COSTLY);
  const sides = SIDES.map((side) => ({ side, count: costly.filter((one) => one.side === side).length }));
  return {
    cover: found.map(({ change }) => change),
    paste: [],
    area: found.length > 0 ? mean(found.map(({ area }) => area)) : 0,
    sides: sides.filter(({ count }) => count > 0).sort((a, b) => b.count - a.count),
  };
}

async function coverMembers(
  suspect: Suspect,
  hosts: readonly Evidence[],
  bench: TestBench,
  areas: number[],
): Promise<Change[]> {
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
  return changes;
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
): Promise<Change[]> {
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
  return changes;
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
