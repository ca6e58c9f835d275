import assert from 'node:assert/strict';
import { test } from 'node:test';
import type { Page as Tab } from 'puppeteer-core';
import { onStrictPage } from './strict-page.ts';

let tab: Tab;
onStrictPage(
  {
    entry: 'test/elements/audit-page.ts',
    ready: 'auditHarness',
    width: 900,
    height: 800,
    clear: () => window.auditHarness.clear(),
  },
  (opened) => {
    tab = opened;
  },
);

test('it says how long it will take, can be paused and goes on, and shows pictures as they are finished', async () => {
  const seen = await tab.evaluate(async () => {
    const { make, phase, until, all, text } = window.auditHarness;
    const audit = await make({ pictures: 30, pace: 60 });
    const phases: string[] = [];
    audit.addEventListener('xai-audit', (event) => phases.push(event.phase));
    const before = text(audit, '.standing').join(' ');
    all(audit, '.standing button')[0].click();
    await until(() => all(audit, '.tile').length > 3, 'the first pictures');
    const during = text(audit, '.standing').join(' ');
    all(audit, '.standing button')[0].click();
    await phase(audit, 'paused');
    const paused = { tiles: all(audit, '.tile').length, text: text(audit, '.standing').join(' ') };
    void audit.start();
    await phase(audit, 'done');
    await audit.updateComplete;
    return { before, during, paused, phases, tiles: all(audit, '.tile').length, sums: text(audit, '.tiles li') };
  });
  assert.match(
    seen.before,
    /fake\.onnx will look at 30 pictures of data\..*about 42 s.*2 files or annotations are left out/s,
  );
  assert.match(seen.during, /Explaining pictures.*of 30/s);
  assert.ok(seen.paused.tiles > 3 && seen.paused.tiles < 30, `${seen.paused.tiles}`);
  assert.match(seen.paused.text, /Going on begins anew/, 'without a journal nothing is kept');
  assert.deepEqual(seen.phases, ['running', 'paused', 'running', 'done']);
  assert.equal(seen.tiles, 30);
  assert.match(seen.sums.join(' | '), /30 ?pictures explained.*80 %.*60 % ?of the evidence.*1 ?finding/s);
});

test('pictures that were not explained are named with the reason; where all are, nothing else is said', async () => {
  const look = (pictures: number, broken: number) =>
    tab.evaluate(
      async (script) => {
        const { make, phase, all, text } = window.auditHarness;
        const audit = await make(script);
        await audit.start();
        await phase(audit, 'done');
        await audit.updateComplete;
        return {
          isOpen: (all(audit, '.left-out')[0] as HTMLDetailsElement | undefined)?.open,
          left: text(audit, '.left-out summary, .left-out li'),
          titles: text(audit, 'h2'),
          none: text(audit, '.none'),
        };
      },
      { pictures, broken },
    );
  const some = await look(60, 53);
  assert.equal(some.isOpen, false);
  assert.equal(some.left[0], 'Not explained, and why: 53');
  assert.equal(some.left[1], '0007.png: Picture 7 is torn.');
  assert.equal(some.left.length, 52, 'fifty, and how many more there are');
  assert.equal(some.left[51], 'and 3 more');
  assert.ok(some.titles.includes('Findings') && some.titles.includes('Classes'));
  const all = await look(1, 1);
  assert.equal(all.isOpen, true);
  assert.deepEqual(all.left, ['Not explained, and why: 1', '0000.png: Picture 0 is torn.']);
  assert.deepEqual(all.none, ['Nothing could be explained, so nothing was looked for.']);
  assert.deepEqual(all.titles, []);
  const none = await look(3, 0);
  assert.equal(none.isOpen, undefined);
});

