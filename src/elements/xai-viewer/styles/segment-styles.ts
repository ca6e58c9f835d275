import { css } from 'lit';

/** The classes of a semantic segmenter over the picture, and their legend. */
export const segmentStyles = css`
  canvas.segments {
    position: absolute;
    inset: 0;
    inline-size: 100%;
    block-size: 100%;
    border-radius: inherit;
    pointer-events: none;
  }

  .picking {
    position: absolute;
    inset: 0;
    overflow: hidden;
    border-radius: inherit;
    cursor: pointer;
  }

  .name-on-picture {
    inset: auto;
    inline-size: max-content !important;
    block-size: max-content !important;
    translate: -50% -50%;
  }

  .pointer-label {
    inset: auto;
    inline-size: max-content !important;
    block-size: max-content !important;
    translate: 14px 14px;
    background: #ffffff;
    color: #10181f;
  }

  .pointer-label.before {
    translate: calc(-100% - 10px) 14px;
  }

  .painting {
    position: absolute;
    inset: 0;
    border-radius: inherit;
    background: rgb(8 15 22 / 0.25);
    cursor: crosshair;
    touch-action: none;
    inline-size: 100%;
    block-size: 100%;
    opacity: 0.7;
  }

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
