import assert from 'node:assert/strict';
import { test } from 'node:test';
import { shrinkStyles } from '../../scripts/shrink-styles.mjs';

test('a sheet loses its comments and white space, and nothing that CSS reads', async () => {
  const sheet = `
    /* A note. */
    .a > .b:hover,
    .c:not([data-x], :focus) {
      inline-size: calc(100% - 2px);
      color: light-dark(#0b6e6e, #5fd4cd);
      content: '‹ ›';
      margin: 0 auto;
    }
  `;
  assert.equal(
    await shrinkStyles(sheet),
    '.a>.b:hover,.c:not([data-x],:focus){inline-size:calc(100% - 2px);color:light-dark(#0b6e6e,#5fd4cd);content:"‹ ›";margin:0 auto}',
  );
});

test('escapes are refused', async () => {
  await assert.rejects(shrinkStyles(".a::after { content: '\\a'; }"), /Write the signs themselves/);
});
