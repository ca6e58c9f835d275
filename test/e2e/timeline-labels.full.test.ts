import assert from 'node:assert/strict';
import { test } from 'node:test';
import type { KeyInput, Page as Tab } from 'puppeteer-core';
import { findsNothing } from './app-driver.ts';
import { onApp } from './on-app.ts';

type Timeline = HTMLElementTagNameMap['xai-timeline'];

let tab: Tab;
const app = onApp({}, (opened) => {
  tab = opened;
});

const until = (condition: () => unknown) => tab.waitForFunction(condition, { timeout: 240_000, polling: 100 });

/** The drawn session with all of it explained. */
async function open(): Promise<void> {
  await tab.goto(`${app.url}#timeline`);
  await until(() => {
    const timeline = document.querySelector('xai-timeline');
    return timeline?.phase === 'ready' && timeline.maps && document.querySelector('.shares');
  });
}

/** What the page says now: the labels, the line above the tracks, and the report below. */
const now = () =>
  tab.evaluate(async () => {
    const timeline = document.querySelector('xai-timeline') as Timeline;
    await timeline.updateComplete;
    await new Promise((resolve) => requestAnimationFrame(() => requestAnimationFrame(resolve)));
    const shares = [...document.querySelectorAll('.shares li')].map(
      (row) => row.querySelector('[aria-label]')?.ariaLabel ?? '',
    );
    return {
      labels: timeline.knownLabels.map((one) => ({ ...one })),
      wrong: timeline.verdicts.flatMap(({ index, isRight }) => (isRight === false ? [index] : [])),
      headline: timeline.shadowRoot?.querySelector<HTMLElement>('.headline')?.innerText ?? '',
      confusion: document.querySelector<HTMLElement>('.confusion')?.innerText ?? '',
      shares,
    };
  });

/** Pixels of a moment on the label track, which is brought into view. */
const place = (seconds: number) =>
  tab.evaluate((time) => {
    const timeline = document.querySelector('xai-timeline') as Timeline;
    const lane = timeline.shadowRoot?.querySelector('[data-track=labels] canvas') as HTMLElement;
    lane.scrollIntoView({ block: 'center' });
    const { left, top, width, height } = lane.getBoundingClientRect();
    const { from, to } = timeline.shown ?? { from: 0, to: 1 };
    return { x: left + ((time - from) / (to - from)) * width, y: top + height / 2 };
  }, seconds);

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
};

const drop = async (...files: readonly [name: string, text: string][]) => {
  await tab.evaluate((list) => {
    const data = new DataTransfer();
    for (const [name, text] of list) data.items.add(new File([text], name));
    document.dispatchEvent(new DragEvent('drop', { dataTransfer: data, bubbles: true, cancelable: true }));
  }, files);
};

/** Name and text of the file that pressing a button of the app gives. */
async function saved(text: string): Promise<{ name: string; content: string }> {
  await tab.evaluate(() => {
    const { createObjectURL } = URL;
    URL.createObjectURL = (blob) => {
      void (blob as Blob).text().then((content) => document.body.setAttribute('data-saved', content));
      URL.createObjectURL = createObjectURL;
      return createObjectURL.call(URL, blob);
    };
    document.body.removeAttribute('data-saved');
    const { click } = HTMLAnchorElement.prototype;
    HTMLAnchorElement.prototype.click = function (this: HTMLAnchorElement) {
      document.body.setAttribute('data-name', this.download);
      HTMLAnchorElement.prototype.click = click;
    };
  });
  await tab.evaluate((title) => {
    const buttons = [...document.querySelectorAll<HTMLButtonElement>('timeline-view .save button')];
    buttons.find(({ innerText }) => innerText === title)?.click();
  }, text);
  await until(() => document.body.hasAttribute('data-saved'));
  return tab.evaluate(() => ({
    name: document.body.dataset.name ?? '',
    content: document.body.dataset.saved ?? '',
  }));
}

/** Whether the browser would ask before it leaves the page. */
const asksBeforeLeaving = () => tab.evaluate(() => !dispatchEvent(new Event('beforeunload', { cancelable: true })));