test('hundreds of maps are filtered and sorted, and only what is near the view holds pixels', async () => {
  const seen = await tab.evaluate(async () => {
    const { make, phase, all, text, choose, until } = window.auditHarness;
    const audit = await make({ pictures: 400 });
    await audit.start();
    await phase(audit, 'done');
    await audit.updateComplete;
    const drawn = () => all(audit, '.grid canvas[data-drawn]').length;
    all(audit, '.grid')[0].scrollIntoView();
    await until(() => drawn() > 0, 'pictures near the view');
    const [first] = all(audit, '.grid canvas.pixels') as HTMLCanvasElement[];
    await until(() => first.dataset.drawn !== undefined, 'the first picture');
    const near = { tiles: all(audit, '.tile').length, drawn: drawn(), width: first.width };
    all(audit, '.more')[0].scrollIntoView();
    await until(() => first.dataset.drawn === undefined, 'the first picture to be let go');
    all(audit, '.more')[0].click();
    await audit.updateComplete;
    const more = all(audit, '.tile').length;
    await choose(audit, 'Class', 1);
    await choose(audit, 'Answer', 1);
    const wrong = { count: text(audit, '.head [role=status]')[0], names: new Set(text(audit, '.tile b')).size };
    await choose(audit, 'Answer', 0);
    await choose(audit, 'Sort by', 1);
    const rising = text(audit, '.tile p:first-child')[0];
    all(audit, '.filters button')[0].click();
    await audit.updateComplete;
    return { near, more, wrong, rising, falling: text(audit, '.tile p:first-child')[0] };
  });
  assert.equal(seen.near.tiles, 120);
  assert.ok(seen.near.drawn < 60 && seen.near.width === 64, JSON.stringify(seen.near));
  assert.equal(seen.more, 240);
  // Every third picture is a boat, every seventh is wrong: 20 of 400 are both.
  assert.deepEqual(seen.wrong, { count: '20 of 400 maps', names: 1 });
  assert.match(seen.rising, /^boat 55 %/);
  assert.match(seen.falling, /^boat 100 %/);
});

test('a picture that leaves the view while it is read, and comes back, is drawn', async () => {
  const drawn = await tab.evaluate(async () => {
    const { make, phase, all, until, sleep } = window.auditHarness;
    const decode = window.createImageBitmap;
    let release = () => {};
    const gate = new Promise<void>((resolve) => {
      release = resolve;
    });
    try {
      const audit = await make({ pictures: 200 });
      await audit.start();
      await phase(audit, 'done');
      await audit.updateComplete;
      let begun = 0;
      window.createImageBitmap = (async (...given: Parameters<typeof decode>) => {
        begun++;
        await gate;
        return decode(...given);
      }) as typeof decode;
      const [grid] = all(audit, '.grid');
      grid.scrollIntoView();
      await until(() => begun > 0, 'the first pictures to be read');
      all(audit, '.more')[0].scrollIntoView();
      await sleep(200);
      grid.scrollIntoView();
      await sleep(200);
      release();
      const [first] = all(audit, '.grid canvas.pixels') as HTMLCanvasElement[];
      await until(() => first.dataset.drawn !== undefined, 'the first picture');
      return true;
    } finally {
      window.createImageBitmap = decode;
      release();
    }
  });
  assert.ok(drawn);
});

