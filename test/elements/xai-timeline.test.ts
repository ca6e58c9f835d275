import assert from 'node:assert/strict';
import { test } from 'node:test';
import type { Page as Tab } from 'puppeteer-core';
import { onStrictPage } from './strict-page.ts';

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

test('recording, labels, answers and map lie on one axis; the frame is as long as the window', async () => {
  const seen = await tab.evaluate(async () => {
    const { ready, tracks, framed, text, spoken } = window.timelines;
    const timeline = await ready();
    return {
      tracks: tracks(timeline),
      framed: framed(timeline),
      headline: text(timeline, '.headline'),
      spoken: spoken(timeline),
      caption: text(timeline, 'figcaption[part=caption]'),
      state: timeline.matches(':state(ready)'),
    };
  });
  assert.deepEqual(seen.tracks, ['recording', 'labels', 'predictions', 'map']);
  // A pixel is .024 s.
  near(seen.framed[0], 0, 0.05);
  near(seen.framed[1], 2, 0.05);
  assert.equal(seen.headline, '19 windows; the labels speak of 19: 17 right, 2 wrong.');
  assert.equal(seen.spoken, 'Window 1 of 19, 0.00 s to 2.00 s: says rest, 80 %; right, the label is rest');
  assert.match(seen.caption ?? '', /peak for its own answer is at 19\.99 s, in x\. 100 % of the weight/);
  assert.ok(seen.state);
});

test('the window follows the pointer over the answers; a click keeps it and tells so', async () => {
  const place = await tab.evaluate(async () => {
    const { ready, place } = window.timelines;
    const timeline = await ready();
    timeline.addEventListener('xai-window', ({ index }) => document.body.setAttribute('data-chosen', String(index)));
    return place(timeline, 'predictions', 13.1);
  });
  await tab.mouse.move(place.x, place.y);
  const follow = () =>
    tab.evaluate(async () => {
      const { frame, spoken, framed, text } = window.timelines;
      const timeline = document.querySelector('xai-timeline') as HTMLElementTagNameMap['xai-timeline'];
      await frame(timeline);
      const { chosen } = document.body.dataset;
      const scores = text(timeline, '.scores');
      return {
        spoken: spoken(timeline),
        framed: framed(timeline),
        chosen,
        verdict: text(timeline, '.judgement'),
        scores,
      };
    });
  const over = await follow();
  assert.equal(over.spoken, 'Window 13 of 19, 12.00 s to 14.00 s: says rest, 80 %; wrong, the label is walk');
  near(over.framed[0], 12, 0.05);
  assert.equal(over.chosen, undefined, 'moving chooses nothing');
  assert.match(over.verdict ?? '', /Wrong/);
  assert.equal(over.scores, 'rest 80 % walk 20 %');
  await tab.mouse.move(place.x, 5);
  assert.match((await follow()).spoken ?? '', /^Window 1 of/);
  await tab.mouse.click(place.x, place.y);
  await tab.mouse.move(place.x, 5);
  const kept = await follow();
  assert.match(kept.spoken ?? '', /^Window 13 of/);
  assert.equal(kept.chosen, '12');
});

test('the keyboard alone steps through windows and through the wrong ones, zooms, pans and goes back', async () => {
  await tab.evaluate(async () => {
    const { ready, find } = window.timelines;
    find(await ready(), '.frame').focus();
  });
  const now = () =>
    tab.evaluate(async () => {
      const timeline = document.querySelector('xai-timeline') as HTMLElementTagNameMap['xai-timeline'];
      await window.timelines.frame(timeline);
      const { from, to } = timeline.shown ?? { from: 0, to: 0 };
      return { selected: timeline.selected, span: to - from, from };
    });
  const press = async (key: string, shift = false) => {
    if (shift) await tab.keyboard.down('Shift');
    await tab.keyboard.press(key as 'End');
    if (shift) await tab.keyboard.up('Shift');
    return now();
  };
  assert.equal((await press('ArrowRight')).selected, 1);
  assert.equal((await press('ArrowRight', true)).selected, 3);
  assert.equal((await press('ArrowRight', true)).selected, 12);
  assert.equal((await press('ArrowRight', true)).selected, 3, 'around the end');
  assert.equal((await press('ArrowLeft', true)).selected, 12);
  assert.equal((await press('End')).selected, 18);
  assert.equal((await press('Home')).selected, 0);
  const zoomed = await press('+');
  near(zoomed.span, 20 / 1.6, 1e-6);
  const panned = await press('PageDown');
  near(panned.from, 7.5, 1e-6);
  assert.equal((await press('ArrowRight')).from < 1.5, true, 'the window is brought into view');
  near((await press('0')).span, 20, 1e-6);
  await tab.evaluate(() => {
    const { find } = window.timelines;
    const timeline = document.querySelector('xai-timeline') as HTMLElementTagNameMap['xai-timeline'];
    timeline.show(0, 4);
    find(timeline, '.thumb').focus();
  });
  near((await press('ArrowRight')).from, 1, 1e-6);
  near((await press('End')).from, 16, 1e-6);
});

