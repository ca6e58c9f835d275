import assert from 'node:assert/strict';
import { test } from 'node:test';
import type { KeyInput, Page as Tab } from 'puppeteer-core';
import { onStrictPage } from './strict-page.ts';

type Timeline = HTMLElementTagNameMap['xai-timeline'];

let tab: Tab;
onStrictPage(
  {
    entry: 'test/elements/timeline-page.ts',
    ready: 'timelines',
    width: 900,
    height: 1000,
    clear: () => window.timelines.clear(),
  },
  (opened) => {
    tab = opened;
  },
);

const near = (value: number, expected: number, within: number) =>
  assert.ok(Math.abs(value - expected) <= within, `${value} is not within ${within} of ${expected}`);

/** A timeline whose labels may be edited: rest before second 10, walking after; every change that it tells of is kept. */
const begin = (unlabelled = false) =>
  tab.evaluate(async (bare) => {
    const timeline = await window.timelines.ready({ unlabelled: bare }, { editable: '' });
    const told: string[] = [];
    document.body.dataset.told = '';
    timeline.addEventListener('xai-labels', ({ change, labels }) => {
      told.push(`${change} ${labels.length}`);
      document.body.dataset.told = told.join(', ');
    });
  }, unlabelled);

interface Known {
  /** `label start-end`, as they are. */
  readonly labels: readonly string[];
  readonly told: string;
  readonly headline: string | null;
  /** Class, and data of the focused element in the timeline. */
  readonly focused: string;
}

const now = (): Promise<Known> =>
  tab.evaluate(async () => {
    const timeline = document.querySelector('xai-timeline') as Timeline;
    await window.timelines.frame(timeline);
    const active = timeline.shadowRoot?.activeElement as HTMLElement | null;
    return {
      labels: timeline.knownLabels.map(({ start, end, label }) => `${label} ${start}-${end}`),
      told: document.body.dataset.told ?? '',
      headline: window.timelines.text(timeline, '.headline'),
      focused: active ? `${active.className} ${active.dataset.edge ?? ''}`.trim() : '',
    };
  });

const place = (seconds: number) =>
  tab.evaluate(
    (time) => window.timelines.place(document.querySelector('xai-timeline') as Timeline, 'labels', time),
    seconds,
  );

const drag = async (from: number, to: number) => {
  const [begun, ended] = [await place(from), await place(to)];
  await tab.mouse.move(begun.x, begun.y);
  await tab.mouse.down();
  await tab.mouse.move(ended.x, ended.y, { steps: 5 });
  await tab.mouse.up();
};

const press = async (key: KeyInput, ...held: KeyInput[]) => {
  for (const one of held) await tab.keyboard.down(one);
  await tab.keyboard.press(key);
  for (const one of held) await tab.keyboard.up(one);
  return now();
};

/** Start and end of the label of that name. */
const timesOf = ({ labels }: Known, name: string) =>
  (labels.find((one) => one.startsWith(`${name} `)) ?? '').split(' ')[1].split('-').map(Number);

test('a drag over the track draws a label; verdicts follow at once, the page is told once, all is taken back', async () => {
  await begin(true);
  assert.match((await now()).headline ?? '', /^19 windows\. Without labels/);
  await drag(11.9, 16.1);
  const drawn = await now();
  assert.equal(drawn.told, 'add 1');
  assert.equal(drawn.focused, 'label-frame');
  const [start, end] = timesOf(drawn, 'rest');
  near(start, 11.9, 0.03);
  near(end, 16.1, 0.03);
  // Windows of two seconds, one a second: five share half of themselves with it, and all but one are answered as walking.
  assert.match(drawn.headline ?? '', /^19 windows; the labels speak of 5: 1 right, 4 wrong\.$/);
  const undone = await press('z', 'Control');
  assert.deepEqual([undone.labels, undone.told], [[], 'add 1, undo 0']);
  assert.match(undone.headline ?? '', /Without labels/);
  const redone = await press('y', 'Control');
  assert.deepEqual(redone.labels, drawn.labels);
});

