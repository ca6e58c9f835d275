import assert from 'node:assert/strict';
import { test } from 'node:test';
import type { Page as Tab } from 'puppeteer-core';
import { onStrictPage } from './strict-page.ts';

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

test('picture and boxes are shown where the objects are, as a list that can be read aloud', async () => {
  const seen = await tab.evaluate(async () => {
    const { make, phase, find, all } = window.harness;
    const viewer = await make();
    await phase(viewer, 'ready');
    const stage = find(viewer, '.stage').getBoundingClientRect();
    const box = all(viewer, '[role=option]')[0].getBoundingClientRect();
    return {
      ratio: stage.width / stage.height,
      box: [
        (box.left - stage.left) / stage.width,
        (box.top - stage.top) / stage.height,
        box.width / stage.width,
        box.height / stage.height,
      ],
      names: all(viewer, '[role=listbox] > [role=option]').map((option) => option.getAttribute('aria-label')),
      tabStops: all(viewer, '[role=option]').map((option) => option.tabIndex),
      state: viewer.matches(':state(ready)'),
    };
  });
  // Layout rounds to 1/64 of a pixel.
  const close = (a: number, b: number) => assert.ok(Math.abs(a - b) < 1e-3, `${a} is not ${b}`);
  close(seen.ratio, 160 / 120);
  [20 / 160, 30 / 120, 60 / 160, 60 / 120].forEach((share, side) => {
    close(seen.box[side], share);
  });
  assert.deepEqual(seen.names, ['dog 90 %', 'bicycle 85 %']);
  assert.deepEqual(seen.tabStops, [0, -1]);
  assert.ok(seen.state);
});

test('an event tells each change of where things stand, once', async () => {
  const phases = await tab.evaluate(async () => {
    const { make, phase, explained } = window.harness;
    const seen: string[] = [];
    document.addEventListener('xai-phase', (event) => seen.push((event as HTMLElementEventMap['xai-phase']).phase));
    const viewer = await make();
    await phase(viewer, 'ready');
    viewer.selected = 0;
    await explained(viewer);
    await phase(viewer, 'ready');
    return seen;
  });
  // Before it is known to be in view the picture may have come already, and nothing is under way for a moment.
  const before = phases.slice(0, -4);
  assert.deepEqual(phases.slice(-4), ['loading', 'ready', 'running', 'ready']);
  assert.ok(before.length === 0 || before.join() === 'loading,idle', before.join());
});

test('a saved explanation is shown until the same is made afresh', async () => {
  const seen = await tab.evaluate(async () => {
    const { make, phase, explained, save, until, isPainted, find, slow } = window.harness;
    const before = await make();
    await phase(before, 'ready');
    before.selected = 0;
    await explained(before);
    const preview = await save(before);
    before.remove();

    const viewer = await make({ pace: 100 });
    slow(viewer, 200);
    viewer.preview = preview;
    viewer.selected = 0;
    viewer.reveal = 'manual';
    await until(() => isPainted(viewer), 'the saved map');
    const early = {
      label: viewer.findings[0].label,
      size: [viewer.map?.width, viewer.map?.height],
      maps: viewer.maps,
      words: find(viewer, '.particulars').innerText,
    };
    viewer.start();
    const widths = new Set<number | undefined>();
    while (viewer.phase !== 'ready' || !viewer.maps) {
      widths.add(viewer.map?.width);
      await new Promise((resolve) => setTimeout(resolve, 10));
    }
    return { early, widths: [...widths], width: viewer.map?.width, words: find(viewer, '.particulars').innerText };
  });
  assert.deepEqual(seen.early.label, 'dog');
  assert.deepEqual(seen.early.size, [32, 24]);
  assert.equal(seen.early.maps, null, 'nothing has been made yet');
  assert.match(seen.early.words, /An earlier result/);
  assert.deepEqual(seen.widths, [32, 160], 'at no moment there is no map');
  assert.equal(seen.width, 160);
  assert.doesNotMatch(seen.words, /earlier/);
});