test('the wheel zooms about the pointer, a drag pans, the mini-map leads there', async () => {
  const { at, track } = await tab.evaluate(async () => {
    const { ready, place, find } = window.timelines;
    const timeline = await ready();
    const thumb = find(timeline, '.mini-map').getBoundingClientRect();
    return {
      at: place(timeline, 'recording', 15),
      track: { x: thumb.left, y: thumb.top + thumb.height / 2, width: thumb.width },
    };
  });
  const shown = () =>
    tab.evaluate(async () => {
      const timeline = document.querySelector('xai-timeline') as HTMLElementTagNameMap['xai-timeline'];
      await window.timelines.frame(timeline);
      return { ...(timeline.shown ?? { from: 0, to: 0 }), at: window.timelines.place(timeline, 'recording', 15) };
    });
  await tab.mouse.move(at.x, at.y);
  await tab.mouse.wheel({ deltaY: -240 });
  const zoomed = await shown();
  near(zoomed.to - zoomed.from, 20 * Math.exp(-0.48), 0.01);
  near(zoomed.at.x, at.x, 1);
  await tab.mouse.down();
  await tab.mouse.move(at.x + 100, at.y, { steps: 4 });
  await tab.mouse.up();
  const dragged = await shown();
  near(dragged.at.x, at.x + 100, 1.5);
  await tab.mouse.click(track.x + 3, track.y);
  assert.equal((await shown()).from, 0);
});

test('a single sample far out is seen at the widest zoom, and only there', async () => {
  const { bright, width } = await tab.evaluate(async () => {
    const { ready, pixels } = window.timelines;
    const timeline = await ready({ seconds: 2000 }, {}, null);
    const { data, width, height } = pixels(timeline, 'recording');
    // The upper part of the plot, right of the numbers: nothing but the peak and lines of the grid reach there.
    const left = Math.round(60 * devicePixelRatio);
    const columns = new Set<number>();
    for (let y = Math.round(height * 0.1); y < height * 0.55; y++) {
      for (let x = left; x < width; x++) {
        const [red, , blue] = [data[y * width + x] & 255, 0, (data[y * width + x] >> 16) & 255];
        if (blue - red > 60) columns.add(x);
      }
    }
    return { bright: [...columns].sort((a, b) => a - b), width };
  });
  assert.ok(bright.length > 0 && bright.length <= 5, `the peak fills ${bright.length} columns`);
  near(bright[0], 52 + (width - 52) / 4, 4);
});

test('tracks are hidden, ordered and resized; channels get tracks of their own', async () => {
  const seen = await tab.evaluate(async () => {
    const { ready, find, tracks, frame } = window.timelines;
    const timeline = await ready();
    const panel = find<HTMLDetailsElement>(timeline, 'details.tracks');
    panel.open = true;
    const press = async (selector: string) => {
      find(timeline, selector).click();
      await frame(timeline);
      return tracks(timeline).join(' ');
    };
    const moved = await press('button[aria-label="Move Why up"]');
    const hidden = await press('li:first-of-type input[type=checkbox]');
    const shown = await press('li:first-of-type input[type=checkbox]');
    const split = await press('details.tracks > label input');
    const handle = find(timeline, '[data-track=labels] .resizer');
    handle.dispatchEvent(new KeyboardEvent('keydown', { key: 'ArrowDown', bubbles: true, cancelable: true }));
    await frame(timeline);
    return { moved, hidden, shown, split, height: find(timeline, '[data-track=labels] .lane').clientHeight };
  });
  assert.equal(seen.moved, 'recording labels map predictions');
  assert.equal(seen.hidden, 'labels map predictions');
  assert.equal(seen.shown, 'recording labels map predictions');
  assert.equal(seen.split, 'recording:0 recording:1 labels map predictions');
  assert.equal(seen.height, 42);
});

