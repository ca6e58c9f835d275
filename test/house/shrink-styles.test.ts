import assert from 'node:assert/strict';
import { test } from 'node:test';
import { shrinkStyles } from '../../scripts/shrink-styles.mjs';

test('a sheet loses its comments and white space, and nothing that CSS reads', () => {
  const sheet = `
    /* A note. */
    .a > .b:hover,
    .c:not([data-x], :focus) {
      inline-size: calc(100% - 2px);
      content: '';
      margin: 0 auto;
    }
  `;
  assert.equal(
    shrinkStyles(sheet),
    ".a > .b:hover,.c:not([data-x],:focus){inline-size:calc(100% - 2px);content:'';margin:0 auto}",
  );
});
