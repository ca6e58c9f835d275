import { css } from 'lit';

/** The colour bar with its numbers. */
export const legendStyles = css`
  /* The numbers behind the colours. */

  .legend {
    color: var(--muted);
    font-size: 0.8125rem;
  }

  .legend[data-empty] {
    visibility: hidden;
  }

  /* Numbers grow to the right, as the colours do, on pages that are read from the right too. */
  .scale {
    direction: ltr;
    display: grid;
    inline-size: fit-content;
    max-inline-size: 100%;
    grid-template-columns: auto minmax(6rem, 22rem) auto;
    justify-content: start;
    align-items: center;
    gap: 0.6rem;
    margin-block-end: 0.15rem;
  }

  .number {
    color: var(--text);
    font-variant-numeric: tabular-nums;
  }

  .bar {
    inline-size: 100%;
    block-size: 12px;
    border-radius: 3px;
    box-shadow: 0 0 0 1px var(--border);
  }
`;
