import { css } from 'lit';

/** Recordings with their timelines. */
export const sessionStyles = css`
  .recordings {
    display: grid;
    gap: 1rem;
  }

  .recording {
    display: grid;
    gap: 0.35rem;
    padding: 1.1rem 1.25rem;
    border: 1px solid var(--border);
    border-radius: var(--radius);
    background: var(--surface);
  }

  /* The name is the button; the whole card can be pressed. */
  .recording {
    position: relative;
  }

  .recording .open {
    min-block-size: 0;
    padding: 0;
    border: none;
    background: none;
    font: inherit;
    text-align: start;
    overflow-wrap: anywhere;
  }

  .recording .open::after {
    content: '';
    position: absolute;
    inset: 0;
    border-radius: var(--radius);
    cursor: pointer;
  }

  .recording:has(.open:hover) {
    border-color: var(--accent);
  }

  .recording .open:focus-visible {
    outline: none;
  }

  .recording .open:focus-visible::after {
    outline: 2px solid var(--accent);
    outline-offset: 2px;
  }

  /* Answers of several models stand side by side. */
  .columns[data-stacked] {
    grid-template-columns: minmax(0, 1fr);
  }

  .windows {
    display: grid;
    gap: 0.6rem;
    min-inline-size: 0;
  }

  .windows td {
    white-space: nowrap;
  }

  /* Whether an answer is right goes below it rather than out of sight. */
  @media (max-width: 30rem) {
    .windows :is(td, th) {
      padding-inline: 0.45rem;
      white-space: normal;
    }

    .windows :is(.look, .figure) {
      white-space: nowrap;
    }
  }

  .windows .look {
    min-block-size: 30px;
    padding: 0.15rem 0.5rem;
    font-variant-numeric: tabular-nums;
  }

  .here {
    display: grid;
    gap: 0.35rem;
    justify-items: start;
    padding: 0;
    list-style: none;
  }

  .example {
    justify-self: start;
  }

  .timeline {
    min-inline-size: 0;
    margin: 0.5rem 0 0;
  }

  .timeline img {
    display: block;
    inline-size: 100%;
    min-block-size: 15rem;
    color: inherit;
  }

  .timeline img[data-drawn] {
    block-size: auto;
    min-block-size: 0;
  }

  /* Until it is drawn the words below it do; the browser would write them into the empty place, too. */
  .timeline img:not([data-drawn]) {
    opacity: 0;
  }

  .recording .timeline figcaption {
    position: absolute;
    inline-size: 1px;
    block-size: 1px;
    overflow: hidden;
    clip-path: inset(50%);
  }

  .mean.strip {
    inline-size: 12rem;
    block-size: 3rem;
    image-rendering: pixelated;
  }

  .confusion td {
    text-align: end;
  }

  .confusion thead th:not(:first-child) {
    text-align: end;
  }

  .confusion td[data-right] {
    font-weight: 660;
  }

  .confusion td[data-wrong] {
    color: var(--danger);
  }
`;
