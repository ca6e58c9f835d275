import assert from 'node:assert/strict';
import { test } from 'node:test';
import type { Page as Tab } from 'puppeteer-core';
import { onStrictPage } from './strict-page.ts';
import type { Script } from './viewer-page.ts';

type Viewer = HTMLElementTagNameMap['xai-viewer'];

let tab: Tab;
let url: string;
onStrictPage(
  {
    entry: 'test/elements/viewer-page.ts',
    ready: 'harness',
    clear: () => window.harness.clear(),
  },
  (opened, address) => {
    tab = opened;
    url = address;
  },
);

/** Puts a viewer on the page and waits until its first finding is explained. */
async function show(script: Script, attributes: Record<string, string> = {}): Promise<void> {
  await tab.evaluate(
    async (script, attributes) => {
      const viewer = await window.harness.make(script, { selected: '0', ...attributes });
      Object.assign(window, { viewer });
      await window.harness.until(() => viewer.error || (viewer.maps && viewer.phase === 'ready'), 'an outcome');
      await viewer.updateComplete;
    },
    script,
    attributes,
  );
}

const press = (name: string) =>
  tab.evaluate(async (name) => {
    const { viewer } = window as never as { viewer: Viewer };
    const buttons = window.harness.all(viewer, 'button');
    const button = buttons.find((one) => one.ariaLabel === name || one.innerText.startsWith(name));
    if (!button) throw new Error(`There is no button "${name}".`);
    button.click();
    await viewer.updateComplete;
  }, name);

/** Chooses in a select by what its label says. */
const pick = (label: string, value: string) =>
  tab.evaluate(
    async (label, value) => {
      const { viewer } = window as never as { viewer: Viewer };
      const selects = window.harness.all(viewer, 'select') as HTMLSelectElement[];
      const select = selects.find((one) => one.ariaLabel === label || one.labels?.[0]?.innerText.startsWith(label));
      if (!select) throw new Error(`There is no select "${label}".`);
      select.value = value;
      select.dispatchEvent(new Event('change'));
      await viewer.updateComplete;
      await window.harness.sleep(50);
      await window.harness.until(() => viewer.phase === 'ready' || viewer.phase === 'error', 'an outcome');
      await viewer.updateComplete;
    },
    label,
    value,
  );

const wishes = () => tab.evaluate(() => window.harness.wishes((window as never as { viewer: Viewer }).viewer));

async function assertAxeIsContent(): Promise<void> {
  if (!(await tab.evaluate(() => 'axe' in window))) {
    await tab.evaluate(async (url) => void (await import(url)), `${url}axe.js`);
  }
  const findings = await tab.evaluate(async () => {
    const axe = (window as never as { axe: typeof import('axe-core') }).axe;
    const { violations } = await axe.run('xai-viewer');
    return violations.map(({ id, nodes }) => [id, nodes.map((node) => node.html)]);
  });
  assert.deepEqual(findings, []);
}

test('methods are offered by name, the default first; those that cannot run are disabled and say why', async () => {
  await show({ steps: 1 });
  const seen = await tab.evaluate(() => {
    const { viewer } = window as never as { viewer: Viewer };
    const select = window.harness.find<HTMLSelectElement>(viewer, 'select.methods');
    const [group] = select.querySelectorAll('optgroup');
    return {
      chosen: select.selectedOptions[0].label,
      possible: [...select.options].filter((one) => !one.disabled).map((one) => one.label),
      others: [...group.children].map((one) => [(one as HTMLOptionElement).label, (one as HTMLElement).title]),
      group: group.label,
      about: window.harness.find(viewer, '.about').textContent?.replace(/\s+/g, ' '),
    };
  });
  assert.equal(seen.chosen, 'D-RISE');
  assert.deepEqual(seen.possible, ['D-RISE', 'Grad-CAM', 'Eigen-CAM', 'Score-CAM']);
  assert.equal(seen.group, 'Not for this model');
  assert.deepEqual(seen.others, [['RISE', 'It explains classification; this model is for detection.']]);
  assert.match(seen.about ?? '', /D-RISE: one pass per mask\..*RISE: It explains classification/);
});

