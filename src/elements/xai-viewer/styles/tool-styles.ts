import { css } from 'lit';

/** What a person draws over the picture, and the classes of a semantic segmenter in it. */
export const toolStyles = css`
  canvas.segments {
    position: absolute;
    inset: 0;
    inline-size: 100%;
    block-size: 100%;
    border-radius: inherit;
    pointer-events: none;
  }

  .drawing,
  .picking {
    position: absolute;
    inset: 0;
  }

  .picking {
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

  .drawing {
    cursor: crosshair;
    touch-action: none;
    border-radius: inherit;
    background: rgb(8 15 22 / 0.25);
  }

  .painting {
    inline-size: 100%;
    block-size: 100%;
    opacity: 0.7;
  }

  .box.drawn {
    border-style: dashed;
    pointer-events: none;
  }

  /* All but the part that is asked about is dimmed. */
  .boxes:has(> .asked) {
    overflow: hidden;
    border-radius: inherit;
    pointer-events: none;
  }

  .box.asked {
    box-shadow: 0 0 0 200vmax rgb(8 15 22 / 0.45);
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
`;