test("a finding's example leads to the page of its picture; arrows turn pages, Escape leads back to the picture", async () => {
  const seen = await tab.evaluate(async () => {
    const { make, phase, all, text, sleep } = window.auditHarness;
    const audit = await make({ pictures: 12 });
    await audit.start();
    await phase(audit, 'done');
    await audit.updateComplete;
    all(audit, '.examples button')[0].click();
    await audit.updateComplete;
    await sleep(0);
    const title = text(audit, '#page-title')[0];
    const focus = audit.shadowRoot?.activeElement?.id;
    const facts = text(audit, '.facts').join(' ');
    const press = async (key: string) => {
      all(audit, '#page-title')[0].dispatchEvent(new KeyboardEvent('keydown', { key, bubbles: true }));
      await audit.updateComplete;
      await sleep(0);
    };
    await press('ArrowRight');
    const next = text(audit, '#page-title')[0];
    await press('Escape');
    const back = audit.shadowRoot?.activeElement?.getAttribute('aria-label');
    const toggle = all(audit, '.flip')[0];
    const maps = () => all(audit, '.tile canvas.map').length;
    const before = maps();
    toggle.click();
    await audit.updateComplete;
    const one = maps();
    (all(audit, '.filters input[type=checkbox]')[0] as HTMLInputElement).click();
    await audit.updateComplete;
    return { title, focus, facts, next, back, maps: [before, one, maps()] };
  });
  assert.deepEqual([seen.title, seen.focus, seen.next], ['0003.png', 'page-title', '0004.png']);
  assert.match(
    seen.facts,
    /boat 85 % \(right\).*60 % of its evidence lies on the object, which covers 30 %.*2\.0 times/s,
  );
  assert.match(seen.facts, /Sparsity.*Do few pixels hold it\? \(higher is better\).*0\.273/s);
  assert.match(seen.back ?? '', /^Show 0004\.png/);
  assert.deepEqual(seen.maps, [12, 11, 0]);
});

for (const theme of ['light', 'dark']) {
  test(`axe finds nothing, ${theme}, before, after and on a page`, async () => {
    await tab.emulateMediaFeatures([{ name: 'prefers-color-scheme', value: theme }]);
    // As text, so that the bundler leaves it alone.
    await tab.evaluate(`import('/axe.js').then(() => true)`);
    const found = await tab.evaluate(async () => {
      const { make, phase, all } = window.auditHarness;
      Object.assign(document.documentElement.style, { colorScheme: 'light dark', background: 'Canvas' });
      type Violation = { id: string; nodes: { html: string; failureSummary: string }[] };
      const { axe } = window as never as { axe: { run(place: Element): Promise<{ violations: Violation[] }> } };
      const audit = await make({ pictures: 6 });
      const said: string[] = [];
      const check = async (name: string) => {
        const { violations } = await axe.run(audit);
        for (const { id, nodes } of violations)
          said.push(`${name}: ${id}: ${nodes.map((n) => `${n.html} ${n.failureSummary}`).join('; ')}`);
      };
      await check('ready');
      await audit.start();
      await phase(audit, 'done');
      await audit.updateComplete;
      await check('done');
      all(audit, '.tile .open')[0].click();
      await audit.updateComplete;
      await check('page');
      return said;
    });
    assert.deepEqual(found, []);
  });
}

test('groups of maps: each with its counts, all of it or one example a click away', async () => {
  const seen = await tab.evaluate(async () => {
    const { make, phase, all, text, sleep } = window.auditHarness;
    const audit = await make({ pictures: 30 });
    await audit.start();
    await phase(audit, 'done');
    await audit.updateComplete;
    const said = text(audit, '#patterns-title ~ p').join(' | ');
    const clusters = text(audit, '.cluster .about');
    const [showAll] = all(audit, '.cluster .about button');
    showAll.click();
    await audit.updateComplete;
    await sleep(0);
    const only = {
      tiles: all(audit, '.tile').length,
      text: text(audit, '.filters .only').join(),
      focus: audit.shadowRoot?.activeElement?.id,
    };
    all(audit, '.filters .only button')[0].click();
    await audit.updateComplete;
    const everything = all(audit, '.tile').length;
    all(audit, '.unusual button')[0].click();
    await audit.updateComplete;
    return { said, clusters, only, everything, page: text(audit, '#page-title')[0] };
  });
  assert.match(seen.said, /nothing of it was tested/);
  assert.match(
    seen.said,
    /30 maps, compared over the picture: 2 groups stand apart \(silhouette of the best division: 0\.60 of 1; chance that two of its groups are halves of one: < 0\.001\)/,
  );
  assert.equal(seen.clusters.length, 2);
  assert.match(seen.clusters[0], /Group 1.*20 maps of 20 pictures.*80 % right.*boat 20.*Show all 20/);
  assert.deepEqual(seen.only, { tiles: 20, text: seen.only.text, focus: 'grid-title' });
  assert.match(seen.only.text, /Only: Group 1/);
  assert.deepEqual([seen.everything, seen.page], [30, '0029.png']);
});

