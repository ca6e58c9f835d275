import { css } from 'lit';

/** Errors and progress. */
export const statusStyles = css`
  .error {
    display: flex;
    flex-wrap: wrap;
    align-items: center;
    gap: 0.5rem 1rem;
    padding: 0.9rem 1.1rem;
    border: 1px solid var(--border);
    border-inline-start: 4px solid var(--danger);
    border-radius: calc(var(--radius) - 4px);
    background: var(--surface);
  }

  .error .said {
    flex: 1 1 16rem;
    min-inline-size: 0;
    overflow-wrap: anywhere;
  }

  .error .code {
    margin-block-start: 0.35rem;
    color: var(--muted);
    font-size: 0.8125rem;
  }

  /* Where things stand. */

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
