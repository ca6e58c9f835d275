import assert from 'node:assert/strict';
import { beforeEach, test } from 'node:test';
import type { Page as Tab } from 'puppeteer-core';
import { onStrictPage } from './strict-page.ts';

type Viewer = HTMLElementTagNameMap['xai-viewer'];

let tab: Tab;
onStrictPage(
  { entry: 'test/elements/viewer-page.ts', ready: 'harness', clear: () => window.harness.clear() },
  (opened) => {
    tab = opened;
  },
);

/** A viewer with two boxes, the first at [20, 30, 80, 90] of 160 x 120, compared with a second method. */
beforeEach(async () => {
  await tab.evaluate(async () => {
    const viewer = await window.harness.make({ steps: 1 }, { selected: '0' });
    const told: object[] = [];
    viewer.addEventListener('xai-viewport', (event) => told.push((event as never as { viewport: object }).viewport));
    Object.assign(window, { viewer, told });
    await window.harness.explained(viewer);
    await viewer.updateComplete;
  });
});

const stage = () =>
  tab.evaluate(() => {
    const { viewer } = window as never as { viewer: Viewer };
    const { x, y, width, height } = window.harness.find(viewer, '.stage').getBoundingClientRect();
    return { x, y, width, height };
  });

/** What is seen, what was told of it, and where the first box lies as shares of the frame. */
const seen = () =>
  tab.evaluate(async () => {
    const { viewer, told } = window as never as { viewer: Viewer; told: { scale: number }[] };
    await viewer.updateComplete;
    const frame = window.harness.find(viewer, '.stage').getBoundingClientRect();
    const box = window.harness.find(viewer, '[role=option]').getBoundingClientRect();
    return {
      viewport: { ...viewer.viewport },
      told: told.length,
      left: (box.left - frame.left) / frame.width,
      top: (box.top - frame.top) / frame.height,
      width: box.width / frame.width,
      clipped: getComputedStyle(window.harness.find(viewer, '.stage')).overflow,
      selected: viewer.selected,
      scrolled: scrollY,
      scale: visualViewport?.scale,
    };
  });

const close = (actual: number, expected: number, tolerance = 1e-3) =>
  assert.ok(Math.abs(actual - expected) < tolerance, `${actual} is not ${expected}`);

async function wheel(x: number, y: number, pixels: number, key: 'Control' | null): Promise<void> {
  const { x: left, y: top, width, height } = await stage();
  await tab.mouse.move(left + x * width, top + y * height);
  if (key) await tab.keyboard.down(key);
  await tab.mouse.wheel({ deltaY: pixels });
  if (key) await tab.keyboard.up(key);
  await tab.evaluate(() => new Promise((resolve) => requestAnimationFrame(() => requestAnimationFrame(resolve))));
}

test('a wheel with the control key enlarges about the pointer, one without it scrolls the page', async () => {
  await wheel(0.125, 0.25, -300, 'Control');
  const { viewport, left, top, width, clipped, told, scale } = await seen();
  close(viewport.scale, Math.E, 1e-6);
  // The corner of the first box lay under the pointer, and does so still.
  close(left, 0.125, 0.005);
  close(top, 0.25, 0.005);
  close(width, (60 / 160) * Math.E, 0.005);
  assert.equal(clipped, 'clip');
  assert.equal(told, 1);
  assert.equal(scale, 1, "the page's own zoom is left alone");
  await wheel(0.125, 0.25, 3000, 'Control');
  assert.deepEqual((await seen()).viewport, { scale: 1, x: 0, y: 0 });
  await wheel(0.125, 0.25, -300, null);
  assert.deepEqual((await seen()).viewport, { scale: 1, x: 0, y: 0 });
});

test('dragging moves the enlarged picture and chooses nothing; a click still chooses', async () => {
  await tab.evaluate(() => {
    const { viewer } = window as never as { viewer: Viewer };
    viewer.viewport = { scale: 2, x: 0, y: 0 };
    viewer.selected = -1;
  });
  await seen();
  const { x, y, width, height } = await stage();
  // Begins on the first box.
  await tab.mouse.move(x + 0.4 * width, y + 0.7 * height);
  await tab.mouse.down();
  await tab.mouse.move(x + 0.2 * width, y + 0.6 * height, { steps: 4 });
  await tab.mouse.up();
  const moved = await seen();
  close(moved.viewport.x, 0.1);
  close(moved.viewport.y, 0.05);
  assert.equal(moved.selected, -1);
  // Where the second box does not reach.
  await tab.mouse.click(x + 0.1 * width, y + 0.9 * height);
  assert.equal((await seen()).selected, 0);
});