test('a recording has a page, reached by click and keys: windows of all models, errors, what it lies on', async () => {
  const seen = await tab.evaluate(async () => {
    const { make, all, text, sessionReport } = window.auditHarness;
    const audit = await make({ pictures: 1 });
    audit.report = sessionReport();
    const settle = async () => {
      await audit.updateComplete;
      await audit.updateComplete;
    };
    const press = async (key: string) => {
      const from = audit.shadowRoot?.activeElement ?? all(audit, '.audit')[0];
      from.dispatchEvent(new KeyboardEvent('keydown', { key, bubbles: true, composed: true, cancelable: true }));
      await settle();
    };
    await settle();
    const compared = text(audit, '.steps li');
    const listed = text(audit, '.recording h3');
    all(audit, '.recording .open')[1].click();
    await settle();
    const page = {
      title: text(audit, '#page-title')[0],
      focus: audit.shadowRoot?.activeElement?.id,
      head: text(audit, '.page > .head')[0],
      facts: text(audit, '.facts')[0],
      windows: text(audit, '.windows tbody tr'),
      lists: all(audit, '.recording').length,
    };
    const only = all(audit, '.windows input')[0] as HTMLInputElement;
    only.click();
    await settle();
    const wrong = text(audit, '.windows tbody tr').length;
    all(audit, '.windows .look')[0].focus();
    await press('ArrowDown');
    const second = audit.shadowRoot?.activeElement?.textContent?.trim();
    (audit.shadowRoot?.activeElement as HTMLElement | null)?.click();
    await settle();
    const looked = { rows: all(audit, 'tr[data-looked]').length, whole: all(audit, '.whole').length };
    await press('ArrowRight');
    const next = text(audit, '#page-title')[0];
    await press('ArrowRight');
    const last = text(audit, '#page-title')[0];
    await press('Escape');
    const back = {
      lists: all(audit, '.recording').length,
      focus: audit.shadowRoot?.activeElement?.textContent?.trim(),
    };
    return { compared, listed, page, wrong, second, looked, next, last, back };
  });
  assert.match(seen.compared[0], /new\.onnx looks more at the event than old\.onnx: 30 % to 60 %/);
  assert.deepEqual(seen.listed, ['a.csv', 'b.csv', 'c.csv']);
  const { page } = seen;
  assert.deepEqual([page.title, page.focus, page.lists], ['b.csv', 'page-title', 0]);
  assert.match(page.head, /2 of 3/);
  assert.equal(page.windows.length, 4);
  assert.match(page.windows[0], /0\.00 – 1\.00 walk walk 90 % right 30 % \(20 %\) walk 90 % right 60 % \(20 %\)/);
  assert.match(page.windows[1], /1\.00 – 2\.00 idle walk 90 % wrong class – walk/);
  assert.match(page.facts, /50 samples a second · x, y · 3 labels/);
  assert.match(
    page.facts,
    /old\.onnx.* 30 % of the weight lies within the labels, which cover 20 %.*new\.onnx.* 60 % of the weight/,
  );
  assert.match(page.facts, /grad-cam at relu/);
  assert.match(page.facts, /A gap was filled\./);
  assert.equal(seen.wrong, 2);
  assert.match(seen.second ?? '', /^3\.00/);
  assert.deepEqual(seen.looked, { rows: 1, whole: 1 });
  assert.deepEqual([seen.next, seen.last], ['c.csv', 'c.csv']);
  assert.deepEqual(seen.back, { lists: 3, focus: 'c.csv' });
});
