import assert from 'node:assert/strict';
import { test } from 'node:test';
import type { Page as Tab } from 'puppeteer-core';
import { onStrictPage } from './strict-page.ts';

type Viewer = HTMLElementTagNameMap['xai-viewer'];

let tab: Tab;
onStrictPage(
  {
    entry: 'test/elements/viewer-page.ts',
    ready: 'harness',
    clear: () => window.harness.clear(),
  },
  (opened) => {
    tab = opened;
  },
);

/** Puts a viewer on the page and says where its picture is. */
async function show(script: { segments?: boolean; heads?: boolean }) {
  return tab.evaluate(async (script) => {
    const viewer = await window.harness.make(script);
    const changes: [number, string | undefined][] = [];
    viewer.addEventListener('xai-change', (event) => changes.push([event.index, event.finding?.label]));
    Object.assign(window, { viewer, changes });
    await window.harness.phase(viewer, 'ready');
    await viewer.updateComplete;
    const { x, y, width, height } = window.harness.find(viewer, '.stage').getBoundingClientRect();
    return { x, y, width, height };
  }, script);
}

type Frame = Awaited<ReturnType<typeof show>>;

/** Where a pixel of the 160 x 120 picture lies on the screen. */
const at = (frame: Frame, x: number, y: number) =>
  [frame.x + ((x + 0.5) / 160) * frame.width, frame.y + ((y + 0.5) / 120) * frame.height] as const;

/** What a person's choice came to, once it is explained. */
async function outcome() {
  return tab.evaluate(async () => {
    const { viewer, changes } = window as never as { viewer: Viewer; changes: [number, string][] };
    await window.harness.until(() => viewer.map && viewer.phase === 'ready', 'the map');
    const asked = window.harness.asked(viewer).at(-1) ?? [];
    return {
      changes,
      selected: viewer.selected,
      finding: viewer.findings[viewer.selected],
      asked: asked.map(({ label }) => label),
    };
  });
}

async function press(name: string): Promise<void> {
  await tab.evaluate(async (name) => {
    const { viewer } = window as never as { viewer: Viewer };
    window.harness
      .all(viewer, '.toolbar > button')
      .find((button) => button.innerText === name)
      ?.click();
    await viewer.updateComplete;
  }, name);
}

test('each class lies in its own colour over the picture, the background clear, and the legend names the colours', async () => {
  await show({ segments: true });
  const seen = await tab.evaluate(() => {
    const { viewer } = window as never as { viewer: Viewer };
    const { all, find, pixels } = window.harness;
    const canvas = find<HTMLCanvasElement>(viewer, 'canvas.segments');
    const words = pixels(viewer, 'segments');
    const bytes = new Uint8Array(words.buffer);
    const colour = (x: number, y: number) => {
      const pixel = Math.floor(((y + 0.5) / 120) * canvas.height) * canvas.width;
      const place = 4 * (pixel + Math.floor(((x + 0.5) / 160) * canvas.width));
      return `rgb(${bytes.slice(place, place + 3).join(', ')})${bytes[place + 3] === 255 ? '' : ' clear'}`;
    };
    const entries = all(viewer, '.segments [role=option]');
    return {
      painted: [colour(20, 80), colour(120, 80), colour(80, 10)],
      entries: entries.map((entry) => entry.textContent?.replace(/\s+/g, ' ').trim()),
      swatches: entries.map((entry) => getComputedStyle(entry.children[0]).backgroundColor),
      names: all(viewer, '.name-on-picture').map((name) => name.innerText),
      opacity: canvas.style.opacity,
    };
  });
  assert.deepEqual(seen.entries, [
    'road 42 % of the picture, Score 70 %',
    'dog 25 % of the picture, Score 80 %',
    'background 33 % of the picture, Score 90 %',
  ]);
  const [road, dog] = seen.swatches;
  assert.deepEqual(seen.painted, [dog, road, 'rgb(0, 0, 0) clear']);
  assert.notEqual(dog, road);
  assert.deepEqual(seen.names, ['road', 'dog'], 'colours are not the only way to tell');
  assert.equal(seen.opacity, '0.6');
});