test('arrow keys choose what to explain; only a person fires change', async () => {
  await tab.evaluate(async () => {
    const { make, phase, all, explained } = window.harness;
    const viewer = await make({ objects: 3 });
    const changes: number[] = [];
    viewer.addEventListener('xai-change', (event) => changes.push(event.index));
    Object.assign(window, { changes, viewer });
    await phase(viewer, 'ready');
    viewer.selected = 0;
    await explained(viewer);
    all(viewer, '[role=option]')[0].focus();
  });
  await tab.keyboard.press('ArrowRight');
  await tab.keyboard.press('End');
  await tab.keyboard.press('ArrowLeft');
  const seen = await tab.evaluate(() => {
    const { viewer, changes } = window as never as { viewer: HTMLElementTagNameMap['xai-viewer']; changes: number[] };
    return {
      changes,
      selected: viewer.selected,
      focused: viewer.shadowRoot?.activeElement?.getAttribute('aria-label'),
      calls: window.harness.calls(viewer),
    };
  });
  assert.deepEqual(seen.changes, [1, 2, 1]);
  assert.equal(seen.selected, 1);
  assert.equal(seen.focused, 'bicycle 85 %');
  assert.deepEqual(
    seen.calls.filter((kind) => kind === 'explain'),
    ['explain'],
    'one run explains them all',
  );
});

