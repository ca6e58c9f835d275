import { css } from 'lit';

/** What a viewer with a model has from the start: room for its pictures, the button that begins, words about a method. */
export const viewerStyles = css`
  .cells {
    display: grid;
    gap: 1rem;
  }

  .cell {
    display: grid;
    align-content: start;
    gap: 0.4rem;
    min-inline-size: 0;
  }

  .start {
    position: absolute;
    inset: 0;
    inline-size: max-content;
    block-size: max-content;
    margin: auto;
    padding: 0.7rem 1.3rem;
    box-shadow: 0 6px 24px rgb(0 0 0 / 0.3);
  }

  .about {
    color: var(--muted);
    font-size: 0.8125rem;
  }

  .about ul {
    margin: 0.35rem 0 0;
    padding-inline-start: 1.2rem;
  }
`;