test('a whole picture is not dragged', async () => {
  const { x, y, width, height } = await stage();
  await tab.mouse.move(x + 0.9 * width, y + 0.9 * height);
  await tab.mouse.down();
  await tab.mouse.move(x + 0.5 * width, y + 0.5 * height, { steps: 3 });
  await tab.mouse.up();
  assert.equal((await seen()).told, 0);
});

test('two fingers enlarge the picture between them', async () => {
  const { x, y, width, height } = await stage();
  const at = (share: number) => [x + share * width, y + 0.5 * height] as const;
  const [first, second] = [await tab.touchscreen.touchStart(...at(0.4)), await tab.touchscreen.touchStart(...at(0.6))];
  await first.move(...at(0.3));
  await second.move(...at(0.7));
  await first.end();
  await second.end();
  const { viewport } = await seen();
  close(viewport.scale, 2, 0.05);
  close(viewport.x, 0.25, 0.02);
});

test('a double click enlarges and shows all again', async () => {
  const { x, y, width, height } = await stage();
  const twice = () => tab.mouse.click(x + 0.95 * width, y + 0.95 * height, { count: 2 });
  await twice();
  close((await seen()).viewport.scale, 3);
  await twice();
  assert.deepEqual((await seen()).viewport, { scale: 1, x: 0, y: 0 });
});

test('buttons enlarge towards what is chosen, and the next choice is brought into view', async () => {
  const press = (name: string) =>
    tab.evaluate((label) => {
      const { viewer } = window as never as { viewer: Viewer };
      window.harness.find(viewer, `.zoom [aria-label="${label}"]`).click();
    }, name);
  for (let k = 0; k < 4; k++) await press('Zoom in');
  const { viewport } = await seen();
  close(viewport.scale, 1.5 ** 4);
  close(viewport.x + 0.5 / viewport.scale, 50 / 160);
  close(viewport.y + 0.5 / viewport.scale, 60 / 120);
  await tab.evaluate(() => (window as never as { viewer: Viewer }).viewer.choose(1));
  const middle = await tab.evaluate(() => {
    const { viewer } = window as never as { viewer: Viewer };
    const [x0, y0, x1, y1] = viewer.findings[1].box as readonly number[];
    return [(x0 + x1) / 320, (y0 + y1) / 240];
  });
  const next = (await seen()).viewport;
  middle.forEach((share, axis) => {
    const from = axis === 0 ? next.x : next.y;
    assert.ok(share >= from && share <= from + 1 / next.scale, `${share} is not in ${JSON.stringify(next)}`);
  });
  await press('Zoom out');
  close((await seen()).viewport.scale, 1.5 ** 3);
  await tab.evaluate(() => {
    const { viewer } = window as never as { viewer: Viewer };
    window.harness.find(viewer, '.zoom [title="Show the whole picture"]').click();
  });
  assert.deepEqual((await seen()).viewport, { scale: 1, x: 0, y: 0 });
});

test('compared maps and what-if show the same part, and a box is drawn where the pointer is', async () => {
  const frames = await tab.evaluate(async () => {
    const { viewer } = window as never as { viewer: Viewer };
    viewer.viewport = { scale: 2, x: 0.5, y: 0.5 };
    viewer.whatIf = true;
    await window.harness.until(() => viewer.shadowRoot?.querySelectorAll('.plane').length === 2, 'the second picture');
    await viewer.updateComplete;
    return [...(viewer.shadowRoot?.querySelectorAll('.stage, .view') ?? [])].map((frame) => {
      const [outer, inner] = [frame, frame.querySelector('.plane') as Element].map((one) =>
        one.getBoundingClientRect(),
      );
      return [
        (inner.left - outer.left) / outer.width,
        (inner.top - outer.top) / outer.height,
        inner.width / outer.width,
      ];
    });
  });
  for (const [left, top, width] of frames) {
    close(left, -1, 0.01);
    close(top, -1, 0.01);
    close(width, 2, 0.01);
  }
  const drawn = await tab.evaluate(() => {
    const { viewer } = window as never as { viewer: Viewer };
    const button = window.harness.all(viewer, 'button').find((one) => one.textContent?.trim() === 'Draw a box');
    button?.click();
    return viewer.updateComplete.then(() => viewer.findings.length);
  });
  const { x, y, width, height } = await stage();
  await tab.mouse.move(x + 0.5 * width, y + 0.5 * height);
  await tab.mouse.down();
  await tab.mouse.move(x + 0.9 * width, y + 0.9 * height, { steps: 3 });
  await tab.mouse.up();
  const box = await tab.evaluate(() => (window as never as { viewer: Viewer }).viewer.findings.at(-1)?.box);
  assert.equal(drawn, 2);
  for (const [k, side] of [120, 90, 152, 114].entries()) close(box?.[k] ?? 0, side, 1.01);
  assert.deepEqual((await seen()).viewport, { scale: 2, x: 0.5, y: 0.5 });
});