test('labels are moved, and resized at their edges; an edge meets that of its neighbour', async () => {
  await begin();
  const before = await now();
  assert.deepEqual(before.labels, ['rest 0-10', 'walk 10-20']);
  assert.equal(before.headline, '19 windows; the labels speak of 19: 17 right, 2 wrong.');
  await drag(10.05, 6);
  const resized = await now();
  // What lies at the common edge is the start of the second: the shorter, or the later drawn.
  const [from] = timesOf(resized, 'walk');
  const [, until] = timesOf(resized, 'rest');
  assert.equal(resized.told, 'resize 2');
  assert.ok(Math.abs(from - 6) < 0.05 || Math.abs(until - 6) < 0.05, resized.labels.join());
  await press('z', 'Control');
  await drag(19.97, 15);
  near(timesOf(await now(), 'walk')[1], 15, 0.03);
  await drag(13, 15);
  const moved = timesOf(await now(), 'walk');
  near(moved[0], 12, 0.03);
  near(moved[1], 17, 0.03);
  // Back to within a few pixels of the other label: there they meet.
  await drag(14, 12.06);
  const met = timesOf(await now(), 'walk');
  assert.equal(met[0], 10);
  near(met[1], 15, 0.05);
});

test('a press chooses a label, a second one leads to its name; Escape in a drag takes it back', async () => {
  await begin();
  const { x, y } = await place(4);
  await tab.mouse.click(x, y);
  assert.equal((await now()).focused, 'label-frame');
  await tab.mouse.click(x, y, { count: 2 });
  const fields = await tab.evaluate(async () => {
    const timeline = document.querySelector('xai-timeline') as Timeline;
    await window.timelines.frame(timeline);
    const root = timeline.shadowRoot as ShadowRoot;
    return {
      focused: root.activeElement === root.querySelector('.label-name input'),
      pressed: root.querySelector<HTMLElement>('.names [aria-pressed=true]')?.innerText.trim(),
      times: [...root.querySelectorAll<HTMLInputElement>('.fields [data-edge]')].map(({ value }) => value),
    };
  });
  assert.deepEqual(fields, { focused: true, pressed: 'rest', times: ['0', '10'] });
  await tab.keyboard.type('standing');
  const named = await press('Enter');
  assert.deepEqual([named.labels[0], named.focused], ['standing 0-10', 'label-frame']);
  const [begun, ended] = [await place(5), await place(8)];
  await tab.mouse.move(begun.x, begun.y);
  await tab.mouse.down();
  await tab.mouse.move(ended.x, ended.y, { steps: 4 });
  assert.notEqual((await now()).labels[0], 'standing 0-10');
  await tab.keyboard.press('Escape');
  await tab.mouse.up();
  const after = await now();
  assert.deepEqual([after.labels[0], after.told], ['standing 0-10', 'rename 2']);
});

test('by keyboard alone: a new label is made, named, moved, resized, chosen among others and taken away', async () => {
  await begin();
  await tab.evaluate(() => window.timelines.find(document.querySelector('xai-timeline') as Timeline, '.frame').focus());
  await press('ArrowRight');
  // Window 2 is seconds 1 to 3.
  assert.deepEqual((await press('n')).labels, ['rest 0-10', 'rest 1-3', 'walk 10-20']);
  assert.deepEqual((await press('2')).labels[1], 'walk 1-3');
  const step = 0.05;
  const moved = timesOf(await press('ArrowRight', 'Shift'), 'walk');
  near(moved[0], 1 + step, 1e-6);
  near(moved[1], 3 + step, 1e-6);
  await press('ArrowRight', 'Shift');
  await press('Tab');
  assert.equal((await now()).focused, 'label-edge start');
  near(timesOf(await press('ArrowLeft'), 'walk')[0], 1 + step, 1e-6);
  await press('Tab');
  near(timesOf(await press('ArrowRight', 'Shift'), 'walk')[1], 3 + 12 * step, 1e-6);
  await press('Tab', 'Shift');
  await press('Tab', 'Shift');
  const spoken = () =>
    tab.evaluate(
      () => window.timelines.find(document.querySelector('xai-timeline') as Timeline, '.label-frame').ariaValueText,
    );
  assert.equal((await press('ArrowLeft')).focused, 'label-frame');
  assert.equal(await spoken(), 'rest, 0.00 s to 10.00 s, 1 of 3');
  await press('End');
  assert.equal(await spoken(), 'walk, 10.00 s to 20.00 s, 3 of 3');
  const removed = await press('Delete');
  assert.equal(removed.labels.length, 2);
  assert.equal(removed.focused, 'label-frame');
  assert.match(removed.told, /^add 3, rename 3, move 3, move 3, resize 3, resize 3, remove 2$/);
  // Presses of one key are taken back together.
  for (const expected of [3, 3, 3, 3, 3]) assert.equal((await press('z', 'Control')).labels.length, expected);
  const back = await press('z', 'Control');
  assert.deepEqual([back.labels, back.focused], [['rest 0-10', 'walk 10-20'], 'label-new']);
  await press('l');
  assert.equal(await spoken(), 'rest, 0.00 s to 10.00 s, 1 of 2');
  await press('Escape');
  assert.equal((await now()).focused, 'frame');
});

