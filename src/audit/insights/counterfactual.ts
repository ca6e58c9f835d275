import { decodePicture } from '#decode-picture';
import type { Picture } from '../../core/picture.ts';
import { type Region, rasterise } from '../../core/region.ts';
import { mean } from '../../core/statistics.ts';
import type { Model } from '../../tasks/model.ts';
import type { DataSet } from '../data/data-set.ts';
import { boxRegion, classesOf, type Knowledge, knowledgeOf, regionOfLabel } from '../run/knowledge.ts';
import { sameLabel } from '../run/match-objects.ts';
import { answerScore } from './answer-score.ts';
import { bootstrapMean } from './bootstrap.ts';
import { coverPixels, pastePixels, turnPixels } from './changed-picture.ts';
import type { Evidence } from './evidence.ts';
import type { Movement } from './finding.ts';
import { type Suspect, withoutObject } from './suspect.ts';

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

/** Covers the suspected pixels where they are, and pastes them where they are not. Three passes a changed picture. */
export async function testSuspect(suspect: Suspect, bench: TestBench): Promise<Tested> {
  const areas: number[] = [];
  const cover = await coverMembers(suspect, bench, areas);
  const paste = suspect.kind === 'outlier' ? null : await pasteIntoOthers(suspect, bench, areas);
  return { cover, paste, area: mean(areas) };
}

interface Change {
  readonly before: number;
  readonly after: number;
  readonly control: number | null;
}

async function coverMembers(suspect: Suspect, bench: TestBench, areas: number[]): Promise<Movement | null> {
  const { model, signal, seed } = bench;
  const changes: Change[] = [];
  for (const member of suspect.members.slice(0, TESTED)) {
    const { picture, object } = await openEvidence(member, bench);
    const pixels = suspect.pixels(member, picture.width, picture.height, object);
    if (!pixels) continue;
    areas.push(mean(pixels));
    const scoreOf = (changed: Picture) => answerScore(model, changed, member.explanation, true, signal);
    // Covering an equally large place elsewhere shows what covering does by itself; surroundings have no elsewhere.
    const elsewhere = suspect.kind !== 'context' ? withoutObject(turnPixels(pixels), object) : null;
    changes.push({
      before: await scoreOf(picture),
      after: await scoreOf(await coverPixels(picture, pixels)),
      control: elsewhere && (await scoreOf(await coverPixels(picture, elsewhere))),
    });
  }
  return movementOf(changes, seed);
}

async function pasteIntoOthers(suspect: Suspect, bench: TestBench, areas: number[]): Promise<Movement | null> {
  const { model, signal, seed } = bench;
  const hosts = everyNth(
    bench.evidence.filter((one) => isWithout(one, suspect.label)),
    TESTED,
  );
  const changes: Change[] = [];
  for (const [k, host] of hosts.entries()) {
    const member = suspect.members[k % suspect.members.length];
    const donor = await openEvidence(member, bench);
    const pixels = suspect.pixels(member, donor.picture.width, donor.picture.height, donor.object);
    if (!pixels) continue;
    areas.push(mean(pixels));
    const { picture } = await openEvidence(host, bench);
    const scoreOf = (changed: Picture) => answerScore(model, changed, member.explanation, false, signal);
    let control: number | null = null;
    if (suspect.region && hosts.length > 1) {
      const other = hosts[(k + 1) % hosts.length];
      const { picture: from, object } = await openEvidence(other, bench);
      const same = suspect.pixels(other, from.width, from.height, object);
      control = same && (await scoreOf(await pastePixels(picture, from, same)));
    }
    changes.push({
      before: await scoreOf(picture),
      after: await scoreOf(await pastePixels(picture, donor.picture, pixels)),
      control,
    });
  }
  return movementOf(changes, seed);
}

function isWithout({ record, explanation }: Evidence, label: string): boolean {
  const annotated = [...record.labels, ...record.objects.map((object) => object.label)];
  return ![explanation.label, ...annotated].some((other) => sameLabel(other, label));
}

function everyNth<T>(all: readonly T[], most: number): T[] {
  const count = Math.min(most, all.length);
  return Array.from({ length: count }, (_, k) => all[Math.floor((k * all.length) / count)]);
}

function movementOf(changes: readonly Change[], seed: number): Movement | null {
  if (changes.length === 0) return null;
  const moves = changes.map(({ before, after }) => after - before);
  const controls = changes.flatMap(({ before, control }) => (control === null ? [] : control - before));
  return {
    count: changes.length,
    before: mean(changes.map(({ before }) => before)),
    after: mean(changes.map(({ after }) => after)),
    moved: mean(moves),
    interval: bootstrapMean(moves, seed),
    control: controls.length > 0 ? mean(controls) : null,
  };
}

/** Reads a picture again, with the pixels of what was explained in it; null where nobody knows them. */
async function openEvidence(
  { record, explanation }: Evidence,
  { model, data, signal }: TestBench,
): Promise<{ readonly picture: Picture; readonly object: Uint8Array | null }> {
  signal?.throwIfAborted();
  const name = record.picture;
  const picture = await decodePicture(await data.read(name, signal), { name });
  const entry = data.pictures.find((one) => one.name === name);
  const knowledge = entry && (await knowledgeOf(data, entry, picture, classesOf(model), signal));
  const region = knowledge ? explainedRegion(explanation, knowledge, picture) : null;
  return { picture, object: region && rasterise(region, picture.width, picture.height) };
}

function explainedRegion(
  { label, truth, box }: Evidence['explanation'],
  knowledge: Knowledge,
  picture: Picture,
): Region | null {
  const annotated = truth?.box;
  if (annotated) {
    const same = knowledge.objects.find((object) => object.box.every((edge, k) => Math.abs(edge - annotated[k]) < 1));
    return same?.region() ?? boxRegion(annotated);
  }
  return box ? boxRegion(box) : regionOfLabel(knowledge, label, picture);
}