test('masks explain all findings in one run, a gradient method the chosen one; each has its own options', async () => {
  await show({ steps: 1 }, { masks: '500' });
  const controls = () =>
    tab.evaluate(() => {
      const { viewer } = window as never as { viewer: Viewer };
      return window.harness
        .all(viewer, '.toolbar label, [aria-controls=layers]')
        .map((one) => one.innerText.split(/[\n:]/)[0]);
    });
  const withMasks = await controls();
  assert.ok(withMasks.includes('Masks') && !withMasks.includes('Layer'));
  await pick('Method', 'grad-cam');
  const withLayers = await controls();
  assert.ok(withLayers.includes('Layer') && !withLayers.includes('Masks'));
  await tab.evaluate(async () => {
    const { viewer } = window as never as { viewer: Viewer };
    viewer.choose(1);
    await window.harness.until(() => viewer.map?.target.label === 'bicycle' && viewer.phase === 'ready', 'the bicycle');
  });
  await pick('Method', 'eigen-cam');
  await pick('Component', '2');
  assert.deepEqual(await wishes(), [
    { method: null, options: { masks: 500 }, findings: 2 },
    { method: 'grad-cam', options: {}, findings: 1 },
    { method: 'grad-cam', options: {}, findings: 1 },
    { method: 'eigen-cam', options: {}, findings: 1 },
    { method: 'eigen-cam', options: { component: 2 }, findings: 1 },
  ]);
});

test('once the layers are known, a method that they rule out says so', async () => {
  await show({ steps: 1 }, { method: 'grad-cam' });
  const refused = await tab.evaluate(async () => {
    const { viewer } = window as never as { viewer: Viewer };
    const option = () => window.harness.find<HTMLOptionElement>(viewer, 'option[value=score-cam]');
    await window.harness.until(() => option().disabled, 'the layers');
    return option().title;
  });
  assert.equal(refused, 'It is for transformers.');
});

test('a method that the graph refuses says why, and another can be chosen', async () => {
  await show({ steps: 1, failing: 'grad-cam' }, { method: 'grad-cam' });
  const words = await tab.evaluate(() => {
    const { viewer } = window as never as { viewer: Viewer };
    return window.harness.find(viewer, '.error').innerText;
  });
  assert.match(words, /No gradient passes "\/head\/TopK"\. Use d-rise\./);
  await pick('Method', 'd-rise');
  assert.equal(await tab.evaluate(() => (window as never as { viewer: Viewer }).viewer.phase), 'ready');
});

test('the layer panel previews six layers, and one is chosen by keyboard', async () => {
  await show({ steps: 1 }, { method: 'grad-cam' });
  await press('Layer');
  await tab.evaluate(async () => {
    const { viewer } = window as never as { viewer: Viewer };
    const maps = () => window.harness.all(viewer, '.layer canvas.map').length;
    await window.harness.until(() => maps() === 6, 'six previews');
    window.harness.find(viewer, '.layer[tabindex="0"]').focus();
  });
  await assertAxeIsContent();
  await tab.keyboard.press('ArrowRight');
  const seen = await tab.evaluate(async () => {
    const { viewer } = window as never as { viewer: Viewer };
    const chosen = () => window.harness.find(viewer, '.layer[aria-checked=true]');
    await window.harness.until(() => viewer.layer && viewer.map?.provenance.options.layer === viewer.layer, 'its map');
    await window.harness.phase(viewer, 'ready');
    await viewer.updateComplete;
    return {
      layer: viewer.layer,
      isFocused: viewer.shadowRoot?.activeElement === chosen(),
      button: window.harness.find(viewer, '[aria-controls=layers]').innerText.trim(),
      options: window.harness.all(viewer, '.layers option').length,
    };
  });
  assert.deepEqual(seen, {
    layer: '/backbone/layer.7/Relu_output_0',
    isFocused: true,
    button: 'Layer: …/layer.7/Relu',
    options: 9,
  });
  await tab.keyboard.press('Escape');
  const left = await tab.evaluate(() => {
    const { viewer } = window as never as { viewer: Viewer };
    return [
      window.harness.all(viewer, '.layer').length,
      viewer.shadowRoot?.activeElement?.getAttribute('aria-controls'),
    ];
  });
  assert.deepEqual(left, [0, 'layers']);
  // From the button it is closed too.
  await tab.keyboard.press('Enter');
  await tab.evaluate(() => {
    const { viewer } = window as never as { viewer: Viewer };
    return window.harness.until(() => window.harness.all(viewer, '.layer').length > 0, 'the panel again');
  });
  await tab.keyboard.press('Escape');
  await tab.evaluate(() => {
    const { viewer } = window as never as { viewer: Viewer };
    return window.harness.until(() => window.harness.all(viewer, '.layer').length === 0, 'no panel');
  });
});

