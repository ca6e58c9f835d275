import { css } from 'lit';

/** Thumbnails, the grid with its filters, and the page of a picture. */
export const gridStyles = css`
  .picture {
    position: relative;
    display: block;
    inline-size: 100%;
    aspect-ratio: var(--ratio, 1);
    border-radius: 8px;
    background: var(--raised);
    overflow: hidden;
  }

  .picture canvas {
    position: absolute;
    inset: 0;
    inline-size: 100%;
    block-size: 100%;
  }

  .picture .pixels:not([data-drawn]) {
    visibility: hidden;
  }

  .picture .box {
    position: absolute;
    inset-inline-start: var(--left);
    inset-block-start: var(--top);
    inline-size: var(--width);
    block-size: var(--height);
    border: 2px solid #fff;
    border-radius: 3px;
    outline: 1px solid #000a;
  }

  .picture .box[data-kind='suspect'],
  .picture .box[data-kind='truth'] {
    border-style: dashed;
  }

  .head {
    display: flex;
    flex-wrap: wrap;
    align-items: center;
    gap: 0.5rem 0.9rem;
  }

  .filters {
    display: flex;
    flex-wrap: wrap;
    align-items: center;
    gap: 0.35rem 1rem;
  }

  .filters select,
  .filters input[type='search'] {
    max-inline-size: 12rem;
    color: var(--text);
  }

  .filters input[type='search'] {
    inline-size: 9rem;
    min-block-size: 2.25rem;
    padding: 0.25rem 0.7rem;
    border: 1px solid var(--border);
    border-radius: 8px;
    background: var(--surface);
    font: inherit;
    font-size: 0.875rem;
  }

  .grid {
    display: grid;
    grid-template-columns: repeat(auto-fill, minmax(min(9.5rem, 44cqi), 1fr));
    gap: 1rem 0.75rem;
  }

  .tile {
    display: grid;
    grid-template-columns: minmax(0, 1fr);
    align-content: start;
    gap: 0.35rem;
    min-inline-size: 0;
    content-visibility: auto;
    contain-intrinsic-size: auto 12.5rem;
  }

  .tile .open {
    display: grid;
    place-items: center;
    inline-size: 100%;
    aspect-ratio: 1;
    padding: 0;
    border: none;
    border-radius: 8px;
    background: var(--raised);
    overflow: hidden;
  }

  .tile .open .picture {
    inline-size: min(100%, 100% * var(--ratio, 1));
    border-radius: 0;
  }

  .caption {
    position: relative;
    padding-inline-end: 2rem;
    font-size: 0.875rem;
    line-height: 1.35;
  }

  .caption .name {
    overflow: hidden;
    text-overflow: ellipsis;
    white-space: nowrap;
  }

  .caption .faint {
    font-size: 0.8125rem;
  }

  .outcome {
    color: var(--danger);
  }

  .outcome[data-outcome='correct'] {
    color: var(--muted);
  }

  .flip {
    position: absolute;
    inset-block-start: 0;
    inset-inline-end: 0;
    min-block-size: 26px;
    inline-size: 26px;
    padding: 0;
    border-radius: 50%;
    background: var(--surface);
  }

  .flip::before {
    content: '';
    display: block;
    inline-size: 12px;
    block-size: 12px;
    margin: auto;
    border: 2px solid var(--muted);
    border-radius: 50%;
  }

  .flip[aria-pressed='true'] {
    border-color: var(--border);
    background: var(--surface);
  }

  .flip[aria-pressed='true']::before {
    border-color: var(--accent);
    background: var(--accent);
  }

  .more {
    justify-self: center;
  }

  /* One picture. */

  .page {
    display: grid;
    gap: 1rem;
  }

  /* It takes the focus so that reading begins here; there is nothing to press. */
  .page h2:focus {
    outline: none;
  }

  .columns {
    display: grid;
    grid-template-columns: minmax(0, 3fr) minmax(16rem, 2fr);
    align-items: start;
    gap: 1.5rem;
  }

  .pictures {
    display: grid;
    grid-template-columns: repeat(auto-fit, minmax(min(16rem, 100%), 1fr));
    gap: 1rem;
  }

  .pictures figure {
    display: grid;
    gap: 0.4rem;
    align-content: start;
    max-inline-size: max(14rem, calc((100vh - 17rem) * var(--shape)));
  }

  .facts {
    display: grid;
    gap: 0.35rem;
    padding: 1.1rem 1.25rem;
    border: 1px solid var(--border);
    border-radius: var(--radius);
    background: var(--surface);
  }

  .facts h3:not(:first-child) {
    margin-block-start: 0.7rem;
  }

  .trust {
    display: grid;
    gap: 0.25rem;
  }

  dl.numbers {
    display: grid;
    gap: 0.5rem;
    margin: 0.35rem 0 0;
  }

  dl.numbers div {
    display: grid;
    grid-template-columns: minmax(0, 1fr) auto;
    gap: 0.75rem;
    padding-block-start: 0.5rem;
    border-block-start: 1px solid var(--border);
  }

  dt .faint {
    display: block;
  }

  dd {
    margin: 0;
    font-variant-numeric: tabular-nums;
  }

  @container (max-inline-size: 46rem) {
    .columns {
      grid-template-columns: minmax(0, 1fr);
    }
  }
`;
