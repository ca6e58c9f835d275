import { css } from 'lit';

/** The frame of an audit: status, findings, tables. */
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

  /* Findings. */

  .findings {
    display: grid;
    gap: 1rem;
  }

  .finding {
    display: grid;
    gap: 0.6rem;
    padding: 1.1rem 1.25rem;
    border: 1px solid var(--border);
    border-radius: var(--radius);
    background: var(--surface);
  }

  .finding > p {
    max-inline-size: 52rem;
    text-wrap: pretty;
  }

  .kind {
    margin-inline-end: 0.4rem;
    padding: 0.15rem 0.6rem;
    border-radius: 99px;
    background: light-dark(#fdeed3, #453413);
    color: light-dark(#6b4300, #ffd58a);
    font-size: 0.8125rem;
  }

  .tests {
    display: grid;
    gap: 0.4rem;
  }

  .movement {
    display: grid;
    grid-template-columns: minmax(9rem, 12rem) minmax(6rem, 18rem) auto;
    justify-content: start;
    align-items: center;
    gap: 0.25rem 0.9rem;
    font-size: 0.875rem;
  }

  .track,
  .interval {
    position: relative;
    display: block;
    block-size: 14px;
    background: linear-gradient(var(--border), var(--border)) center / 100% 2px no-repeat;
  }

  .interval {
    inline-size: 8rem;
    margin-block-start: 0.15rem;
  }

  .track i,
  .interval i {
    position: absolute;
    inset-block: 4px;
    inset-inline-start: var(--from, var(--low));
    inline-size: max(2px, var(--to, var(--reach)));
    border-radius: 3px;
    background: color-mix(in srgb, var(--accent) 45%, transparent);
  }

  .track b,
  .track u,
  .interval b {
    position: absolute;
    inset-block-start: 2px;
    inset-inline-start: calc(var(--end, var(--at)) - 5px);
    inline-size: 10px;
    block-size: 10px;
    border-radius: 50%;
    background: var(--accent);
  }

  .track u {
    inset-inline-start: calc(var(--control) - 5px);
    border: 2px solid var(--muted);
    background: var(--surface);
  }

  .examples {
    display: flex;
    flex-wrap: wrap;
    gap: 0.6rem;
  }

  .examples button {
    inline-size: min(7.5rem, 26cqi);
    padding: 0;
    border: none;
    background: none;
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
    .movement {
      grid-template-columns: minmax(0, 1fr);
    }
    .finding {
      padding: 1rem;
    }
  }
`;
