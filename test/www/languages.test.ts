import assert from 'node:assert/strict';
import { test } from 'node:test';
import { XaiError, type XaiErrorCode } from '../../src/core/errors.ts';
import { summarise } from '../../src/core/summary.ts';
import { auditDe } from '../../src/elements/languages/audit-de.ts';
import { auditZh } from '../../src/elements/languages/audit-zh.ts';
import { de as germanStrings } from '../../src/elements/languages/de.ts';
import { timelineDe } from '../../src/elements/languages/timeline-de.ts';
import { timelineZh } from '../../src/elements/languages/timeline-zh.ts';
import { zh as chineseStrings } from '../../src/elements/languages/zh.ts';
import { refusalsDe } from '../../src/elements/refusals/de.ts';
import { sayRefusal } from '../../src/elements/refusals/refusals.ts';
import { refusalsZh } from '../../src/elements/refusals/zh.ts';
import { strings } from '../../src/elements/strings.ts';
import { auditWords } from '../../src/elements/xai-audit/words.ts';
import { compareWords } from '../../src/elements/xai-compare/compare-words.ts';
import { savedWords } from '../../src/elements/xai-saved/saved-words.ts';
import { words as timelineWords } from '../../src/elements/xai-timeline/timeline-strings.ts';
import { segmentWords } from '../../src/elements/xai-viewer/segment-words.ts';
import { toolWords } from '../../src/elements/xai-viewer/tool-words.ts';
import { de as auditViewDe } from '../../www/audit/languages/de.ts';
import { en as auditViewEn } from '../../www/audit/languages/en.ts';
import { zh as auditViewZh } from '../../www/audit/languages/zh.ts';
import { helpTables } from '../../www/help/help-tables.ts';
import { de } from '../../www/languages/de.ts';
import { en } from '../../www/languages/en.ts';
import { zh } from '../../www/languages/zh.ts';
import { de as liveDe } from '../../www/live/languages/de.ts';
import { en as liveEn } from '../../www/live/languages/en.ts';
import { zh as liveZh } from '../../www/live/languages/zh.ts';
import { de as timelineViewDe } from '../../www/timeline/languages/de.ts';
import { en as timelineViewEn } from '../../www/timeline/languages/en.ts';
import { zh as timelineViewZh } from '../../www/timeline/languages/zh.ts';
import { de as streamDe } from '../../www/timeline/live/languages/de.ts';
import { en as streamEn } from '../../www/timeline/live/languages/en.ts';
import { zh as streamZh } from '../../www/timeline/live/languages/zh.ts';

type Table = { readonly [key: string]: unknown };

/** Every word of a table with its path; a sentence with gaps is filled with the gaps' numbers. */
function leaves(table: Table, path = ''): Map<string, string> {
  const found = new Map<string, string>();
  for (const [key, value] of Object.entries(table)) {
    const at = path ? `${path}.${key}` : key;
    if (typeof value === 'string') found.set(at, value);
    // The library's own sentences have a table and a test of their own.
    else if (key === 'say') continue;
    else if (typeof value === 'function') found.set(at, fill(value as (...gaps: unknown[]) => unknown));
    // English has none: errors speak it themselves.
    else if (key !== 'refusals') for (const [inner, text] of leaves(value as Table, at)) found.set(inner, text);
  }
  return found;
}

/** Gaps for lists are lists too; numbers serve for words and counts. */
function fill(sentence: (...gaps: unknown[]) => unknown): string {
  const gaps = Array.from({ length: sentence.length }, (_, k) => 70 + k);
  try {
    return String(sentence(...gaps));
  } catch {
    return String(sentence(...gaps.map((gap) => [gap])));
  }
}

/** Names of products and formulas are the same everywhere. */
const gapsOf = (text: string) => (text.match(/7[0-9]/g) ?? []).sort().join();

/** The words of the viewer and its kin come with the parts that say them. */
const elementWords = { ...strings, ...toolWords, ...segmentWords, ...compareWords, ...savedWords };

for (const [name, english, other] of [
  ['the app in German', en, de],
  ['the app in Chinese', en, zh],
  ['the elements in German', elementWords, germanStrings],
  ['the elements in Chinese', elementWords, chineseStrings],
  ['audits in German', auditWords, auditDe],
  ['audits in Chinese', auditWords, auditZh],
  ['the Audit view in German', auditViewEn, auditViewDe],
  ['the Audit view in Chinese', auditViewEn, auditViewZh],
  ['timelines in German', timelineWords, timelineDe],
  ['timelines in Chinese', timelineWords, timelineZh],
  ['the Timeline view in German', timelineViewEn, timelineViewDe],
  ['the Timeline view in Chinese', timelineViewEn, timelineViewZh],
  ['the help in German', helpTables.en, helpTables.de],
  ['the help in Chinese', helpTables.en, helpTables.zh],
  ['the live view in German', liveEn, liveDe],
  ['the live view in Chinese', liveEn, liveZh],
  ['the live timeline in German', streamEn, streamDe],
  ['the live timeline in Chinese', streamEn, streamZh],
] as const) {
  test(`${name}: every word, and every gap of every sentence`, () => {
    const [first, second] = [leaves(english), leaves(other)];
    assert.deepEqual([...second.keys()].sort(), [...first.keys()].sort());
    for (const [path, text] of first) {
      const translated = second.get(path) ?? '';
      assert.ok(translated !== '', path);
      // Plurals leave a number out in some languages.
      if (!/^(whyNot|picturesReady)$/.test(path)) assert.equal(gapsOf(translated), gapsOf(text), path);
    }
    const same = [...first].filter(([path, text]) => second.get(path) === text && /[a-z]{3}.* [a-z]{3}/.test(text));
    assert.deepEqual(
      same.filter(([path]) => !path.startsWith('presetNames') && !/fastestdet|yolox/.test(path)),
      [],
      'left in English',
    );
  });
}

for (const [name, refusals] of [
  ['German', refusalsDe],
  ['Chinese', refusalsZh],
] as const) {
  test(`errors in ${name} name what they are about, and keep the English message`, () => {
    const all = Object.entries(refusals) as [XaiErrorCode, (error: XaiError) => string][];
    for (const [code, say] of all) {
      assert.ok(say(new XaiError(code, 'No.')).length > 10, code);
      assert.doesNotMatch(say(new XaiError(code, 'No.')), /undefined|null/, code);
    }
    const missing = new XaiError('picture-unreadable', 'It is not a picture; give a PNG.', { file: 'cat.txt' });
    assert.match(sayRefusal(missing, refusals), /cat\.txt.*\(It is not a picture; give a PNG\.\)$/);
    const node = new XaiError('method-unsupported', 'No.', { node: 'conv7', operator: 'GridSample' });
    assert.match(sayRefusal(node, refusals), /conv7.*GridSample/);
  });
}

test('an error without words in a language speaks English', () => {
  assert.equal(sayRefusal(new XaiError('device-lost', 'The GPU is gone.'), {}), 'The GPU is gone.');
});

test('a map is summarised in the words of each language', () => {
  const map = { width: 4, height: 4, data: new Float32Array(16).fill(0), target: { label: 'Hund', box: [0, 0, 2, 2] } };
  map.data[5] = 1;
  const said = [strings, germanStrings, chineseStrings].map(({ summary }) => summarise(map as never, summary));
  assert.deepEqual(said, [
    "100 % of the weight lies inside the Hund's box; the peak is at its lower right.",
    '100 % des Gewichts liegen im Rahmen von „Hund“; am stärksten ist es unten rechts darin.',
    '100 % 的权重落在“Hund”的框内；最强处在框内右下方。',
  ]);
});
