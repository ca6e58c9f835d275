import assert from 'node:assert/strict';
import { test } from 'node:test';
import type { EvenOutput } from '../../src/core/series/live/even-stream.ts';
import type { SeriesNeeds } from '../../src/core/series/series-needs.ts';
import { standInForPage } from './page-globals.ts';

standInForPage();

const { SourceFault } = await import('../../www/timeline/live/sample-source.ts');
const { StreamIntake } = await import('../../www/timeline/live/stream-intake.ts');
const { ArrivalRate } = await import('../../www/timeline/live/arrival-rate.ts');
const { socketAddress } = await import('../../www/timeline/live/web-socket.ts');
const { draftOf, mapOfDraft } = await import('../../www/timeline/live/column-choice.ts');

const three: SeriesNeeds = { channels: null, channelCount: 3, rate: 50, window: 100, stride: 50 };

function setUp(needs: SeriesNeeds = three, columns: readonly string[] | null = null) {
  const got = { channels: null as readonly string[] | null, rate: 0, planes: [] as number[][], gaps: 0 };
  const output: EvenOutput = {
    begin: (rate) => {
      got.rate = rate;
    },
    append: (planes, isGap) => {
      if (isGap) got.gaps += planes[0].length;
      planes.forEach((values, channel) => {
        got.planes[channel] ??= [];
        got.planes[channel].push(...values);
      });
    },
  };
  const clock = { now: 0 };
  const intake = new StreamIntake({
    needs,
    statedRate: 50,
    columns,
    open: (channels) => {
      assert.equal(got.channels, null, 'opened once');
      got.channels = channels;
      return output;
    },
    now: () => clock.now,
  });
  return { intake, got, clock };
}

test('lines of as many numbers as the model takes flow at the stated rate', () => {
  const { intake, got } = setUp();
  for (let k = 0; k < 10; k++) intake.takeLine(`${k},0,1`);
  assert.equal(intake.phase, 'flowing');
  assert.deepEqual([got.rate, got.channels], [50, ['channel 1', 'channel 2', 'channel 3']]);
  assert.deepEqual(got.planes[0], [0, 1, 2, 3, 4, 5, 6, 7, 8, 9], 'the first lines are not lost');
  assert.deepEqual(intake.losses, { broken: 0, missing: 0, late: 0, jumps: 0 });
});

test('a time in front, or named, gives the rate; channels are found by their names', () => {
  const { intake, got } = setUp({ ...three, channels: ['x', 'y', 'z'] });
  intake.takeLine('ms,z,y,x');
  for (let k = 0; k < 40; k++) intake.takeLine(`${1000 + 10 * k},3,2,1`);
  assert.deepEqual([got.rate, got.channels], [100, ['x', 'y', 'z']]);
  assert.deepEqual(
    got.planes.map(([first]) => first),
    [1, 2, 3],
  );
  const unnamed = setUp();
  for (let k = 0; k < 40; k++) unnamed.intake.takeLine(`[${k * 0.02}, 5, 6, 7]`);
  assert.deepEqual([unnamed.got.rate, unnamed.got.planes.map(([first]) => first)], [50, [5, 6, 7]]);
});

test('a wrong number of columns is asked about, and flows once a person has said which is what', () => {
  const { intake, got } = setUp();
  for (let k = 0; k < 6; k++) intake.takeLine(`7,${k},9,8`);
  assert.equal(intake.phase, 'asking');
  assert.deepEqual(intake.coming, { names: null, row: [7, 5, 9, 8] });
  assert.equal(got.channels, null);
  const draft = draftOf(intake.coming ?? assert.fail(), three);
  assert.deepEqual(draft.channels, [0, 1, 2]);
  intake.use(mapOfDraft({ ...draft, channels: [3, 1, 1] }));
  intake.takeLine('7,6,9,8');
  assert.deepEqual(got.planes, [[8], [6], [6]]);
  assert.deepEqual(got.channels, ['channel 1', 'channel 2', 'channel 3'], 'one column twice has no name of its own');
});