test('a layer without a map of the answer makes room for the next, and says why to those who ask', async () => {
  await show({ steps: 1, emptyLayer: '/backbone/layer.5/Relu_output_0' }, { method: 'grad-cam' });
  await press('Layer');
  const seen = await tab.evaluate(async () => {
    const { viewer } = window as never as { viewer: Viewer };
    const tiles = () => window.harness.all(viewer, '.layer');
    const isOver = () => tiles().every((tile) => tile.getAttribute('aria-busy') === 'false');
    await window.harness.until(() => window.harness.all(viewer, '.layers li').length === 1 && isOver(), 'six previews');
    return {
      layers: tiles().map(({ title }) => title.slice(0, '/backbone/layer.8'.length)),
      summary: window.harness.find(viewer, '.layers summary').innerText,
      reason: window.harness.find(viewer, '.layers li').textContent,
    };
  });
  assert.deepEqual(seen, {
    layers: [8, 7, 6, 4, 3, 2].map((n) => `/backbone/layer.${n}`),
    summary: 'One layer has no map of this answer',
    reason: '/backbone/layer.5/Relu_output_0: No gradient passes "/head/TopK". Use d-rise.',
  });
});

for (const [what, recipeLayer, automatic, mark] of [
  ['the layer that the recipe names is marked', '/backbone/layer.8/Relu_output_0', "the recipe's choice", ' · recipe'],
  ['without one the guess is', undefined, "the method's guess", ''],
] as const) {
  test(`in the layer panel ${what}`, async () => {
    await show({ steps: 1, recipeLayer }, { method: 'grad-cam' });
    await press('Layer');
    const seen = await tab.evaluate(async () => {
      const { viewer } = window as never as { viewer: Viewer };
      const { all, until } = window.harness;
      const sized = () => all(viewer, '.layer .size').every((one) => one.innerText.includes('×'));
      await until(() => all(viewer, '.layers option').length === 9 && sized(), 'the layers');
      return {
        options: all(viewer, '.layers option')
          .slice(0, 3)
          .map((one) => one.innerText.trim()),
        sizes: all(viewer, '.layer .size')
          .slice(0, 2)
          .map((one) => one.innerText),
        spoken: all(viewer, '.layer')[0].ariaLabel,
      };
    });
    const first = `/backbone/layer.8/Relu_output_0 (64 × 8 × 8${mark})`;
    assert.deepEqual(seen, {
      options: [`Automatic: ${automatic}`, first, '/backbone/layer.7/Relu_output_0 (64 × 9 × 9)'],
      sizes: [`64 × 8 × 8${mark}`, '64 × 9 × 9'],
      spoken: first,
    });
    await assertAxeIsContent();
  });
}

test('closing the panel stops its previews', async () => {
  await show({ steps: 1 }, { method: 'grad-cam' });
  await tab.evaluate(() => {
    const { viewer } = window as never as { viewer: Viewer };
    window.harness.slow(viewer, 50);
  });
  await press('Layer');
  const cancelled = await tab.evaluate(async () => {
    const { viewer } = window as never as { viewer: Viewer };
    await window.harness.until(() => window.harness.wishes(viewer).length >= 2, 'the first preview');
    window.harness.find(viewer, '[aria-controls=layers]').click();
    const before = window.harness.wishes(viewer).length;
    const heard = () => window.harness.workers(viewer).heard.filter(({ kind }) => kind === 'cancel').length;
    await window.harness.until(heard, 'the cancel');
    // Two previews take so long.
    await window.harness.sleep(100);
    return window.harness.wishes(viewer).length - before;
  });
  assert.equal(cancelled, 0, 'no other preview was begun');
});

test('where a preview costs many passes, they are made when a person asks', async () => {
  await show({ steps: 1, tokens: true }, { method: 'score-cam' });
  await press('Layer');
  await tab.evaluate(() => window.harness.sleep(100));
  assert.equal((await wishes()).length, 1);
  await press('Preview them');
  await tab.evaluate(async () => {
    const { viewer } = window as never as { viewer: Viewer };
    await window.harness.until(() => window.harness.all(viewer, '.layer canvas.map').length === 6, 'six previews');
  });
});