test('by mouse: a label is renamed, drawn, moved and resized; what the session says follows at once; saved and read back', async () => {
  await open();
  const before = await now();
  const circle = before.labels.find(({ label }) => label === 'circle');
  assert.ok(circle, 'the session has a circle');
  assert.equal(await asksBeforeLeaving(), false);
  const { x, y } = await place((circle.start + circle.end) / 2);
  await tab.mouse.click(x, y);
  await tab.evaluate(() => {
    const root = document.querySelector('xai-timeline')?.shadowRoot;
    const names = [...(root?.querySelectorAll<HTMLButtonElement>('.names button') ?? [])];
    names.find(({ innerText }) => innerText.trim() === 'walk')?.click();
  });
  const renamed = await now();
  assert.equal(renamed.labels.find(({ start }) => start === circle.start)?.label, 'walk');
  assert.ok(renamed.wrong.length > before.wrong.length, 'what was right is wrong now');
  assert.notEqual(renamed.headline, before.headline);
  assert.notEqual(renamed.confusion, before.confusion);
  assert.notDeepEqual(renamed.shares, before.shares);
  assert.equal(await asksBeforeLeaving(), true);
  // A place without a label, wide enough that nothing meets its neighbours.
  const gap = renamed.labels.findIndex(({ end }, at) => (renamed.labels[at + 1]?.start ?? 0) - end > 2.4);
  const from = renamed.labels[gap].end + 0.6;
  await drag(from, from + 0.6);
  const drawn = await now();
  assert.equal(drawn.labels.length, before.labels.length + 1);
  assert.equal(drawn.labels[gap + 1].label, 'walk', 'the name that was given last');
  await drag(from + 0.3, from + 0.7);
  const moved = await now();
  assert.ok(Math.abs(moved.labels[gap + 1].start - (drawn.labels[gap + 1].start + 0.4)) < 0.1);
  const file = await saved('Labels (CSV)');
  assert.match(file.name, /^motion-\d+\.labels\.csv$/);
  assert.equal(await asksBeforeLeaving(), false);
  await press('z', 'Control');
  await press('z', 'Control');
  await press('z', 'Control');
  assert.deepEqual((await now()).labels, before.labels);
  assert.deepEqual((await now()).shares, before.shares);
  await drop([file.name, file.content]);
  await until(() => document.querySelector('xai-timeline')?.knownLabels.some(({ label }) => label === 'walk'));
  await tab.waitForFunction(
    (count) => document.querySelector('xai-timeline')?.knownLabels.length === count,
    {},
    moved.labels.length,
  );
  assert.deepEqual((await now()).labels, moved.labels);
});

test('by keyboard alone: from the top of the page to a new label with a name of its own, and to the saved file', async () => {
  await open();
  const focused = () =>
    tab.evaluate(() => {
      let active: Element | null = document.activeElement;
      while (active?.shadowRoot?.activeElement) active = active.shadowRoot.activeElement;
      return `${active?.className} ${(active as HTMLElement | null)?.innerText?.trim() ?? ''}`.trim();
    });
  const tabTo = async (what: string) => {
    for (let presses = 0; presses < 90 && (await focused()) !== what; presses++) await press('Tab');
    assert.equal(await focused(), what);
  };
  const before = await now();
  await tabTo('frame');
  await press('ArrowRight');
  await press('n');
  await until(() => {
    const root = document.querySelector('xai-timeline')?.shadowRoot;
    return root?.activeElement?.className === 'label-frame';
  });
  await press('Enter');
  await until(() => document.querySelector('xai-timeline')?.shadowRoot?.activeElement?.tagName === 'INPUT');
  await tab.keyboard.type('stumble');
  await press('Enter');
  await until(() => document.querySelector('xai-timeline')?.shadowRoot?.activeElement?.className === 'label-frame');
  await press('ArrowRight', 'Shift');
  await press('Tab');
  await press('ArrowRight');
  const edited = await now();
  assert.equal(edited.labels.length, before.labels.length + 1);
  const own = edited.labels.find(({ label }) => label === 'stumble');
  assert.ok(own && own.start > 1 && own.end > 3, JSON.stringify(own));
  assert.match(edited.confusion, /stumble/);
  await tab.evaluate(() => {
    const { createObjectURL } = URL;
    URL.createObjectURL = (blob) => {
      void (blob as Blob).text().then((content) => document.body.setAttribute('data-saved', content));
      return createObjectURL.call(URL, blob);
    };
  });
  await tabTo('Labels (CSV)');
  await press('Enter');
  await until(() => document.body.hasAttribute('data-saved'));
  assert.match(await tab.evaluate(() => document.body.dataset.saved ?? ''), /,stumble,\n/);
});

test('a recording of a person: its session is saved with its labels, and opened again as it was', async () => {
  await open();
  const rows = Array.from({ length: 500 }, (_, k) => `${k / 50},${Math.sin(k / 5)},0,1`).join('\n');
  const recording = ['mine.csv', `seconds,x,y,z\n${rows}\n`] as const;
  await drop([...recording], ['mine.labels.csv', 'start,end,label\n0,4,walk\n5,9.5,"walk, then rest"\n']);
  await until(() => document.querySelector('xai-timeline')?.knownLabels.length === 2);
  await until(() => document.querySelector('xai-timeline')?.phase === 'ready');
  const { labels } = await now();
  const file = await saved('Session (JSON)');
  assert.equal(file.name, 'mine.session.json');
  await drop(['other.csv', `seconds,x,y,z\n${rows}\n`]);
  await until(() => document.querySelector('xai-timeline')?.knownLabels.length === 0);
  await drop([...recording], [file.name, file.content]);
  await until(() => document.querySelector('xai-timeline')?.knownLabels.length === 2);
  assert.deepEqual((await now()).labels, labels);
});

