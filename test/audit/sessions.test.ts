import assert from 'node:assert/strict';
import { test } from 'node:test';
import { meanOverRecordings } from '../../src/audit/sessions/cluster-bootstrap.ts';
import { packTrack, unpackTrack } from '../../src/audit/sessions/kept-track.ts';
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

test('a map along a recording is kept with what no window saw, and made shorter where it is long', () => {
  const data = Float32Array.from({ length: 2 * 6 }, (_, k) => (k % 6 === 2 || k % 6 === 3 ? Number.NaN : k));
  const track = { rows: 2, columns: 6, start: 10.25, step: 0.5, data };
  const kept = packTrack(track);
  assert.deepEqual(kept.unseen, [[2, 4]]);
  const again = unpackTrack(JSON.parse(JSON.stringify(kept)));
  assert.deepEqual([again.rows, again.columns, again.start, again.step], [2, 6, 10.25, 0.5]);
  data.forEach((value, at) => {
    assert.ok(Number.isNaN(value) ? Number.isNaN(again.data[at]) : Math.abs(again.data[at] - value) < 1e-3, `${at}`);
  });
  // Twice as many places as are kept: pairs of columns become their means, over the same time.
  const long = { rows: 32, columns: 4096, start: 0.5, step: 1, data: new Float32Array(32 * 4096) };
  for (let at = 0; at < long.data.length; at++) long.data[at] = at % 2 === 0 ? 1 : Number.NaN;
  const short = unpackTrack(packTrack(long));
  assert.deepEqual([short.rows, short.columns, short.start, short.step], [32, 2048, 1, 2]);
  assert.ok(
    short.data.every((value) => Math.abs(value - 1) < 1e-3),
    'means of what was seen',
  );
});
