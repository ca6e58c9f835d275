import assert from 'node:assert/strict';
import { test } from 'node:test';
import { LineCutter, readSampleLine } from '../../../../src/core/series/live/sample-line.ts';

const valuesOf = (line: string) => {
  const read = readSampleLine(line);
  return read.kind === 'values' ? read.values : read.kind;
};

for (const [line, values] of [
  ['1,2,3', [1, 2, 3]],
  [' -0.5 , 1e-3 , +7 ', [-0.5, 0.001, 7]],
  ['1;2;3', [1, 2, 3]],
  ['0,5;1,25', [0.5, 1.25]],
  ['0,5\t1,25', [0.5, 1.25]],
  ['1 2  3', [1, 2, 3]],
  ['.5', [0.5]],
  ['[1, 2.5, -3]', [1, 2.5, -3]],
] as const) {
  test(`a line of numbers: ${JSON.stringify(line)}`, () => assert.deepEqual(valuesOf(line), values));
}

test('cells without a number are kept in their place', () => {
  assert.deepEqual(valuesOf('1,,3'), [1, Number.NaN, 3]);
  assert.deepEqual(valuesOf('1,nan,3'), [1, Number.NaN, 3]);
  assert.deepEqual(valuesOf('[1,null,3]'), [1, Number.NaN, 3]);
});

for (const [line, kind] of [
  ['', 'nothing'],
  ['   ', 'nothing'],
  ['# ready', 'nothing'],
  ['1,abc,3', 'broken'],
  ['Guru Meditation Error: 0x3f', 'broken'],
  ['0x3f,1', 'broken'],
  [',,', 'broken'],
  ['[1, 2', 'broken'],
  ['[]', 'broken'],
  ['[[1],[2]]', 'broken'],
  ['["a", 1]', 'broken'],
  ['{"x": 1}', 'broken'],
  ['1,Infinity', 'broken'],
] as const) {
  test(`not a sample: ${JSON.stringify(line)} is ${kind}`, () => assert.equal(readSampleLine(line).kind, kind));
}

test('words alone are the names of the columns', () => {
  assert.deepEqual(readSampleLine('time_ms, x, "y", z'), { kind: 'names', names: ['time_ms', 'x', 'y', 'z'] });
  assert.deepEqual(readSampleLine('["x","y"]'), { kind: 'names', names: ['x', 'y'] });
});

test('lines are cut wherever the pieces end', () => {
  const text = '1,2\r\n3,4\n5,6\r7,8\n';
  for (let size = 1; size <= text.length; size++) {
    const cutter = new LineCutter();
    const lines: (string | null)[] = [];
    for (let at = 0; at < text.length; at += size) lines.push(...cutter.cut(text.slice(at, at + size)));
    assert.deepEqual(
      lines.filter((line) => line !== ''),
      ['1,2', '3,4', '5,6', '7,8'],
      `pieces of ${size}`,
    );
    assert.deepEqual(cutter.end(), []);
  }
});

test('the last line of a message needs no end', () => {
  const cutter = new LineCutter();
  assert.deepEqual(cutter.cut('1,2\n3,4'), ['1,2']);
  assert.deepEqual(cutter.end(), ['3,4']);
  assert.deepEqual(cutter.cut('5,6\n'), ['5,6']);
});

test('a line without an end is given up once it is too long, and told once', () => {
  const cutter = new LineCutter();
  const lines = Array.from({ length: 50 }, () => cutter.cut('9'.repeat(1000))).flat();
  assert.deepEqual(lines, [null]);
  assert.deepEqual(cutter.cut('9\n1,2\n'), ['1,2']);
  assert.deepEqual(cutter.cut(`${'1'.repeat(5000)}\n3,4\n`), [null, '3,4']);
});