test('answers that were made elsewhere are shown, stepped and compared with the labels; a table that was taken wrongly is turned', async () => {
  await open();
  const rows = Array.from({ length: 500 }, (_, k) => `${k / 50},${Math.sin(k / 5)},0,1`).join('\n');
  await drop(['mine.csv', `seconds,x,y,z\n${rows}\n`], ['mine.labels.csv', 'start,end,label\n0,4,walk\n4,10,rest\n']);
  await until(() => document.querySelector('xai-timeline')?.knownLabels.some(({ label }) => label === 'rest'));
  await drop(['from-the-board.csv', 'start,length,class,score\n0,2,walk,.9\n2,2,rest,.8\n4,2,rest,.7\n6,2,walk,.6\n']);
  await until(() => document.querySelector('xai-timeline')?.verdicts.length === 4);
  const compared = await now();
  assert.deepEqual(compared.wrong, [1, 3]);
  assert.equal(compared.headline, '4 windows; the labels speak of 4: 2 right, 2 wrong.');
  await tab.evaluate(() =>
    document.querySelector('xai-timeline')?.shadowRoot?.querySelector<HTMLElement>('.frame')?.focus(),
  );
  await press('ArrowRight', 'Shift');
  await press('ArrowRight', 'Shift');
  assert.equal(await tab.evaluate(() => document.querySelector('xai-timeline')?.selected), 3);
  await tab.evaluate(() => {
    const buttons = [...document.querySelectorAll<HTMLButtonElement>('.given button')];
    buttons.find(({ innerText }) => innerText === 'show as labels')?.click();
  });
  await until(() => document.querySelector('xai-timeline')?.knownLabels.length === 4);
  assert.equal((await now()).labels[0].confidence, 0.9);
});

test('a recurrent model explains all of a session; a method with masks the window that is looked at, and more only when it is asked', async () => {
  await open();
  await tab.evaluate(() => {
    const buttons = [...document.querySelectorAll<HTMLButtonElement>('timeline-view .segments button')];
    buttons.find(({ textContent }) => textContent === 'Motion, recurrent')?.click();
  });
  await until(() => {
    const timeline = document.querySelector('xai-timeline') as Timeline;
    return timeline.info?.name.includes('recurrent') && timeline.phase === 'ready' && timeline.maps;
  });
  assert.equal(
    await tab.evaluate(() => (document.querySelector('xai-timeline') as Timeline).maps?.maps[0].provenance.method),
    'integrated-gradients',
  );
  await tab.evaluate(() => {
    const timeline = document.querySelector('xai-timeline') as Timeline;
    const menu = [...(timeline.shadowRoot?.querySelectorAll('select') ?? [])].find((one) =>
      one.querySelector('[value=rise]'),
    );
    if (!menu) throw new Error('no menu of methods');
    menu.value = 'rise';
    menu.dispatchEvent(new Event('change', { bubbles: true }));
  });
  await until(() => {
    const timeline = document.querySelector('xai-timeline') as Timeline;
    return timeline.phase === 'ready' && timeline.windowMap?.provenance.method === 'rise';
  });
  const scope = () =>
    tab.evaluate(() => {
      const root = document.querySelector('xai-timeline')?.shadowRoot;
      const selects = [...(root?.querySelectorAll('select') ?? [])];
      return selects.find((one) => one.querySelector('[value=window]'))?.value;
    });
  assert.equal(await scope(), 'window');
  assert.equal(await tab.evaluate(() => (document.querySelector('xai-timeline') as Timeline).maps), null);
  await tab.evaluate(() => {
    const buttons = [...document.querySelectorAll<HTMLButtonElement>('.report button')];
    buttons.find(({ innerText }) => innerText === 'Explain the whole session')?.click();
  });
  await until(() => (document.querySelector('xai-timeline') as Timeline).phase === 'running');
  assert.equal(await scope(), 'session');
  await tab.evaluate(() => (document.querySelector('xai-timeline') as Timeline).stop());
});

test('axe finds nothing to complain of while a label is edited, and nothing is wider than a narrow page', async () => {
  await open();
  await tab.evaluate(() =>
    document.querySelector('xai-timeline')?.shadowRoot?.querySelector<HTMLElement>('.frame')?.focus(),
  );
  await press('l');
  await until(() => document.querySelector('xai-timeline')?.shadowRoot?.querySelector('.label-frame'));
  await findsNothing(tab);
  await tab.emulateMediaFeatures([{ name: 'prefers-color-scheme', value: 'dark' }]);
  await tab.setViewport({ width: 360, height: 800 });
  await findsNothing(tab);
  assert.equal(await tab.evaluate(() => document.documentElement.scrollWidth <= innerWidth), true);
});
