import { css } from 'lit';

/** The enlarged picture and its buttons. */
export const zoomStyles = css`
  .plane {
    position: absolute;
    inset-inline-start: calc(var(--zoom, 1) * var(--pan-x, 0) * -100%);
    inset-block-start: calc(var(--zoom, 1) * var(--pan-y, 0) * -100%);
    inline-size: calc(var(--zoom, 1) * 100%);
    block-size: calc(var(--zoom, 1) * 100%);
    border-radius: inherit;
  }

  .cells {
    touch-action: pan-x pan-y;
  }

  .cells[data-zoomed] {
    touch-action: none;
  }

  .cells[data-zoomed] :is(.stage, .view) {
    overflow: clip;
    cursor: grab;
  }

  .zoom {
    display: inline-flex;
    gap: 0.25rem;
  }

  .zoom button {
    min-inline-size: 2.25rem;
    padding-inline: 0.5rem;
  }

  button[aria-disabled='true'] {
    opacity: 0.5;
    cursor: default;
  }
`;
