import assert from 'node:assert/strict';
import { test } from 'node:test';
import { claimOf } from '../../src/elements/xai-timeline/paint-strips.ts';
import { clock, ticksBetween } from '../../src/elements/xai-timeline/ticks.ts';
import { TimeView } from '../../src/elements/xai-timeline/time-view.ts';
import { TrackList } from '../../src/elements/xai-timeline/track-list.ts';

const near = (value: number, expected: number) =>
  assert.ok(Math.abs(value - expected) < 1e-9, `${value} is not ${expected}`);

test('zooming keeps the moment under the pointer where it is; nobody leaves the recording', () => {
  const view = new TimeView(0, 100, 50);
  assert.ok(view.isWhole);
  view.zoom(0.5, 25);
  near(view.from, 12.5);
  near(view.to, 62.5);
  near(view.across(25, 1000), 250);
  near(view.timeAt(250, 1000), 25);
  view.pan(-50);
  near(view.from, 0);
  near(view.span, 50);
  view.pan(1e6);
  near(view.to, 100);
  view.zoom(1e-9, 80);
  near(view.span, 8 / 50);
  view.zoom(1e9);
  assert.ok(view.isWhole);
});

test('a window is brought into view with no more motion than it needs', () => {
  const view = new TimeView(0, 100, 50);
  view.show(20, 40);
  view.reveal(25, 27);
  near(view.from, 20);
  view.reveal(39, 41);
  near(view.to, 43);
  view.reveal(5, 7);
  near(view.from, 3);
  view.reveal(0, 1);
  near(view.from, 0);
});

test('marks lie on round times, far enough apart, and are named as finely as they need', () => {
  const { step, times } = ticksBetween(3.2, 9.9, 0.9);
  assert.equal(step, 1);
  assert.deepEqual(times, [4, 5, 6, 7, 8, 9]);
  assert.deepEqual(
    [clock(5, 1), clock(0.25, 0.05), clock(65, 1), clock(3725, 60), clock(-0.5, 0.1), clock(59.999, 1)],
    ['5 s', '0.25 s', '1:05', '1:02:05', '−0.5 s', '1:00'],
  );
});

test('each window claims the stretch about its middle, half way to its neighbours', () => {
  const window = (index: number, start: number, end: number) => ({
    index,
    start,
    end,
    answer: 'a',
    score: 1,
    meant: null,
    isRight: null,
  });
  const overlapping = [window(0, 0, 2), window(1, 1, 3), window(2, 2, 4)];
  assert.deepEqual(
    overlapping.map((_, at) => claimOf(overlapping, at)),
    [
      [0.5, 1.5],
      [1.5, 2.5],
      [2.5, 3.5],
    ],
  );
  const apart = [window(0, 0, 1), window(1, 5, 7)];
  assert.deepEqual(
    apart.map((_, at) => claimOf(apart, at)),
    [
      [0, 1],
      [5, 7],
    ],
  );
});

test('tracks are hidden, moved, resized and split; the list that was stays as it was', () => {
  const list = TrackList.of(['recording', 'map', 'nonsense', 'map']);
  const ids = ({ all }: TrackList) => all.map(({ id }) => id).join(' ');
  assert.equal(ids(list), 'recording map fed labels predictions');
  assert.deepEqual(
    list.shown.map(({ id }) => id),
    ['recording', 'map'],
  );
  assert.equal(ids(list.move('map', -1)), 'map recording fed labels predictions');
  assert.equal(list.move('recording', -1), list);
  assert.equal(list.resize('map', 1e6).all[1].height, 480);
  assert.equal(list.resize('map', 1).all[1].height, 24);
  const split = list.move('map', -1).split(2, true);
  assert.equal(ids(split), 'map recording:0 recording:1 fed labels predictions');
  assert.equal(ids(split.split(2, false)), 'map recording fed labels predictions');
  assert.ok(
    !list
      .show('recording', false)
      .split(3, true)
      .shown.some(({ id }) => id.startsWith('recording')),
  );
});

test('a track is put before another or last, and past those that are shown; the list that was there stays', () => {
  const list = TrackList.of(['recording', 'labels', 'predictions']);
  const ids = (one: TrackList) => one.shown.map(({ id }) => id).join(' ');
  assert.equal(ids(list.place('predictions', 'recording')), 'predictions recording labels');
  assert.equal(ids(list.place('recording', null)), 'labels predictions recording');
  assert.equal(ids(list.place('recording', 'recording')), 'recording labels predictions');
  // Between them lie tracks that are hidden.
  const mixed = list.place('fed', 'labels').place('map', 'predictions');
  assert.equal(ids(mixed.shift('recording', 1)), 'labels recording predictions');
  assert.equal(ids(mixed.shift('predictions', -1)), 'recording predictions labels');
  assert.equal(mixed.shift('predictions', 1), mixed);
  assert.equal(ids(list), 'recording labels predictions');
});
