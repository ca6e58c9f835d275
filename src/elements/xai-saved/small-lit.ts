/**
 * What the bundle of the saved viewer takes for `lit` (`scripts/build-plan.mjs`): templates and style sheets, without the
 * elements of Lit, which would be more than a third of it.
 */
export { css } from '@lit/reactive-element/css-tag.js';
export { html, noChange, nothing, render } from 'lit-html';
