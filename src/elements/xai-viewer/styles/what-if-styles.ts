import { css } from 'lit';

/** The picture without some of its pixels. */
export const whatIfStyles = css`
  canvas.hidden {
    position: absolute;
    border-radius: inherit;
  }

  .place {
    border-style: dashed;
  }

  .hiding,
  .slider {
    display: flex;
    flex-wrap: wrap;
    align-items: center;
    gap: 0.25rem 1rem;
  }

  .slider {
    flex: 1 1 14rem;
    flex-wrap: nowrap;
  }

  .slider label,
  .slider input {
    flex: 1;
    min-inline-size: 0;
  }

  .slider b {
    min-inline-size: 3rem;
    text-align: end;
  }

  .change {
    display: grid;
    grid-template-columns: auto minmax(3rem, 1fr) auto;
    align-items: center;
    gap: 0.75rem;
  }

  /* What is left, over what was. */
  .change .level {
    background:
      linear-gradient(var(--accent) 0 0) 0 0 / calc(100% * max(0, var(--share))) 100% no-repeat,
      linear-gradient(var(--muted) 0 0) 0 0 / calc(100% * max(0, var(--before))) 100% no-repeat,
      var(--border);
  }

  .what-if[aria-busy='true'] .change b {
    color: var(--muted);
  }
`;
