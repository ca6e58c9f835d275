import { css } from 'lit';

/** The frame of an audit: status, tiles, tables. */
export const auditStyles = css`
  * {
    box-sizing: border-box;
  }

  .audit {
    display: grid;
    gap: 2rem;
  }

  .audit > * {
    min-inline-size: 0;
  }

  h2,
  h3 {
    margin: 0;
    overflow-wrap: anywhere;
  }

  h2 {
    font-size: 1.25rem;
    font-weight: 660;
    letter-spacing: -0.01em;
  }

  h3 {
    font-size: 1rem;
    font-weight: 640;
  }

  ul,
  ol {
    margin: 0;
    padding: 0;
    list-style: none;
  }

  .faint {
    color: var(--muted);
    font-size: 0.875rem;
    font-weight: 400;
    text-wrap: pretty;
  }

  .part {
    display: grid;
    gap: 0.75rem;
    min-inline-size: 0;
  }

  .part > p {
    max-inline-size: 46rem;
  }

  .left-out summary {
    font-weight: 600;
    cursor: pointer;
  }

  .left-out ul {
    margin: 0;
    padding-inline-start: 1.25rem;
    overflow-wrap: anywhere;
  }

  .none {
    padding: 1.25rem;
    border: 1px dashed var(--border);
    border-radius: var(--radius);
    color: var(--muted);
  }

  .standing {
    display: grid;
    grid-template-columns: minmax(0, 1fr) auto;
    align-items: center;
    gap: 0.75rem 1.25rem;
    padding: 1rem 1.25rem;
    border: 1px solid var(--border);
    border-radius: var(--radius);
    background: var(--surface);
  }

  .standing progress {
    grid-column: 1 / -1;
  }

  .standing.error {
    border-color: var(--danger);
  }

  .standing.error p:first-child {
    color: var(--danger);
  }

  .headline {
    font-weight: 620;
  }

  button.main {
    border-color: transparent;
    background: var(--accent);
    color: var(--on-accent);
  }

  progress {
    appearance: none;
    inline-size: 100%;
    block-size: 6px;
    border: none;
    border-radius: 3px;
    background: var(--border);
    overflow: hidden;
  }

  progress::-webkit-progress-bar {
    background: var(--border);
  }

  progress::-webkit-progress-value {
    border-radius: 3px;
    background: var(--accent);
  }

  progress::-moz-progress-bar {
    background: var(--accent);
  }

  .tiles {
    display: grid;
    grid-template-columns: repeat(auto-fit, minmax(min(100%, 9.5rem), 1fr));
    gap: 0.75rem;
  }

  .tiles li {
    display: grid;
    align-content: start;
    gap: 0.1rem;
    padding: 0.9rem 1.1rem;
    border: 1px solid var(--border);
    border-radius: var(--radius);
    background: var(--surface);
  }

  .tiles b {
    font-size: 1.75rem;
    font-weight: 660;
    letter-spacing: -0.02em;
    line-height: 1.2;
  }

  .save {
    display: flex;
    flex-wrap: wrap;
    align-items: center;
    gap: 0.5rem;
  }

  /* Tables. */

  .scroller {
    overflow-x: auto;
    border: 1px solid var(--border);
    border-radius: var(--radius);
    background: var(--surface);
  }

  table {
    inline-size: 100%;
    border-collapse: collapse;
    font-size: 0.875rem;
    font-variant-numeric: tabular-nums;
  }

  caption {
    padding: 0.7rem 1rem 0;
    font-weight: 620;
    text-align: start;
  }

  th,
  td {
    padding: 0.55rem 1rem;
    text-align: start;
    vertical-align: middle;
    white-space: nowrap;
  }

  thead th {
    color: var(--muted);
    font-weight: 500;
  }

  tbody tr {
    border-block-start: 1px solid var(--border);
  }

  .mean {
    display: block;
    inline-size: 64px;
    block-size: 64px;
    border-radius: 6px;
  }

  .steps {
    display: grid;
    gap: 0.35rem;
    max-inline-size: 60rem;
  }

  .steps li {
    padding-inline-start: 0.8rem;
    border-inline-start: 3px solid var(--border);
    color: var(--muted);
    overflow-wrap: anywhere;
  }

  .steps li[data-certain] {
    border-color: var(--accent);
    color: var(--text);
  }

  @container (max-inline-size: 34rem) {
    .standing {
      grid-template-columns: minmax(0, 1fr);
    }
  }
`;