test('the map grows, and at the end there are numbers, words and the finished maps', async () => {
  const seen = await tab.evaluate(async () => {
    const { make, phase, find, until, isPainted } = window.harness;
    const viewer = await make({ steps: 30 });
    await phase(viewer, 'ready');
    const reports: number[] = [];
    viewer.addEventListener('xai-progress', (event) => event.activity === 'explanation' && reports.push(event.done));
    const finished = new Promise<number>((resolve) => {
      viewer.addEventListener('xai-explain', (event) => resolve(event.maps.length));
    });
    const from = performance.now();
    find(viewer, '[role=option]').click();
    await until(() => isPainted(viewer), 'a growing map');
    const growing = { phase: viewer.phase, masks: viewer.map?.masks ?? 0, words: find(viewer, '.status').innerText };
    const maps = await finished;
    const took = performance.now() - from;
    await phase(viewer, 'ready');
    await viewer.updateComplete;
    return {
      growing,
      maps,
      took,
      reports,
      caption: find(viewer, 'figcaption').innerText,
      numbers: [...(viewer.shadowRoot?.querySelectorAll('.number') ?? [])].map((number) => number.textContent),
      status: find(viewer, '.status').innerText,
    };
  });
  assert.equal(seen.growing.phase, 'running');
  assert.ok(seen.growing.masks < 30, 'seen before it was finished');
  assert.match(seen.growing.words, /Explaining “dog”.*masked pictures/s);
  assert.equal(seen.maps, 2);
  assert.deepEqual(
    seen.reports,
    [...seen.reports].sort((a, b) => a - b),
  );
  const most = seen.took / 100 + 1;
  assert.ok(
    seen.reports.length <= most,
    `one report in 100 ms and the first: ${seen.reports.length} in ${seen.took} ms`,
  );
  assert.match(seen.caption, /of the weight lies inside the dog's box; the peak is in its middle/);
  assert.deepEqual(seen.numbers, ['0', '30']);
  assert.match(seen.status, /Explained “dog”.*D-RISE · 30 masks · reliability 0.91 · on the processor/s);
});

test('several properties set in one task make one run, and the earlier run is cancelled', async () => {
  const seen = await tab.evaluate(async () => {
    const { make, phase, calls, workers } = window.harness;
    const viewer = await make({ steps: 200 }, { selected: '0' });
    await phase(viewer, 'running');
    viewer.masks = 500;
    viewer.seed = 7;
    viewer.preset = 'paper';
    await window.harness.until(() => calls(viewer).filter((kind) => kind === 'explain').length > 1, 'a second run');
    await window.harness.sleep(100);
    const heard = workers(viewer).heard;
    const asked = heard.flatMap((m) => (m.kind === 'call' && m.call.kind === 'explain' ? [m.call.options] : []));
    return { asked, cancels: heard.filter((message) => message.kind === 'cancel').length };
  });
  assert.deepEqual(seen.asked, [{}, { masks: 500, preset: 'paper', seed: 7 }]);
  assert.equal(seen.cancels, 1);
});

test('stop keeps what has grown; choosing again starts anew', async () => {
  const seen = await tab.evaluate(async () => {
    const { make, phase, find, until, isPainted, calls } = window.harness;
    const viewer = await make({ steps: 100 }, { selected: '0' });
    await until(() => isPainted(viewer), 'a growing map');
    find(viewer, '[part=stop]').click();
    await phase(viewer, 'ready');
    await viewer.updateComplete;
    const stopped = { painted: isPainted(viewer), words: find(viewer, '.headline').innerText, error: viewer.error };
    find(viewer, '[role=option]').click();
    await until(() => calls(viewer).filter((kind) => kind === 'explain').length === 2, 'a second run');
    return { stopped, phase: viewer.phase };
  });
  assert.deepEqual(seen.stopped, {
    painted: true,
    words: 'Stopped. Choose an object to explain it again.',
    error: null,
  });
  assert.equal(seen.phase, 'running');
});

test('Escape stops, plus and minus change the opacity without painting again', async () => {
  await tab.evaluate(async () => {
    const { make, all, until, isPainted } = window.harness;
    const viewer = await make({ steps: 100 }, { selected: '0' });
    await until(() => isPainted(viewer), 'a growing map');
    Object.assign(window, { viewer });
    all(viewer, '[role=option]')[0].focus();
  });
  await tab.keyboard.press('Escape');
  const before = await tab.evaluate(async () => {
    const { viewer } = window as never as { viewer: HTMLElementTagNameMap['xai-viewer'] };
    await window.harness.phase(viewer, 'ready');
    const canvas = window.harness.find<HTMLCanvasElement>(viewer, 'canvas.map');
    // Painting sets the size, which would wipe this mark away.
    canvas.getContext('2d')?.clearRect(0, 0, 1, 1);
    return canvas.style.opacity;
  });
  await tab.keyboard.press('+');
  const afterwards = await tab.evaluate(async () => {
    const { viewer } = window as never as { viewer: HTMLElementTagNameMap['xai-viewer'] };
    await viewer.updateComplete;
    const canvas = window.harness.find<HTMLCanvasElement>(viewer, 'canvas.map');
    return { opacity: canvas.style.opacity, mark: window.harness.pixels(viewer)[0] };
  });
  assert.equal(before, '0.8');
  assert.deepEqual(afterwards, { opacity: '0.9', mark: 0 });
});

test('what goes wrong is said in words with its code, and can be tried again', async () => {
  const seen = await tab.evaluate(async () => {
    const { make, phase, find } = window.harness;
    const errors: string[] = [];
    document.addEventListener(
      'xai-error',
      (event) => errors.push((event as never as { error: { code: string } }).error.code),
      {
        once: true,
      },
    );
    const viewer = await make({ failPrediction: 'The scores are not numbers. Check the export.' });
    await phase(viewer, 'error');
    await viewer.updateComplete;
    const words = find(viewer, '[role=alert]').innerText;
    const state = viewer.matches(':state(error)');
    find(viewer, '[part=retry]').click();
    await phase(viewer, 'ready');
    return { words, state, errors, code: viewer.error };
  });
  assert.match(seen.words, /The scores are not numbers\. Check the export\..*Code: model-output/s);
  assert.ok(seen.state);
  assert.deepEqual(seen.errors, ['model-output']);
  assert.equal(seen.code, null);
});

test('values set before the upgrade survive it', async () => {
  const seen = await tab.evaluate(async () => {
    // A document without a window upgrades nothing.
    const early = document.implementation.createHTMLDocument().createElement('xai-viewer');
    const before = 'engine' in early;
    Object.assign(early, { masks: 123, opacity: 0.5, options: { grid: 4 } });
    document.body.append(early);
    await early.updateComplete;
    return { before, after: 'engine' in early, options: early.explainOptions, opacity: early.opacity };
  });
  assert.deepEqual(seen, { before: false, after: true, options: { grid: 4, masks: 123 }, opacity: 0.5 });
});

test('reveal="manual" asks nothing before a person does', async () => {
  const seen = await tab.evaluate(async () => {
    const { make, phase, find, until, calls } = window.harness;
    const viewer = await make({}, { reveal: 'manual' });
    await until(() => find(viewer, '[part=start]'), 'the start button');
    await window.harness.sleep(100);
    const before = calls(viewer).length;
    find(viewer, '[part=start]').click();
    await phase(viewer, 'ready');
    return { before, after: calls(viewer) };
  });
  assert.equal(seen.before, 0);
  assert.deepEqual(seen.after, ['load', 'predict']);
});

test('loading="lazy" waits until the element comes near the view', async () => {
  const seen = await tab.evaluate(async () => {
    const { make, phase, calls, sleep } = window.harness;
    const space = document.createElement('div');
    space.style.height = '4000px';
    document.body.append(space);
    const viewer = await make({}, { loading: 'lazy' });
    await sleep(150);
    const before = calls(viewer).length;
    viewer.scrollIntoView();
    await phase(viewer, 'ready');
    return { before, height: viewer.getBoundingClientRect().height };
  });
  assert.equal(seen.before, 0);
  assert.ok(seen.height > 100);
});

test('a box is drawn by pointer, and answered from the masks that have run', async () => {
  const frame = await tab.evaluate(async () => {
    const { make, find, explained, until } = window.harness;
    const viewer = await make({}, { selected: '0' });
    Object.assign(window, { viewer });
    await explained(viewer);
    find(viewer, '.toolbar > button').click();
    await until(() => viewer.shadowRoot?.activeElement?.matches('.drawing') ?? false, 'the tool');
    const { x, y, width, height } = find(viewer, '.drawing').getBoundingClientRect();
    return { x, y, width, height };
  });
  await tab.mouse.move(frame.x + frame.width * 0.25, frame.y + frame.height * 0.25);
  await tab.mouse.down();
  await tab.mouse.move(frame.x + frame.width * 0.5, frame.y + frame.height * 0.5, { steps: 4 });
  await tab.mouse.up();
  const seen = await tab.evaluate(async () => {
    const { viewer } = window as never as { viewer: HTMLElementTagNameMap['xai-viewer'] };
    await window.harness.until(() => viewer.map?.target.index === 9, 'the answer');
    return { box: viewer.findings[2].box, selected: viewer.selected, calls: window.harness.calls(viewer) };
  });
  // A pixel of the picture is 3 to 5 pixels of the screen here; the pointer stops at whole ones.
  [40, 30, 80, 60].forEach((side, k) => {
    assert.ok(Math.abs((seen.box?.[k] ?? 0) - side) <= 1);
  });
  assert.equal(seen.selected, 2);
  assert.deepEqual(seen.calls, ['load', 'predict', 'explain', 'ask']);
});

test('a box is drawn by keyboard, and explained anew when the masks are gone', async () => {
  await tab.evaluate(async () => {
    const { make, find, explained, until } = window.harness;
    const viewer = await make({ forgetful: true }, { selected: '0' });
    Object.assign(window, { viewer });
    await explained(viewer);
    find(viewer, '.toolbar > button').click();
    await until(() => viewer.shadowRoot?.activeElement?.matches('.drawing') ?? false, 'the tool');
  });
  for (const key of ['ArrowLeft', 'ArrowUp', 'Enter'] as const) await tab.keyboard.press(key);
  const seen = await tab.evaluate(async () => {
    const { viewer } = window as never as { viewer: HTMLElementTagNameMap['xai-viewer'] };
    await window.harness.until(() => viewer.maps?.length === 3, 'a run with the box');
    return { box: viewer.findings[2].box, map: viewer.map?.target.label, calls: window.harness.calls(viewer) };
  });
  assert.deepEqual(seen.box, [52, 38, 100, 74]);
  assert.equal(seen.map, 'your box');
  assert.deepEqual(seen.calls, ['load', 'predict', 'explain', 'ask', 'explain']);
});

test('answers about the whole picture are a list of bars', async () => {
  const seen = await tab.evaluate(async () => {
    const { make, phase, all, explained } = window.harness;
    const viewer = await make({ classes: true, objects: 3 });
    await phase(viewer, 'ready');
    all(viewer, '[role=option]')[1].click();
    await explained(viewer);
    return {
      names: all(viewer, '.classes [role=option]').map((o) => o.innerText.replace('\n', ' ')),
      map: viewer.map?.target.label,
    };
  });
  assert.deepEqual(seen, { names: ['dog 90 %', 'bicycle 85 %', 'car 80 %'], map: 'bicycle' });
});

test('nothing found is said, and another picture starts afresh', async () => {
  const seen = await tab.evaluate(async () => {
    const { make, phase, find, makePicture } = window.harness;
    const viewer = await make({ objects: 0 });
    await phase(viewer, 'ready');
    await viewer.updateComplete;
    const words = find(viewer, '.headline').innerText;
    const answered = new Promise((resolve) => viewer.addEventListener('xai-predict', resolve, { once: true }));
    viewer.src = await makePicture();
    await answered;
    return { words, calls: window.harness.calls(viewer) };
  });
  assert.match(seen.words, /found nothing.*Lower the score threshold/);
  assert.deepEqual(seen.calls, ['load', 'predict', 'predict']);
});

test('a file that is no picture is refused in words', async () => {
  const seen = await tab.evaluate(async () => {
    const { make, phase } = window.harness;
    const viewer = await make();
    viewer.src = new File(['no picture'], 'notes.txt');
    await phase(viewer, 'error');
    const stage = window.harness.find(viewer, '.stage').innerText.trim();
    return { code: viewer.error?.code, message: viewer.error?.message, stage };
  });
  assert.equal(seen.code, 'picture-unreadable');
  assert.equal(seen.stage, '', 'nothing says that it is still being opened');
  assert.match(seen.message ?? '', /notes\.txt is not a picture/);
});

test('it has a size before anything is there, and none when hidden', async () => {
  const seen = await tab.evaluate(async () => {
    const viewer = document.createElement('xai-viewer');
    document.body.append(viewer);
    await viewer.updateComplete;
    const empty = viewer.getBoundingClientRect();
    viewer.hidden = true;
    const hidden = viewer.getBoundingClientRect();
    viewer.remove();
    return { empty: Math.min(empty.width, empty.height), hidden: hidden.height };
  });
  assert.ok(seen.empty > 100);
  assert.equal(seen.hidden, 0);
});

test('a hundred mounts in the middle of an explanation leave no worker and no pixels behind', async () => {
  const seen = await tab.evaluate(async () => {
    const { make, until, workers, find, sleep } = window.harness;
    const viewer = await make({ steps: 50 }, { selected: '0' });
    await until(() => viewer.phase === 'running', 'a first run');
    for (let n = 0; n < 100; n++) {
      viewer.remove();
      await sleep(n % 10);
      document.body.append(viewer);
      await sleep(n % 7);
    }
    viewer.remove();
    await until(() => !viewer.engine.running, 'the end of the worker');
    const { started, ended } = workers(viewer);
    return { started, ended, pixels: find<HTMLCanvasElement>(viewer, 'canvas.map').width };
  });
  assert.equal(seen.started, seen.ended);
  assert.equal(seen.pixels, 0);
});

test('an element that moves in the page goes on as if nothing had happened', async () => {
  const seen = await tab.evaluate(async () => {
    const { make, phase, calls } = window.harness;
    const viewer = await make({ steps: 20 }, { selected: '0' });
    await phase(viewer, 'running');
    const other = document.createElement('section');
    document.body.append(other);
    other.append(viewer);
    await phase(viewer, 'ready');
    return { calls: calls(viewer), map: viewer.map?.masks };
  });
  assert.deepEqual(seen, { calls: ['load', 'predict', 'explain'], map: 20 });
});

for (const theme of ['light', 'dark']) {
  test(`axe finds nothing, ${theme}, in each phase`, async () => {
    await tab.emulateMediaFeatures([{ name: 'prefers-color-scheme', value: theme }]);
    // As text, so that the bundler leaves it alone.
    await tab.evaluate(`import('/axe.js').then(() => true)`);
    const seen = await tab.evaluate(async () => {
      const { make, phase } = window.harness;
      Object.assign(document.documentElement.style, { colorScheme: 'light dark', background: 'Canvas' });
      const { axe } = window as never as {
        axe: {
          run(
            place: Element,
          ): Promise<{ violations: { id: string; nodes: { html: string; failureSummary: string }[] }[] }>;
        };
      };
      const found: string[] = [];
      const check = async (name: string, viewer: Element) => {
        const { violations } = await axe.run(viewer);
        for (const { id, nodes } of violations)
          found.push(`${name}: ${id}: ${nodes.map((n) => `${n.html} ${n.failureSummary}`).join('; ')}`);
      };
      const viewer = await make({ steps: 100 });
      await phase(viewer, 'ready');
      await check('ready', viewer);
      viewer.selected = 1;
      await phase(viewer, 'running');
      await window.harness.sleep(300);
      await check('running', viewer);
      viewer.stop();
      const failed = await make({ failPrediction: 'No numbers. Check the export.' }, { loading: 'eager' });
      await phase(failed, 'error');
      await check('error', failed);
      const classes = await make({ classes: true }, { selected: '0', loading: 'eager' });
      await window.harness.explained(classes);
      await check('classes', classes);
      return found;
    });
    assert.deepEqual(seen, []);
  });
}
