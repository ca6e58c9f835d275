import { css } from 'lit';

/** Two sides in one place, the line between them, and the slider that covers both. */
export const compareStyles = css`
  .pair {
    position: relative;
    overflow: hidden;
    border-radius: var(--radius);
    background: var(--raised);
    direction: ltr;
    touch-action: pan-y;
  }

  .pair:not([data-free]) {
    inline-size: min(100%, calc(var(--xai-max-height, 70vh) * var(--ratio)));
    margin-inline: auto;
  }

  .pair:focus-within:has(:focus-visible) {
    outline: 3px solid var(--accent);
    outline-offset: 2px;
  }

  .side.over {
    position: absolute;
    inset: 0;
    clip-path: inset(0 calc(100% - var(--line)) 0 0);
  }

  .side img,
  ::slotted(*) {
    display: block;
    inline-size: 100%;
    block-size: auto;
  }

  .side .view {
    inline-size: 100%;
    border-radius: 0;
  }

  .line {
    position: absolute;
    inset-block: 0;
    inset-inline-start: var(--line);
    inline-size: 2px;
    translate: -1px;
    background: #ffffff;
    box-shadow: 0 0 0 1px rgb(8 15 22 / 0.6);
    pointer-events: none;
  }

  /* What a hand takes hold of: a round grip in the middle of the line. */
  .line::after {
    content: '‹ ›';
    display: grid;
    place-items: center;
    box-sizing: border-box;
    padding-block-end: 3px;
    color: #ffffff;
    font-weight: 700;
    line-height: 1;
    white-space: nowrap;
    position: absolute;
    inset-block-start: 50%;
    inset-inline-start: 50%;
    inline-size: 28px;
    block-size: 28px;
    translate: -50% -50%;
    border: 2px solid #ffffff;
    border-radius: 50%;
    background: rgb(12 19 27 / 0.86);
    box-shadow: 0 0 0 1px rgb(8 15 22 / 0.6);
  }

  .tag {
    position: absolute;
    inset-block-start: 8px;
    inset-inline-start: 8px;
    padding: 0.1rem 0.5rem;
    border-radius: 5px;
    background: rgb(12 19 27 / 0.86);
    color: #ffffff;
    font-size: 0.8125rem;
    pointer-events: none;
  }

  .tag.end {
    inset-inline: auto 8px;
  }

  /* All of the pair is the slider; its thumb has no width, so that the line is where the pointer is. */
  input[type='range'] {
    position: absolute;
    inset: 0;
    inline-size: 100%;
    block-size: 100%;
    margin: 0;
    appearance: none;
    opacity: 0;
    cursor: ew-resize;
  }

  input::-webkit-slider-thumb {
    appearance: none;
    inline-size: 1px;
    block-size: 100%;
  }

  input::-moz-range-thumb {
    inline-size: 1px;
    block-size: 100%;
    border: 0;
  }

  .legends {
    display: grid;
    grid-template-columns: repeat(auto-fit, minmax(min(100%, 15rem), 1fr));
    gap: 0.5rem 1.5rem;
  }
`;
