import assert from 'node:assert/strict';
import { test } from 'node:test';

test('importing the element in Node registers it and throws nothing', async () => {
  const { XaiViewer, configure } = await import('../../src/xai-viewer.ts');
  assert.equal(customElements.get('xai-viewer'), XaiViewer);
  assert.equal(typeof configure, 'function');
});

test('so does the element of audits', async () => {
  const { XaiAudit } = await import('../../src/xai-audit.ts');
  assert.equal(customElements.get('xai-audit'), XaiAudit);
});