test('the map is painted over the whole session, or in the chosen window alone; colours can be those from red to blue', async () => {
  const seen = await tab.evaluate(async () => {
    const { ready, pixels, until, frame } = window.timelines;
    const timeline = await ready();
    const painted = () => {
      const { data, width, height } = pixels(timeline, 'map');
      const row = data.subarray(Math.floor(height / 4) * width, (Math.floor(height / 4) + 1) * width);
      const filled = [...row.keys()].filter((x) => row[x] !== 0);
      return { from: filled[0] / width, to: ((filled.at(-1) ?? 0) + 1) / width, last: row[width - 2] & 0xffffff };
    };
    const whole = painted();
    timeline.colormap = 'jet';
    await frame(timeline);
    const jet = painted();
    timeline.scope = 'window';
    timeline.selected = 9;
    await until(() => timeline.windowMap && timeline.phase === 'ready', 'the map of the window');
    await frame(timeline);
    return { whole, jet, alone: painted() };
  });
  near(seen.whole.from, 0, 0.002);
  near(seen.whole.to, 1, 0.002);
  // Little-endian RGB of viridis' last colour (253, 231, 37) and jet's (128, 0, 0).
  const [blue, green, red] = [seen.whole.last >> 16, (seen.whole.last >> 8) & 255, seen.whole.last & 255];
  assert.ok(red > 240 && green > 220 && blue < 60, `${red} ${green} ${blue}`);
  assert.ok((seen.jet.last & 255) > 100 && seen.jet.last >> 8 < 20, seen.jet.last.toString(16));
  near(seen.alone.from, 9 / 20, 0.004);
  near(seen.alone.to, 11 / 20, 0.004);
});

test('a spectrum has a track of its own, under the map', async () => {
  const seen = await tab.evaluate(async () => {
    const { ready, tracks, pixels, until, frame } = window.timelines;
    const timeline = await ready({ bands: 16 });
    await until(() => tracks(timeline).includes('fed'), 'the track of what is fed');
    await frame(timeline);
    const { data } = pixels(timeline, 'fed');
    // The shown map is not grey: red, green and blue differ.
    const coloured = data.filter((one) => (one & 255) !== ((one >> 8) & 255)).length / data.length;
    return { tracks: tracks(timeline), coloured };
  });
  assert.deepEqual(seen.tracks, ['recording', 'fed', 'labels', 'predictions', 'map']);
  assert.ok(seen.coloured > 0.02, `${seen.coloured} of the spectrum is coloured`);
});

test('labels and answers may come from elsewhere; without a model the recording is shown alone', async () => {
  const seen = await tab.evaluate(async () => {
    const { ready, text, until, frame, spoken } = window.timelines;
    const timeline = await ready({ unlabelled: true });
    const without = text(timeline, '.headline');
    timeline.labels = [{ start: 0, end: 20, label: 'walk', confidence: null }];
    await until(() => timeline.verdicts[0].isRight !== null, 'the verdicts');
    await frame(timeline);
    const given = text(timeline, '.headline');
    timeline.predictions = new File([''], 'made-elsewhere.csv');
    await until(() => timeline.verdicts.length === 1, 'the answers of the file');
    await frame(timeline);
    const imported = spoken(timeline);
    const alone = await ready({}, {}, null);
    return { without, given, imported, alone: text(alone, '.headline'), calls: window.timelines.calls(alone) };
  });
  assert.match(seen.without ?? '', /^19 windows\. Without labels/);
  assert.equal(seen.given, '19 windows; the labels speak of 19: 9 right, 10 wrong.');
  assert.equal(seen.imported, 'Window 1 of 1, 0.00 s to 20.00 s: says walk, 50 %; right, the label is walk');
  assert.match(seen.alone ?? '', /^20\.0 s of recording\. Give a model/);
  assert.deepEqual(seen.calls, ['readRecording']);
});