test('three methods lie side by side, each with its name and numbers, and go one by one', async () => {
  await show({ steps: 1 });
  await press('Compare');
  await pick('Add a method', 'eigen-cam');
  const seen = await tab.evaluate(async () => {
    const { viewer } = window as never as { viewer: Viewer };
    const { all } = window.harness;
    await window.harness.until(() => viewer.comparedMaps.every(({ map }) => map), 'their maps');
    await viewer.updateComplete;
    viewer.opacity = 0.3;
    await viewer.updateComplete;
    return {
      compare: viewer.getAttribute('compare'),
      names: all(viewer, '.cell h3').map((name) => name.innerText),
      numbers: all(viewer, '.cell .legend').map((legend) => legend.querySelectorAll('.number').length),
      opacities: all(viewer, '.cell canvas.map').map((canvas) => getComputedStyle(canvas).opacity),
      targets: viewer.comparedMaps.map(({ map }) => map?.target.label),
    };
  });
  assert.deepEqual(seen, {
    compare: 'grad-cam eigen-cam',
    names: ['D-RISE', 'Grad-CAM', 'Eigen-CAM'],
    numbers: [2, 2, 2],
    opacities: ['0.3', '0.3', '0.3'],
    targets: ['dog', 'dog'],
  });
  await assertAxeIsContent();
  await press('Remove D-RISE');
  await press('Remove Eigen-CAM');
  const left = await tab.evaluate(() => {
    const { viewer } = window as never as { viewer: Viewer };
    return [viewer.method, viewer.compare, window.harness.all(viewer, '.cell h3').length];
  });
  assert.deepEqual(left, ['grad-cam', [], 0]);
});

test('side by side they stack in a narrow page, and a method that refuses says why in its place', async () => {
  await tab.setViewport({ width: 360, height: 700 });
  await show({ steps: 1, failing: 'grad-cam' }, { compare: 'grad-cam eigen-cam' });
  const seen = await tab.evaluate(async () => {
    const { viewer } = window as never as { viewer: Viewer };
    await window.harness.until(() => viewer.comparedMaps.every(({ map, error }) => map || error), 'their outcomes');
    await viewer.updateComplete;
    const cells = window.harness.all(viewer, '.cell').map((cell) => cell.getBoundingClientRect());
    return {
      refusals: window.harness.all(viewer, '.cell .refusal').map((one) => one.innerText),
      lefts: new Set(cells.map(({ left }) => left)).size,
      isWithin: document.documentElement.scrollWidth <= 360,
    };
  });
  await tab.setViewport({ width: 800, height: 900 });
  assert.deepEqual(seen, { refusals: ['No gradient passes "/head/TopK". Use d-rise.'], lefts: 1, isWithin: true });
});

test('a map with signs is shown in colours that diverge from 0, unless others are chosen', async () => {
  await show({ steps: 1 }, { method: 'eigen-cam' });
  const looks = await tab.evaluate(async () => {
    const { viewer } = window as never as { viewer: Viewer };
    const numbers = () => window.harness.all(viewer, '.number').map((number) => number.innerText);
    const plain = numbers();
    viewer.options = { sign: 'both' };
    await window.harness.sleep(50);
    await window.harness.explained(viewer);
    await viewer.updateComplete;
    const signed = numbers();
    viewer.colormap = 'magma';
    await viewer.updateComplete;
    return { plain, signed, chosen: numbers() };
  });
  assert.deepEqual(looks, { plain: ['0', '0.9'], signed: ['−0.9', '0.9'], chosen: ['0', '0.9'] });
});

test('a method that stood in for the default is shown as chosen, and nothing runs twice', async () => {
  await show({ steps: 1, instead: 'eigen-cam' });
  const seen = await tab.evaluate(async () => {
    const { viewer } = window as never as { viewer: Viewer };
    await window.harness.sleep(100);
    const select = window.harness.find<HTMLSelectElement>(viewer, 'select.methods');
    const before = [select.value, window.harness.wishes(viewer).length, viewer.phase];
    viewer.choose(1);
    await window.harness.until(() => viewer.map?.target.label === 'bicycle' && viewer.phase === 'ready', 'the bicycle');
    return { before, after: window.harness.wishes(viewer).map(({ findings }) => findings) };
  });
  assert.deepEqual(seen, { before: ['eigen-cam', 1, 'ready'], after: [2] });
});
