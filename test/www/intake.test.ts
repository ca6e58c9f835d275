import assert from 'node:assert/strict';
import { test } from 'node:test';
import { sortFiles } from '../../www/explain/intake.ts';

const file = (name: string, text = '') => new File([text], name);

test('JSON is a recipe where it speaks of an input or output, or may have been meant to', async () => {
  const kindOf = async (text: string) => {
    const { recipe, explanation, unknown } = await sortFiles([file('a.json', text)]);
    return recipe ? 'recipe' : explanation ? 'explanation' : unknown.length > 0 ? 'unknown' : 'nothing';
  };
  assert.equal(await kindOf('{"version":1,"input":{}}'), 'recipe');
  assert.equal(await kindOf('{"output":{"format":"yolov8"}}'), 'recipe');
  assert.equal(await kindOf('{"version":1,'), 'recipe');
  // The details of a map, as the command's explanations.json has them.
  assert.equal(await kindOf('{"model":{"file":"a.onnx"},"options":{},"explanations":[]}'), 'unknown');
  assert.equal(await kindOf('["cat","dog"]'), 'unknown');
  assert.equal(await kindOf('null'), 'unknown');
});

test('of several of a kind the last is taken, the others are named', async () => {
  const recipe = '{"input":{}}';
  const { model, surplus, labels } = await sortFiles([
    ...[file('a.onnx'), file('b.onnx'), file('a.recipe.json', recipe), file('b.recipe.json', recipe)],
    file('labels.txt', '\uFEFFcat\r\ndog\n'),
  ]);
  assert.equal(model?.name, 'b.onnx');
  assert.deepEqual(surplus, ['a.onnx', 'a.recipe.json']);
  assert.deepEqual(labels?.lines, ['cat', 'dog']);
});
