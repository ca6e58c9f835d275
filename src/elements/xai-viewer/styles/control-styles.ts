import { css } from 'lit';

/** The toolbar and the notes. */
export const controlStyles = css`
  .toolbar {
    display: flex;
    flex-wrap: wrap;
    align-items: center;
    gap: 0.4rem 1.25rem;
  }

  label {
    display: inline-flex;
    align-items: center;
    gap: 0.5rem;
    min-block-size: 2.25rem;
    color: var(--muted);
    font-size: 0.875rem;
    white-space: nowrap;
  }

  input {
    accent-color: var(--accent);
    margin: 0;
  }

  input[type='checkbox'] {
    inline-size: 1.15rem;
    block-size: 1.15rem;
  }

  input[type='range'] {
    inline-size: 7.5rem;
    block-size: 1.5rem;
  }

  select,
  button {
    min-block-size: 2.25rem;
    padding: 0.25rem 0.7rem;
    border: 1px solid var(--border);
    border-radius: 8px;
    background: var(--surface);
    color: var(--text);
    font: inherit;
    font-size: 0.875rem;
  }

  button {
    padding-inline: 0.95rem;
    font-weight: 600;
    cursor: pointer;
  }

  button:hover,
  select:hover {
    border-color: var(--muted);
  }

  button[aria-pressed='true'],
  .start {
    border-color: transparent;
    background: var(--accent);
    color: var(--on-accent);
  }

  figcaption:empty {
    display: none;
  }

  .notes {
    color: var(--muted);
    font-size: 0.875rem;
  }

  .notes ul {
    margin: 0.35rem 0 0;
    padding-inline-start: 1.2rem;
  }

  summary {
    min-block-size: 24px;
    cursor: pointer;
  }
`;
