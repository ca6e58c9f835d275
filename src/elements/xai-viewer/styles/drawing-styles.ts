import { css } from 'lit';

/** What a person draws over the picture. */
export const drawingStyles = css`
  .drawing {
    position: absolute;
    inset: 0;
    cursor: crosshair;
    touch-action: none;
    border-radius: inherit;
    background: rgb(8 15 22 / 0.25);
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
`;
