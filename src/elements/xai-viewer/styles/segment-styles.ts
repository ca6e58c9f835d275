import { css } from 'lit';

/** The legend of a semantic segmenter. */
export const segmentStyles = css`
  .segment {
    display: grid;
    grid-template-columns: 1rem minmax(6rem, 1fr) minmax(3rem, 2fr) 3.5rem 3.5rem;
    align-items: center;
    gap: 0.75rem;
    min-block-size: 2.1rem;
    padding: 0.1rem 0.75rem;
    border-radius: 8px;
    cursor: pointer;
  }

  .segment b,
  .sure {
    text-align: end;
    white-space: nowrap;
  }

  .sure {
    color: var(--muted);
    font-variant-numeric: tabular-nums;
  }

  .segment:hover,
  .segment.pointed,
  .segment[aria-selected='true'] {
    background: var(--raised);
  }

  .segment[aria-selected='true'] {
    box-shadow: inset 3px 0 0 var(--accent);
  }

  .segment.titles {
    min-block-size: 0;
    background: none;
    color: var(--muted);
    font-size: 0.8125rem;
    cursor: default;
  }

  .titles > :nth-last-child(-n + 2) {
    text-align: end;
  }

  .swatch {
    box-sizing: border-box;
    inline-size: 1rem;
    block-size: 1rem;
    border-radius: 4px;
    background: var(--class-colour);
    box-shadow: 0 0 0 1px rgb(8 15 22 / 0.35);
    forced-color-adjust: none;
  }

  /* A place that a person chose: the class's colour as a frame. */
  .swatch.open {
    border: 3px solid var(--class-colour);
    background: none;
  }

  @container (max-inline-size: 26rem) {
    .segment {
      grid-template-columns: 1rem minmax(5rem, 1fr) 3rem 3.25rem;
      gap: 0.6rem;
    }
    .segment > :nth-child(3) {
      display: none;
    }
  }
`;
