import { css } from 'lit';

/** Colours, type, what is only spoken, and the adjustments to what a person prefers. */
export const baseStyles = css`
  :host {
    --accent: var(--xai-accent, light-dark(#0b6e6e, #5fd4cd));
    --on-accent: light-dark(#ffffff, #06272a);
    --surface: var(--xai-surface, light-dark(#ffffff, #14181d));
    --raised: light-dark(#f3f5f7, #1d232a);
    --text: var(--xai-text, light-dark(#16202a, #e8edf2));
    --muted: var(--xai-muted, light-dark(#52606d, #a3b0bd));
    --border: var(--xai-border, light-dark(#d9dfe5, #333c46));
    --danger: light-dark(#a32020, #ff9c94);
    --radius: var(--xai-radius, 12px);
    --gap: 0.75rem;

    display: block;
    container-type: inline-size;
    min-block-size: 12rem;
    color: var(--text);
    font: 400 0.9375rem / 1.45 system-ui, sans-serif;
    text-align: start;
  }

  :host([hidden]),
  [hidden] {
    display: none !important;
  }

  figure {
    --ratio: 1.3333;
    display: grid;
    grid-template-columns: minmax(0, 1fr);
    gap: var(--gap);
    margin: 0;
  }

  p {
    margin: 0;
  }

  b {
    font-weight: 650;
    font-variant-numeric: tabular-nums;
  }

  a {
    color: inherit;
  }

  :focus-visible {
    outline: 3px solid var(--accent);
    outline-offset: 2px;
  }

  .spoken {
    position: absolute;
    inline-size: 1px;
    block-size: 1px;
    overflow: hidden;
    clip-path: inset(50%);
    white-space: nowrap;
  }

  @container (max-inline-size: 26rem) {
    .toolbar {
      gap: 0.25rem 0.9rem;
    }
    .label {
      font-size: 0.75rem;
    }
  }

  @media (prefers-reduced-motion: reduce) {
    * {
      animation: none !important;
      transition: none !important;
    }
  }

  @media (forced-colors: active) {
    .box {
      border-color: CanvasText;
      forced-color-adjust: none;
    }
    .box[aria-selected='true'] {
      border-color: Highlight;
    }
    .class[aria-selected='true'],
    .segment[aria-selected='true'] {
      outline: 2px solid Highlight;
    }
    progress {
      forced-color-adjust: auto;
      appearance: auto;
    }
  }
`;
