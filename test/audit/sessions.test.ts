import assert from 'node:assert/strict';
import { test } from 'node:test';
import { meanOverRecordings } from '../../src/audit/sessions/cluster-bootstrap.ts';
import { packPlane, packShares, unpackPlane, unpackShares } from '../../src/audit/sessions/packed-plane.ts';
import { openSessionSet } from '../../src/audit/sessions/session-set.ts';
import { memoryTree } from './memory-tree.ts';

const CSV = 'time,a\n0,1\n0.1,2\n0.2,3\n0.3,2\n';

test('recordings with labels beside them, in session files, and in one table of events', async () => {
  const session = { version: 1, recordings: [{ file: 'parts/x.csv' }], labels: { file: 'parts/x.marks.csv' } };
  const tree = memoryTree({
    'a.csv': CSV,
    'a.labels.csv': 'start,end,label\n0,0.2,rest\n',
    'train/b.csv': CSV,
    'day.session.json': JSON.stringify(session),
    'parts/x.csv': CSV,
    'parts/x.marks.csv': 'start,end,label\n0.1,0.2,step\n',
    'readme.md': 'no recording',
  });
  const set = await openSessionSet(tree);
  assert.deepEqual(
    set.sessions.map(({ name, truth }) => [name, truth.split]),
    [
      ['a.csv', null],
      ['day.session.json', null],
      ['train/b.csv', 'train'],
    ],
  );
  const [a, day, b] = await Promise.all(set.sessions.map(({ open }) => open()));
  assert.deepEqual([a.labels?.[0].label, day.labels?.[0].label, b.labels], ['rest', 'step', null]);
  assert.deepEqual([...day.recording.data[0]], [1, 2, 3, 2]);

  const events =
    'file,label,what,start,end,start_seconds,end_seconds\nc/1.csv,wave,event,0,2,0,0.2\nc/1.csv,glitch,plant,1,2,0.1,0.2\n';
  const drawn = await openSessionSet(
    memoryTree({ 'c/1.csv': CSV, 'labels.csv': 'file,class\nc/1.csv,wave\n', 'events.csv': events }),
  );
  assert.deepEqual([drawn.format, drawn.sessions.map(({ name }) => name)], ['events', ['c/1.csv']]);
  const { labels } = await drawn.sessions[0].open();
  assert.deepEqual(labels, [{ start: 0, end: 0.2, label: 'wave', confidence: null }], 'a trap is no label');
  await assert.rejects(openSessionSet(memoryTree({ 'a.png': '' })), { code: 'data-unreadable' });
});

test('a session that names what lies outside of the data is refused', async () => {
  for (const file of ['../x.csv', '/etc/x.csv', '../../x.csv']) {
    const session = JSON.stringify({ version: 1, recordings: [{ file }] });
    const set = await openSessionSet(memoryTree({ 'day/s.session.json': session, 'y.csv': CSV }));
    const entry = set.sessions.find(({ name }) => name.startsWith('day/'));
    await assert.rejects(
      async () => entry?.open(),
      file === '../x.csv'
        ? { code: 'data-unreadable', message: /no x\.csv/ }
        : { code: 'data-unreadable', message: /refused/ },
      file,
    );
  }
});

test('a mean over windows, with the spread of whole recordings', () => {
  // Two kinds of recordings, .2 and .8, each of ten windows: windows alone would spread .5 +- .03, recordings .5 +- .15.
  const parts = Array.from({ length: 16 }, (_, k) => ({ sum: k % 2 ? 8 : 2, count: 10 }));
  const found = meanOverRecordings(parts, 1);
  assert.ok(found?.interval);
  assert.deepEqual([found.mean, found.count], [0.5, 160]);
  // Normal theory: 1.96 x .3 / 4 = .147.
  assert.ok(
    Math.abs(found.interval.low - 0.353) < 0.03 && Math.abs(found.interval.high - 0.647) < 0.03,
    JSON.stringify(found),
  );
  assert.deepEqual(meanOverRecordings(parts, 1), found);
  assert.equal(
    meanOverRecordings(
      [
        { sum: 3, count: 4 },
        { sum: 0, count: 0 },
      ],
      0,
    )?.interval,
    null,
  );
  assert.equal(meanOverRecordings([{ sum: 0, count: 0 }], 0), null);
});

test('maps of windows and scores are kept in 16 bits; what is large becomes means', () => {
  const data = Float32Array.from({ length: 3 * 300 }, (_, k) => Math.sin(k));
  const plane = packPlane({ rows: 3, columns: 300, data });
  assert.deepEqual([plane.rows, plane.columns], [3, 128]);
  const small = { rows: 3, columns: 100, data: data.subarray(0, 300) };
  const again = unpackPlane(packPlane(small));
  assert.ok(again.data.every((value, k) => Math.abs(value - small.data[k]) < 1e-4));
  const mean = (values: Float32Array) => values.reduce((sum, value) => sum + value, 0) / values.length;
  const ones = unpackPlane(packPlane({ rows: 1, columns: 300, data: new Float32Array(300).fill(0.5) }));
  assert.ok(Math.abs(mean(ones.data) - 0.5) < 1e-4);
  const shares = unpackShares(packShares(Float32Array.of(0, 0.25, 1)));
  assert.ok(shares[0] === 0 && Math.abs(shares[1] - 0.25) < 1e-5 && shares[2] === 1);
});