test('a class is chosen by clicking its pixel; the chosen one alone is outlined under its map', async () => {
  const frame = await show({ segments: true });
  await tab.mouse.move(...at(frame, 30, 90));
  const pointed = await tab.evaluate(async () => {
    const { viewer } = window as never as { viewer: Viewer };
    await viewer.updateComplete;
    return [
      window.harness.find(viewer, '.pointer-label').innerText,
      window.harness.find(viewer, '.segment.pointed .name').innerText,
    ];
  });
  assert.deepEqual(pointed, ['dog', 'dog']);
  await tab.mouse.click(...at(frame, 30, 90));
  const { changes, finding, asked } = await outcome();
  assert.deepEqual(changes, [[1, 'dog']]);
  assert.deepEqual(finding.spec, { kind: 'region', class: 1 });
  assert.deepEqual(asked, ['road', 'dog', 'background'], 'one run explains them all');
  const outlined = await tab.evaluate(() => {
    const { viewer } = window as never as { viewer: Viewer };
    const counts = new Map<number, number>();
    for (const word of window.harness.pixels(viewer, 'segments')) counts.set(word, (counts.get(word) ?? 0) + 1);
    const { opacity } = window.harness.find(viewer, 'canvas.segments').style;
    return {
      colours: [...counts.keys()].sort(),
      opacity,
      names: window.harness.all(viewer, '.name-on-picture').length,
    };
  });
  // Clear, and the two lines.
  assert.equal(outlined.colours.length, 3);
  assert.deepEqual([outlined.opacity, outlined.names], ['1', 1]);
});

test('a class is chosen by keyboard in the legend', async () => {
  await show({ segments: true });
  await tab.evaluate(() => {
    const { viewer } = window as never as { viewer: Viewer };
    window.harness.all(viewer, '.segments [role=option]')[0].focus();
  });
  await tab.keyboard.press('ArrowDown');
  const { changes } = await outcome();
  assert.deepEqual(changes, [[1, 'dog']]);
});

test('a box asks about the thing in it, a click about one pixel', async () => {
  const frame = await show({ segments: true });
  await press('Draw a box');
  await tab.mouse.move(...at(frame, 10, 20));
  await tab.mouse.down();
  await tab.mouse.move(...at(frame, 50, 59), { steps: 3 });
  await tab.mouse.up();
  const boxed = await outcome();
  // Half of the box is background, which nobody draws around.
  assert.deepEqual(boxed.changes, [[3, 'dog in your box']]);
  const { spec, box } = boxed.finding;
  assert.ok(spec?.kind === 'region' && spec.class === 1 && spec.box && box);
  [10, 20, 50, 59].forEach((side, k) => {
    assert.ok(Math.abs(box[k] - side) <= 1, `${box}`);
  });
  assert.deepEqual(boxed.asked, ['road', 'dog', 'background', 'dog in your box']);
  await press('Draw a box');
  await tab.mouse.click(...at(frame, 120, 100));
  const { finding } = await tab.evaluate(async () => {
    const { viewer } = window as never as { viewer: Viewer };
    await window.harness.until(() => viewer.findings.length === 5, 'the pixel');
    return { finding: viewer.findings[4] };
  });
  assert.deepEqual(finding.spec, { kind: 'region', class: 2, pixel: [120, 100] });
});

test('a painted region is asked about with its mask, in the pixels of the picture', async () => {
  const frame = await show({ segments: true });
  await press('Paint a place');
  await tab.mouse.move(...at(frame, 80, 80));
  await tab.mouse.down();
  await tab.mouse.move(...at(frame, 140, 80), { steps: 5 });
  await tab.mouse.up();
  await outcome();
  const seen = await tab.evaluate(() => {
    const { viewer } = window as never as { viewer: Viewer };
    const { label, spec } = viewer.findings[viewer.selected];
    if (spec?.kind !== 'region' || !spec.mask) return null;
    const { width, height, data } = spec.mask;
    const count = (x0: number, y0: number, x1: number, y1: number) =>
      data.filter((inside, at) => {
        const [x, y] = [at % width, Math.floor(at / width)];
        return inside && x >= x0 && x < x1 && y >= y0 && y < y1;
      }).length;
    return { label, size: [width, height], all: count(0, 0, 160, 120), stroke: count(76, 76, 145, 85) };
  });
  assert.ok(seen);
  assert.equal(seen.label, 'road where you painted');
  assert.deepEqual(seen.size, [160, 120]);
  // A stroke of 60 pixels and a brush of 7.2: some 470 pixels, all near the line.
  assert.ok(seen.all > 380 && seen.all < 560, `${seen.all} pixels`);
  assert.equal(seen.stroke, seen.all);
});