test('the fields take a name of any kind and times; what cannot be is corrected, and said nowhere', async () => {
  await begin();
  await tab.evaluate(() => window.timelines.find(document.querySelector('xai-timeline') as Timeline, '.frame').focus());
  await press('l');
  const write = async (selector: string, text: string) => {
    await tab.evaluate((where) => {
      const input = window.timelines.find<HTMLInputElement>(document.querySelector('xai-timeline') as Timeline, where);
      input.focus();
      input.select();
    }, selector);
    await tab.keyboard.type(text);
    return press('Enter');
  };
  assert.equal((await write('.fields [data-edge=end]', '7.25')).labels[0], 'rest 0-7.25');
  assert.equal((await write('.fields [data-edge=end]', '99')).labels[0], 'rest 0-20');
  assert.equal((await write('.fields [data-edge=start]', '19.999')).labels.at(-1), 'rest 19.98-20');
  const { told } = await write('.label-name input', '   ');
  assert.equal(told, 'resize 2, resize 2, resize 2');
  assert.match((await write('.label-name input', ' 走, "quickly" ')).labels.at(-1) ?? '', /^走, "quickly" 19\.98/);
});

test('labels that the page gives are edited in turn; what the page was told and gives back keeps its history', async () => {
  await begin();
  const seen = await tab.evaluate(async () => {
    const timeline = document.querySelector('xai-timeline') as Timeline;
    const { until, frame, find } = window.timelines;
    timeline.labels = [{ start: 3, end: 5, label: 'jump', confidence: null }];
    await until(() => timeline.knownLabels.length === 1, 'the labels of the page');
    await frame(timeline);
    const without = find<HTMLButtonElement>(timeline, '.undo button').disabled;
    timeline.addEventListener('xai-labels', ({ labels }) => {
      timeline.labels = labels.map((one) => ({ ...one }));
    });
    find(timeline, '.label-new').click();
    await frame(timeline);
    await frame(timeline);
    const kept = !find<HTMLButtonElement>(timeline, '.undo button').disabled;
    timeline.labels = [{ start: 5, end: 3, label: 'jump', confidence: null }];
    await until(() => timeline.phase === 'error', 'the refusal');
    return {
      without,
      kept,
      count: timeline.knownLabels.length,
      code: timeline.error?.code,
      said: timeline.error?.message,
    };
  });
  assert.deepEqual([seen.without, seen.kept, seen.count], [true, true, 2]);
  assert.equal(seen.code, 'option-invalid');
  assert.match(seen.said ?? '', /^Number 0 of the labels has an end \(3\) before its start \(5\)\. Correct it\.$/);
});

test('without being editable labels are looked at only', async () => {
  const seen = await tab.evaluate(async () => {
    const timeline = await window.timelines.ready();
    const layer = window.timelines.find(timeline, '.label-layer');
    return { layer: layer === null, panel: window.timelines.find(timeline, '.labelling') === null };
  });
  assert.deepEqual(seen, { layer: true, panel: true });
  await tab.evaluate(() => window.timelines.find(document.querySelector('xai-timeline') as Timeline, '.frame').focus());
  assert.deepEqual((await press('n')).labels, ['rest 0-10', 'walk 10-20']);
});

test('by a finger: a drag draws, a second finger takes it back', async () => {
  await begin(true);
  const [a, b] = [await place(5), await place(9)];
  const first = await tab.touchscreen.touchStart(a.x, a.y);
  await first.move((a.x + b.x) / 2, a.y);
  await first.move(b.x, a.y);
  await first.end();
  near(timesOf(await now(), 'rest')[1], 9, 0.1);
  const [c, d] = [await place(12), await place(15)];
  const again = await tab.touchscreen.touchStart(c.x, c.y);
  await again.move(d.x - 20, c.y);
  await again.move(d.x, c.y);
  assert.equal((await now()).labels.length, 2);
  const second = await tab.touchscreen.touchStart(d.x + 60, c.y);
  assert.equal((await now()).labels.length, 1);
  await second.end();
  await again.end();
  assert.equal((await now()).labels.length, 1);
});