test('a broken file and a model of pictures are refused in words; the element lives on', async () => {
  const seen = await tab.evaluate(async () => {
    const { make, text, until, find } = window.timelines;
    const timeline = await make({ broken: true });
    await until(() => timeline.phase === 'error', 'the error');
    await timeline.updateComplete;
    const words = text(timeline, '.error');
    find(timeline, '.error button').click();
    await until(() => timeline.maps && timeline.phase === 'ready', 'the maps after another try');
    const other = await make({ task: 'detection' });
    await until(() => other.phase === 'error', 'the refusal');
    return { words, refusal: other.error?.message, code: other.error?.code, hasRecording: other.recording !== null };
  });
  assert.match(seen.words ?? '', /row 7, which is no number\. Correct it\..*recording-unreadable/);
  assert.match(seen.refusal ?? '', /motion\.onnx is a model for detection/);
  assert.equal(seen.code, 'recipe-invalid');
  assert.ok(seen.hasRecording, 'the recording is shown all the same');
});

test('an explanation is stopped by Escape, keeps what has grown, and is made again when asked', async () => {
  const seen = await tab.evaluate(async () => {
    const { make, text, until, find, frame } = window.timelines;
    const timeline = await make({ pace: 150 });
    await until(() => timeline.phase === 'running' && text(timeline, '[data-track=map] .empty') === null, 'a part');
    await frame(timeline);
    find(timeline, '.frame').focus();
    find(timeline, '.frame').dispatchEvent(
      new KeyboardEvent('keydown', { key: 'Escape', bubbles: true, composed: true, cancelable: true }),
    );
    await until(() => timeline.phase === 'ready', 'its end');
    await frame(timeline);
    const stopped = { headline: text(timeline, '.headline'), empty: text(timeline, '[data-track=map] .empty') };
    timeline.retry();
    await until(() => timeline.maps, 'the maps');
    return stopped;
  });
  assert.match(seen.headline ?? '', /^Stopped/);
  assert.equal(seen.empty, null);
});

test('where another method stands in that takes long, a whole session is explained when it is asked only', async () => {
  const seen = await tab.evaluate(async () => {
    const { make, until, frame, find } = window.timelines;
    const timeline = await make({ seconds: 60, pace: 30, method: 'rise' });
    await until(() => timeline.windowMap && timeline.phase === 'ready', 'the map of the window');
    await frame(timeline);
    const scope = () =>
      [...(timeline.shadowRoot?.querySelectorAll('select') ?? [])].find((one) => one.querySelector('[value=window]'))
        ?.value;
    const unasked = { scope: scope(), maps: timeline.maps, method: find<HTMLSelectElement>(timeline, 'select').value };
    timeline.scope = 'session';
    await until(() => timeline.maps && timeline.phase === 'ready', 'the maps');
    await frame(timeline);
    return { unasked, asked: scope() };
  });
  assert.deepEqual(seen, { unasked: { scope: 'window', maps: null, method: 'rise' }, asked: 'session' });
});

test('when it leaves the page the engine lets go of recording and model', async () => {
  const seen = await tab.evaluate(async () => {
    const { ready, workers, until } = window.timelines;
    const timeline = await ready();
    const { started, ended } = workers(timeline);
    timeline.remove();
    await until(() => workers(timeline).ended === 1, 'the end of the worker');
    document.body.append(timeline);
    await until(() => timeline.maps && timeline.phase === 'ready', 'the maps after its return');
    return { started, ended, again: workers(timeline).started };
  });
  assert.deepEqual(seen, { started: 1, ended: 0, again: 2 });
});

test('axe finds nothing to complain of, light and dark, wide and narrow', async () => {
  await tab.evaluate(async () => {
    await window.timelines.ready();
    // As text, so that the bundler leaves it alone.
    for (const panel of document.querySelector('xai-timeline')?.shadowRoot?.querySelectorAll('details') ?? [])
      panel.open = true;
  });
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
      const wide = document.documentElement.scrollWidth - innerWidth;
      return {
        wide,
        violations: violations.map(({ id, nodes }) => `${id}: ${nodes.map(({ html }) => html).join(' ')}`),
      };
    });
    assert.deepEqual(found, { wide: 0, violations: [] }, `${width} ${scheme}`);
  }
  await tab.setViewport({ width: 900, height: 1000 });
  await tab.emulateMediaFeatures([]);
});