test('Escape gives painting up', async () => {
  await show({ segments: true });
  await press('Paint a place');
  await tab.keyboard.press('Escape');
  const left = await tab.evaluate(async () => {
    const { viewer } = window as never as { viewer: Viewer };
    await viewer.updateComplete;
    return { drawing: window.harness.all(viewer, '.drawing').length, findings: viewer.findings.length };
  });
  assert.deepEqual(left, { drawing: 0, findings: 3 });
});

test('the answers of each head are a group of the list, chosen like classes', async () => {
  await show({ heads: true });
  const groups = await tab.evaluate(() => {
    const { viewer } = window as never as { viewer: Viewer };
    return window.harness
      .all(viewer, '[role=listbox] > [role=group]')
      .map((group) => [group.getAttribute('aria-label'), group.querySelectorAll('[role=option]').length]);
  });
  assert.deepEqual(groups, [
    ['colour', 3],
    ['kind', 2],
  ]);
  await tab.evaluate(() => {
    const { viewer } = window as never as { viewer: Viewer };
    window.harness.all(viewer, '[role=option]')[2].focus();
  });
  await tab.keyboard.press('ArrowDown');
  const { changes, finding } = await outcome();
  assert.deepEqual(changes, [[3, 'hatch']]);
  assert.deepEqual(finding.spec, { kind: 'attribute', head: 'kind', answer: 0 });
});

test('a box asks a model with heads about that part, and the same answer stays chosen', async () => {
  const frame = await show({ heads: true });
  await tab.evaluate(() => {
    const { viewer } = window as never as { viewer: Viewer };
    window.harness.all(viewer, '[role=option]')[3].click();
  });
  await outcome();
  await press('Ask about a part');
  await tab.mouse.move(...at(frame, 20, 20));
  await tab.mouse.down();
  await tab.mouse.move(...at(frame, 100, 90), { steps: 3 });
  await tab.mouse.up();
  const seen = await tab.evaluate(async () => {
    const { viewer } = window as never as { viewer: Viewer };
    await window.harness.until(() => viewer.prediction?.box && viewer.map && viewer.phase === 'ready', 'the part');
    const { label, score, spec } = viewer.findings[viewer.selected];
    const dimmed = window.harness.all(viewer, '.asked').length;
    return { label, score, part: spec?.kind === 'attribute' ? spec.box : null, box: viewer.prediction?.box, dimmed };
  });
  assert.deepEqual([seen.label, seen.score, seen.dimmed], ['hatch', 0.6, 1]);
  assert.deepEqual(seen.part, seen.box);
  await press('Ask about all of it');
  const whole = await tab.evaluate(async () => {
    const { viewer } = window as never as { viewer: Viewer };
    await window.harness.until(() => viewer.prediction && !viewer.prediction.box, 'the whole picture');
    return viewer.findings[viewer.selected].score;
  });
  assert.equal(whole, 0.8);
});

for (const theme of ['light', 'dark']) {
  test(`axe finds nothing in segments and heads, ${theme}`, async () => {
    await tab.emulateMediaFeatures([{ name: 'prefers-color-scheme', value: theme }]);
    // As text, so that the bundler leaves it alone.
    await tab.evaluate(`import('/axe.js').then(() => true)`);
    const seen = await tab.evaluate(async () => {
      const { make, phase, explained } = window.harness;
      Object.assign(document.documentElement.style, { colorScheme: 'light dark', background: 'Canvas' });
      const { axe } = window as never as {
        axe: { run(place: Element): Promise<{ violations: { id: string; nodes: { html: string }[] }[] }> };
      };
      const found: string[] = [];
      const check = async (name: string, viewer: Viewer) => {
        await viewer.updateComplete;
        const { violations } = await axe.run(viewer);
        for (const { id, nodes } of violations) found.push(`${name}: ${id}: ${nodes.map((n) => n.html).join('; ')}`);
      };
      const segments = await make({ segments: true });
      await phase(segments, 'ready');
      await check('segments', segments);
      segments.selected = 1;
      await explained(segments);
      await check('a chosen segment', segments);
      const heads = await make({ heads: true }, { selected: '0', loading: 'eager' });
      await explained(heads);
      await check('heads', heads);
      return found;
    });
    assert.deepEqual(seen, []);
  });
}
