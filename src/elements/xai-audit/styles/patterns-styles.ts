import { css } from 'lit';

/** Groups of maps, and unusual maps. */
export const patternsStyles = css`
  .clusters {
    display: grid;
    gap: 0.75rem;
  }

  .cluster {
    display: grid;
    grid-template-columns: 96px minmax(12rem, 1fr) auto;
    align-items: center;
    gap: 0.75rem 1.1rem;
    padding: 0.9rem 1.1rem;
    border: 1px solid var(--border);
    border-radius: var(--radius);
    background: var(--surface);
  }

  .cluster h3 {
    margin: 0;
  }

  .cluster .mean {
    inline-size: 96px;
    block-size: 96px;
  }

  .cluster .about {
    display: grid;
    justify-items: start;
    gap: 0.25rem;
  }

  .cluster .examples button {
    inline-size: min(5.5rem, 22cqi);
  }

  .unusual li {
    inline-size: min(7.5rem, 26cqi);
    font-size: 0.8125rem;
  }

  .only {
    font-size: 0.875rem;
  }

  @container (max-inline-size: 34rem) {
    .cluster {
      grid-template-columns: 72px minmax(0, 1fr);
      padding: 1rem;
    }
    .cluster .mean {
      inline-size: 72px;
      block-size: 72px;
    }
    .cluster .examples {
      grid-column: 1 / -1;
    }
  }
`;
