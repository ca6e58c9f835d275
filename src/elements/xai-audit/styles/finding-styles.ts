import { css } from 'lit';

/** Findings, and the intervals that they and tables are shown with. */
export const findingStyles = css`
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

  @container (max-inline-size: 34rem) {
    .movement {
      grid-template-columns: minmax(0, 1fr);
    }
    .finding {
      padding: 1rem;
    }
  }
`;
