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
    transition: inline-size 150ms linear;
  }

  progress::-moz-progress-bar {
    border-radius: 3px;
    background: var(--accent);
  }

  progress[data-unknown] {
    background: linear-gradient(90deg, var(--raised) 30%, var(--accent) 50%, var(--raised) 70%) 0 0 / 300% 100%;
    animation: wander 1.8s linear infinite;
  }

  progress[data-unknown]::-webkit-progress-bar {
    background: transparent;
  }

  @keyframes wander {
    from {
      background-position: 120% 0;
    }
    to {
      background-position: -30% 0;
    }
  }
`;