test('tracks are ordered by dragging their grips, and by arrows on them', async () => {
  await begin();
  const at = (track: string) =>
    tab.evaluate((name) => {
      const grip = window.timelines.find(
        document.querySelector('xai-timeline') as Timeline,
        `[data-track=${name}] .grip`,
      );
      const { left, top, width, height } = grip.getBoundingClientRect();
      return { x: left + width / 2, y: top + height / 2 };
    }, track);
  const tracks = () =>
    tab.evaluate(async () => {
      const timeline = document.querySelector('xai-timeline') as Timeline;
      await window.timelines.frame(timeline);
      return window.timelines.tracks(timeline).join(' ');
    });
  const [map, recording] = [await at('map'), await at('recording')];
  await tab.mouse.move(map.x, map.y);
  await tab.mouse.down();
  await tab.mouse.move(map.x, recording.y + 30, { steps: 12 });
  assert.equal(await tracks(), 'map recording labels predictions', 'while it is dragged');
  await tab.mouse.up();
  const shown = await tab.evaluate(() => (document.querySelector('xai-timeline') as Timeline).shown);
  assert.deepEqual(shown, { from: 0, to: 20 }, 'nothing was panned');
  const labels = await at('labels');
  await tab.mouse.move(labels.x, labels.y);
  await tab.mouse.down();
  await tab.mouse.move(labels.x, labels.y + 300, { steps: 6 });
  await tab.mouse.up();
  assert.equal(await tracks(), 'map recording predictions labels');
  await tab.evaluate(() =>
    window.timelines.find(document.querySelector('xai-timeline') as Timeline, '[data-track=map] .grip').focus(),
  );
  await press('ArrowDown');
  assert.equal((await now()).focused, 'grip', 'the focus goes along');
  await press('ArrowDown');
  await press('ArrowDown');
  await press('ArrowDown');
  await press('ArrowUp');
  assert.equal(await tracks(), 'recording predictions map labels');
});

test('the frame of the first window passes behind the titles of the tracks', async () => {
  const seen = await tab.evaluate(async () => {
    const timeline = await window.timelines.ready();
    const title = window.timelines.find(timeline, '[data-track=labels] .title .name');
    const frame = window.timelines.find(timeline, '.frame').getBoundingClientRect();
    const { left, right } = title.getBoundingClientRect();
    return {
      // Beside the frame's left border, and opaque where its right one passes.
      leftFree: left - frame.left,
      crosses: frame.right > left && frame.right < right,
      background: getComputedStyle(title).backgroundColor,
    };
  });
  assert.ok(seen.leftFree >= 3, `${seen.leftFree} pixels`);
  assert.match(seen.background, /^rgb\(/);
});

test('axe finds nothing to complain of while a label is edited, light and dark, wide and narrow', async () => {
  await begin();
  await tab.evaluate(() => window.timelines.find(document.querySelector('xai-timeline') as Timeline, '.frame').focus());
  await press('l');
  await tab.evaluate(`import('/axe.js').then(() => true)`);
  for (const [width, scheme] of [
    [900, 'light'],
    [360, 'dark'],
  ] as const) {
    await tab.setViewport({ width, height: 1000 });
    await tab.emulateMediaFeatures([{ name: 'prefers-color-scheme', value: scheme }]);
    const found = await tab.evaluate(async () => {
      type Axe = { run(where: string): Promise<{ violations: { id: string; nodes: { html: string }[] }[] }> };
      const { violations } = await (window as never as { axe: Axe }).axe.run('xai-timeline');
      return {
        wide: document.documentElement.scrollWidth - innerWidth,
        violations: violations.map(({ id, nodes }) => `${id}: ${nodes.map(({ html }) => html).join(' ')}`),
      };
    });
    assert.deepEqual(found, { wide: 0, violations: [] }, `${width} ${scheme}`);
  }
  await tab.setViewport({ width: 900, height: 1000 });
  await tab.emulateMediaFeatures([]);
});
