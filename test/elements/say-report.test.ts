import assert from 'node:assert/strict';
import { test } from 'node:test';
import { auditDe } from '../../src/elements/languages/audit-de.ts';
import { sayFinding, sayStep, saySummary } from '../../src/elements/xai-audit/say-report.ts';
import { saySessionStep } from '../../src/elements/xai-audit/sessions/session-comparison.ts';
import { auditWords, setAuditLanguage } from '../../src/elements/xai-audit/words.ts';
import type { AuditFinding, AuditReport, ComparisonMeasure, SessionMeasure } from '../../src/engine/audit-protocol.ts';

const finding = (changes: Partial<AuditFinding>): AuditFinding => ({
  ...{ kind: 'fixed-position', model: 0, label: 'boat', other: null, sentence: '', value: 0.34, count: 9, rank: 1 },
  ...{
    interval: { low: 0.3, high: 0.4 },
    region: [0, 0.7, 0.5, 1],
    examples: [],
    cover: null,
    paste: null,
    sides: null,
  },
  ...changes,
});

const measure: ComparisonMeasure = {
  ...{ kind: 'inside', metric: null, label: null, region: null, better: 'higher' },
  models: [
    { mean: 0.36, low: 0.3, high: 0.4 },
    { mean: 0.46, low: 0.4, high: 0.5 },
  ],
  steps: [],
};
const step = { from: 0, to: 1, difference: 0.1, low: 0.06, high: 0.14, count: 46, certain: true, sentence: '' };
const names = ['biased.onnx', 'fair.onnx'];

test('each kind of finding is told with its class, its share and what is particular to it', () => {
  assert.match(sayFinding(finding({})), /“boat” have 34 percentage points more .* in the lower left, than/);
  assert.match(
    sayFinding(
      finding({
        kind: 'beside',
        region: null,
        sides: [
          { side: 'right', count: 9 },
          { side: 'left', count: 1 },
        ],
      }),
    ),
    /“boat” have 34 % beside it: to its right 9 times, to its left once/,
  );
  assert.match(sayFinding(finding({ kind: 'context', region: null, value: 0.62 })), /62 % .* outside of the object/);
  assert.match(
    sayFinding(finding({ kind: 'co-occurrence', region: null, other: 'dog' })),
    /34 percentage points more .* “dog”/,
  );
  assert.match(sayFinding(finding({ kind: 'outlier', region: null, count: 3 })), /34 % lie elsewhere .*: 3\.$/);
});

test('a step says which model does more, and what could be chance', () => {
  assert.equal(
    sayStep(measure, step, names),
    'fair.onnx looks more at the object than biased.onnx: 36 % to 46 % in 46 maps, 95 % interval of the difference: 6 to 14 percentage points.',
  );
  assert.match(sayStep(measure, { ...step, difference: -0.1 }, names), /looks less at/);
  assert.match(sayStep({ ...measure, kind: 'place', label: 'boat' }, step, names), /than biased\.onnx, for “boat”: /);
  const chance = sayStep(measure, { ...step, low: -0.02, certain: false }, names);
  assert.match(chance, /^What differs in .* could be chance: .* -2 to 14 percentage points\.$/);
});

const sessionMeasure: SessionMeasure = {
  ...measure,
  kind: 'inside',
  part: null,
  better: 'higher',
  told: true,
  steps: [],
};
const sessionStep = { ...step, recordings: 8 };

test('a step between models of recordings counts windows and recordings', () => {
  assert.equal(
    saySessionStep(sessionMeasure, sessionStep, names),
    'fair.onnx looks more at the event than biased.onnx: 36 % to 46 % in 46 windows of 8 recordings, 95 % interval of the difference: 6 to 14 percentage points.',
  );
  const chance = saySessionStep({ ...sessionMeasure, label: 'knock' }, { ...sessionStep, certain: false }, names);
  assert.match(chance, /^What differs in “evidence on the event” .* could be chance, for “knock”: 36 %/);
});

test('the summary names what is not explained, where there is any', () => {
  const summary = { chosen: 9, missing: 0, explained: 7, empty: 0, failed: 0, sentence: '' };
  const report = (changes: object) =>
    ({ summary: { ...summary, ...changes }, pictures: Array(9) }) as unknown as AuditReport;
  assert.equal(saySummary(report({})), '7 of 9 explained.');
  assert.equal(saySummary(report({ empty: 1, failed: 1 })), '7 of 9 explained, 1 had nothing to explain, 1 failed.');
});

test('in another language nothing of it is left in English', () => {
  const english = { ...auditWords, sessions: { ...auditWords.sessions } };
  setAuditLanguage(auditDe);
  try {
    const said = [
      sayFinding(finding({})),
      sayFinding(finding({ kind: 'outlier' })),
      sayStep(measure, step, names),
      saySessionStep(sessionMeasure, sessionStep, names),
    ];
    assert.match(said[0], /„boat“ haben 34 Prozentpunkte mehr .*, unten links,/);
    assert.match(said[2], /^fair\.onnx schaut mehr auf das Objekt als biased\.onnx: /);
    assert.match(said[3], /^fair\.onnx schaut mehr auf das Ereignis als biased\.onnx: .* Fenstern von 8 Aufnahmen/);
    for (const one of said) assert.doesNotMatch(one, /\b(the|maps|points|than|evidence)\b/);
  } finally {
    setAuditLanguage(english);
  }
});
