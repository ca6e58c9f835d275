import assert from 'node:assert/strict';
import { test } from 'node:test';

test('importing the element in Node registers it and throws nothing', async () => {
  const { XaiViewer, configure } = await import('../../src/xai-viewer.ts');
  assert.equal(customElements.get('xai-viewer'), XaiViewer);
  assert.equal(typeof configure, 'function');
});

test('the entry of the timeline can be imported where there is no page', async () => {
  const { XaiTimeline } = await import('../../src/xai-timeline.ts');
  assert.equal(customElements.get('xai-timeline'), XaiTimeline);
});
