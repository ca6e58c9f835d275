import { css } from 'lit';

/** Pictures side by side, and the panel of layers. */
export const comparisonStyles = css`
  .cells:not([data-count='1']) {
    grid-template-columns: repeat(auto-fit, minmax(min(100%, 15rem), 1fr));
  }

  @container (min-inline-size: 32rem) {
    .cells[data-count='4'] {
      grid-template-columns: repeat(2, 1fr);
    }
  }

  .head-line {
    display: flex;
    align-items: center;
    justify-content: space-between;
    min-block-size: 2.25rem;
  }

  h3 {
    margin: 0;
    font-size: 0.9375rem;
    font-weight: 650;
  }

  .remove {
    min-inline-size: 2rem;
    min-block-size: 2rem;
    padding: 0;
    border-color: transparent;
    background: none;
    color: var(--muted);
    font-size: 1.2rem;
    line-height: 1;
  }

  .view canvas.map {
    opacity: var(--map-opacity);
  }

  .view .box {
    pointer-events: none;
  }

  .refusal {
    padding-inline-start: 0.75rem;
    border-inline-start: 4px solid var(--danger);
    overflow-wrap: anywhere;
  }

  /* The layers. */

  .layers {
    display: grid;
    grid-template-columns: minmax(0, 1fr);
    gap: 0.6rem;
    padding: 0.75rem;
    border: 1px solid var(--border);
    border-radius: var(--radius);
  }

  .layers details {
    overflow-wrap: anywhere;
  }

  .layers select {
    min-inline-size: 0;
    max-inline-size: 26rem;
  }

  .layers label {
    min-inline-size: 0;
    max-inline-size: 100%;
  }

  .tiles {
    display: grid;
    grid-template-columns: repeat(2, minmax(0, 1fr));
    gap: 0.4rem;
  }

  @container (min-inline-size: 26rem) {
    .tiles {
      grid-template-columns: repeat(3, minmax(0, 1fr));
    }
  }

  @container (min-inline-size: 44rem) {
    .tiles {
      grid-template-columns: repeat(6, minmax(0, 1fr));
    }
  }

  .layer {
    display: grid;
    align-content: start;
    gap: 0.1rem;
    min-inline-size: 0;
    padding: 0.4rem;
    border: 2px solid transparent;
    border-radius: 10px;
    font-size: 0.8125rem;
    cursor: pointer;
  }

  .layer:hover {
    background: var(--raised);
  }

  .layer[data-used] {
    border: 2px dashed var(--border);
  }

  .layer[aria-checked='true'] {
    border: 2px solid var(--accent);
  }

  .layer .view {
    --radius: 6px;
    --map-opacity: 0.85;
    margin-block-end: 0.25rem;
  }

  .layer[aria-busy='true'] .view {
    opacity: 0.55;
  }

  .layer .name {
    overflow-wrap: anywhere;
  }

  .layer .size {
    overflow-wrap: anywhere;
    color: var(--muted);
    font-variant-numeric: tabular-nums;
  }
`;
