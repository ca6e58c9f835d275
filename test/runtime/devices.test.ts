import assert from 'node:assert/strict';
import { afterEach, beforeEach, test } from 'node:test';
import { acquireDevice } from '../../src/runtime/devices.ts';

/** A device that is asked for, destroyed and lost, and computes nothing. */
class FakeDevice {
  readonly features = new Set<string>();
  readonly lost: Promise<{ reason: string; message: string }>;
  isDestroyed = false;
  lose: (message: string) => void = () => {};

  constructor() {
    this.lost = new Promise((resolve) => {
      this.lose = (message) => resolve({ reason: 'unknown', message });
    });
  }

  destroy(): void {
    this.isDestroyed = true;
    this.lose('destroyed');
  }
}

let made: FakeDevice[] = [];
let isSoftware = false;
let refuses = false;
const before = Object.getOwnPropertyDescriptor(globalThis, 'navigator');

beforeEach(() => {
  made = [];
  isSoftware = false;
  refuses = false;
  const adapter = () => ({
    info: { vendor: 'acme', architecture: 'one', device: '', description: '', isFallbackAdapter: isSoftware },
    limits: {},
    features: new Set<string>(),
    requestDevice: async () => {
      await new Promise((resolve) => setTimeout(resolve, 5));
      if (refuses) throw new Error('no device today');
      const device = new FakeDevice();
      made.push(device);
      return device;
    },
  });
  const gpu = { requestAdapter: async () => adapter() };
  Object.defineProperty(globalThis, 'navigator', { value: { gpu }, configurable: true });
});

afterEach(() => {
  if (before) Object.defineProperty(globalThis, 'navigator', before);
  else delete (globalThis as { navigator?: unknown }).navigator;
});

const UNAVAILABLE = { name: 'XaiError', code: 'backend-unavailable' };

test('all share one device, asked for at once or one after the other, and the last one destroys it', async () => {
  const [a, b] = await Promise.all([acquireDevice({ allowSoftware: false }), acquireDevice({ allowSoftware: false })]);
  const c = await acquireDevice({ allowSoftware: true });
  assert.equal(made.length, 1);
  assert.ok(a.device === b.device && b.device === c.device);
  assert.equal(a.adapterName, 'acme one');
  a.release();
  a.release();
  b.release();
  assert.equal(made[0].isDestroyed, false);
  c.release();
  assert.equal(made[0].isDestroyed, true);
});

test('after the last share is given back the next one gets a new device', async () => {
  const first = await acquireDevice({ allowSoftware: false });
  const waiting = acquireDevice({ allowSoftware: false });
  first.release();
  const second = await waiting;
  assert.notEqual(second.device, first.device);
  assert.equal(made.length, 2);
  assert.deepEqual(
    made.map(({ isDestroyed }) => isDestroyed),
    [true, false],
  );
  second.release();
});

test('a lost device is told of, and the next share is in a new one', async () => {
  const old = await acquireDevice({ allowSoftware: false });
  assert.equal(await old.wasLost(), false);
  made[0].lose('driver update');
  assert.equal(await old.wasLost(), true);
  const fresh = await acquireDevice({ allowSoftware: false });
  assert.notEqual(fresh.device, old.device);
  // Giving back a share in the lost one leaves the new one alone.
  old.release();
  const another = await acquireDevice({ allowSoftware: false });
  assert.equal(another.device, fresh.device);
  assert.equal(made[1].isDestroyed, false);
  fresh.release();
  another.release();
  assert.equal(made[1].isDestroyed, true);
});

test('a software adapter is passed over unless it was asked for, and stays with those who asked', async () => {
  isSoftware = true;
  await assert.rejects(acquireDevice({ allowSoftware: false }), { ...UNAVAILABLE, message: /in software.*"webgpu"/ });
  const asked = await acquireDevice({ allowSoftware: true });
  await assert.rejects(acquireDevice({ allowSoftware: false }), UNAVAILABLE);
  const again = await acquireDevice({ allowSoftware: true });
  assert.equal(again.device, asked.device);
  assert.equal(made.length, 1);
  asked.release();
  again.release();
});

test('a refused device is asked for again the next time', async () => {
  refuses = true;
  await assert.rejects(acquireDevice({ allowSoftware: false }), {
    ...UNAVAILABLE,
    message: /gave no device on acme one/,
  });
  refuses = false;
  const handle = await acquireDevice({ allowSoftware: false });
  assert.equal(made.length, 1);
  handle.release();
});

test('without WebGPU the answer says what to use', async () => {
  Object.defineProperty(globalThis, 'navigator', { value: {}, configurable: true });
  await assert.rejects(acquireDevice({ allowSoftware: true }), {
    ...UNAVAILABLE,
    message: /other backends do without/,
  });
});
