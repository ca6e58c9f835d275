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

test('so does importing the others', async () => {
  const { XaiSavedViewer } = await import('../../src/xai-saved.ts');
  assert.equal(typeof XaiSavedViewer, 'function');
  const { XaiLegend } = await import('../../src/xai-legend.ts');
  assert.equal(customElements.get('xai-legend'), XaiLegend);
  const { XaiCompare } = await import('../../src/xai-compare.ts');
  assert.equal(customElements.get('xai-compare'), XaiCompare);
});
