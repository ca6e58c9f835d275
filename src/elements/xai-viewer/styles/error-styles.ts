import { css } from 'lit';

/** What went wrong. */
export const errorStyles = css`
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
`;
