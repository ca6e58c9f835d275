import assert from 'node:assert/strict';
import { test } from 'node:test';
import { readModelAddress } from '../../www/library/model-address.ts';

const BASE = 'https://example.org/app/';
const read = (text: string) => readModelAddress(text, BASE);
const hub = (repo: string, revision = 'main', file: string | null = null) => ({ kind: 'hub', repo, revision, file });

test('a repository is understood as typed, and as the address bar shows it', () => {
  assert.deepEqual(read('onnx-community/resnet-50'), hub('onnx-community/resnet-50'));
  assert.deepEqual(read(' org/na.me@v1.0 '), hub('org/na.me', 'v1.0'));
  assert.deepEqual(read('org/name/onnx/model_fp16.onnx'), hub('org/name', 'main', 'onnx/model_fp16.onnx'));
  assert.deepEqual(read('https://huggingface.co/org/name'), hub('org/name'));
  assert.deepEqual(read('https://huggingface.co/org/name/tree/dev'), hub('org/name', 'dev'));
  assert.deepEqual(read('https://huggingface.co/org/name/blob/main/a/b.onnx'), hub('org/name', 'main', 'a/b.onnx'));
  assert.deepEqual(
    read('https://huggingface.co/org/name/resolve/main/b.onnx?download=true'),
    hub('org/name', 'main', 'b.onnx'),
  );
});

test('files on the web and on the own host are understood', () => {
  assert.deepEqual(read('https://a.org/b/c.onnx?x=1'), { kind: 'web', url: 'https://a.org/b/c.onnx?x=1' });
  assert.deepEqual(read('./models/c.onnx'), { kind: 'web', url: 'https://example.org/app/models/c.onnx' });
  assert.deepEqual(read('/c.ONNX'), { kind: 'web', url: 'https://example.org/c.ONNX' });
  assert.deepEqual(read('embedded:detector'), { kind: 'embedded', name: 'embedded:detector' });
});

test('nothing else is', () => {
  for (const text of [
    '',
    'name',
    'http://a.org/c.onnx',
    'https://a.org/c.bin',
    'javascript:alert(1)',
    'a b/c',
    '../..',
  ]) {
    assert.equal(read(text), null, text);
  }
});
