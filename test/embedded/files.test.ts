import assert from 'node:assert/strict';
import { existsSync, readdirSync, readFileSync, statSync } from 'node:fs';
import { test } from 'node:test';
import { describeModel } from '../../src/onnx/describe-model.ts';
import { readModel } from '../../src/onnx/read-model.ts';
import { EMBEDDED_MODELS } from '../../src/runtime/embedded.ts';
import { parseRecipe } from '../../src/tasks/recipe.ts';

const FOLDER = 'www/models';
/** What all weights together may take, bytes. */
const MOST_BYTES = 8_000_000;
/** Operators that compute shapes: on WebGPU they run on the CPU, with a trip there and back for each. */
const SHAPE_OPERATORS = ['Shape', 'Slice', 'ConstantOfShape', 'Expand'];
const names = EMBEDDED_MODELS.map(({ name }) => name);

test('every model file has a name, and all together stay small', () => {
  const files = readdirSync(FOLDER).filter((file) => file.endsWith('.onnx'));
  assert.deepEqual(files.toSorted(), names.map((name) => `${name}.onnx`).toSorted());
  const bytes = files.reduce((sum, file) => sum + statSync(`${FOLDER}/${file}`).size, 0);
  assert.ok(bytes <= MOST_BYTES, `${bytes} bytes`);
});

for (const name of names) {
  test(`${name}: a graph that browsers like, a recipe, metrics and a card that belong to it`, () => {
    const file = `${FOLDER}/${name}.onnx`;
    const { inputs, outputs, opsets, operators, metadata } = describeModel(readModel(readFileSync(file)));
    assert.ok(opsets['ai.onnx'] >= 13 && opsets['ai.onnx'] <= 17);
    assert.deepEqual(
      Object.keys(operators).filter((operator) => SHAPE_OPERATORS.includes(operator)),
      [],
    );
    // The one with suppression in the graph takes one picture and finds as many boxes as there are.
    const [batch, first] = name === 'detector-nms' ? [1, 'found'] : ['batch', 'batch'];
    assert.equal(inputs[0].dims?.[0], batch);
    for (const { dims } of outputs) {
      assert.equal(dims?.[0], first);
      assert.ok(dims?.slice(1).every((dim) => typeof dim === 'number'));
    }
    assert.match(metadata.description, /nothing about photos/);
    assert.equal(metadata.license, 'MIT');

    const recipe = parseRecipe(JSON.parse(readFileSync(`${FOLDER}/${name}.recipe.json`, 'utf8')));
    assert.equal(recipe.input.name, inputs[0].name);

    const metrics = JSON.parse(readFileSync(`${FOLDER}/${name}.metrics.json`, 'utf8'));
    assert.equal(metrics.bytes, statSync(file).size);
    assert.match(metrics.trainingHash, /^[0-9a-f]{64}$/);

    const card = readFileSync(`docs/models/${name}.md`, 'utf8');
    const [title, , cannot] = card.split('\n');
    assert.equal(title, `# embedded:${name}`);
    assert.match(cannot, /^Can't read (photos|real motion|real sound)/);
    assert.ok(card.includes(metrics.trainingHash), 'the card is of another training; run training/write-cards.mjs');
    for (const [, picture] of card.matchAll(/\]\(([^)]+\.webp)\)/g)) assert.ok(existsSync(`docs/models/${picture}`));
  });
}