test('lines that are no samples are counted, and have their place in time', () => {
  const { intake, got } = setUp();
  for (let k = 0; k < 40; k++) intake.takeLine(k === 20 ? 'E (123) wifi: 0x3f' : k === 30 ? '30,,1' : `${k},0,1`);
  intake.takeLine(null);
  intake.takeLine('1,2');
  intake.lose(1);
  assert.equal(intake.losses.broken, 5);
  assert.deepEqual(got.planes[0].slice(18, 33), [18, 19, 20, 21, 22, 23, 24, 25, 26, 27, 28, 29, 30, 31, 32]);
});

test('what is no samples at all is said, and quoted', () => {
  const { intake } = setUp();
  const send = () => {
    for (let k = 0; k < 30; k++) intake.takeLine('{"x": 1}');
  };
  assert.throws(send, (error) => error instanceof SourceFault && /“\{"x": 1\}”/.test(error.message));
});

test('words of a device that starts do not become names', () => {
  const { intake, got } = setUp();
  intake.takeLine('ready');
  for (let k = 0; k < 10; k++) intake.takeLine(`${k},0,1`);
  assert.deepEqual(got.channels, ['channel 1', 'channel 2', 'channel 3']);
});

test('times that stand still are said', () => {
  const { intake } = setUp();
  intake.takeLine('time,x,y,z');
  assert.throws(() => {
    for (let k = 0; k < 30; k++) intake.takeLine('7,1,2,3');
  }, /does not rise/);
});

test('sound flows as it is; what was lost is silence, counted; another number of channels is said', () => {
  const one: SeriesNeeds = { channels: null, channelCount: 1, rate: 16_000, window: 15_600, stride: 7800 };
  const { intake, got } = setUp(one, ['sound']);
  intake.takeBlock([Float32Array.of(1, 2)], 48_000, 0);
  intake.takeBlock([Float32Array.of(3)], 48_000, 4);
  assert.deepEqual([got.rate, got.channels, got.planes[0], got.gaps], [48_000, ['sound'], [1, 2, 0, 0, 0, 0, 3], 4]);
  assert.equal(intake.losses.missing, 4);
  const { intake: other } = setUp(three, ['sound']);
  assert.throws(() => other.takeBlock([Float32Array.of(1)], 48_000, 0), /takes 3 channels, and this source has 1/);
});

test('how many came lately is told once enough time has passed, and sinks when nothing comes', () => {
  const clock = { now: 0 };
  const rate = new ArrivalRate(() => clock.now);
  assert.deepEqual([rate.perSecond, rate.silence], [null, null]);
  // In bursts of five, as the buffers of a port let them through.
  for (let k = 0; k < 1000; k++) {
    clock.now = Math.floor(k / 5) * 100;
    rate.add(1);
  }
  assert.ok(Math.abs((rate.perSecond ?? 0) - 50) < 2, String(rate.perSecond));
  clock.now += 8000;
  assert.equal(rate.silence, 8000);
  assert.ok((rate.perSecond ?? 50) < 25);
});

test('addresses of sockets: a scheme is added, what browsers refuse is said before they do', () => {
  assert.equal(socketAddress(' localhost:8765 '), 'ws://localhost:8765/');
  assert.equal(socketAddress('127.0.0.1:8765/a?b=c#d'), 'ws://127.0.0.1:8765/a?b=c');
  assert.equal(socketAddress('example.org/stream'), 'wss://example.org/stream');
  assert.equal(socketAddress('wss://example.org'), 'wss://example.org/');
  for (const [typed, words] of [
    ['', /no address/],
    ['https://example.org', /no address/],
    ['wss://', /no address/],
    ['ws://192.168.0.7:81', /wss:\/\/ only/],
    ['ws://localhost.example.org', /wss:\/\/ only/],
  ] as const) {
    assert.throws(
      () => socketAddress(typed),
      (error) => error instanceof SourceFault && words.test(error.message),
      typed,
    );
  }
});
