import { css } from 'lit';

/** Where things stand, and progress. */
export const statusStyles = css`
  .status {
    display: grid;
    grid-template-columns: 1fr auto;
    align-items: center;
    gap: 0.4rem 1rem;
    min-block-size: 3.1rem;
  }

  .headline {
    font-weight: 600;
  }

  .particulars {
    color: var(--muted);
    font-size: 0.875rem;
    font-variant-numeric: tabular-nums;
    min-block-size: 1.45em;
  }

  progress {
    grid-column: 1 / -1;
    appearance: none;
    inline-size: 100%;
    block-size: 6px;
    border: 0;
    border-radius: 3px;
    overflow: hidden;
    background: var(--raised);
  }

  slot[name='progress'] {
    display: block;
    grid-column: 1 / -1;
    line-height: 0;
  }

  progress::-webkit-progress-bar {
    background: var(--raised);
  }

  progress::-webkit-progress-value {
    border-radius: 3px;
    background: var(--accent);
  }

  progress::-moz-progress-bar {
    border-radius: 3px;
    background: var(--accent);
  }

  /* Only the opacity changes: anything else would have the page laid out and painted for every frame, beside the model. */
  progress[data-unknown] {
    background: linear-gradient(90deg, var(--raised), var(--accent), var(--raised));
    animation: breathe 0.9s ease-in-out infinite alternate;
  }

  progress[data-unknown]::-webkit-progress-bar {
    background: transparent;
  }

  @keyframes breathe {
    from {
      opacity: 0.25;
    }
  }
`;
