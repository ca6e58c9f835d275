import assert from 'node:assert/strict';
import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { test } from 'node:test';
import { pathToFileURL } from 'node:url';
import { Model } from '../../src/tasks/model.ts';
import { tinyDetector, tinyDetectorRecipe } from '../support/tiny-detector.ts';

const recipe = { ...tinyDetectorRecipe, labels: { file: 'names & more.txt' } };

async function checkSidecar(source: string | URL): Promise<void> {
  await using model = await Model.load(source, { backend: 'wasm', cache: false });
  assert.equal(model.name, 'my model.onnx');
  assert.equal(model.recipeSource.source, 'sidecar');
  assert.equal(model.label(2), 'bleu');
}

test('a sidecar recipe and its label file are found beside a path and a file address', async () => {
  const folder = await mkdtemp(path.join(tmpdir(), 'xai-beside-'));
  try {
    const file = path.join(folder, 'my model.onnx');
    await writeFile(file, tinyDetector());
    await writeFile(path.join(folder, 'my model.recipe.json'), JSON.stringify(recipe));
    await writeFile(path.join(folder, 'names & more.txt'), 'rouge\nvert\nbleu\n');
    await checkSidecar(file);
    await checkSidecar(pathToFileURL(file));
  } finally {
    await rm(folder, { recursive: true });
  }
});

test('the same beside an address, whatever its query', async () => {
  const files: Record<string, string | Uint8Array> = {
    '/m/my%20model.onnx': tinyDetector(),
    '/m/my%20model.recipe.json': JSON.stringify(recipe),
    '/m/names%20%26%20more.txt': 'rouge\nvert\nbleu\n',
  };
  const server = createServer((request, response) => {
    const body = files[(request.url ?? '').split('?')[0]];
    response.writeHead(body === undefined ? 404 : 200);
    response.end(body);
  });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  try {
    const origin = `http://127.0.0.1:${(server.address() as AddressInfo).port}`;
    await checkSidecar(`${origin}/m/my%20model.onnx?download=a/b`);
    await checkSidecar(new URL(`${origin}/m/my model.onnx#top`));
  } finally {
    server.closeAllConnections();
    await new Promise((resolve) => server.close(resolve));
  }
});
