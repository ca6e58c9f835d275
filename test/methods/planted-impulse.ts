import assert from 'node:assert/strict';
import { test } from 'node:test';
import type { Recording } from '../../src/core/series/recording.ts';
import type { ExplainOptions } from '../../src/methods/explain.ts';
import { explain } from '../../src/methods/explain.ts';
import { allMethods } from '../../src/methods/registry.ts';
import { runtimeSettings } from '../../src/runtime/settings.ts';
import { Model } from '../../src/tasks/model.ts';
import { defineProcessor } from '../../src/tasks/series/processors/registry.ts';
import { SessionWindows } from '../../src/tasks/series/session-windows.ts';
import {
  DECIDING_ROW,
  type ImpulseLayout,
  impulseModel,
  impulseRecipe,
  ROWS,
  STEPS,
} from '../support/impulse-model.ts';
import { peakOf } from './open-model.ts';

runtimeSettings.threads = 1;

const WHEN = 29;

/** A spectrum as an instrument would give it: every row of the recording is a band. */
defineProcessor('own:rows', () => ({
  channels: 1,
  bands: ROWS,
  apply: ({ channels, columns, rate, data }) => ({ channels: 1, bands: channels, columns, rate, data }),
}));

/** Quiet ripples, a large impulse where it decides, and others, as wide and nearly as high, where they do not. */
function record(): Recording {
  const data = Array.from({ length: ROWS }, (_, row) =>
    Float32Array.from({ length: STEPS }, (_, k) => 0.3 * Math.sin(0.7 * k + row)),
  );
  data[DECIDING_ROW][WHEN] = 4;
  data[1][8] = 1.9;
  data[3][40] = 1.9;
  return {
    name: 'impulse',
    sha256: '',
    rate: 100,
    start: 0,
    channels: data.map((_, k) => `c${k}`),
    data,
    gaps: [],
    findings: [],
  };
}

function openModel(layout: ImpulseLayout): Promise<Model> {
  return Model.load(impulseModel(layout), {
    backend: 'wasm',
    recipe: impulseRecipe(layout),
    name: `${layout.name}.onnx`,
  });
}

/** Options that resolve single steps; how far beside the impulse a soft window's peak may lie. */
const CASES: Readonly<Record<string, { options?: ExplainOptions; within?: number }>> = {
  occlusion: { options: { patch: 3, stride: 1 } },
  rise: { options: { masks: 800, grid: 24 }, within: 1 },
  aise: { within: 4 },
};

const LAYER_METHODS: ReadonlySet<string> = new Set(
  'grad-cam grad-cam-plus-plus hires-cam layer-cam xgrad-cam eigen-grad-cam finer-cam cam eigen-cam activation-map recipro-cam ablation-cam score-cam sidu'.split(
    ' ',
  ),
);

/** Tests one layout with the named methods, or all. */
export function testImpulse(layout: ImpulseLayout, methods?: readonly string[]): void {
  test(`${layout.name}: ${methods?.join(', ') ?? 'every method'}: the peak is on the impulse that decides`, async () => {
    await using model = await openModel(layout);
    const window = new SessionWindows(model.seriesRecipe(), record()).at(0);
    const { classes } = await model.predict(window);
    assert.equal(classes?.[0].label, 'impulse');
    const names = allMethods()
      .filter(({ tasks }) => tasks.includes('series'))
      .map(({ name }) => name);
    for (const name of methods ?? names) {
      const { options, within = 0 } = CASES[name] ?? {};
      const [map] = await explain(model, window, {
        method: name,
        targets: [0],
        partialEvery: null,
        ...options,
      }).result();
      assert.deepEqual([map.width, map.height], [STEPS, ROWS]);
      const { x, y } = peakOf(map);
      assert.ok(Math.abs(x - WHEN) <= within, `${name}: step ${x}`);
      const keepsRows = map.data.some((value, at) => value !== map.data[at % STEPS]);
      // A layer of one dimension has mixed the channels.
      if (LAYER_METHODS.has(name)) assert.equal(keepsRows, !layout.mixesRows, name);
      else assert.ok(keepsRows, `${name} tells no rows apart`);
      if (keepsRows) assert.equal(y, DECIDING_ROW, `${name}: row ${y}`);
    }
  });
}
