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
